/**
 * The composer's style: one rounded field with its controls inside.
 */

import { css } from "../ui/lit.js";

export const composerStyle = css`
  :host {
    padding: var(--space-1) max(var(--space-3), env(safe-area-inset-right))
      max(var(--space-3), env(safe-area-inset-bottom)) max(var(--space-3), env(safe-area-inset-left));
  }

  form {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    align-items: end;
    column-gap: var(--space-1);
    max-width: var(--measure);
    margin-inline: auto;
    padding: 0.25rem;
    border: 1px solid var(--line-strong);
    border-radius: 1.625rem;
    background: var(--field);
  }

  form:has(textarea:focus-visible) {
    border-color: var(--focus);
    outline: 2px solid var(--focus);
  }

  form:has(textarea[aria-invalid="true"]) {
    border-color: var(--danger);
    outline-color: var(--danger);
  }

  .mode {
    display: flex;
    grid-column: 1 / -1;
    align-items: center;
    gap: var(--space-1);
    min-width: 0;
    font-size: var(--size-s);
  }

  .mode:has(button) {
    border-bottom: 1px solid var(--line);
    margin-bottom: var(--space-1);
  }

  .mode p {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--space-2);
    min-width: 0;
    padding-inline-start: var(--space-3);
    white-space: nowrap;
  }

  .mode p:empty {
    padding: 0;
  }

  .mode .icon {
    width: 1rem;
    height: 1rem;
    color: var(--accent);
  }

  .mode span {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .mode .excerpt {
    flex: 1 1 30%;
    min-width: 0;
    color: var(--text-soft);
  }

  .mode .stop .icon {
    color: inherit;
  }

  textarea {
    min-width: 0;
    min-height: 2.75rem;
    padding: 0.625rem var(--space-3);
    border: 0;
    outline: 0;
    background: none;
    color: var(--text);
    font: inherit;
    line-height: 1.5rem;
    overflow: hidden;
    resize: none;
  }

  /* The form round it shows the focus. */
  textarea:focus-visible {
    outline: 0;
  }

  textarea.full {
    overflow-y: auto;
  }

  textarea::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }

  button {
    flex: none;
    width: var(--touch);
    padding: 0;
    border-radius: 50%;
  }

  .emoji,
  .stop {
    color: var(--text-soft);
  }

  .emoji:hover,
  .emoji[aria-expanded="true"] {
    color: var(--text);
  }

  button[aria-disabled="true"],
  button[aria-disabled="true"]:is(:hover, :active) {
    background: var(--hover);
    color: var(--text-soft);
    cursor: default;
  }

  .hint {
    max-width: var(--measure);
    margin-inline: auto;
    padding-inline: var(--space-4);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: end;
  }

  .hint:not(:empty) {
    padding-top: var(--space-1);
  }

  .hint .delete {
    position: relative;
    width: auto;
    min-height: 0;
    padding: 0 var(--space-1);
    border-radius: var(--radius-s);
    color: var(--danger);
  }

  /* As large as a finger to be hit. */
  .hint .delete::after {
    position: absolute;
    inset-block: calc((100% - var(--touch)) / 2);
    inset-inline: 0;
    content: "";
  }

  .over {
    color: var(--danger);
    font-weight: 600;
  }

  @media (max-height: 20rem) {
    :host {
      padding-block: 0;
    }

    .mode button {
      min-height: 2rem;
    }
  }
`;
