/**
 * A button of the bar with the number of what waits behind it. It has a picture and words of its own, and says by `open`
 * that it was pressed.
 */

import { number } from "../i18n/locale.js";
import { base } from "./base.js";
import { css, html, LitElement, nothing } from "./lit.js";

/** @fires open */
export class WaitingButton extends LitElement {
  static properties = { waiting: { attribute: false } };

  constructor() {
    super();
    this.waiting = 0;
  }

  /** @returns {string} */
  get label() {
    return "";
  }

  /** @returns {unknown} */
  get icon() {
    return nothing;
  }

  /** @override */
  render() {
    const { waiting, label } = this;
    return html`<button aria-label=${label} title=${label} aria-haspopup="dialog" @click=${this.#open}>
      ${this.icon}${waiting > 0 ? html`<span translate="no">${number(waiting)}</span>` : nothing}
    </button>`;
  }

  /** @param {Event} event */
  #open({ currentTarget }) {
    // Safari focuses no button that is pressed, and a dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    this.dispatchEvent(new CustomEvent("open"));
  }

  static styles = [
    base,
    css`
      button {
        position: relative;
      }

      span {
        position: absolute;
        inset-block-start: 0.125rem;
        inset-inline-end: 0.125rem;
        min-width: 1.125rem;
        padding-inline: 0.25rem;
        border-radius: 1rem;
        background: var(--danger);
        color: var(--ground);
        font-size: 0.6875rem;
        font-weight: 650;
        line-height: 1.125rem;
      }
    `,
  ];
}
