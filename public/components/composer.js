/**
 * Where one writes. It asks for a text to be sent and lets go of it only when told that it is kept;
 * it knows neither the connection nor where a draft is stored.
 */

import { base } from "../parts/base.js";
import { iconSend } from "../parts/icons.js";
import { css, html, LitElement, nothing } from "../parts/lit.js";
import { t } from "../parts/strings.js";
import { codePoints, isBlank } from "../protocol.js";

const MOST_LINES = 8;
/** The counter appears when so many characters are left. */
const COUNT_FROM = 200;
/** A shorter wait is over before one could read about it. */
const TELL_WAIT_MS = 1_000;

/**
 * @fires send With the text. The listener calls `clear()` once the text is in the outbox.
 * @fires draft With the text, on every change.
 */
export class Composer extends LitElement {
  static properties = {
    limit: { type: Number },
    heldUntil: { type: Number },
    text: { state: true },
    isRefused: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tick;

  constructor() {
    super();
    this.limit = 4_000;
    /** When the last text goes out, if it has to wait. */
    this.heldUntil = 0;
    this.text = "";
    /** What is there was to be sent, and there is nothing to see in it. */
    this.isRefused = false;
  }

  /** @param {string} draft */
  restore(draft) {
    this.text = draft;
    this.isRefused = false;
    this.updateComplete.then(() => this.#fit());
  }

  clear() {
    this.restore("");
    this.#tell("draft", "");
  }

  /** @override */
  focus() {
    this.#field?.focus();
  }

  /** @returns {HTMLTextAreaElement | null} */
  get #field() {
    return this.renderRoot?.querySelector("textarea") ?? null;
  }

  /** @override */
  render() {
    const left = this.limit - codePoints(this.text);
    const wait = this.heldUntil - Date.now();
    this.#tickWhile(wait > TELL_WAIT_MS);
    return html`
      <form @submit=${this.#submit}>
        <textarea
          rows="1"
          aria-label=${t.message}
          aria-describedby="hint"
          aria-invalid=${left < 0}
          placeholder=${t.placeholder}
          dir="auto"
          enterkeyhint=${isTouch() ? "enter" : "send"}
          autocomplete="off"
          .value=${this.text}
          @input=${this.#typed}
          @keydown=${this.#key}
        ></textarea>
        <button
          class="primary"
          aria-label=${t.send}
          aria-disabled=${isBlank(this.text) || left < 0}
          @pointerdown=${(/** @type {Event} */ event) => event.preventDefault()}
        >
          ${iconSend}
        </button>
      </form>
      <p id="hint" class="hint" aria-live="polite">${this.#hint(left, wait)}</p>
    `;
  }

  /**
   * @param {number} left
   * @param {number} wait
   */
  #hint(left, wait) {
    if (left < 0) return html`<span class="over">${t.charactersOver(-left)}</span>`;
    if (this.isRefused) return t.nothingToSee;
    if (wait > TELL_WAIT_MS) return t.slowDown(Math.ceil(wait / 1000));
    return left <= COUNT_FROM ? t.charactersLeft(left) : nothing;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // An input method takes Enter for itself; 229 is how some browsers say so after the fact.
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.altKey || (isTouch() && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    this.#send();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    this.#send();
  }

  #send() {
    this.isRefused = this.text !== "" && isBlank(this.text);
    if (isBlank(this.text) || codePoints(this.text) > this.limit) return;
    this.#tell("send", this.text);
    this.focus();
  }

  /** @param {InputEvent} event */
  #typed(event) {
    this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.isRefused = false;
    this.#fit();
    this.#tell("draft", this.text);
  }

  /** Grows with its lines. */
  #fit() {
    const field = this.#field;
    if (!field) return;
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
    const most = MOST_LINES * parseFloat(lineHeight) + parseFloat(paddingTop) + parseFloat(paddingBottom);
    // While it is measured, nothing round it may move: the timeline would lose its place.
    this.style.height = `${this.offsetHeight}px`;
    field.style.height = "auto";
    const height = field.scrollHeight;
    field.style.height = `${Math.min(height, most)}px`;
    field.classList.toggle("full", height > most + 1);
    this.style.height = "";
  }

  /** @param {boolean} isCounting */
  #tickWhile(isCounting) {
    clearTimeout(this.#tick);
    if (isCounting) this.#tick = setTimeout(() => this.requestUpdate(), 1_000);
  }

  /**
   * @param {string} type
   * @param {string} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [
    base,
    css`
      :host {
        padding: var(--space-2) max(var(--space-3), env(safe-area-inset-right))
          max(var(--space-3), env(safe-area-inset-bottom)) max(var(--space-3), env(safe-area-inset-left));
      }

      form {
        display: flex;
        align-items: end;
        gap: var(--space-1);
        max-width: var(--measure);
        margin-inline: auto;
        padding: 0.25rem;
        border: 1px solid var(--line-strong);
        border-radius: 1.625rem;
        background: var(--field);
      }

      form:has(textarea:focus-visible) {
        border-color: var(--focus);
        box-shadow: 0 0 0 2px var(--focus);
      }

      form:has([aria-invalid="true"]) {
        border-color: var(--danger);
      }

      textarea {
        flex: 1;
        min-width: 0;
        min-height: var(--touch);
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

      button[aria-disabled="true"],
      button[aria-disabled="true"]:hover {
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

      .over {
        color: var(--danger);
        font-weight: 600;
      }
    `,
  ];
}

/** On a touch screen Enter breaks the line: there is a button beside it. */
const isTouch = () => matchMedia("(hover: none) and (pointer: coarse)").matches;

customElements.define("alcove-composer", Composer);
