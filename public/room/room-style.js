/** The layout of a room: bar, conversation, people, and what lies over them. */

import { css } from "../ui/lit.js";

export const roomStyle = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) auto;
    height: 100dvh;
    overflow: hidden;
  }

  alcove-top-bar {
    grid-column: 1 / -1;
  }

  .panel {
    width: 17rem;
    border-inline-start: 1px solid var(--line);
    background: var(--panel);
  }

  main,
  .panel,
  alcove-roster {
    grid-row: 2;
  }

  main {
    position: relative;
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    min-width: 0;
  }

  /* Nothing is loaded while a name is asked for, and a page that moves keeps a device busy. */
  main:has(~ alcove-name-prompt) {
    --breath: none;
  }

  /* What lies over the conversation, one below the other. */
  .over {
    position: absolute;
    z-index: 1;
    grid-row: 2 / 3;
    inset: var(--space-2) var(--space-3) 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-2);
    container-type: size;
    pointer-events: none;
  }

  alcove-composer[hidden] {
    display: none;
  }

  .over > * {
    position: static;
  }

  /* Whoever writes reads two lines below it, or has it later. */
  @container (max-height: 16em) {
    main:has(alcove-composer:focus-within) alcove-update-notice {
      display: none;
    }
  }

  @container (max-height: 11em) {
    main:has(alcove-composer:focus-within) alcove-banner {
      display: none;
    }
  }

  .foot {
    position: relative;
    min-width: 0;
  }

  /* Its place is kept for it. */
  alcove-typing-line {
    display: block;
    min-height: 1.25rem;
  }

  /* At 400 %, or above a keyboard on a phone's side: two lines to read, and where one writes. */
  @media (max-height: 20rem) {
    alcove-typing-line,
    alcove-top-bar:has(~ main alcove-composer:focus-within) {
      display: none;
    }
  }
`;
