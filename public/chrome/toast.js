/**
 * Briefly shows one sentence about what just happened, where nothing else shows it. A newer one replaces the
 * last; screen readers announce it, too. What can be undone has a button for that, and stays as long as one is at it.
 */

import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/** Long enough to read a sentence twice. */
const STAYS_MS = 5_000;
/** Long enough to think again, and to get to the button by keys. */
const UNDO_STAYS_MS = 20_000;

export class Toast extends LitElement {
  static properties = { words: { state: true }, undo: { state: true } };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #hint = "";
  /** Where the focus was before it came here. @type {HTMLElement | undefined} */
  #before;
  #shortcut = (/** @type {KeyboardEvent} */ event) => this.#key(event);

  constructor() {
    super();
    this.words = "";
    /** @type {(() => void) | undefined} */
    this.undo = undefined;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#hide();
  }

  /**
   * @param {string} words
   * @param {() => void} [undo]
   * @param {string} [hint] How to undo it by keys, for the ear.
   */
  show(words, undo, hint = "") {
    this.words = words;
    this.#hint = hint;
    this.undo = undo;
    document.removeEventListener("keydown", this.#shortcut);
    if (undo) document.addEventListener("keydown", this.#shortcut);
    this.#stay();
  }

  #stay() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), this.undo ? UNDO_STAYS_MS : STAYS_MS);
  }

  #hide() {
    const isHere = this.matches(":focus-within");
    clearTimeout(this.#timer);
    document.removeEventListener("keydown", this.#shortcut);
    this.words = "";
    this.undo = undefined;
    if (isHere) this.#before?.focus();
  }

  /** @override */
  render() {
    const { words, undo } = this;
    return html`<div class=${words ? "on" : ""} @focusin=${this.#came} @focusout=${this.#stay} @pointerenter=${this.#wait} @pointerleave=${this.#stay}>
      <p role="status">${words}${undo ? html`<span class="vh"> ${this.#hint}</span>` : nothing}</p>
      ${undo ? html`<button aria-keyshortcuts="Control+Z" @click=${this.#undone}>${t.undo}</button>` : nothing}
    </div>`;
  }

  /** @param {FocusEvent} event */
  #came({ relatedTarget }) {
    this.#wait();
    if (relatedTarget instanceof HTMLElement) this.#before = relatedTarget;
  }

  #wait() {
    clearTimeout(this.#timer);
  }

  #undone() {
    const { undo } = this;
    this.#hide();
    undo?.();
  }

  /**
   * A field has an undo of its own.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const [target] = event.composedPath();
    const isWriting =
      target instanceof Element && target.matches("input, textarea") && !target.matches("[readonly]");
    const isWritten = isWriting && /** @type {HTMLInputElement} */ (target).value !== "";
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isWritten)
      return;
    event.preventDefault();
    this.#undone();
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

      .on {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: 0 var(--space-4);
        border-radius: var(--radius-m);
        background: var(--text);
        color: var(--ground);
        font-size: var(--size-s);
        box-shadow: var(--shadow-high);
        pointer-events: auto;
        /* Else the system puts a ground of its own behind the words, in which they are not seen. */
        forced-color-adjust: none;
      }

      .on p {
        padding-block: var(--space-2);
        overflow-wrap: anywhere;
      }

      button,
      button:is(:hover, :active) {
        margin-inline-end: calc(-1 * var(--space-3));
        background: transparent;
        color: inherit;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }

      button:focus-visible {
        outline-color: currentcolor;
        outline-offset: -5px;
      }

      @media (prefers-reduced-motion: no-preference) {
        .on {
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
