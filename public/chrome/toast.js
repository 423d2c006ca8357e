/**
 * Briefly shows one sentence about what just happened, where nothing else shows it. A newer one replaces the
 * last; screen readers announce it, too.
 */

import { base } from "../ui/base.js";
import { css, html, LitElement } from "../ui/lit.js";

/** Long enough to read a sentence twice. */
const STAYS_MS = 5_000;

export class Toast extends LitElement {
  static properties = { words: { state: true } };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    super();
    this.words = "";
  }

  /** @param {string} words */
  show(words) {
    this.words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.words = "";
    }, STAYS_MS);
  }

  /** @override */
  render() {
    return html`<p role="status">${this.words}</p>`;
  }

  static styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 2;
        /* Above the button that leads to the end. */
        inset: auto var(--space-4) calc(100% + var(--touch) + var(--space-5));
        display: grid;
        justify-items: center;
        pointer-events: none;
      }

      p:not(:empty) {
        padding: var(--space-2) var(--space-4);
        border-radius: var(--radius-m);
        background: var(--text);
        color: var(--ground);
        font-size: var(--size-s);
        box-shadow: var(--shadow-high);
      }

      @media (prefers-reduced-motion: no-preference) {
        p:not(:empty) {
          animation: rise var(--quick) ease-out;
        }
      }

      @keyframes rise {
        from {
          transform: translateY(0.5rem);
          opacity: 0;
        }
      }
    `,
  ];
}

customElements.define("alcove-toast", Toast);
