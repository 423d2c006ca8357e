/**
 * Keeps the reader's place in the log: at the end while more arrives, or on a message while rows are added
 * above it, folded or edited, or the view is resized. It decides which messages are drawn, and draws none of
 * them.
 *
 * @import { ReactiveController } from "lit"
 * @import { Timeline } from "./timeline.js"
 *
 * @typedef {{ key: string, bottom: number }} Place A row, by its lower edge: a page above may take the author's name from it.
 * @typedef {{ row: Element, edge: "top" | "bottom", at: number }} Pin
 *
 * @typedef {object} ScrollEvents
 * @property {(type: "older" | "newer" | "end") => void} onNeed What lies there is wanted.
 * @property {(isAtEnd: boolean) => void} onPlace
 * @property {(key: string) => void} onMove The reader has moved to this row.
 */

import { MessageWindow } from "./message-window.js";

/** Closer to the end than this, new messages take the reader along. */
const STICK_PX = 100;
/** Closer to the edge of the window than this, it moves on. */
const EDGE_PX = 600;
/** How far below the upper edge the line of what is new stays. */
const HELD_PX = 16;
/** Where a message that was leapt to comes to stand, as a part of the view. */
const LEAP_PLACE = 0.3;
/** What a key scrolls by, as a part of the view. */
const PAGE = 0.85;
const FLASH_MS = 2_000;

/** @implements {ReactiveController} */
export class ScrollKeeper {
  isAtEnd = true;
  /** The line of what is new is above the view, and was not seen there. */
  isLineAbove = false;

  #log;
  #events;
  #window = new MessageWindow();
  /** What the log was at its last draw. @type {Pick<Timeline, "isOpened" | "line" | "messages"> & { isOnPaper: boolean }} */
  #drawn = { isOpened: false, isOnPaper: false, line: undefined, messages: [] };
  #hasJustOpened = false;
  #hasOtherMessages = false;

  /** What to keep in its place over the next draw. @type {Place | undefined} */
  #anchor;
  /** What stays in its place while a message is folded or unfolded. @type {Pin | undefined} */
  #pinned;
  /** Where to go after the next draw: the seq of a message. @type {number | undefined} */
  #leap;
  /** Where it was when one left, instead of where it is seen first. @type {number | undefined} */
  #leapBottom;
  /** Where the end was when it was last gone to, and how high the view was. */
  #stuckTop = 0;
  #stuckHeight = 0;
  /** What is at the top of the view, and how wide that is: where to be after it was turned. @type {Place | undefined} */
  #place;
  #width = 0;
  /** Where the view was put for it: it is another only if the reader has moved since. */
  #placeTop = -1;
  /** Where the view stays while one is away, so that what is new comes below it. */
  #heldTop = -1;
  /** The line that one has seen, by what it is after. */
  #seenLine = -1;
  /** The line is above the view, where the reader has left it. */
  #isLineOut = false;
  #resized = new ResizeObserver(() => this.#refit());
  #print = matchMedia("print");

  /**
   * @param {Timeline} log
   * @param {ScrollEvents} events
   */
  constructor(log, events) {
    this.#log = log;
    this.#events = events;
    log.addController(this);
  }

  /** The messages to draw. */
  get shown() {
    return this.#log.isPrinted ? this.#log.messages : this.#inWindow;
  }

  /** The last that is drawn is the newest there is. */
  get hasTail() {
    return (this.#log.isPrinted || this.#window.hasTail) && !this.#log.hasNewer;
  }

  /** The message below the line, if that is loaded. */
  get firstNew() {
    const { line, messages, you, hasOlder } = this.#log;
    const isAbove = !line || (hasOlder && (messages[0]?.seq ?? 0) > line.after + 1);
    return isAbove ? undefined : messages.find(({ seq, from }) => seq > line.after && from.id !== you.id);
  }

  /** It has no view. The page may be laid out for it, and drawn, before anybody is told. */
  get #isOnPaper() {
    return this.#log.isPrinted || this.#print.matches;
  }

  get #inWindow() {
    return this.#window.of(this.#log.messages);
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.#log.renderRoot.querySelector(".scroller"));
  }

  /** The row at the top of the view. */
  get keyInView() {
    return this.#firstVisible()?.key ?? "";
  }

  // ---- where one wants to be ----

  /** Goes to the newest message, as after sending one. */
  toEnd() {
    if (this.#log.hasNewer) this.#events.onNeed("end");
    this.#window.toEnd();
    this.#leap = undefined;
    this.#stuckTop = 0;
    this.#heldTop = -1;
    this.#isLineOut = true;
    this.#setAtEnd(true);
    this.#log.requestUpdate();
  }

  /**
   * @param {number} seq Of a message that is loaded.
   * @param {number} [bottom] Where its lower edge was, from the upper edge of the view, for who comes back to it.
   */
  toMessage(seq, bottom) {
    this.#leap = seq;
    this.#leapBottom = bottom;
    this.#setAtEnd(false);
    this.#log.requestUpdate();
  }

  /** @param {number} pages So many screens on, less what one keeps in view to read on from. */
  page(pages) {
    this.#scroller.scrollBy({ top: pages * PAGE * this.#scroller.clientHeight });
  }

  /**
   * Over the next draw, an edge of this row stays where it is.
   * @param {Element} row
   * @param {"top" | "bottom"} edge
   */
  pin(row, edge) {
    this.#pinned = { row, edge, at: row.getBoundingClientRect()[edge] };
    this.#setAtEnd(false);
    this.#log.requestUpdate();
  }

  // ---- before and after a draw ----

  hostUpdate() {
    const log = this.#log;
    const before = this.#drawn;
    const { isOpened, line, messages } = log;
    const isOnPaper = this.#isOnPaper;
    this.#drawn = { isOpened, isOnPaper, line, messages };
    this.#hasJustOpened = isOpened && !before.isOpened;
    this.#hasOtherMessages = messages !== before.messages;
    if (!log.hasUpdated || isOnPaper) return;
    if (this.#hasJustOpened) this.#open();
    if (log.isAway && this.isAtEnd && (line !== before.line || !this.#isLineOut)) this.#wait();
    // On paper the view may have been anywhere.
    const isBack = before.isOnPaper;
    // The reader has moved, and the browser has not yet said so.
    if (this.isAtEnd && !isBack && this.#scroller.scrollTop < this.#stuckTop - 1) this.scrolled();
    if (!this.isAtEnd && this.#hasOtherMessages) this.#window.hold(before.messages, messages);
    // Only now are the messages here among which it is.
    if (this.#leap !== undefined) this.#window.around(messages, this.#leap);
    if (this.#inWindow.length === 0 && messages.length > 0) this.#lose();
    if (isBack) this.#anchor = this.isAtEnd ? undefined : this.#place;
    else this.#anchor = this.#isHeld ? this.#openRow() : this.isAtEnd ? undefined : this.#firstVisible();
  }

  hostUpdated() {
    if (!this.#log.hasUpdated) this.#observe();
    if (this.#isOnPaper) return;
    // Whether the newest are before one's eyes is known only now that they are drawn.
    if (this.#hasJustOpened) this.#events.onPlace(this.isAtEnd);
    this.#settle();
    this.#lookForLine();
  }

  #observe() {
    this.#resized.observe(this.#scroller);
    this.#resized.observe(/** @type {Element} */ (this.#scroller.firstElementChild));
  }

  #settle() {
    if (this.#pinned) return this.#keepPinned(this.#pinned);
    if (this.isAtEnd && !this.#isHeld) return this.#stick();
    if (this.#leap !== undefined) return this.#arrive(this.#leap);
    if (!this.#anchor) return;
    this.#returnTo(this.#anchor);
    this.#anchor = undefined;
    // Who waits at an edge does not scroll: what was asked for may have been on the other side.
    if (this.#hasOtherMessages) this.#moveOn();
  }

  /** @param {Pin} pin */
  #keepPinned({ row, edge, at }) {
    this.#pinned = this.#anchor = undefined;
    this.#scroller.scrollTop += row.getBoundingClientRect()[edge] - at;
    this.scrolled();
  }

  // ---- where one begins, and arrives ----

  /** The first messages are here: where one left off comes into view, if that is not the end anyway. */
  #open() {
    const first = this.firstNew;
    // Whoever came by a link to a message wants to see that one.
    if (!first || this.#log.messages[0] === first || this.#leap !== undefined) return;
    this.#leap = first.seq;
    this.#setAtEnd(false);
  }

  /** More has come at once than is drawn: one will begin where one left off. */
  #wait() {
    const first = this.firstNew;
    if (first && !this.#inWindow.includes(first)) this.#open();
  }

  /** Another page has taken the place of all that was here, as when a room was begun anew. */
  #lose() {
    this.#window.toEnd();
    this.#leap = undefined;
    this.#setAtEnd(true);
  }

  /** @param {number} seq */
  #arrive(seq) {
    const { line, renderRoot } = this.#log;
    // Nothing is drawn before Markdown is here.
    if (!renderRoot.querySelector(".row")) return;
    this.#leap = undefined;
    const row = renderRoot.querySelector(`.row[data-seq="${seq}"]`);
    if (!(row instanceof HTMLElement)) return;
    const view = this.#scroller.getBoundingClientRect();
    const place = row.getBoundingClientRect();
    const back = this.#leapBottom;
    this.#leapBottom = undefined;
    this.#scroller.scrollTop +=
      back === undefined ? place.top - view.top - LEAP_PLACE * view.height : place.bottom - view.top - back;
    this.scrolled();
    if (back !== undefined) return;
    const isNewLine = line !== undefined && row.previousElementSibling?.classList.contains("new");
    if (isNewLine) return;
    row.toggleAttribute("data-flash", true);
    setTimeout(() => row.toggleAttribute("data-flash", false), FLASH_MS);
    row.focus({ preventScroll: true });
  }

  // ---- while one scrolls ----

  /** The view is at another place, whoever moved it. */
  scrolled() {
    if (this.#isHeld || this.#isOnPaper) return;
    const { scrollTop, scrollHeight, clientHeight, clientWidth } = this.#scroller;
    // Not the reader moved, but the view: a keyboard came up, the composer grew.
    if (this.isAtEnd && clientHeight !== this.#stuckHeight) return this.#stick();
    if (clientWidth !== this.#width) return this.#refit();
    const below = scrollHeight - scrollTop - clientHeight;
    this.#setAtEnd(this.hasTail && below <= STICK_PX && scrollTop !== this.#heldTop);
    this.#lookForLine();
    if (this.isAtEnd) return this.#window.shrink();
    if (scrollTop !== this.#placeTop) {
      this.#place = this.#firstVisible();
      this.#events.onMove(this.#place?.key ?? "");
    }
    this.#placeTop = scrollTop;
    this.#moveOn();
  }

  #moveOn() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (scrollTop < EDGE_PX) this.#moveUp();
    else if (scrollHeight - scrollTop - clientHeight < EDGE_PX) this.#moveDown();
  }

  #moveUp() {
    const { messages, hasOlder } = this.#log;
    const isTopDrawn = this.#inWindow[0] === messages[0];
    if (isTopDrawn && !hasOlder) return;
    // What is loaded then comes above the window; scrolling on moves the window there.
    this.#window.up(messages);
    if (isTopDrawn) this.#events.onNeed("older");
    this.#log.requestUpdate();
  }

  #moveDown() {
    if (!this.#window.hasTail) {
      this.#window.down(this.#log.messages);
      this.#log.requestUpdate();
    } else if (this.#log.hasNewer) this.#events.onNeed("newer");
  }

  /** @param {boolean} isAtEnd */
  #setAtEnd(isAtEnd) {
    if (isAtEnd === this.isAtEnd) return;
    this.isAtEnd = isAtEnd;
    this.#log.requestUpdate();
    this.#events.onPlace(isAtEnd);
  }

  // ---- the end, and the line of what is new ----

  #stick() {
    if (!this.isAtEnd || this.#isHeld) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    if (this.#log.isAway && !this.#isLineOut) this.#hold();
    this.#stuckTop = this.#scroller.scrollTop;
    this.#stuckHeight = this.#scroller.clientHeight;
  }

  /** While one is away, the line does not leave the view. */
  #hold() {
    const line = this.#log.renderRoot.querySelector(".new");
    // In a frame that its host does not show, nothing has a place.
    if (!line || this.#scroller.clientHeight === 0) return;
    const above = this.#scroller.getBoundingClientRect().top + HELD_PX - line.getBoundingClientRect().top;
    if (above <= 0) return;
    this.#scroller.scrollTop -= above;
    this.#heldTop = this.#scroller.scrollTop;
    this.#setAtEnd(false);
  }

  /** Whether the line has to be led to, or is before one's eyes. */
  #lookForLine() {
    const { isLoaded, line } = this.#log;
    const after = line?.after ?? -1;
    this.#isLineOut = isLoaded && after >= 0 && this.#isLineOverView(after);
    const isLineAbove = this.#isLineOut && after !== this.#seenLine;
    if (isLineAbove === this.isLineAbove) return;
    this.isLineAbove = isLineAbove;
    this.#log.requestUpdate();
  }

  /** @param {number} after */
  #isLineOverView(after) {
    const line = this.#log.renderRoot.querySelector(".new")?.getBoundingClientRect();
    if (!line) return (this.#inWindow[0]?.seq ?? 0) > after + 1;
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    if (line.bottom > top && line.top < bottom && !this.#log.isAway) this.#seenLine = after;
    return line.bottom <= top;
  }

  // ---- a place that is kept ----

  /** Another width breaks the lines elsewhere. */
  #refit() {
    if (this.#isOnPaper) return;
    const isTurned = this.#width !== this.#scroller.clientWidth;
    this.#width = this.#scroller.clientWidth;
    if (this.isAtEnd) this.#stick();
    else if (isTurned && this.#place) this.#returnTo(this.#place);
  }

  /** @param {Place} place */
  #returnTo(place) {
    const row = this.#log.renderRoot.querySelector(`.row[data-key="${CSS.escape(place.key)}"]`);
    if (row) this.#scroller.scrollTop += row.getBoundingClientRect().bottom - place.bottom;
    this.#place = place;
    this.#placeTop = this.#scroller.scrollTop;
  }

  /** Something is open from a message: nothing moves under the pointer that is on its way there. */
  get #isHeld() {
    return this.#log.openFrom !== undefined;
  }

  #openRow() {
    const row = this.#log.renderRoot.querySelector(`.row[data-seq="${this.#log.openFrom}"]`);
    return row instanceof HTMLElement ? placeOf(row) : undefined;
  }

  #firstVisible() {
    const { top } = this.#scroller.getBoundingClientRect();
    for (const row of this.#log.renderRoot.querySelectorAll(".row")) {
      const place = placeOf(/** @type {HTMLElement} */ (row));
      if (place.bottom > top) return place;
    }
    return undefined;
  }
}

/** @param {HTMLElement} row @returns {Place} */
const placeOf = (row) => ({ key: row.dataset.key ?? "", bottom: row.getBoundingClientRect().bottom });
