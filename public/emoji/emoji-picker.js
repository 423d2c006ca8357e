/**
 * The emoji picker: a panel to search and pick from. It does not know where it opens or what the emoji is for.
 * Sections are drawn as they come into view, so it opens at once with all of them.
 *
 * @import { Emoji, EmojiCatalogue } from "./catalogue.js"
 * @import { Place } from "./grid-steps.js"
 * @typedef {{ title: string, emojis: readonly Emoji[] }} Section
 */

import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconSmile } from "../ui/icons.js";
import { guard, html, LitElement, nothing, repeat } from "../ui/lit.js";
import { isForField, isForInputMethod, isTouch } from "../ui/writing-focus.js";
import { inTone, loadEmoji, TONES } from "./catalogue.js";
import { readEmoji, rememberEmoji, rememberTone } from "./emoji-memory.js";
import { pickerStyle } from "./emoji-picker-style.js";
import { step } from "./grid-steps.js";
import {
  iconFlag,
  iconHash,
  iconLightbulb,
  iconPaw,
  iconPizza,
  iconPlane,
  iconSearch,
  iconTrophy,
} from "./picker-icons.js";

/** Each leads to one group; smileys lead to people, as everywhere. */
const TABS = [
  { group: 0, icon: iconSmile },
  { group: 2, icon: iconPaw },
  { group: 3, icon: iconPizza },
  { group: 4, icon: iconPlane },
  { group: 5, icon: iconTrophy },
  { group: 6, icon: iconLightbulb },
  { group: 7, icon: iconHash },
  { group: 8, icon: iconFlag },
];
const CELL_PX = 44;
/** How far from being seen a section is drawn. */
const AHEAD = "600px 0px";

/**
 * @fires pick With the emoji, in the skin tone chosen.
 * @fires close After a pick, unless Shift was held to pick several.
 */
export class EmojiPicker extends LitElement {
  static properties = {
    catalogue: { state: true },
    hasFailed: { state: true },
    query: { state: true },
    tone: { state: true },
    isToneOpen: { state: true },
    columns: { state: true },
    active: { state: true },
    shown: { state: true },
    tab: { state: true },
    preview: { state: true },
  };

  /** As they were when it opened: they do not move under the pointer. */
  #recent = readEmoji().recent;
  /** @type {Section[]} */
  #sections = [];
  #widths = new ResizeObserver(() => this.#measure());
  /** @type {IntersectionObserver | undefined} */
  #near;

  constructor() {
    super();
    // Whoever chose a group or a tone, and types, is searching.
    this.addEventListener("keydown", (event) => isForField(event) && this.focus());
    /** @type {EmojiCatalogue | undefined} */
    this.catalogue = undefined;
    this.hasFailed = false;
    this.query = "";
    this.tone = readEmoji().tone;
    this.isToneOpen = false;
    this.columns = 8;
    /** Where Tab leads to. @type {Place} */
    this.active = { section: 0, index: 0 };
    /** The sections that have been near. @type {ReadonlySet<string>} */
    this.shown = new Set();
    this.tab = 0;
    /** @type {Emoji | undefined} */
    this.preview = undefined;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#widths.disconnect();
    this.#near?.disconnect();
  }

  /** To the search, but on a touch screen nowhere: it would bring up the keyboard. @override */
  focus() {
    if (!isTouch()) this.#search.focus({ preventScroll: true });
  }

  async #load() {
    this.hasFailed = false;
    try {
      this.catalogue = await loadEmoji();
    } catch {
      this.hasFailed = true;
    }
  }

  /** @returns {HTMLInputElement} */
  get #search() {
    return /** @type {HTMLInputElement} */ (this.renderRoot.querySelector("input"));
  }

  /** @returns {HTMLElement} */
  get #scroller() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".scroller"));
  }

  // ---- what is drawn ----

  /**
   * @override
   * @param {Map<string, unknown>} changed
   */
  willUpdate(changed) {
    if (!changed.has("catalogue") && !changed.has("query")) return;
    this.#sections = this.#cut();
    this.active = { section: this.#sections.findIndex(({ emojis }) => emojis.length > 0), index: 0 };
    this.preview = this.query === "" ? undefined : this.#sections[0]?.emojis[0];
  }

  /** @returns {Section[]} */
  #cut() {
    const { catalogue } = this;
    if (!catalogue) return [];
    if (this.query.trim() !== "") return [{ title: "", emojis: catalogue.search(this.query) }];
    const recent = this.#recent.flatMap((char) => catalogue.named(char) ?? []);
    const groups = catalogue.groups.map((emojis, group) => ({ title: t.emojiGroups[group] ?? "", emojis }));
    return [{ title: t.recentEmoji, emojis: recent }, ...groups];
  }

  get #found() {
    return this.query.trim() === "" ? undefined : (this.#sections[0]?.emojis.length ?? 0);
  }

  /** @override */
  render() {
    return html`
      <div class="search">
        ${iconSearch}
        <input
          type="search"
          aria-label=${t.searchEmoji}
          placeholder=${t.searchEmoji}
          dir="auto"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          enterkeyhint="done"
          @input=${this.#searched}
          @keydown=${this.#searchKey}
        >
      </div>
      ${this.#tabs()}
      <div class="scroller" @scroll=${this.#scrolled}>
        ${this.#body()}
      </div>
      ${this.isToneOpen ? this.#toneRow() : this.#footer()}
      <p class="vh" role="status">${this.#found === undefined ? nothing : t.foundEmoji(this.#found)}</p>
    `;
  }

  #tabs() {
    return html`<div class="tabs" role="toolbar" aria-label=${t.emojiGroup} @keydown=${this.#tabKey}>
      ${TABS.map(({ group, icon }, number) => {
        const name = group === 0 ? t.smileysAndPeople : t.emojiGroups[group];
        const isHere = this.#found === undefined && number === this.tab;
        return html`<button
          aria-label=${name}
          title=${name}
          aria-current=${isHere ? "true" : nothing}
          tabindex=${number === this.tab ? 0 : -1}
          @click=${() => this.#toGroup(number)}
        >${icon}</button>`;
      })}
    </div>`;
  }

  #body() {
    if (this.hasFailed)
      return html`<p class="empty" role="alert">${t.emojiFailed}</p>
        <button class="outlined again" @click=${this.#load}>${t.tryNow}</button>`;
    if (!this.catalogue) return nothing;
    if (this.#found === 0) return html`<p class="empty">${t.noEmoji}</p>`;
    return html`<div
      role="grid"
      aria-label=${t.emoji}
      @click=${this.#clicked}
      @keydown=${this.#gridKey}
      @focusin=${this.#pointed}
      @pointerover=${this.#pointed}
    >${repeat(
      this.#sections,
      ({ title }) => title,
      (section, number) => this.#section(section, number),
    )}</div>`;
  }

  /**
   * @param {Section} section
   * @param {number} number
   */
  #section({ title, emojis }, number) {
    if (emojis.length === 0) return nothing;
    const isShown = title === "" || this.shown.has(title);
    const active = this.active.section === number ? this.active.index : -1;
    return html`<div
      class="section"
      role="rowgroup"
      aria-label=${title || t.emoji}
      data-title=${title}
      data-rows=${Math.ceil(emojis.length / this.columns)}
    >
      ${title === "" ? nothing : html`<div class="title" aria-hidden="true">${title}</div>`}
      <div class="rows" role="presentation">${guard(
        [emojis, isShown, active, this.tone, this.columns, number],
        () => (isShown ? this.#rows(emojis, number, active) : nothing),
      )}</div>
    </div>`;
  }

  /**
   * @param {readonly Emoji[]} emojis
   * @param {number} section
   * @param {number} active
   */
  #rows(emojis, section, active) {
    const { columns, tone } = this;
    const rows = Array.from({ length: Math.ceil(emojis.length / columns) }, (_, row) => row * columns);
    return rows.map(
      (first) =>
        html`<div role="row">${emojis.slice(first, first + columns).map(
          (emoji, column) => html`<button
          role="gridcell"
          aria-label=${emoji.name}
          data-section=${section}
          data-index=${first + column}
          tabindex=${first + column === active ? 0 : -1}
          class=${first + column === active && this.#found ? "first" : nothing}
        >${inTone(emoji, tone)}</button>`,
        )}</div>`,
    );
  }

  #footer() {
    const { preview, tone } = this;
    const name = t.skinTone(t.skinTones[tone] ?? "");
    return html`<div class="footer">
      <div class="preview" aria-hidden="true">
        ${
          preview
            ? html`<span class="emoji">${inTone(preview, tone)}</span>
                <span class="name">${preview.name}${preview.codes[0] ? html`<small translate="no" dir="ltr">:${preview.codes[0]}:</small>` : nothing}</span>`
            : html`<span class="hint">${t.pickEmoji}</span>`
        }
      </div>
      <button class="tone" aria-label=${name} title=${name} aria-expanded="false" @click=${this.#openTones}>
        <span class="emoji">✋${TONES[tone]}</span>
      </button>
    </div>`;
  }

  #toneRow() {
    return html`<div class="footer tones" role="group" aria-label=${t.skinToneChoice} @keydown=${this.#toneKey}>
      ${TONES.map((modifier, tone) => {
        const name = t.skinTone(t.skinTones[tone] ?? "");
        return html`<button
          aria-label=${name}
          title=${name}
          aria-pressed=${tone === this.tone}
          @click=${() => this.#setTone(tone)}
        ><span class="emoji">✋${modifier}</span></button>`;
      })}
    </div>`;
  }

  /** @override */
  updated() {
    for (const section of /** @type {NodeListOf<HTMLElement>} */ (
      this.renderRoot.querySelectorAll(".section")
    )) {
      // What is not drawn yet takes its place already, so nothing moves when it comes.
      section.style.setProperty("--rows", section.dataset.rows ?? "0");
      this.#near?.observe(section);
    }
    this.style.setProperty("--columns", String(this.columns));
  }

  /** @override */
  firstUpdated() {
    const scroller = this.#scroller;
    this.#widths.observe(scroller);
    this.#near = new IntersectionObserver((entries) => this.#came(entries), {
      root: scroller,
      rootMargin: AHEAD,
    });
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #came(entries) {
    const titles = entries
      .filter(({ isIntersecting }) => isIntersecting)
      .map(({ target }) => /** @type {HTMLElement} */ (target).dataset.title ?? "");
    if (titles.some((title) => !this.shown.has(title))) this.shown = new Set([...this.shown, ...titles]);
  }

  #measure() {
    this.columns = Math.max(4, Math.floor(this.#scroller.clientWidth / CELL_PX));
  }

  // ---- looking for one ----

  #searched() {
    this.query = this.#search.value;
    this.#scroller.scrollTop = 0;
  }

  /** @param {KeyboardEvent} event */
  #searchKey(event) {
    if (isForInputMethod(event)) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#goTo(this.active);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const first = this.#found ? this.#sections[0]?.emojis[0] : undefined;
      if (first) this.#pick(first, event.shiftKey);
    }
  }

  /** @param {number} number */
  async #toGroup(number) {
    this.query = this.#search.value = "";
    await this.updateComplete;
    // The recent ones come first.
    const section = (TABS[number]?.group ?? 0) + 1;
    const title = this.#sections[section]?.title ?? "";
    this.active = { section, index: 0 };
    this.shown = new Set([...this.shown, title]);
    await this.updateComplete;
    const target = this.renderRoot.querySelector(`[data-title="${CSS.escape(title)}"]`);
    if (target instanceof HTMLElement) this.#scroller.scrollTop = target.offsetTop - this.#scroller.offsetTop;
    this.tab = number;
  }

  #scrolled() {
    if (this.#found !== undefined) return;
    const scroller = this.#scroller;
    const edge = scroller.scrollTop + scroller.offsetTop + CELL_PX;
    const passed = [.../** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll(".section"))]
      .filter(({ offsetTop }) => offsetTop <= edge)
      .at(-1)?.dataset.title;
    const group = t.emojiGroups.indexOf(passed ?? "");
    this.tab = Math.max(
      0,
      TABS.findLastIndex((tab) => tab.group <= group),
    );
  }

  // ---- by keys ----

  /** @param {KeyboardEvent} event */
  #tabKey(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[towards(event.key, this)];
    if (!by) return;
    event.preventDefault();
    const number = (this.tab + by + TABS.length) % TABS.length;
    this.#toGroup(number).then(() => {
      const buttons = this.renderRoot.querySelectorAll(".tabs button");
      /** @type {HTMLElement | undefined} */ (buttons[number])?.focus();
    });
  }

  /** @param {KeyboardEvent} event */
  #gridKey(event) {
    const from = placeOf(event);
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
    const sizes = this.#sections.map(({ emojis }) => emojis.length);
    const key = towards(event.key, this);
    const to = step(key, from, sizes, this.columns);
    if (!to) this.#search.focus();
    else if (to !== from) this.#goTo(to);
    // A letter goes on with the search, as it would with the focus there.
    else if (event.key.length === 1 && event.key !== " ") return this.#search.focus();
    else if (!KEYS.has(event.key)) return;
    event.preventDefault();
  }

  /** @param {Place} place */
  async #goTo(place) {
    const section = this.#sections[place.section];
    if (!section) return;
    this.active = place;
    this.shown = new Set([...this.shown, section.title]);
    await this.updateComplete;
    const cell = this.renderRoot.querySelector(
      `[data-section="${place.section}"][data-index="${place.index}"]`,
    );
    if (!(cell instanceof HTMLElement)) return;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest" });
  }

  // ---- the one ----

  /** @param {Event} event */
  #pointed(event) {
    const emoji = this.#at(placeOf(event));
    if (!emoji) return;
    this.preview = emoji;
    const place = /** @type {Place} */ (placeOf(event));
    if (event.type === "focusin") this.active = place;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const emoji = this.#at(placeOf(event));
    if (emoji) this.#pick(emoji, event.shiftKey);
  }

  /** @param {Place | undefined} place */
  #at(place) {
    return place && this.#sections[place.section]?.emojis[place.index];
  }

  /**
   * @param {Emoji} emoji
   * @param {boolean} goesOn
   */
  #pick(emoji, goesOn) {
    rememberEmoji(emoji.char);
    this.dispatchEvent(new CustomEvent("pick", { detail: inTone(emoji, this.tone) }));
    if (!goesOn) this.dispatchEvent(new CustomEvent("close"));
  }

  async #openTones() {
    this.isToneOpen = true;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".tones [aria-pressed=true]"))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #toneKey(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.#setTone(this.tone);
  }

  /** @param {number} tone */
  async #setTone(tone) {
    this.tone = tone;
    rememberTone(tone);
    this.isToneOpen = false;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".tone"))?.focus();
  }

  static styles = [base, pickerStyle];
}

/** Those that move within the grid, or may do nothing at its edges. */
const KEYS = new Set([
  "ArrowRight",
  "ArrowLeft",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
  "PageUp",
  "PageDown",
]);

/**
 * Left and right as start and end: an Arabic page draws from the right.
 * @param {string} key
 * @param {Element} element
 */
const towards = (key, element) => {
  if (getComputedStyle(element).direction === "ltr") return key;
  return { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[key] ?? key;
};

/**
 * @param {Event} event
 * @returns {Place | undefined}
 */
const placeOf = ({ target }) => {
  const cell = target instanceof HTMLElement && target.closest("[role=gridcell]");
  if (!(cell instanceof HTMLElement)) return undefined;
  return { section: Number(cell.dataset.section), index: Number(cell.dataset.index) };
};

customElements.define("alcove-emoji-picker", EmojiPicker);
