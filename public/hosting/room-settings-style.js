/** The layout of the settings of a room: what is chosen, and beside it, or below, what comes of it. */

import { css } from "../ui/lit.js";

export const roomSettingsStyle = css`
  /* On a phone, as wide as that. */
  @media (min-width: 32.01rem) {
    dialog {
      width: min(46rem, calc(100vw - 2 * var(--space-4)));
    }
  }

  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 16rem;
    gap: 0 var(--space-5);
    align-items: start;
  }

  .news {
    margin-bottom: var(--space-4);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--accent-soft);
    font-size: var(--size-s);
  }

  section + section {
    margin-top: var(--space-5);
    padding-top: var(--space-4);
    border-top: 1px solid var(--line);
  }

  h3 {
    margin: 0 0 var(--space-3);
    font-size: var(--size-m);
    font-weight: 650;
  }

  legend {
    margin-bottom: var(--space-1);
  }

  .group > .choice {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-3);
    align-items: center;
    min-height: var(--touch);
    margin: 0;
    font-size: var(--size-m);
    font-weight: 400;
    cursor: pointer;
  }

  .choice input {
    width: 1.25rem;
    min-height: 1.25rem;
    margin: 0;
    accent-color: var(--accent);
    cursor: pointer;
  }

  .warning {
    color: var(--danger);
    font-size: var(--size-s);
  }

  .warning:not(:empty) {
    margin-top: var(--space-2);
  }

  aside {
    position: sticky;
    inset-block-start: 4rem;
    padding: var(--space-4);
    border-radius: var(--radius-m);
    background: var(--panel);
    font-size: var(--size-s);
    text-wrap: pretty;
  }

  aside h3 {
    font-size: inherit;
  }

  li + li {
    margin-top: var(--space-2);
  }

  .foot {
    position: sticky;
    z-index: 1;
    inset-block-end: 0;
    display: flex;
    flex-wrap: wrap;
    grid-column: 1 / -1;
    gap: var(--space-2);
    justify-content: end;
    margin-block: var(--space-4) calc(-1 * var(--space-5));
    padding-block: var(--space-3) max(var(--space-3), env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
    background: var(--raised);
  }

  .foot p {
    flex: 1 1 100%;
    margin: 0;
    font-size: var(--size-s);
  }

  .foot [aria-disabled="true"] {
    opacity: 0.6;
  }

  .danger {
    border: 1px solid var(--danger);
    color: var(--danger);
  }

  @media (max-width: 46rem) {
    form {
      grid-template-columns: minmax(0, 1fr);
    }

    aside {
      position: static;
      margin-top: var(--space-5);
    }
  }

  @media (max-height: 24rem) {
    .foot {
      position: static;
    }
  }
`;
