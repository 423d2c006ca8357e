/**
 * The style of choices: segments for one of a few, a switch for on and off. They are real inputs, drawn over.
 */

import { css } from "../ui/lit.js";

export const settingsLook = css`
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .group + .group,
  .toggle + .group {
    margin-top: var(--space-4);
  }

  legend,
  .group > label {
    display: block;
    margin-bottom: var(--space-2);
    padding: 0;
    font-size: var(--size-s);
    font-weight: 600;
  }

  .group .hint {
    margin-top: var(--space-2);
  }

  .segments {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    padding: 2px;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--field);
  }

  .segments label {
    position: relative;
    display: grid;
    flex: 1 1 auto;
    place-items: center;
    min-height: var(--touch);
    margin: 0;
    padding-inline: var(--space-2);
    border-radius: calc(var(--radius-m) - 3px);
    color: var(--text-soft);
    font-weight: 550;
    text-align: center;
    cursor: pointer;
  }

  .segments label:hover {
    background: var(--hover);
  }

  .segments label:has(:checked) {
    background: var(--accent);
    color: var(--on-accent);
  }

  .segments label:has(:focus-visible) {
    outline: 3px solid var(--focus);
    outline-offset: 3px;
  }

  .segments input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    min-height: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .select {
    position: relative;
  }

  .select .icon {
    position: absolute;
    inset-block-start: calc(50% - 10px);
    inset-inline-end: var(--space-3);
    color: var(--text-soft);
    pointer-events: none;
  }

  select {
    width: 100%;
    min-height: 3rem;
    padding-inline: var(--space-4) var(--space-6);
    appearance: none;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--field);
    color: var(--text);
    font: inherit;
  }

  .toggle {
    position: relative;
    /* Nothing of it is over a dialog's head, under which it scrolls. */
    isolation: isolate;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--space-3);
    align-items: center;
    padding-block: var(--space-2);
  }

  .toggle label {
    margin: 0;
    font-size: var(--size-m);
    font-weight: 550;
    cursor: pointer;
  }

  /* The whole row is its target. */
  .toggle label::after {
    position: absolute;
    inset: 0;
    content: "";
  }

  .toggle .hint {
    grid-column: 1;
  }

  .toggle input {
    position: relative;
    z-index: 1;
    grid-row: 1 / span 2;
    grid-column: 2;
    width: 3.25rem;
    min-height: 2rem;
    margin: 0;
    padding: 3px;
    border: 2px solid var(--line-strong);
    border-radius: 999px;
    background: var(--field);
    appearance: none;
    cursor: pointer;
  }

  .toggle input::before {
    display: block;
    width: 1.375rem;
    height: 1.375rem;
    border-radius: 50%;
    background: var(--line-strong);
    content: "";
  }

  .toggle input:checked {
    border-color: var(--accent);
    background: var(--accent);
  }

  .toggle input:checked::before {
    margin-inline-start: auto;
    background: var(--on-accent);
  }

  .toggle input:focus-visible {
    outline-offset: 2px;
  }

  /* Where grounds tell nothing apart, the system's colours for what is chosen do. */
  @media (forced-colors: active) {
    .segments label:has(:checked),
    .toggle input:checked {
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }

    .toggle input::before {
      background: ButtonText;
      forced-color-adjust: none;
    }

    .toggle input:checked::before {
      background: HighlightText;
    }
  }
`;
