/** The style of the search of a room: a panel beside the conversation, or over it. */

import { css } from "../ui/lit.js";

export const panelStyle = css`
  :host {
    min-height: 0;
  }

  search,
  dialog[open] {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    background: var(--panel);
    color: var(--text);
  }

  search {
    width: 21rem;
    height: 100%;
    border-inline-start: 1px solid var(--line);
  }

  dialog {
    inset: 0 0 0 auto;
    width: 100%;
    max-width: none;
    height: 100dvh;
    max-height: none;
    margin: 0;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) 0 env(safe-area-inset-left);
    border: 0;
    overflow: hidden;
  }

  dialog::backdrop {
    background: var(--veil);
  }

  @media (min-width: 40.01rem) {
    dialog {
      width: min(26rem, 90vw);
      border-radius: var(--radius-l) 0 0 var(--radius-l);
      box-shadow: var(--shadow-high);
    }

    dialog:dir(rtl) {
      inset: 0 auto 0 0;
      border-radius: 0 var(--radius-l) var(--radius-l) 0;
    }
  }

  .head {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    padding-block: var(--space-3) var(--space-2);
    padding-inline: var(--space-3) var(--space-1);
  }

  .field {
    position: relative;
    flex: 1;
    min-width: 0;
    color: var(--text-soft);
  }

  .field > .icon {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: var(--space-3);
    width: 1.125rem;
    height: 1.125rem;
    translate: 0 -50%;
    pointer-events: none;
  }

  input {
    min-height: var(--touch);
    padding-inline: 2.5rem;
    text-overflow: ellipsis;
  }

  input::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }

  .clear {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    min-width: 2.5rem;
    padding: 0;
    color: var(--text-soft);
  }

  .clear .icon {
    width: 1rem;
    height: 1rem;
  }

  .close {
    padding-inline: var(--space-2);
    color: var(--link);
    font-size: var(--size-s);
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    padding: 0 var(--space-3) var(--space-3);
    border-bottom: 1px solid var(--line);
  }

  .chip {
    flex: none;
    min-width: 0;
    min-height: 2rem;
    padding-inline: 0.625rem;
    border: 1px solid var(--line-strong);
    border-radius: 999px;
    font-size: var(--size-s);
    font-weight: 500;
  }

  .chip[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
    font-weight: 600;
  }

  .over {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2);
    padding-inline-start: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  label {
    flex: none;
    margin: 0;
  }

  select {
    min-height: 2rem;
    max-width: 11rem;
    padding-inline: var(--space-1);
    border: 1px solid transparent;
    border-radius: var(--radius-s);
    background: transparent;
    color: var(--text-soft);
    font: inherit;
    font-size: var(--size-s);
    text-overflow: ellipsis;
    cursor: pointer;
  }

  option {
    background: var(--raised);
    color: var(--text);
  }

  .found {
    padding: var(--space-2) var(--space-2) max(var(--space-4), env(safe-area-inset-bottom));
    overflow: hidden auto;
    overscroll-behavior: contain;
  }

  .state,
  .none {
    padding: var(--space-1) var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .none {
    padding-block: var(--space-6);
    font-size: var(--size-m);
    text-align: center;
  }

  .building {
    margin-top: var(--space-2);
    text-wrap: pretty;
  }

  .old {
    opacity: 0.6;
  }

  .result {
    display: grid;
    grid-template: auto auto / auto minmax(0, 1fr);
    column-gap: var(--space-3);
    min-height: var(--touch);
    padding: var(--space-2);
    border-radius: var(--radius-m);
    color: inherit;
    text-decoration: none;
  }

  .result .avatar {
    grid-row: 1 / 3;
  }

  .result[aria-current] {
    background: var(--accent-soft);
  }

  @media (hover: hover) {
    .result:hover:not([aria-current]) {
      background: var(--hover);
    }
  }

  .result:focus-visible {
    outline-offset: -3px;
  }

  .by {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-2);
    min-width: 0;
  }

  .who {
    display: flex;
    align-items: baseline;
    min-width: 0;
  }

  .who bdi {
    overflow: hidden;
    font-size: var(--size-s);
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  time {
    flex: none;
    color: var(--text-quiet);
    font-size: var(--size-xs);
  }

  .excerpt {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
  }

  mark {
    border-radius: 0.1875rem;
    background: color-mix(in srgb, var(--warning) 25%, transparent);
    color: inherit;
    font-weight: 650;
  }

  .more {
    width: calc(100% - 2 * var(--space-2));
    margin: var(--space-3) var(--space-2);
  }

  .trouble {
    display: grid;
    justify-items: start;
    gap: var(--space-2);
    margin: var(--space-2);
    padding: var(--space-3);
    border-radius: var(--radius-m);
    background: var(--warning-soft);
    text-wrap: pretty;
  }

  .hint {
    padding: var(--space-3) var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-wrap: pretty;
  }

  dl {
    display: grid;
    gap: var(--space-3);
    margin: var(--space-4) 0 0;
  }

  dt {
    margin-bottom: 0.125rem;
  }

  dd {
    margin: 0;
  }

  code {
    padding: 0.0625rem 0.3125rem;
    border-radius: 0.25rem;
    background: var(--code);
    color: var(--text);
    font: var(--size-s) / 1.4 var(--mono);
  }

  @media (pointer: coarse) {
    .chip,
    select {
      min-height: var(--touch);
    }

    .chip {
      padding-inline: 0.875rem;
    }

    /* One line, which can be drawn aside. */
    .filters {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
  }

  @media (max-height: 24rem) {
    search,
    dialog[open] {
      display: block;
      overflow-y: auto;
    }

    .found {
      overflow: visible;
    }
  }

  @media (forced-colors: active) {
    .result[aria-current],
    .chip[aria-pressed="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: appear var(--quick) ease-out;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(0.5rem);
    }
  }
`;
