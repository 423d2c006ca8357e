/** The style of the list of rooms. */

import { css } from "../ui/lit.js";

export const roomListStyle = css`
  ul {
    display: grid;
    gap: 1px;
  }

  li {
    position: relative;
    border-radius: var(--radius-m);
    transition: background-color var(--quick);
  }

  a {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: 3.5rem;
    padding: var(--space-1) var(--space-2);
    border-radius: inherit;
    color: inherit;
    text-decoration: none;
    touch-action: manipulation;
    -webkit-touch-callout: none;
  }

  a:focus-visible,
  .more:focus-visible {
    outline-offset: -3px;
  }

  @media (hover: hover) {
    li:hover {
      background: var(--hover);
    }
  }

  li.open {
    background: var(--hover);
  }

  li.current {
    background: var(--accent-soft);
  }

  li.dim .words {
    opacity: 0.75;
  }

  .words {
    display: grid;
    flex: 1;
    gap: 0.0625rem;
    min-width: 0;
  }

  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    min-width: 0;
    min-height: 1.25rem;
  }

  .name {
    flex: 1 1 2.5rem;
    min-width: 0;
    max-width: max-content;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .unread .name {
    font-weight: 700;
  }

  .key {
    color: var(--text-soft);
    font-size: var(--size-s);
    font-weight: 400;
  }

  .private {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 0.1875rem;
    color: var(--text-soft);
    font-size: var(--size-xs);
  }

  .private .icon,
  .signs .icon {
    display: block;
    width: 0.8125rem;
    height: 0.8125rem;
  }

  .signs {
    display: flex;
    flex: none;
    gap: var(--space-1);
    color: var(--text-soft);
  }

  time {
    flex: none;
    margin-inline-start: auto;
    color: var(--text-soft);
    font-size: var(--size-xs);
    font-variant-numeric: tabular-nums;
  }

  .preview {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: match-parent;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .apart {
    unicode-bidi: isolate;
  }

  .current :is(.preview, time, .key, .private, .signs) {
    color: var(--text-quiet);
  }

  .unread .preview {
    color: var(--text);
  }

  .count {
    display: grid;
    flex: none;
    place-items: center;
    min-width: 1.25rem;
    height: 1.25rem;
    padding-inline: 0.3125rem;
    border-radius: 1rem;
    background: var(--pressed);
    color: var(--text);
    font-size: 0.6875rem;
    font-variant-numeric: tabular-nums;
    font-weight: 650;
    line-height: 1;
  }

  .count svg {
    width: 0.8125rem;
    height: 0.8125rem;
  }

  .unread .count {
    background: var(--accent);
    color: var(--on-accent);
  }

  .count ~ .count {
    margin-inline-start: calc(-1 * var(--space-1));
  }

  /* Over the time, and only where one points or is; a finger has it always. */
  .more {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: var(--space-1);
    min-width: 2rem;
    min-height: 1.75rem;
    padding: 0;
    border-radius: var(--radius-s);
    color: var(--text-soft);
    opacity: 0;
  }

  @media (hover: hover) {
    li:is(:hover, :focus-within, .open) .more {
      opacity: 1;
    }

    li:is(:hover, :focus-within, .open) time {
      visibility: hidden;
    }
  }

  @media (hover: none) {
    li {
      display: flex;
      align-items: center;
    }

    a {
      flex: 1;
      min-width: 0;
      min-height: 4rem;
    }

    .more {
      position: static;
      flex: none;
      min-width: var(--touch);
      min-height: var(--touch);
      opacity: 1;
    }
  }

  .hidden-rooms {
    width: 100%;
    margin-top: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
    font-weight: 450;
  }

  .hidden-rooms .icon {
    width: 1rem;
    height: 1rem;
    transition: rotate var(--quick);
  }

  .hidden-rooms[aria-expanded="true"] .icon {
    rotate: 180deg;
  }

  .none {
    padding: var(--space-5) var(--space-4);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: center;
  }

  .none b {
    display: block;
    margin-bottom: var(--space-1);
    color: var(--text);
    font-size: var(--size-m);
    font-weight: 550;
  }

  @media (forced-colors: active) {
    li.current {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .count {
      border: 1px solid;
    }
  }
`;
