/**
 * The base of everything modal: a native modal dialog, which keeps the focus inside, makes what is behind it
 * inert, closes on Escape or on a press outside, and returns the focus to where it was. Each component
 * supplies its looks and content.
 */

import { css, html, LitElement, nothing } from "./lit.js";

/** @fires close When it is closed, and the focus is where it was before. */
export class Modal extends LitElement {
  #isPressBeside = false;

  /** @returns {HTMLDialogElement | null} */
  get dialog() {
    return this.renderRoot.querySelector("dialog");
  }

  /** To be called before the element is taken away, for the focus to go back. */
  close() {
    this.dialog?.close();
  }

  /** @override */
  firstUpdated() {
    this.open();
  }

  /** What has `data-first` gets the focus. */
  open() {
    if (this.isConnected) this.dialog?.showModal();
    // Not `autofocus`: a browser refuses that in a frame, and says so.
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[data-first]"))?.focus();
  }

  /**
   * @param {unknown} content
   * @param {string} [label] Without it, what has the id `title` names it.
   */
  modal(content, label) {
    return html`<dialog
      aria-label=${label ?? nothing}
      aria-labelledby=${label ? nothing : "title"}
      @cancel=${this.cancelled}
      @close=${this.closed}
      @pointerdown=${this.#pressed}
      @click=${this.#clicked}
    >${content}</dialog>`;
  }

  /** By Escape or the back gesture, and not closed yet. @param {Event} _event */
  cancelled(_event) {}

  closed() {
    this.dispatchEvent(new CustomEvent("close"));
  }

  pressedBeside() {
    this.close();
  }

  /**
   * A press beside a dialog is one on itself, since what is in it covers all of it. One that only ends
   * there, after a text was marked, is none.
   * @param {Event} event
   */
  #pressed(event) {
    this.#isPressBeside = event.target === event.currentTarget;
  }

  /** @param {Event} event */
  #clicked(event) {
    if (this.#isPressBeside && event.target === event.currentTarget) this.pressedBeside();
  }
}

/** A box in the middle. */
export const modalBox = css`
  dialog {
    width: min(26rem, calc(100vw - 2 * var(--space-4)));
    max-height: calc(100dvh - 2 * var(--space-4));
    margin: auto;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--raised);
    color: var(--text);
    box-shadow: var(--shadow-high);
    overflow-y: auto;
  }

  dialog::backdrop {
    background: var(--veil);
  }

  @media (max-height: 20rem) {
    dialog {
      max-height: 100dvh;
    }
  }
`;
