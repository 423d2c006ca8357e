/**
 * `<alcove-tray>`: the list of files over the field that are to go with the next message. Each has its name, its size and
 * how far it is; it can be described, moved and taken out, also by keys alone. What is heard of it is little: what came,
 * what went, what is wrong, and when all is ready.
 *
 * @import { TrayItem, TrayState } from "./tray.js"
 */

import iconWords from "lucide-static/icons/captions.svg";
import iconEarlier from "lucide-static/icons/chevron-up.svg";
import iconFile from "lucide-static/icons/file.svg";
import iconRetry from "lucide-static/icons/rotate-cw.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconClose } from "../ui/icons.js";
import { css, html, LitElement, nothing, repeat } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { isForInputMethod } from "../ui/writing-focus.js";
import { sizeIn } from "./kinds.js";
import { nameStyle, nameView } from "./name-view.js";

/** As the wire has it. */
const MOST_WORDS = 500;

/** @fires empty When the last one was taken out by a key or a press, and the focus has nowhere to be. */
export class TrayView extends LitElement {
  static properties = {
    state: { attribute: false },
    limit: { attribute: false },
    open: { state: true },
    said: { state: true },
  };

  #change = () => this.requestUpdate();
  #wasReady = true;
  /** The file in whose row the focus was before a draw. */
  #focused = "";

  constructor() {
    super();
    this.state = /** @type {TrayState} */ (/** @type {unknown} */ (undefined));
    /** The largest file, in bytes. */
    this.limit = 0;
    /** Of which the words are being written. */
    this.open = "";
    this.said = "";
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.state.addEventListener("change", this.#change);
    this.state.addEventListener("added", this.#added);
    this.state.addEventListener("held", this.#held);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.state.removeEventListener("change", this.#change);
    this.state.removeEventListener("added", this.#added);
    this.state.removeEventListener("held", this.#held);
  }

  #added = async (/** @type {Event} */ event) => {
    this.said = t.filesAdded(/** @type {CustomEvent<number>} */ (event).detail);
    await this.updateComplete;
    this.renderRoot.querySelector("li:last-child")?.scrollIntoView({ block: "nearest" });
  };

  /** What is asked is answered first; else it is only said that it takes a moment. */
  #held = () => {
    const asking = this.state.items.find(({ state }) => state === "asks");
    if (asking) this.#focus(asking.key, ".allow");
    else this.said = t.preparingFile;
  };

  /** @override */
  willUpdate() {
    this.#focused = this.shadowRoot?.activeElement?.closest("li")?.dataset.key ?? "";
    const { items } = this.state;
    const isReady = items.length > 0 && items.every(({ state }) => state === "done" || state === "refused");
    if (isReady && !this.#wasReady)
      this.said = t.filesReady(items.filter(({ state }) => state === "done").length);
    this.#wasReady = isReady;
  }

  /** Whoever pressed what is gone now is still in its row. @override */
  updated() {
    if (this.#focused && !this.shadowRoot?.activeElement) this.#focus(this.#focused, ".out");
  }

  /** @override */
  render() {
    const { items } = this.state;
    return html`
      ${
        items.length > 0
          ? html`<ul aria-label=${t.filesToSend}>${repeat(
              items,
              ({ key }) => key,
              (item, at) => this.#item(item, at ?? items.indexOf(item), items.length),
            )}</ul>`
          : nothing
      }
      ${items.some(({ isVideo, state }) => isVideo && state !== "refused") ? html`<p class="hint">${t.videoAsIs}</p>` : nothing}
      <p class="vh" role="status">${this.said}</p>
    `;
  }

  /**
   * @param {TrayItem} item
   * @param {number} at
   * @param {number} count
   */
  #item(item, at, count) {
    const { key, name, state, url, isPicture } = item;
    return html`<li data-key=${key} class=${state}>
      <div class="seen">${url ? html`<img src=${url} alt="">` : iconFile}</div>
      <div class="words">
        <p class="name" translate="no" title=${name}>${nameView(item)}</p>
        <p class="state">${this.#state(item)}</p>
      </div>
      <div class="acts">
        ${state === "failed" ? this.#button("retry", t.retryFile(name), iconRetry, () => this.state.retry(key)) : nothing}
        ${
          isPicture
            ? html`<button type="button" class="describe" aria-label=${t.describeFile(name)} title=${t.describeFile(name)} aria-expanded=${this.open === key} aria-pressed=${item.alt !== ""} @click=${() => this.#describe(key)}>${iconWords}</button>`
            : nothing
        }
        ${count > 1 ? this.#button("earlier", t.moveEarlier(name), iconEarlier, () => this.#move(item, -1, count), at === 0) : nothing}
        ${count > 1 ? this.#button("later", t.moveLater(name), iconChevron, () => this.#move(item, 1, count), at === count - 1) : nothing}
        ${this.#button("out", t.takeOut(name), iconClose, () => this.#remove(item, at))}
      </div>
      ${this.open === key ? this.#words(item) : nothing}
      ${
        state === "waiting" || state === "preparing"
          ? html`<progress aria-hidden="true" max="1" .value=${state === "preparing" ? 0 : item.share}></progress>`
          : nothing
      }
    </li>`;
  }

  /** @param {TrayItem} item */
  #state({ key, bytes, state, share, code }) {
    if (state === "asks")
      return html`<span class="fault" role="alert">${code === "words" ? t.cannotStrip : t.cannotClean}</span> <button type="button" class="allow" @click=${() => this.state.allow(key)}>${t.sendAnyway}</button>`;
    if (state === "refused" || state === "failed")
      return html`<span class="fault" role="alert">${t.fileFault(code, sizeIn(this.limit))}</span>`;
    if (state === "preparing") return t.preparingFile;
    const size = html`<bdi>${sizeIn(bytes)}</bdi>`;
    return state === "done" ? size : html`${size} · ${t.uploaded(Math.floor(100 * share))}`;
  }

  /** @param {TrayItem} item */
  #words({ key, name, alt }) {
    const wordsIn = (/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).value;
    // Whoever sends by a press has not left the field.
    const write = (/** @type {Event} */ event) => this.state.write(key, wordsIn(event));
    const change = (/** @type {Event} */ event) => this.state.describe(key, wordsIn(event));
    const press = (/** @type {KeyboardEvent} */ event) => {
      if (isForInputMethod(event)) return;
      if (event.key !== "Enter" && event.key !== "Escape") return;
      // Enter is not for the form round it, nor Escape for what it answers.
      event.preventDefault();
      event.stopPropagation();
      change(event);
      this.#describe(key);
    };
    return html`<label class="alt">
      <span>${t.altHint}</span>
      <input dir="auto" autocomplete="off" maxlength=${MOST_WORDS} aria-label=${t.describeFile(name)} .value=${alt} @input=${write} @change=${change} @keydown=${press}>
    </label>`;
  }

  /**
   * @param {string} kind
   * @param {string} words
   * @param {unknown} icon
   * @param {() => void} act
   * @param {boolean} [isOff]
   */
  #button(kind, words, icon, act, isOff = false) {
    return html`<button type="button" class=${kind} aria-label=${words} title=${words} aria-disabled=${isOff} @click=${() => isOff || act()}>${icon}</button>`;
  }

  /** @param {string} key */
  async #describe(key) {
    this.open = this.open === key ? "" : key;
    await this.updateComplete;
    const to = this.open ? "input" : ".describe";
    this.#focus(key, to);
  }

  /**
   * @param {TrayItem} item
   * @param {-1 | 1} step
   * @param {number} count
   */
  async #move({ key, name }, step, count) {
    const place = this.state.move(key, step);
    this.said = t.fileMoved(name, place + 1, count);
    await this.updateComplete;
    this.#focus(key, step < 0 ? ".earlier" : ".later");
  }

  /**
   * @param {TrayItem} item
   * @param {number} at
   */
  async #remove({ key, name }, at) {
    this.state.remove(key);
    this.said = t.fileTakenOut(name);
    await this.updateComplete;
    const rows = this.renderRoot.querySelectorAll("li");
    const next = rows[Math.min(at, rows.length - 1)];
    if (next) /** @type {HTMLElement | null} */ (next.querySelector(".out"))?.focus();
    else this.dispatchEvent(new CustomEvent("empty"));
  }

  /** @param {string} key @param {string} what In its row. */
  #focus(key, what) {
    const found = this.renderRoot.querySelector(`li[data-key="${CSS.escape(key)}"] ${what}`);
    /** @type {HTMLElement | null} */ (found)?.focus();
  }

  static styles = [
    base,
    nameStyle,
    css`
      :host {
        grid-column: 1 / -1;
        min-width: 0;
      }

      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-1);
        max-height: min(18rem, 34dvh);
        padding: var(--space-1);
        border-bottom: 1px solid var(--line);
        margin-bottom: var(--space-1);
        overflow-y: auto;
        overscroll-behavior: contain;
      }

      .hint {
        padding: 0 var(--space-2) var(--space-1);
        color: var(--text-soft);
        font-size: var(--size-xs);
        text-wrap: pretty;
      }

      li {
        display: grid;
        grid-template-columns: 2.75rem minmax(0, 1fr) auto;
        align-items: center;
        column-gap: var(--space-2);
        padding: var(--space-1);
        border-radius: var(--radius-m);
      }

      .seen {
        display: grid;
        place-items: center;
        width: 2.75rem;
        height: 2.75rem;
        border-radius: var(--radius-s);
        background: var(--skeleton);
        color: var(--text-soft);
        overflow: hidden;
      }

      img {
        width: 100%;
        height: 100%;
        object-fit: cover;
      }

      .state {
        color: var(--text-soft);
        font-size: var(--size-xs);
        font-variant-numeric: tabular-nums;
      }

      .fault {
        color: var(--danger);
      }

      .allow {
        position: relative;
        min-height: 0;
        padding: 0;
        color: var(--link);
        font-size: inherit;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }

      /* Small, and as large as a finger to be hit. */
      .allow::after {
        position: absolute;
        inset-block: calc((100% - var(--touch)) / 2);
        inset-inline: 0;
        content: "";
      }

      .acts {
        display: flex;
      }

      .acts button {
        min-width: 2.25rem;
        padding: 0;
        color: var(--text-soft);
      }

      .acts button[aria-disabled="true"] {
        opacity: 0.4;
        cursor: default;
      }

      .acts button[aria-pressed="true"] {
        color: var(--accent);
      }

      .alt {
        grid-column: 1 / -1;
        margin: var(--space-1) 0;
      }

      .alt span {
        display: block;
        margin-bottom: var(--space-1);
        color: var(--text-soft);
      }

      .alt > * {
        font-weight: 400;
      }

      progress {
        grid-column: 1 / -1;
        width: 100%;
        height: 0.25rem;
        margin-top: var(--space-1);
        border: 0;
        border-radius: 999px;
        background: var(--skeleton);
        accent-color: var(--accent);
        appearance: none;
        overflow: hidden;
      }

      progress::-webkit-progress-bar {
        background: var(--skeleton);
      }

      progress::-webkit-progress-value {
        background: var(--accent);
      }

      progress::-moz-progress-bar {
        background: var(--accent);
      }

      /* Who can move a file up can put all in order, so there is space for the buttons beside the name. */
      @media (max-width: 30rem) {
        .later {
          display: none;
        }

        /* Why it does not go takes all of the line. */
        li:is(.asks, .failed, .refused) {
          grid-template-columns: 2.75rem minmax(0, 1fr);
        }

        li:is(.asks, .failed, .refused) > .acts {
          grid-column: 1 / -1;
          justify-content: end;
        }
      }

      @media (max-width: 30rem), (pointer: coarse) {
        .acts button {
          min-width: var(--touch);
        }
      }

      @media (max-height: 26rem) {
        ul {
          max-height: 24dvh;
        }
      }
    `,
  ];
}

customElements.define("alcove-tray", TrayView);
