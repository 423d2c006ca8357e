/** The style of what finds rooms, people and actions. */

import { css } from "../ui/lit.js";

export const paletteStyle = css`
  dialog {
    width: min(34rem, calc(100vw - 2 * var(--space-3)));
    max-height: min(32rem, calc(100dvh - 2 * var(--space-3)));
    margin: clamp(var(--space-3), 12dvh, 8rem) auto auto;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--raised);
    color: var(--text);
    box-shadow: var(--shadow-high);
    overflow: hidden;
  }

  dialog[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
  }

  dialog::backdrop {
    background: var(--veil);
  }

  .field {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    padding-inline: var(--space-4);
    border-bottom: 1px solid var(--line);
    color: var(--text-soft);
  }

  input {
    min-width: 0;
    min-height: 3.5rem;
    padding: 0;
    border: 0;
    background: transparent;
    font-size: var(--size-l);
  }

  input:focus-visible {
    outline: 0;
  }

  input::placeholder {
    color: var(--text-soft);
  }

  .found {
    padding: var(--space-2);
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .found:empty {
    display: none;
  }

  [role="option"] {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--touch);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-m);
    cursor: pointer;
  }

  [aria-selected="true"] {
    background: var(--accent-soft);
  }

  .picture {
    display: grid;
    flex: none;
    place-items: center;
    width: 2rem;
    color: var(--text-soft);
  }

  .picture .avatar {
    scale: 0.875;
  }

  .title {
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  small {
    flex: none;
    margin-inline-start: auto;
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  [aria-selected="true"] small {
    color: var(--text-quiet);
  }

  .count {
    flex: none;
    min-width: 1.25rem;
    padding-inline: 0.3125rem;
    border-radius: 1rem;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 0.6875rem;
    font-weight: 650;
    line-height: 1.25rem;
    text-align: center;
  }

  [role="option"].message {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    row-gap: 0;
    padding-block: var(--space-2);
  }

  .message .picture {
    grid-row: 1 / 3;
    align-self: start;
  }

  .excerpt {
    display: -webkit-box;
    grid-column: 2 / 4;
    overflow: hidden;
    overflow-wrap: anywhere;
    font-size: var(--size-s);
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  mark {
    border-radius: 0.1875rem;
    background: color-mix(in srgb, var(--warning) 25%, transparent);
    color: inherit;
    font-weight: 650;
  }

  .state {
    padding: var(--space-2) var(--space-4);
    border-top: 1px solid var(--line);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-wrap: pretty;
  }

  .none {
    padding: var(--space-5);
    color: var(--text-soft);
    text-align: center;
  }

  @media (max-height: 24rem) {
    dialog {
      margin-block-start: var(--space-1);
    }

    input {
      min-height: var(--touch);
    }
  }

  @media (forced-colors: active) {
    [aria-selected="true"] {
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
      transform: translateY(-0.5rem);
    }
  }
`;
