/**
 * Finds a room, a person or an action by a few letters, wholly by keys: a field over a list. It knows only what it is
 * given; the first that fits is what Enter takes.
 *
 * @typedef {object} Found What can be found.
 * @property {string} key No other's.
 * @property {string} title
 * @property {string} [also] Other words by which it is found.
 * @property {string} [hint] What it is, where the title does not say it.
 * @property {string} [unread]
 * @property {unknown} picture
 * @property {boolean} [isLater] It is there only for who looks for it.
 * @property {() => void} run
 */

import iconSearch from "lucide-static/icons/search.svg";
import { t } from "../i18n/strings.js";
import { fold } from "../text/search-fold.js";
import { base, memberColours } from "../ui/base.js";
import { html, nothing, repeat } from "../ui/lit.js";
import { Modal } from "../ui/modal.js";
import { scoreOf } from "./fuzzy.js";
import { paletteStyle } from "./palette-style.js";
import { placeStyle } from "./room-picture.js";

const MOST_SHOWN = 12;

export class Palette extends Modal {
  static properties = {
    items: { attribute: false },
    query: { state: true },
    at: { state: true },
  };

  /** @type {Found | undefined} */
  #chosen;

  constructor() {
    super();
    /** In the order in which they are shown to who has typed nothing. @type {readonly Found[]} */
    this.items = [];
    this.query = "";
    this.at = 0;
  }

  /** As by Enter. */
  enter() {
    const [first] = this.#shown;
    if (first) this.#choose(first);
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
    const at = Math.min(this.at, shown.length - 1);
    return this.modal(
      html`<div class="field">
          ${iconSearch}
          <input
            data-first
            role="combobox"
            aria-label=${t.find}
            aria-expanded="true"
            aria-controls="found"
            aria-autocomplete="list"
            aria-activedescendant=${shown.length > 0 ? `found-${at}` : nothing}
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="go"
            dir="auto"
            placeholder=${t.findHint}
            .value=${this.query}
            @input=${this.#typed}
            @keydown=${this.#key}
          >
        </div>
        <div id="found" class="found" role="listbox" aria-label=${t.find}>
          ${repeat(
            shown,
            ({ key }) => key,
            (item, i) => this.#item(item, i, i === at),
          )}
        </div>
        <p class=${shown.length > 0 ? "vh" : "none"} role="status">${shown.length > 0 ? t.suggestions(shown.length) : t.findNone}</p>`,
      t.find,
    );
  }

  /**
   * @param {Found} item
   * @param {number} i
   * @param {boolean} isSelected
   */
  #item(item, i, isSelected) {
    const { title, hint, picture, unread } = item;
    return html`<div
      id="found-${i}"
      role="option"
      aria-selected=${isSelected}
      @click=${() => this.#choose(item)}
      @pointermove=${() => this.#pointed(i)}
    >
      <span class="picture" aria-hidden="true">${picture}</span>
      <span class="title"><bdi>${title}</bdi></span>
      ${unread ? html`<span class="count" translate="no">${unread}</span>` : nothing}
      ${hint ? html`<small>${hint}</small>` : nothing}
    </div>`;
  }

  /** @override */
  updated() {
    this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Event} event */
  #typed({ target }) {
    this.query = /** @type {HTMLInputElement} */ (target).value;
    this.at = 0;
  }

  /** @param {number} i */
  #pointed(i) {
    this.at = i;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const shown = this.#shown;
    const last = shown.length - 1;
    const at = Math.min(this.at, last);
    /** @type {Record<string, number>} */
    const steps = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: last,
      PageUp: 0,
    };
    const item = shown[at];
    const next = steps[event.key];
    if (event.key === "Enter" && item) this.#choose(item);
    else if (next !== undefined) this.at = Math.max(0, next);
    else return;
    event.preventDefault();
  }

  /** Once the focus is back, so that what is done may move it. @param {Found} item */
  #choose(item) {
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
