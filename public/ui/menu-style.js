/** How a menu looks: beside what it is of, or, on a phone, a sheet that names that. */

import { css } from "./lit.js";

export const menuStyle = css`
  [role="menu"] {
    display: grid;
    padding: var(--space-1);
  }

  .of {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  button {
    justify-content: start;
    gap: var(--space-3);
    border-radius: var(--radius-s);
    font-weight: 450;
  }

  button:focus-visible {
    outline-offset: -3px;
  }

  @media (max-width: 40rem), (max-height: 24rem) {
    [role="menu"] {
      padding: var(--space-3) var(--space-3) max(var(--space-3), env(safe-area-inset-bottom));
    }

    button {
      min-height: 3rem;
    }
  }
`;
