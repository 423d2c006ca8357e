/**
 * Finds a room, a person or an action by a few letters, wholly by keys: a field over a list. It knows only what it is
 * given; the first that fits is what Enter takes. Below them come messages, where it is given what looks for them.
 *
 * @import { Typed } from "./finding.js"
 *
 * @typedef {object} Found What can be found.
 * @property {string} key No other's.
 * @property {string} title
 * @property {string} [also] Other words by which it is found.
 * @property {unknown} [hint] What it is, where the title does not say it.
 * @property {string} [unread]
 * @property {unknown} picture
 * @property {boolean} [isLater] It is there only for who looks for it.
 * @property {() => void} run
 *
 * @typedef {object} Messages What looks for messages; it emits `change`.
 * @property {(query: string) => void} type
 * @property {() => void} stop
 * @property {readonly (Found & { excerpt: unknown })[]} found
 * @property {string} state What is said of it; "" where nothing is looked for.
 * @property {string} more What brings more; "" where there is nothing more.
 * @property {() => void} goOn
 */

import { t } from "../i18n/strings.js";
import { fold } from "../text/search-fold.js";
import { base, memberColours } from "../ui/base.js";
import { html, nothing, repeat } from "../ui/lit.js";
import { Modal } from "../ui/modal.js";
import { iconSearch } from "../ui/search-icon.js";
import { isForInputMethod } from "../ui/writing-focus.js";
import { scoreOf } from "./fuzzy.js";
import { paletteStyle } from "./palette-style.js";
import { placeStyle } from "./room-picture.js";

const MOST_SHOWN = 12;

export class Palette extends Modal {
  static properties = {
    items: { attribute: false },
    messages: { attribute: false },
    words: { attribute: false },
    query: { state: true },
    at: { state: true },
  };

  /** @type {Found | undefined} */
  #chosen;
  #leave = new AbortController();

  constructor() {
    super();
    /** In the order in which they are shown to who has typed nothing. @type {readonly Found[]} */
    this.items = [];
    /** @type {(EventTarget & Messages) | undefined} */
    this.messages = undefined;
    /** What can be found, as one is asked for it, and in short. */
    this.words = { label: t.find, hint: t.findHint };
    this.query = "";
    this.at = 0;
  }

  /**
   * Settled when it is closed.
   * @param {readonly Found[]} items
   * @param {EventTarget & Messages} messages
   * @param {Typed} typed
   * @param {{ label: string, hint: string }} [words]
   */
  static open(items, messages, { text, isEntered }, words) {
    const palette = Object.assign(new Palette(), { items, messages, query: text, ...(words && { words }) });
    document.body.append(palette);
    if (isEntered) void palette.updateComplete.then(() => palette.enter());
    return new Promise((resolve) => palette.addEventListener("close", () => resolve(undefined)));
  }

  /** As by Enter. */
  enter() {
    const [first] = this.#shown;
    if (first) this.#choose(first);
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    this.messages?.addEventListener("change", () => this.requestUpdate(), { signal });
    this.messages?.type(this.query);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    this.messages?.stop();
  }

  /** All that the keys lead to: what was found by its name, messages, and what brings more of them. */
  get #options() {
    const { messages } = this;
    const more = {
      key: "more",
      title: messages?.more ?? "",
      picture: iconSearch,
      run: () => messages?.goOn(),
    };
    return [...this.#shown, ...(messages?.found ?? []), ...(more.title ? [more] : [])];
  }

  /** @returns {readonly Found[]} */
  get #shown() {
    const query = fold(this.query).trim();
    if (!query) return this.items.filter(({ isLater }) => !isLater).slice(0, MOST_SHOWN);
    const scored = this.items.map((item, i) => ({ item, i, score: scoreIn(item, query) }));
    return scored
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.i - b.i)
      .slice(0, MOST_SHOWN)
      .map(({ item }) => item);
  }

  /** @override */
  render() {
    const shown = this.#shown;
    const options = this.#options;
    const at = Math.min(this.at, options.length - 1);
    const state = this.messages?.state ?? "";
    const count = options.length === 0 ? t.findNone : shown.length > 0 ? t.suggestions(shown.length) : "";
    const { label, hint } = this.words;
    return this.modal(
      html`<div class="field">
          ${iconSearch}
          <input
            data-first
            role="combobox"
            aria-label=${label}
            aria-expanded="true"
            aria-controls="found"
            aria-autocomplete="list"
            aria-activedescendant=${options.length > 0 ? `found-${at}` : nothing}
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="go"
            dir="auto"
            placeholder=${hint}
            .value=${this.query}
            @input=${this.#typed}
            @compositionend=${this.#typed}
            @keydown=${this.#key}
          >
        </div>
        <div id="found" class="found" role="listbox" aria-label=${label}>
          ${repeat(
            options,
            ({ key }) => key,
            (item, i) => this.#item(item, i, i === at),
          )}
        </div>
        <p class=${options.length > 0 || state ? "vh" : "none"} role="status">${[count, state].filter(Boolean).join(" ")}</p>
        ${state ? html`<p class="state" aria-hidden="true">${state}</p>` : nothing}`,
      label,
    );
  }

  /**
   * @param {Found & { excerpt?: unknown }} item
   * @param {number} i
   * @param {boolean} isSelected
   */
  #item(item, i, isSelected) {
    const { title, hint, picture, unread, excerpt } = item;
    return html`<div
      id="found-${i}"
      role="option"
      class=${excerpt ? "message" : ""}
      aria-selected=${isSelected}
      @click=${() => this.#choose(item)}
      @pointermove=${() => this.#pointed(i)}
    >
      <span class="picture" aria-hidden="true">${picture}</span>
      <span class="title"><bdi>${title}</bdi></span>
      ${unread ? html`<span class="count" translate="no">${unread}</span>` : nothing}
      ${hint ? html`<small>${hint}</small>` : nothing} ${excerpt ?? nothing}
    </div>`;
  }

  /** @override */
  updated() {
    this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Event} event */
  #typed(event) {
    this.query = /** @type {HTMLInputElement} */ (event.target).value;
    this.at = 0;
    // An input method has not written anything yet.
    if (!(/** @type {InputEvent} */ (event).isComposing)) this.messages?.type(this.query);
  }

  /** @param {number} i */
  #pointed(i) {
    this.at = i;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isForInputMethod(event)) return;
    const options = this.#options;
    const last = options.length - 1;
    const at = Math.min(this.at, last);
    /** @type {Record<string, number>} */
    const steps = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: last,
      PageUp: 0,
    };
    const item = options[at];
    const next = steps[event.key];
    if (event.key === "Enter" && item) this.#choose(item);
    else if (next !== undefined) this.at = Math.max(0, next);
    else return;
    event.preventDefault();
  }

  /** Once the focus is back, so that what is done may move it. @param {Found} item */
  #choose(item) {
    // That leads nowhere.
    if (item.key === "more") return item.run();
    this.#chosen = item;
    this.close();
  }

  /** @override */
  closed() {
    super.closed();
    this.remove();
    this.#chosen?.run();
  }

  static styles = [base, memberColours, placeStyle, paletteStyle];
}

/**
 * @param {Found} item
 * @param {string} query
 */
const scoreIn = ({ title, also = "" }, query) =>
  Math.max(scoreOf(query, fold(title)), scoreOf(query, fold(also)) / 2);

customElements.define("alcove-palette", Palette);
