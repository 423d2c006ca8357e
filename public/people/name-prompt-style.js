/**
 * The prompt's style: a dialog, or a bar below the messages of a room in a frame.
 */

import { css } from "../ui/lit.js";

export const namePromptStyle = css`
  dialog {
    padding: var(--space-6);
  }

  .bar {
    position: static;
    width: auto;
    max-height: 60dvh;
    padding: var(--space-3) max(var(--space-3), env(safe-area-inset-right)) var(--space-3)
      max(var(--space-3), env(safe-area-inset-left));
    border-width: 1px 0 0;
    border-radius: 0;
    background: var(--panel);
    box-shadow: none;
  }

  .bar form {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--space-2);
    max-width: var(--measure);
    margin-inline: auto;
  }

  .bar form > :not(input, .actions) {
    grid-column: 1 / -1;
  }

  .bar .mark {
    display: none;
  }

  .bar h1,
  .bar h1 small {
    display: inline;
    font: 600 var(--size-m) / 1.4 var(--sans);
  }

  .bar .actions {
    grid-area: 4 / 2;
    margin: 0;
  }

  .mark {
    width: 2.75rem;
    height: 2.75rem;
    margin-bottom: var(--space-4);
  }

  h1 {
    margin-bottom: var(--space-5);
    font: 500 var(--size-xl) / 1.25 var(--serif);
    overflow-wrap: anywhere;
  }

  h1 small {
    display: block;
    color: var(--text-soft);
    font: 400 var(--size-m) / 1.4 var(--sans);
  }

  h1:has(+ .last) {
    margin-bottom: 0;
  }

  .last {
    min-height: 1lh;
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .last,
  .expired {
    margin-bottom: var(--space-4);
  }

  .bar .last {
    margin-bottom: var(--space-2);
  }

  .hint {
    margin-top: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  button.outlined {
    max-width: 100%;
    margin-top: var(--space-3);
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .actions {
    display: flex;
    gap: var(--space-2);
    margin-top: var(--space-5);
  }

  .actions .primary {
    flex: 1;
    min-height: 3rem;
  }

  @media (max-height: 20rem) {
    dialog {
      padding-block: var(--space-2);
    }

    .mark {
      display: none;
    }
  }
`;
