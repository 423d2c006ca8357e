/**
 * The search of a room: the button in its bar, the keys, and what opens by them, which is loaded then. Where a result leads
 * to, and back. A server that cannot search has no button, once it has said so.
 *
 * @import { RoomSearch } from "../search/room-search.js"
 * @import { SearchPanel } from "../search/search-panel.js"
 * @import { RoomContext } from "./later.js"
 */

import { clock } from "../browser/clock.js";
import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { isPrivate } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { SearchButton } from "../search/search-button.js";
import { adopt } from "../ui/adopt-style.js";
import { isCommand } from "../ui/command-key.js";
import { css } from "../ui/lit.js";
import { focused, TypedAhead } from "../ui/typed-ahead.js";
import { wasByPointer } from "../ui/writing-focus.js";

/** There is space for the panel and the conversation. */
const wide = matchMedia("(min-width: 60rem)");
/** It stands where the people are, who are there again when it is closed. */
const besideStyle = css`
  alcove-search-panel {
    grid-area: 2 / 2;
  }

  :is(.panel, alcove-roster):has(~ alcove-search-panel) {
    display: none;
  }
`;

/** The server of this page has said that it has no search. */
let isUnsupported = false;

export class BroughtSearch {
  #room;
  #button = new SearchButton();
  /** @type {RoomSearch | undefined} */
  #search;
  /** @type {SearchPanel | undefined} */
  #panel;
  #isOpening = false;
  /** What had the focus when it was opened. @type {HTMLElement | undefined} */
  #before;
  #isByPointer = false;
  /** The result that was chosen last: its seq. */
  #chosen = 0;
  /** It is closed for a result, where one goes on. */
  #isLeaping = false;

  /** @param {RoomContext} room */
  constructor(room) {
    this.#room = room;
    const { root, signal, store } = room;
    // Between the room's name and all other buttons: none of them moves when it comes.
    this.#button.slot = "search";
    this.#button.addEventListener("open", () => this.#pressed(), { signal });
    store.addEventListener("change", () => this.#look(), { signal });
    store.connection.addEventListener("status", () => this.#turned(), { signal });
    window.addEventListener("online", () => this.#search?.reconnected(), { signal });
    store.connection.addEventListener(
      "events",
      (event) => this.#heard(/** @type {CustomEvent} */ (event).detail),
      { signal },
    );
    root.addEventListener("search", () => this.open(), { signal });
    const bar = root.querySelector("alcove-top-bar");
    bar?.addEventListener("people", (event) => this.#makeWay(event), { signal, capture: true });
    // Other buttons come and go by themselves.
    const others = new MutationObserver(() => this.#look());
    if (bar) others.observe(bar, { childList: true });
    wide.addEventListener("change", () => this.#panel && this.#fit(this.#panel), { signal });
    signal.addEventListener("abort", () => {
      others.disconnect();
      this.#search?.pause();
      this.#panel?.remove();
      this.#button.remove();
    });
    // On another site's page, the keys are that page's.
    if (!host.embedded)
      window.addEventListener("keydown", (event) => this.#key(event), { signal, capture: true });
    this.#look();
  }

  /** One is in the room, and the server can search as far as is known. */
  get #isOffered() {
    const { store } = this.#room;
    return !isUnsupported && !store.isOut && store.room.you !== undefined;
  }

  #look() {
    const bar = this.#room.root.querySelector("alcove-top-bar");
    if (this.#room.store.isOut) this.#panel?.close();
    if (!this.#isOffered || !bar) return this.#button.remove();
    if (this.#button.parentElement !== bar) bar.append(this.#button);
    const others = [...bar.children].filter((each) => !each.slot);
    this.#button.classList.toggle("beside-one", others.length === 1);
    this.#button.classList.toggle("beside-more", others.length > 1);
  }

  #turned() {
    this.#look();
    if (this.#room.store.connection.status.phase === "live") this.#search?.reconnected();
  }

  // ---- opening and closing ----

  #pressed() {
    if (this.#panel && wide.matches) this.#panel.close();
    else void this.open();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!isCommand(event, "f")) return;
    // A second press is the browser's own search, which also has what is open over the room.
    if (!this.#isOffered || this.#isOpening || this.#panel?.hasFocus || this.#isElsewhere(event)) return;
    event.preventDefault();
    void this.open();
  }

  /** Something is open over the room, or the list of rooms is in its place. @param {KeyboardEvent} event */
  #isElsewhere(event) {
    const isOver = event
      .composedPath()
      .some((each) => each instanceof HTMLDialogElement && each.matches(":modal"));
    return isOver || /** @type {HTMLElement} */ (this.#room.root.host).inert;
  }

  async open() {
    if (!this.#isOffered || this.#isOpening) return;
    if (this.#panel) return this.#panel.focus();
    this.#isOpening = true;
    this.#isByPointer = wasByPointer();
    const before = focused();
    // What is typed meanwhile is not to be part of a message.
    const typed = new TypedAhead(t.searchThis);
    const made = await Promise.race([load(), typed.givenUp]);
    this.#isOpening = false;
    const text = typed.end();
    if (typed.isGivenUp || this.#room.signal.aborted) return;
    if (!made) return this.#room.around.tell(t.notLoaded);
    this.#before = before;
    this.#show(made, text);
    if (typed.isEntered) this.#search?.enter();
  }

  /**
   * @param {NonNullable<Awaited<ReturnType<typeof load>>>} made
   * @param {string} typed
   */
  #show({ ask, RoomSearch, SearchPanel }, typed) {
    const { name, root, signal, store } = this.#room;
    const search =
      this.#search ?? new RoomSearch((question) => ask({ room: name, ...this.#token, ...question }), clock);
    if (!this.#search) search.addEventListener("change", () => this.#settled(search), { signal });
    this.#search = search;
    adopt(root, besideStyle);
    const panel = Object.assign(new SearchPanel(), {
      search,
      room: name,
      signOf: store.signOf,
      names: () => store.room.names,
      now: () => store.connection.time.date,
      current: this.#chosen,
      isBegun: typed !== "",
    });
    panel.addEventListener("close", () => this.#closed(panel), { signal });
    panel.addEventListener("leap", (event) => this.#leap(/** @type {CustomEvent<number>} */ (event).detail), {
      signal,
    });
    this.#panel = panel;
    this.#fit(panel);
    search.resume();
    if (typed) search.type(typed);
    if (store.epoch) search.isOf(store.epoch);
    root.append(panel);
  }

  /** @param {SearchPanel} panel */
  #fit(panel) {
    panel.isDrawer = !wide.matches;
    this.#showPeople(panel.isDrawer);
  }

  /** Whether the button of the people says that they are there, as they are if they are open. @param {boolean} isShown */
  #showPeople(isShown) {
    const { root } = this.#room;
    const bar = root.querySelector("alcove-top-bar");
    if (bar) bar.isRosterOpen = isShown && root.querySelector("alcove-roster, .panel") !== null;
  }

  /** @param {SearchPanel} panel */
  #closed(panel) {
    const { hasFocus, isDrawer } = panel;
    const isLeaping = this.#isLeaping;
    this.#isLeaping = false;
    this.#chosen = panel.current;
    this.#search?.pause();
    this.#panel = undefined;
    panel.remove();
    this.#showPeople(true);
    // One goes on elsewhere. What is modal has given the focus back by itself.
    if (isLeaping || !(hasFocus || isDrawer)) return;
    const before = this.#before;
    if (this.#isByPointer || !before?.isConnected) this.#room.around.goOn();
    else before.focus();
  }

  /** Whoever asks for the people has them instead. @param {Event} event */
  #makeWay(event) {
    if (!this.#panel || !wide.matches) return;
    const hasPeople = this.#room.root.querySelector("alcove-roster, .panel") !== null;
    this.#panel.close();
    // They were behind it.
    if (hasPeople) event.stopImmediatePropagation();
  }

  // ---- what it leads to, and what happens meanwhile ----

  /** @param {number} seq */
  #leap(seq) {
    this.#chosen = seq;
    this.#isLeaping = this.#panel?.isDrawer ?? false;
    this.#room.root.querySelector("alcove-timeline")?.leapTo(seq);
  }

  /** Where not everybody may read, one says who one is. */
  get #token() {
    const { name, store } = this.#room;
    if (!store.room.house.isOwned && !isPrivate(name)) return {};
    const token = new IdentityStore(storage, name).read()?.token;
    return token ? { token } : {};
  }

  /** It is said once that there is no search here. @param {RoomSearch} search */
  #settled(search) {
    if (!search.isUnsupported) return;
    isUnsupported = true;
    this.#look();
  }

  /** @param {import("../client/protocol.js").ServerEvent[]} events */
  #heard(events) {
    const search = this.#search;
    if (!search) return;
    for (const event of events) {
      if (event.type === "welcome") search.isOf(event.epoch);
      if (event.type === "deleted") search.drop(event.target);
      if (event.type === "edited" && event.text !== undefined) search.amend(event.target, event.text);
    }
  }
}

const load = () =>
  loadPart(async () => {
    const [{ ask }, { RoomSearch }, { SearchPanel }] = await Promise.all([
      import("../search/ask.js"),
      import("../search/room-search.js"),
      import("../search/search-panel.js"),
    ]);
    return { ask, RoomSearch, SearchPanel };
  }).catch(() => undefined);
