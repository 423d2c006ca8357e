/**
 * The looks of the desk: tabs that stay in one line, and rows with what can be done below what they tell.
 */

import { css } from "../ui/lit.js";

export const deskStyle = css`
  dialog {
    width: min(36rem, calc(100vw - 2 * var(--space-4)));
  }

  .tabs {
    display: flex;
    gap: var(--space-1);
    margin-inline: calc(-1 * var(--space-2));
    border-bottom: 1px solid var(--line);
    flex-wrap: wrap;
  }

  [role="tab"] {
    flex: none;
    gap: var(--space-1);
    padding-inline: var(--space-2);
    border-radius: var(--radius-s) var(--radius-s) 0 0;
    color: var(--text-soft);
    box-shadow: none;
  }

  [role="tab"]:focus-visible {
    outline-offset: -3px;
  }

  [role="tab"][aria-selected="true"] {
    color: var(--text);
    box-shadow: inset 0 -3px var(--accent);
  }

  .count {
    min-width: 1.25rem;
    padding-inline: 0.375rem;
    border-radius: 1rem;
    background: var(--danger);
    color: var(--ground);
    font-size: var(--size-xs);
    font-weight: 650;
    line-height: 1.25rem;
  }

  section {
    min-height: 12rem;
    padding-block: var(--space-3);
  }

  .empty {
    padding-block: var(--space-7);
    color: var(--text-soft);
    text-align: center;
  }

  li {
    display: grid;
    gap: var(--space-2);
    padding-block: var(--space-3);
  }

  li + li {
    border-block-start: 1px solid var(--line);
  }

  .person {
    display: flex;
    align-items: center;
    gap: var(--space-3);
  }

  .name {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .text {
    padding-inline-start: var(--space-3);
    border-inline-start: 3px solid var(--line-strong);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  q {
    overflow-wrap: anywhere;
  }

  .does {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--space-2);
  }

  .does button {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .does em {
    flex: 1;
    color: var(--text-soft);
  }

  .grave {
    color: var(--danger);
  }

  select {
    min-height: var(--touch);
    max-width: 100%;
    padding-inline: var(--space-2);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--field);
    color: var(--text);
    font: inherit;
  }

  .more {
    width: 100%;
  }

  /* Where there may be no keys. */
  @media (hover: none) {
    .keys {
      display: none;
    }
  }

  .elsewhere {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    padding-block-start: var(--space-3);
    border-block-start: 1px solid var(--line);
  }

  .foot {
    position: sticky;
    z-index: 2;
    inset-block-end: 0;
  }

  .foot alcove-toast {
    inset-block-end: 0;
  }

  @media (max-width: 32rem) {
    dialog {
      width: 100%;
    }
  }
`;
