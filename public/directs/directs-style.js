/** A line above the talk: who asks, or has accepted. Its colour is that of all that is private. */

import { css } from "../ui/lit.js";

export const directsStyle = css`
  :host {
    display: block;
    min-width: 0;
  }

  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2) var(--space-3);
    padding: var(--space-2) var(--space-4);
    border-block-end: 1px solid var(--line);
    border-inline-start: 4px solid var(--member-9);
    background: color-mix(in oklab, var(--member-9) 10%, var(--ground));
  }

  .line p {
    flex: 1 1 14rem;
    min-width: 0;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }

  small {
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  a.primary {
    display: inline-flex;
    align-items: center;
    min-height: var(--touch);
    padding: 0 var(--space-4);
    border-radius: var(--radius-m);
    font-weight: 550;
    text-decoration: none;
  }

  .line .primary,
  .line .primary:is(:hover, :active) {
    background: var(--member-9);
    color: var(--on-member);
  }

  /* There is no place for it; the button in the bar leads to it as well. */
  @media (max-height: 24rem) {
    :host {
      display: none;
    }
  }

  @media (max-width: 40rem) {
    .line p {
      flex-basis: calc(100% - 4rem);
    }
  }
`;
