/**
 * The bar's style: one line, with less in it where there is less space.
 */

import { css } from "../ui/lit.js";

export const topBarStyle = css`
  header {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--space-1);
    min-height: 3.5rem;
    padding: max(var(--space-1), env(safe-area-inset-top)) max(var(--space-1), env(safe-area-inset-right))
      var(--space-1) max(var(--space-1), env(safe-area-inset-left));
    border-bottom: 1px solid var(--line);
    background: var(--panel);
  }

  a {
    display: grid;
    flex: none;
    place-items: center;
    width: var(--touch);
    height: var(--touch);
    border-radius: var(--radius-m);
  }

  a .mark {
    width: 1.75rem;
    height: 1.75rem;
    max-width: 100%;
    max-height: 100%;
  }

  .room {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, auto) auto 1fr;
    align-items: center;
    column-gap: var(--space-2);
    min-width: 0;
  }

  h1,
  .topic {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  h1 {
    font-size: var(--size-l);
    font-weight: 650;
  }

  .topic {
    grid-column: 1 / -1;
    color: var(--text-soft);
    font-size: var(--size-xs);
  }

  .key,
  .muted {
    color: var(--text-soft);
  }

  .key {
    font-size: var(--size-s);
    font-weight: 400;
  }

  .muted .icon {
    display: block;
    width: 1rem;
    height: 1rem;
  }

  button:disabled {
    opacity: 0.45;
  }

  .people {
    padding-inline: var(--space-2);
    font-variant-numeric: tabular-nums;
  }

  .people[aria-expanded="true"] {
    background: var(--hover);
  }

  .feedback {
    position: absolute;
    z-index: 2;
    inset-block-start: calc(100% + var(--space-2));
    inset-inline-end: var(--space-3);
    padding: var(--space-2) var(--space-4);
    border-radius: 999px;
    background: var(--text);
    color: var(--ground);
    font-size: var(--size-s);
    box-shadow: var(--shadow-high);
    forced-color-adjust: none;
  }

  .feedback:empty {
    padding: 0;
  }

  .label {
    font-size: var(--size-s);
  }

  .copy .label {
    min-width: 4.75rem;
    text-align: start;
  }

  @media (max-height: 20rem) {
    header {
      min-height: 0;
      padding-block: 0;
    }
  }

  @media (max-width: 40rem) {
    header {
      gap: 0;
    }

    /* It is in the dialog behind the next button. */
    .copy,
    .label {
      display: none;
    }

    /* So much tells one room from another. */
    .rest {
      position: absolute;
      clip-path: inset(50%);
    }

    .key:has(.rest)::after {
      content: "…";
    }

    button.invite {
      border: 0;
    }
  }

  @media (forced-colors: active) {
    .people[aria-expanded="true"] {
      border: 2px solid Highlight;
    }
  }

  @media (min-width: 40.01rem) {
    /* The button itself says it. */
    .feedback.done {
      clip-path: inset(50%);
    }

    header {
      gap: var(--space-2);
      padding-inline: var(--space-3);
    }
  }
`;
