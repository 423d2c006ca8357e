/**
 * The desk: what those see who look after a room. Who waits to be let in, what was reported, who is banned, and what was
 * done. What is open is asked for anew as soon as it has changed; what has the focus keeps its place meanwhile. Loaded
 * when it is opened.
 *
 * @import { ActFrame, Knock, ServerEvent } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Around } from "./desk-rows.js"
 * @import { KnownActs } from "./known-acts.js"
 * @import { NewReports } from "./new-reports.js"
 *
 * @typedef {"knocks" | "reports" | "bans" | "audit"} Tab
 */

import { isLogEvent } from "../client/protocol.js";
import { number } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { memberColours } from "../ui/base.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { html, nothing, repeat } from "../ui/lit.js";
import { doAct } from "./deeds.js";
import { keyOf, rowOf } from "./desk-rows.js";
import { deskStyle } from "./desk-style.js";
import { shownName } from "./standing.js";

/** @type {readonly Tab[]} */
const TABS = ["knocks", "reports", "bans", "audit"];
const PAGE = 50;
/** What tells of no act. */
const TALK = ["message", "edited", "reacted"];

export class Desk extends Dialog {
  static properties = {
    room: { attribute: false },
    store: { attribute: false },
    known: { attribute: false },
    reports: { attribute: false },
    tab: { state: true },
    items: { state: true },
    hasMore: { state: true },
    fault: { state: true },
  };

  #leave = new AbortController();
  /** @type {Set<string>} */
  #doing = new Set();
  #isAsking = false;
  /** It has changed since it was asked for. */
  #isStale = false;
  /** How many rows there are to be. */
  #wanted = PAGE;
  /** What has changed when it was asked for last. */
  #seen = { knocks: /** @type {unknown} */ (undefined), desk: /** @type {unknown} */ (undefined) };
  /** Where the focus was in the list, if its row is about to go. @type {{ key: string, at: number, act: string } | undefined} */
  #focused;

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    this.known = /** @type {KnownActs} */ (/** @type {unknown} */ (undefined));
    this.reports = /** @type {NewReports} */ (/** @type {unknown} */ (undefined));
    /** @type {Tab} */
    this.tab = "knocks";
    /** Of what is open, once it is here. @type {any[] | undefined} */
    this.items = undefined;
    this.hasMore = false;
    this.fault = "";
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    const { signal } = this.#leave;
    const { connection, room } = this.store;
    const { knocks = 0 } = room.house.desk ?? {};
    this.#seen = { knocks: room.house.knocks, desk: room.house.desk };
    this.store.addEventListener("change", () => this.#changed(), { signal });
    connection.addEventListener("events", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail), {
      signal,
    });
    this.#open(knocks === 0 && this.reports.count > 0 ? "reports" : "knocks");
    // Not before it is drawn which one is open.
    void this.updateComplete.then(() => this.#focusTab());
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
  }

  // ---- what there is ----

  /** @param {Tab} tab */
  #open(tab) {
    this.tab = tab;
    this.items = undefined;
    this.fault = "";
    this.#wanted = PAGE;
    this.#focused = undefined;
    void this.#ask();
  }

  /** One is no host any more, or what waits has changed. */
  #changed() {
    if (this.store.denial("desk")) return this.close();
    const { knocks, desk } = this.store.room.house;
    const isNews = knocks !== this.#seen.knocks || desk !== this.#seen.desk;
    this.#seen = { knocks, desk };
    this.requestUpdate();
    if (isNews) void this.#ask();
  }

  /** @param {ServerEvent[]} events */
  #heard(events) {
    for (const event of events) if (event.type === "knock") this.#say(event);
    if (events.some((event) => isLogEvent(event) && !TALK.includes(event.type))) void this.#ask();
  }

  /** What the room says is not heard from under a dialog. @param {Knock} knock */
  #say({ member, text = "" }) {
    const announcer = this.renderRoot.querySelector("alcove-announcer");
    announcer?.announce([t.knockHeard(shownName(member, this.store), text)]);
  }

  async #ask() {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    const { tab } = this;
    const found = await this.#pages(tab);
    this.#isAsking = false;
    if (this.#leave.signal.aborted) return;
    if (tab === this.tab) this.#show(found);
    if (this.#isStale || tab !== this.tab) {
      this.#isStale = false;
      void this.#ask();
    }
  }

  /**
   * As many as are wanted, in pages as large as the server gives.
   * @param {Tab} what
   */
  async #pages(what) {
    /** @type {any[]} */
    const items = [];
    for (;;) {
      const last = items.at(-1);
      const before = last && (last.id ?? last.at);
      const page = { limit: PAGE, ...(before !== undefined && { before }) };
      const { code, answer } = await this.store.connection.desk(what, page);
      if (code) return { code, items, more: false };
      items.push(...answer.items);
      if (!answer.more || items.length >= this.#wanted || answer.items.length === 0)
        return { code: "", items, more: answer.more };
    }
  }

  /** @param {{ code: string, items: any[], more: boolean }} found */
  #show({ code, items, more }) {
    this.fault = code && t.actFault(code);
    if (code) return;
    const place = this.#focusedRow();
    if (place) this.#focused = place;
    // Who has waited longest comes first.
    this.items = this.tab === "knocks" ? items.reverse() : items;
    this.hasMore = more;
    if (this.tab === "reports") this.reports.saw(items[0]?.id ?? 0);
  }

  /** The row with the focus, and which of its buttons has it. */
  #focusedRow() {
    const active = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    const row = /** @type {HTMLElement | null} */ (active?.closest("li"));
    if (!row || !active) return undefined;
    const key = row.dataset.key ?? "";
    const act = /** @type {HTMLElement} */ (active).dataset.act ?? "";
    return { key, at: this.#rows.indexOf(row), act };
  }

  get #rows() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll("li"))];
  }

  /** Where the row with the focus is gone, its neighbour has it; without one, the tab. @override */
  updated() {
    const focused = this.#focused;
    if (!focused || !this.items) return;
    this.#focused = undefined;
    const rows = this.#rows;
    if (rows.some((row) => row.dataset.key === focused.key)) return;
    const next = rows[focused.at] ?? rows.at(-1);
    if (!next) return this.#focusTab();
    const same = /** @type {HTMLElement | null} */ (next.querySelector(`[data-act="${focused.act}"]`));
    (same ?? next.querySelector("button"))?.focus();
  }

  #focusTab() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[aria-selected=true]"))?.focus();
  }

  /** @param {Tab} tab */
  #count(tab) {
    if (tab === "knocks") return this.store.room.house.desk?.knocks ?? 0;
    return tab === "reports" ? this.reports.count : 0;
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    return this.frame(
      t.desk,
      html`
        <div class="tabs" role="tablist" aria-label=${t.desk} @keydown=${this.#stepTabs}>
          ${TABS.map((tab) => this.#tab(tab))}
        </div>
        <section id="panel" role="tabpanel" aria-labelledby=${`tab-${this.tab}`} @keydown=${this.#key}>
          ${this.#list()}
        </section>
        <p class="problem" role="alert">${this.fault || nothing}</p>
        <div class="elsewhere">
          <button class="outlined" @click=${() => this.#goTo("invite")}>${t.deskLinks}</button>
          ${this.store.denial("settings") ? nothing : html`<button class="outlined" @click=${() => this.#goTo("settings")}>${t.deskSettings}</button>`}
        </div>
        <div class="foot"><alcove-toast></alcove-toast></div>
        <alcove-announcer></alcove-announcer>
      `,
    );
  }

  /** @param {Tab} tab */
  #tab(tab) {
    const isOpen = tab === this.tab;
    const count = this.#count(tab);
    return html`<button
      role="tab"
      id=${`tab-${tab}`}
      aria-selected=${isOpen}
      aria-controls="panel"
      tabindex=${isOpen ? 0 : -1}
      @click=${() => this.#open(tab)}
    >${t.deskTab(tab)}${count > 0 ? html`<span class="count" translate="no">${number(count)}</span>` : nothing}</button>`;
  }

  #list() {
    const { items, tab } = this;
    if (!items) return html`<p class="empty" role="status">${this.fault ? nothing : t.connecting}</p>`;
    if (items.length === 0) return html`<p class="empty" role="status">${t.deskEmpty(tab)}</p>`;
    return html`
      ${tab === "knocks" ? html`<p class="hint keys">${t.deskKeys}</p>` : nothing}
      <ul>
        ${repeat(items, keyOf, (item) => html`<li data-key=${keyOf(item)}>${rowOf(tab, item, this.#around)}</li>`)}
      </ul>
      ${this.hasMore ? html`<button class="outlined more" @click=${this.#more}>${t.more}</button>` : nothing}
    `;
  }

  #more() {
    this.#wanted += PAGE;
    void this.#ask();
  }

  /** @returns {Around} */
  get #around() {
    const { store, known } = this;
    const tell = (/** @type {string} */ words, /** @type {(() => void) | undefined} */ undo) =>
      this.tell(words, undo);
    return {
      store,
      known,
      act: (frame, words, back) => this.#act(frame, words, tell, back),
      remove: (seq) => {
        store.remove(seq);
        tell(t.deleting, () => store.undoRemove(seq));
      },
      ask: (asked) => this.#fire(asked),
      goTo: (seq) => {
        this.close();
        store.leapTo(seq);
      },
    };
  }

  /**
   * Once, however often it is pressed until it is done.
   * @param {ActFrame} frame
   * @param {string} words
   * @param {(words: string, undo?: () => void) => void} tell
   * @param {ActFrame} [back]
   */
  async #act(frame, words, tell, back) {
    const name = JSON.stringify(frame);
    if (this.#doing.has(name)) return;
    this.#doing.add(name);
    await doAct(frame, words, { store: this.store, tell }, back);
    this.#doing.delete(name);
    void this.#ask();
  }

  /**
   * What was done while the desk is over the room.
   * @param {string} words
   * @param {() => void} [undo]
   */
  tell(words, undo) {
    this.renderRoot.querySelector("alcove-toast")?.show(words, undo, t.undoByKey);
  }

  /** @param {"invite" | "settings"} dialog */
  #goTo(dialog) {
    this.close();
    this.#fire({ dialog });
  }

  /** @param {object} asked */
  #fire(asked) {
    this.dispatchEvent(new CustomEvent("host", { detail: asked, bubbles: true, composed: true }));
  }

  // ---- keys ----

  /** Along the tabs, and down into what is open. @param {KeyboardEvent} event */
  #stepTabs(event) {
    const at = TABS.indexOf(this.tab);
    const isMirrored = getComputedStyle(this).direction === "rtl";
    const steps = { ArrowRight: isMirrored ? -1 : 1, ArrowLeft: isMirrored ? 1 : -1 };
    const step = /** @type {Record<string, number>} */ (steps)[event.key];
    const ends = /** @type {Record<string, number>} */ ({ Home: 0, End: TABS.length - 1 });
    if (event.key === "ArrowDown") {
      event.preventDefault();
      this.#rows[0]?.querySelector("button")?.focus();
    }
    const to = step ? (at + step + TABS.length) % TABS.length : ends[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#open(/** @type {Tab} */ (TABS[to]));
    this.updateComplete.then(() => this.#focusTab());
  }

  /**
   * In a row, the arrows lead to the next, and letters press its buttons.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    const focused = this.#focusedRow();
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const target = /** @type {HTMLElement} */ (event.target);
    if (!focused || !isPlain || target.matches("select")) return;
    const rows = this.#rows;
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });
    const step = steps[event.key];
    const pressed = step
      ? rows[focused.at + step]?.querySelector(`[data-act="${focused.act}"]`)
      : rows[focused.at]?.querySelector(`[aria-keyshortcuts="${event.key.toUpperCase()}"]`);
    if (!(pressed instanceof HTMLElement)) return;
    event.preventDefault();
    pressed.focus();
    if (!step && !event.repeat) pressed.click();
  }

  static styles = [...dialogLook, memberColours, deskStyle];
}

customElements.define("alcove-desk", Desk);
