/**
 * `<alcove-search-panel>`: the search of a room. Beside the conversation where there is space for both, so that one can
 * go from one result to the next; otherwise over it, until a result is chosen. It shows the search that it is given, which
 * goes on where it was when it is opened again.
 *
 * @import { PropertyValues } from "lit"
 * @import { SignOf } from "../state/likeness.js"
 * @import { Hit } from "./ask.js"
 * @import { Order, RoomSearch } from "./room-search.js"
 */

import { MOST_SUGGESTIONS, matchingMembers } from "../composer/completion.js";
import { loadSearchWords, t } from "../i18n/strings.js";
import { avatar, signed } from "../people/person.js";
import { base, memberColours } from "../ui/base.js";
import { iconClose } from "../ui/icons.js";
import { html, nothing, repeat } from "../ui/lit.js";
import { Modal } from "../ui/modal.js";
import { iconSearch } from "../ui/search-icon.js";
import { isForInputMethod, isTouch } from "../ui/writing-focus.js";
import { begun, hasFilter, MOST_QUERY, nameBegun, toggled, withName } from "./query.js";
import { excerptView, loadReading, timeView } from "./result-view.js";
import { panelStyle } from "./search-panel-style.js";

await loadSearchWords();

/** @type {readonly Order[]} */
const ORDERS = ["newest", "best"];
const DAY_MS = 86_400_000;

/** What can be written into a search, and what it does. @type {readonly [filters: string[], words: (day: string) => string][]} */
const FILTERS = [
  [['"…"'], () => t.searchExactHint],
  [["from:…"], () => t.searchFromHint],
  [["has:file", "has:link"], () => t.searchHasHint],
  [["before:…", "after:…"], (day) => t.searchDayHint(day)],
];

/**
 * @fires close
 * @fires leap With the seq of a result that was chosen.
 */
export class SearchPanel extends Modal {
  static properties = {
    search: { attribute: false },
    room: { attribute: false },
    isDrawer: { attribute: false },
    signOf: { attribute: false },
    now: { attribute: false },
    current: { state: true },
  };

  #leave = new AbortController();
  #seen = new IntersectionObserver((entries) => this.#reached(entries));
  /** @type {Element | undefined} */
  #watched;
  /** The button that brings more, or tries again, has the focus. */
  #isMoreFocused = false;
  /** And was pressed. */
  #isMorePressed = false;
  /** How many there were then. */
  #before = 0;

  constructor() {
    super();
    this.search = /** @type {RoomSearch} */ (/** @type {unknown} */ (undefined));
    this.room = "";
    this.isDrawer = false;
    /** @type {SignOf} */
    this.signOf = () => "";
    /** Who is known here, by id. @type {() => ReadonlyMap<string, string>} */
    this.names = () => new Map();
    /** What time it is, by the server. */
    this.now = () => 0;
    /** The result that the keys go on from: its seq. */
    this.current = 0;
    /** One has begun to type before it was there, and goes on. */
    this.isBegun = false;
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#leave = new AbortController();
    this.search?.addEventListener("change", () => this.requestUpdate(), { signal: this.#leave.signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    this.#seen.disconnect();
    this.#watched = undefined;
  }

  /** @override */
  close() {
    if (this.isDrawer && this.dialog?.open) super.close();
    else this.closed();
  }

  /** To where one was in it: the result that was chosen, or the field. @override */
  focus() {
    const result = this.current && this.#results.find((each) => each.dataset.seq === `${this.current}`);
    if (result) {
      result.focus();
      return result.scrollIntoView({ block: "nearest" });
    }
    const field = this.#field;
    field?.focus();
    if (this.isBegun) field?.setSelectionRange(field.value.length, field.value.length);
    else field?.select();
    this.isBegun = false;
  }

  /** It has the focus, or something in it has. */
  get hasFocus() {
    return !!this.shadowRoot?.activeElement;
  }

  get #field() {
    return this.renderRoot.querySelector("input");
  }

  get #results() {
    return /** @type {HTMLElement[]} */ ([...(this.renderRoot?.querySelectorAll("a.result") ?? [])]);
  }

  // ---- what is drawn ----

  /** @override */
  willUpdate() {
    const { activeElement } = /** @type {ShadowRoot} */ (this.renderRoot);
    this.#isMoreFocused = !!activeElement?.matches(".more, .again");
    loadReading(this.search.hits, () => this.requestUpdate());
  }

  /** @override */
  render() {
    const content = this.#content();
    return this.isDrawer
      ? this.modal(content, t.searchThis)
      : html`<search aria-label=${t.searchThis}>${content}</search>`;
  }

  /** @override */
  firstUpdated() {}

  /** @override @param {PropertyValues<this>} changed */
  updated(changed) {
    if (changed.has("isDrawer")) {
      if (this.isDrawer) this.dialog?.showModal();
      this.focus();
    }
    const more = this.renderRoot.querySelector(".more") ?? undefined;
    if (more !== this.#watched) {
      this.#seen.disconnect();
      if (more) this.#seen.observe(more);
      this.#watched = more;
    } else if (more && this.search.mayGoOn) {
      // It may still be in sight, and then nothing comes into it.
      this.#seen.unobserve(more);
      this.#seen.observe(more);
    }
    this.#keepFocus();
  }

  /** Whoever pressed the button for more goes on with the first that came; so does who was on it, where it is gone. */
  #keepFocus() {
    const { hits } = this.search;
    const isGone = this.#isMoreFocused && !this.shadowRoot?.activeElement;
    if (hits.length > this.#before && (isGone || (this.#isMoreFocused && this.#isMorePressed))) {
      this.#isMorePressed = false;
      this.#results[this.#before]?.focus();
    } else if (isGone) (this.#results.at(-1) ?? this.#field)?.focus();
    this.#before = hits.length;
  }

  #more() {
    this.#isMorePressed = true;
    this.search.loadMore();
  }

  #content() {
    const { search } = this;
    return html`
      <div class="head">
        <div class="field">
          ${iconSearch}
          <input
            type="text"
            role="searchbox"
            aria-label=${t.searchThis}
            aria-describedby="hint"
            aria-invalid=${search.problem?.why === "too_long"}
            placeholder=${t.searchPlaceholder}
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            enterkeyhint="search"
            dir="auto"
            maxlength=${2 * MOST_QUERY}
            .value=${search.typed}
            @input=${this.#typed}
            @compositionend=${this.#typed}
          >
          ${search.typed ? html`<button class="clear" aria-label=${t.searchClear} title=${t.searchClear} @click=${this.#cleared}>${iconClose}</button>` : nothing}
        </div>
        <button class="close" @click=${() => this.close()}>${t.close}</button>
      </div>
      ${this.#filters()}
      <div class="found">${this.#found()}</div>
      <p class="vh" role="status">${this.#spoken()}</p>
    `;
  }

  #filters() {
    const { typed } = this.search;
    const toggle = (/** @type {string} */ filter, /** @type {string} */ words) =>
      html`<button class="chip" aria-pressed=${hasFilter(typed, filter)} @click=${() => this.#toggled(filter)}>${words}</button>`;
    const start = (/** @type {string} */ filter, /** @type {string} */ words, value = "") =>
      html`<button class="chip" title=${filter} @click=${() => this.#began(filter, value)}>${words}</button>`;
    return html`<div class="filters" role="group" aria-label=${t.searchFilters}>
      ${start("from:", t.searchFrom)} ${toggle("has:file", t.searchFiles)} ${toggle("has:link", t.searchLinks)}
      ${start("after:", t.searchAfter, dayBefore(this.now(), 7))}
      ${start("before:", t.searchBefore, dayBefore(this.now(), 0))} ${start('"', t.searchExact)}
    </div>
    ${this.#whoIsMeant()}`;
  }

  /** Whose name may be the one that is being written. */
  #whoIsMeant() {
    const members = this.#meant;
    if (members.length === 0) return nothing;
    return html`<div class="filters" role="group" aria-label=${t.searchFrom}>${members.map(
      (member) =>
        html`<button class="chip" translate="no" @click=${() => this.#named(member)}><bdi>${member.name}</bdi>${signed(this.signOf(member.id, member.name))}</button>`,
    )}</div>`;
  }

  get #meant() {
    const { typed } = this.search;
    const name = nameBegun(typed);
    if (name === undefined) return [];
    const members = matchingMembers(this.names(), "", name).slice(0, MOST_SUGGESTIONS);
    return members.length === 1 && members[0]?.name === name ? [] : members;
  }

  #order() {
    const { order } = this.search;
    return html`<label
      ><span class="vh">${t.searchOrder}</span>
      <select @change=${this.#ordered}>
        ${ORDERS.map((each) => html`<option value=${each} ?selected=${each === order}>${t.searchOrders[each]}</option>`)}
      </select>
    </label>`;
  }

  #found() {
    const { search } = this;
    const { hits, isAnswered, isAsking, problem, query } = search;
    if (!query && !problem) return this.#hint();
    const current = hits.some(({ seq }) => seq === this.current) ? this.current : hits[0]?.seq;
    const isNone = isAnswered && hits.length === 0 && !isAsking && !problem && !search.hasMore;
    return html`
      <p id="hint" class="vh">${t.searchHint}</p>
      ${problem ? this.#problem() : nothing}
      ${hits.length > 0 ? html`<div class="over"><p aria-hidden="true">${this.#counted()}</p>${this.#order()}</div>` : nothing}
      ${isNone && search.isComplete ? html`<p class="none">${t.searchNone}</p>` : nothing}
      <ul class=${isAsking && !isAnswered ? "old" : ""} aria-label=${t.searchResults}>
        ${repeat(
          hits,
          ({ seq }) => seq,
          (hit) => this.#result(hit, hit.seq === current),
        )}
      </ul>
      ${isAsking ? html`<p class="state">${t.searching}</p>` : nothing}
      ${search.hasMore && !problem ? html`<button class="more outlined" ?hidden=${isAsking && hits.length === 0} @click=${this.#more}>${hits.length > 0 ? t.searchMore : t.searchFurther}</button>` : nothing}
      ${isAnswered && !search.isComplete && !problem ? html`<p class="state building">${t.searchBuilding}</p>` : nothing}
      ${search.isCut ? html`<p class="state">${t.searchTooMany}</p>` : nothing}
    `;
  }

  #hint() {
    return html`<div class="hint">
      <p id="hint">${t.searchHint}</p>
      <dl>${FILTERS.map(([filters, words]) => html`<div><dt>${filters.map((filter) => html`<code dir="ltr">${filter}</code> `)}</dt><dd>${words(dayBefore(this.now(), 0))}</dd></div>`)}</dl>
    </div>`;
  }

  #problem() {
    const why = this.search.problem?.why ?? "failed";
    const isLasting = ["too_long", "unsupported", "refused", "gone", "invalid"].includes(why);
    return html`<div class="trouble">
      <p>${t.searchTrouble(why)}</p>
      ${isLasting ? nothing : html`<button class="again outlined" @click=${() => this.search.again()}>${t.searchAgain}</button>`}
    </div>`;
  }

  /**
   * @param {Hit} hit
   * @param {boolean} isCurrent The stop of Tab in the list.
   */
  #result(hit, isCurrent) {
    const { from, seq } = hit;
    return html`<li>
      <a
        class="result"
        href="/room/${this.room}#m${seq}"
        data-seq=${seq}
        tabindex=${isCurrent ? 0 : -1}
        aria-current=${seq === this.current ? "true" : nothing}
        @click=${(/** @type {MouseEvent} */ event) => this.#chosen(event, seq)}
        @focus=${() => this.#came(seq)}
        >${avatar(from.id, from.name)}<span class="by"
          ><span class="who"><bdi translate="no">${from.name}</bdi>${signed(this.signOf(from.id, from.name))}</span> ${timeView(hit, this.now())}</span
        >${excerptView(hit)}</a
      >
    </li>`;
  }

  #counted() {
    const { hits, hasMore, isComplete } = this.search;
    return hasMore || !isComplete ? t.searchSoFar(hits.length) : t.searchFound(hits.length);
  }

  /** What is told to the ear: once it is settled, and not with each letter. */
  #spoken() {
    const { hits, isAnswered, isAsking, isComplete, problem, hasMore } = this.search;
    if (problem) return t.searchTrouble(problem.why);
    const meant = this.#meant.length;
    if (meant > 0) return t.suggestions(meant);
    if (isAsking || !isAnswered) return "";
    const count = hits.length > 0 ? this.#counted() : hasMore || !isComplete ? "" : t.searchNone;
    return isComplete ? count : [count, t.searchBuilding].filter(Boolean).join(" ");
  }

  // ---- what is done ----

  /** @param {Event} event */
  #typed(event) {
    const { isComposing } = /** @type {InputEvent} */ (event);
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    // An input method has not written anything yet.
    if (event.type === "input" && isComposing) this.search.typed = value;
    else this.#write(value);
  }

  /** @param {string} typed */
  #write(typed) {
    this.current = 0;
    this.search.type(typed);
  }

  #cleared() {
    this.#write("");
    this.#field?.focus();
  }

  /** @param {string} filter */
  #toggled(filter) {
    this.#write(toggled(this.search.typed, filter));
    if (!isTouch()) this.#field?.focus();
  }

  /**
   * @param {string} filter
   * @param {string} value
   */
  async #began(filter, value) {
    const { text, from, to } = begun(this.search.typed, filter, value);
    this.#write(text);
    await this.updateComplete;
    this.#field?.focus();
    this.#field?.setSelectionRange(from, to);
  }

  /** @param {{ id: string, name: string }} member */
  #named(member) {
    this.#write(withName(this.search.typed, member));
    this.#field?.focus();
  }

  /** @param {Event} event */
  #ordered({ target }) {
    this.search.setOrder(/** @type {Order} */ (/** @type {HTMLSelectElement} */ (target).value));
  }

  /** @param {number} seq */
  #came(seq) {
    this.current = seq;
  }

  /**
   * @param {MouseEvent} event
   * @param {number} seq
   */
  #chosen(event, seq) {
    const { button, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
    event.preventDefault();
    this.current = seq;
    if (this.isDrawer) this.close();
    this.dispatchEvent(new CustomEvent("leap", { detail: seq }));
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #reached(entries) {
    if (entries.some(({ isIntersecting }) => isIntersecting)) this.search.goOn();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isForInputMethod(event) || event.defaultPrevented) return;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    if (event.key === "Escape") {
      event.preventDefault();
      return this.close();
    }
    if (event.altKey || event.ctrlKey || event.metaKey || target.matches("select")) return;
    if (target === this.#field) return this.#keyInField(event);
    if (target.matches("a.result, .more")) this.#keyOnResult(event, target);
    // Whoever goes on typing means the field, and not that of the conversation.
    if (!event.defaultPrevented && [...event.key].length === 1 && event.key !== " ") {
      event.stopPropagation();
      this.#field?.focus();
    }
  }

  /** @param {KeyboardEvent} event */
  #keyInField(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      this.search.enter();
      // The keyboard of a phone covers what was found.
      if (isTouch()) this.#field?.blur();
    } else if (event.key === "ArrowDown") {
      const first = this.#results.find(({ tabIndex }) => tabIndex === 0) ?? this.#results[0];
      if (!first) return;
      event.preventDefault();
      first.focus();
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   */
  #keyOnResult(event, target) {
    const results = this.#results;
    const more = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".more:not([hidden])"));
    const all = more ? [...results, more] : results;
    const at = all.indexOf(target);
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: results.length - 1 };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = to < 0 ? this.#field : all[Math.min(to, all.length - 1)];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  static styles = [base, memberColours, panelStyle];
}

/**
 * A UTC day, as a filter has it.
 * @param {number} now
 * @param {number} days Before this one.
 */
const dayBefore = (now, days) => new Date(now - days * DAY_MS).toISOString().slice(0, 10);

customElements.define("alcove-search-panel", SearchPanel);
