/**
 * The conversation: draws a window of the messages it is given, keeps the reader's place, and asks
 * for what lies beyond. It holds no messages and sends nothing; what is done with a message is for
 * whoever listens.
 *
 * @import { Message, Member } from "../client/protocol.js"
 * @import { NewLine } from "../state/read-marker.js"
 * @import { Notice } from "../state/room-state.js"
 * @import { Entry } from "../client/outbox.js"
 * @import { Shortcut } from "./row-navigation.js"
 * @import { SignOf } from "../people/likeness.js"
 * @import { Item, Line, NoticeItem } from "./timeline-items.js"
 * @import { PropertyValues } from "lit"
 */

import { copyText } from "../browser/clipboard.js";
import { seqIn } from "../client/protocol.js";
import { dayName, momentOf, zone } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { nameWithSign } from "../people/person.js";
import { loadFor, makeNames, markdownStyle } from "../text/rich-text.js";
import { richTextStyle } from "../text/rich-text-style.js";
import { adopt } from "../ui/adopt-style.js";
import { base, memberColours } from "../ui/base.js";
import { iconDown, iconReply, iconUp, mark } from "../ui/icons.js";
import { guard, html, LitElement, nothing, repeat } from "../ui/lit.js";
import { messageStyle } from "./message-style.js";
import { messageView, whatIsSeen } from "./message-view.js";
import { MessageWindow } from "./message-window.js";
import { RowNavigation } from "./row-navigation.js";
import { timelineItems } from "./timeline-items.js";
import { timelineStyle } from "./timeline-style.js";

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
/** How long the day stays in view after one has scrolled. */
const DATE_MS = 1_500;
/** In every time zone a day begins at one of these, and the clocks are put forward and back. */
const QUARTER_MS = 15 * 60_000;
const MOST_NAMES = 4;
const MOST_WAYS = 20;
/** More are only counted. */
const MOST_RENAMED = 2;
/** About a screen full. */
const FIRST = 20;

/**
 * @fires older When messages above the first are wanted.
 * @fires newer When messages below the last are wanted, which is not the newest.
 * @fires end When the newest are wanted, and are not what is loaded.
 * @fires leap With the seq of a message that is wanted in view.
 * @fires place With whether the end is in sight.
 * @fires act With `{ kind, message, anchor }`: a Shortcut that was asked for.
 * @fires toggle With `{ message, reaction }`.
 * @fires undo With the seq of a message that was deleted.
 * @fires retry With the cid of what was refused.
 * @fires discard With the cid of what waits or was refused.
 * @fires mend With the cid of what waits or was refused, to be changed.
 * @fires take With the text of what was refused, to be copied.
 * @fires invite
 * @fires compose When one wants to write.
 * @fires help When one asks what the keys do.
 */
export class Timeline extends LitElement {
  static properties = {
    messages: { attribute: false },
    outbox: { attribute: false },
    notices: { attribute: false },
    you: { attribute: false },
    names: { attribute: false },
    signOf: { attribute: false },
    line: { attribute: false },
    removing: { attribute: false },
    openFrom: { type: Number },
    editing: { type: Number },
    unread: { type: Number },
    isAway: { type: Boolean },
    quoted: { attribute: false },
    hasOlder: { type: Boolean },
    hasNewer: { type: Boolean },
    isLoaded: { type: Boolean },
    isOpened: { type: Boolean },
    isTrimmed: { type: Boolean },
    isOver: { type: Boolean },
    isWaiting: { type: Boolean },
    isLost: { type: Boolean },
    isPrinted: { type: Boolean },
    isAtEnd: { state: true },
    isLineAbove: { state: true },
    wayBack: { state: true },
    date: { state: true },
  };

  #window = new MessageWindow();
  #navigation = new RowNavigation(this, {
    scroller: () => this.#scroller,
    onShortcut: (kind, row, pressed = row) => this.#shortcut(kind, row, pressed),
    onLeave: () => this.#tell("compose"),
  });
  /** @type {Map<string, Line>} */
  #lines = new Map();
  /** All that were met since the page was opened. */
  /** @type {ReturnType<typeof makeNames>} */
  #mentions;
  /**
   * What to keep in its place over the next render: by its lower edge, for a page above may take the
   * author's name from it.
   * @type {{ key: string, bottom: number } | undefined}
   */
  #anchor;
  /** Where to go after the next render. */
  /** @type {{ seq: number } | undefined} */
  #leap;
  /** What had the focus before a render, and its row. @type {{ row: Element | null } | undefined} */
  #focused;
  /** Where the end was when it was last gone to, and how high the view was. */
  #stuckTop = 0;
  #stuckHeight = 0;
  /** What is at the top of the view, and how wide that is: where to be after it was turned. */
  /** @type {{ key: string, bottom: number } | undefined} */
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
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quarter;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #dateTimer;
  #zone = "";
  /** So many items are drawn. */
  #most = FIRST;
  /** Keys of long messages that are shown in full. @type {Set<string>} */
  #unfolded = new Set();
  /** What stays in its place while a message is folded or unfolded. @type {{ row: Element, edge: "top" | "bottom", at: number } | undefined} */
  #pinned;

  constructor() {
    super();
    /** @type {readonly Message[]} */
    this.messages = [];
    /** @type {readonly Entry[]} */
    this.outbox = [];
    /** @type {readonly Notice[]} */
    this.notices = [];
    /** @type {Member} */
    this.you = { id: "", name: "" };
    /** @type {ReadonlyMap<string, string>} */
    this.names = new Map();
    /** @type {SignOf} */
    this.signOf = () => "";
    /** @type {NewLine | undefined} */
    this.line = undefined;
    /** @type {ReadonlySet<number>} */
    this.removing = new Set();
    /** The message from which something is open. @type {number | undefined} */
    this.openFrom = undefined;
    /** The message that one is changing. @type {number | undefined} */
    this.editing = undefined;
    /** How many messages of others one has not looked at. */
    this.unread = 0;
    /** Nobody looks at it. */
    this.isAway = false;
    /** @type {(seq: number) => Message | null | undefined} */
    this.quoted = () => undefined;
    /** What time it is, by the server. */
    this.now = () => 0;
    this.hasOlder = false;
    this.hasNewer = false;
    /** There is something to draw, perhaps only what was kept from the last visit. */
    this.isLoaded = false;
    /** The room itself has answered. */
    this.isOpened = false;
    /** What was said at first is not kept any more. */
    this.isTrimmed = false;
    /** One is not in, so nothing more will come. */
    this.isOver = false;
    /** What is said does not go out at once. */
    this.isWaiting = false;
    /** There is no connection, so nothing is on its way. */
    this.isLost = false;
    /** It is for paper, which has no view: all that is loaded is drawn. */
    this.isPrinted = false;
    this.isAtEnd = true;
    this.isLineAbove = false;
    /** Of the room. */
    this.link = "";
    /** Where one leapt from, the last at the end. @type {readonly number[]} */
    this.wayBack = [];
    /** The day that one scrolls through. */
    this.date = "";
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#timeWentBy);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#timeWentBy);
    clearTimeout(this.#quarter);
    clearTimeout(this.#dateTimer);
  }

  /** What was today may be yesterday, and the reader in another time zone. */
  #timeWentBy = () => this.requestUpdate();

  /** Goes to the newest message, as after sending one. */
  toEnd() {
    if (this.hasNewer) this.#tell("end");
    this.#window.toEnd();
    this.#leap = undefined;
    this.#stuckTop = 0;
    this.#heldTop = -1;
    this.#isLineOut = true;
    this.#setAtEnd(true);
    this.requestUpdate();
  }

  /** @param {number} pages So many screens on, less what one keeps in view to read on from. */
  page(pages) {
    this.#scroller.scrollBy({ top: pages * PAGE * this.#scroller.clientHeight });
  }

  /**
   * Goes to a message that is loaded, and shows which it is.
   * @param {number} seq
   */
  toMessage(seq) {
    this.#leap = { seq };
    this.#setAtEnd(false);
    this.requestUpdate();
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".scroller"));
  }

  /** The last that is drawn is the newest there is. */
  get #hasTail() {
    return (this.isPrinted || this.#window.hasTail) && !this.hasNewer;
  }

  get #drawn() {
    return this.isPrinted ? this.messages : this.#window.of(this.messages);
  }

  /** @override @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (!this.#mentions || changed.has("names") || changed.has("messages") || changed.has("you"))
      this.#meet();
    this.#adoptMarkdownStyle();
    if (!this.hasUpdated || this.isPrinted) return;
    // On paper the view may have been anywhere.
    const isBack = changed.get("isPrinted");
    if (this.isOpened && changed.has("isOpened")) this.#open();
    if (this.isAway && this.isAtEnd && changed.has("line")) this.#wait();
    // The reader has moved, and the browser has not yet said so.
    if (this.isAtEnd && !isBack && this.#scroller.scrollTop < this.#stuckTop - 1) this.#scrolled();
    if (!this.isAtEnd && changed.has("messages"))
      this.#window.hold(changed.get("messages") ?? [], this.messages);
    // Only now are the messages here among which it is.
    if (this.#leap) this.#window.around(this.messages, this.#leap.seq);
    if (this.#window.of(this.messages).length === 0 && this.messages.length > 0) this.#lose();
    if (isBack) this.#anchor = this.isAtEnd ? undefined : this.#place;
    else this.#anchor = this.#isHeld ? this.#openRow() : this.isAtEnd ? undefined : this.#firstVisible();
    const focused = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    this.#focused = focused ? { row: focused.closest(".row") } : undefined;
  }

  /** After the style of all texts, and before that of the timeline. */
  #adoptMarkdownStyle() {
    const style = markdownStyle();
    if (style) adopt(/** @type {ShadowRoot} */ (this.renderRoot), style, richTextStyle);
  }

  #meet() {
    const { names, messages, you } = this;
    const authors = messages.map(({ from }) => from.name);
    this.#mentions ??= makeNames();
    this.#mentions?.note(names.values(), authors, [you.name]);
  }

  /** @override */
  render() {
    const listener = this.#navigation.listener;
    return html`
      <div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${t.messages}
        aria-describedby="hint"
        tabindex="0"
        @scroll=${this.#scrolled}
        @click=${this.#clicked}
        @copy=${this.#copied}
        @selectstart=${loadCopying}
        @keydown=${listener}
        @focusin=${listener}
        @focusout=${listener}
        @pointerover=${listener}
        @pointerleave=${listener}
        @pointerdown=${listener}
        @pointermove=${listener}
        @pointerup=${listener}
        @pointercancel=${listener}
        @contextmenu=${listener}
      >
        <div class="column">${this.#isReady ? this.#conversation() : this.isLost ? this.#unreachable() : skeleton()}</div>
      </div>
      <p id="hint" hidden>${t.logHint}</p>
      ${this.date && !this.isLineAbove ? html`<div class="date" aria-hidden="true">${this.date}</div>` : nothing}
      ${this.isLoaded ? this.#newButton() : nothing} ${this.#backButton()} ${this.isLoaded && !this.isAtEnd ? this.#endButton() : nothing}
    `;
  }

  get #isReady() {
    return (this.isLoaded || this.isOver) && !this.#waitsForParts();
  }

  /** @override */
  firstUpdated() {
    this.#resized.observe(this.#scroller);
    this.#resized.observe(/** @type {Element} */ (this.#scroller.firstElementChild));
  }

  /** @override @param {PropertyValues<this>} changed */
  updated(changed) {
    this.#cutLong();
    if (this.isPrinted) return;
    this.#keepFocus();
    // Whether the newest are before one's eyes is known only now that they are drawn.
    if (this.isOpened && changed.has("isOpened")) this.#tell("place", this.isAtEnd);
    this.#settle(changed);
    this.#lookForLine();
  }

  /** @param {PropertyValues<this>} changed */
  #settle(changed) {
    if (this.#pinned) return this.#pin(this.#pinned);
    if (this.isAtEnd && !this.#isHeld) return this.#stick();
    if (this.#leap) return this.#arrive(this.#leap.seq);
    if (!this.#anchor) return;
    this.#returnTo(this.#anchor);
    this.#anchor = undefined;
    // Who waits at an edge does not scroll: what was asked for may have been on the other side.
    if (changed.has("messages")) this.#moveOn();
  }

  /** Whoever was on something that is gone now is still on its message, and without that in the log. */
  #keepFocus() {
    if (!this.#focused || /** @type {ShadowRoot} */ (this.renderRoot).activeElement) return;
    const { row } = this.#focused;
    const next = row instanceof HTMLElement && row.isConnected ? row : this.#scroller;
    next.focus({ preventScroll: true });
  }

  /** Only the first draw waits; what comes later is drawn at once, and again when what it needs is here. */
  #waitsForParts() {
    const pending = this.outbox.map(({ frame }) => (frame.type === "say" ? frame.text : ""));
    const texts = [...this.#window.of(this.messages).map(({ text }) => text ?? ""), ...pending];
    const loading = loadFor(texts);
    if (!loading) return false;
    loading.then(() => this.requestUpdate());
    return !this.renderRoot.querySelector(".row, .empty");
  }

  #conversation() {
    const messages = this.#drawn;
    const outbox = this.#hasTail ? this.outbox : this.outbox.filter(({ frame }) => frame.type !== "say");
    const isTop = !this.hasOlder && messages[0] === this.messages[0];
    if (messages.length === 0 && !outbox.some(({ frame }) => frame.type === "say")) return this.#empty();
    const { notices, you, line, removing } = this;
    this.#zone = zone();
    const now = this.now();
    clearTimeout(this.#quarter);
    this.#quarter = setTimeout(this.#timeWentBy, QUARTER_MS - (now % QUARTER_MS));
    const items = timelineItems({ messages, outbox, notices, you, removing, now, ...(line && { line }) });
    this.#lines = new Map(items.flatMap((item) => (item.kind === "line" ? [[item.key, item]] : [])));
    return html`
      ${isTop ? this.#top() : this.#loading()}
      ${repeat(
        this.#ending(items),
        (item) => item.key,
        (item) => this.#item(item),
      )}
      ${this.#hasTail ? nothing : this.#loading()}
    `;
  }

  /**
   * At first, the end alone: the rest comes in a task of its own.
   * @param {Item[]} items
   */
  #ending(items) {
    if (items.length <= this.#most || !this.isAtEnd) this.#most = Infinity;
    else
      setTimeout(() => {
        this.#most = Infinity;
        this.requestUpdate();
      });
    return items.slice(-this.#most);
  }

  #loading() {
    return this.isOver || this.isLost || this.isPrinted ? nothing : html`<p class="notice">${t.loading}</p>`;
  }

  #unreachable() {
    return html`<div class="empty">
      ${mark}
      <h2>${t.offline}</h2>
      <p>${t.notSeenYet}</p>
    </div>`;
  }

  #top() {
    if (this.isOver && this.messages.length === 0)
      return this.outbox.some(({ failed }) => failed)
        ? html`<p class="notice">${t.roomGoneHint}</p>`
        : nothing;
    if (this.isTrimmed) return html`<p class="notice">${t.olderGone}</p>`;
    // The ear hears nothing above it.
    return html`<div class="top" aria-hidden="true">${mark}<p>${t.begins}</p></div>`;
  }

  /** @param {Item} item */
  #item(item) {
    if (item.kind === "day")
      return html`<div class="day"><span>${dayName(item.at, this.isPrinted ? 0 : this.now())}</span></div>`;
    if (item.kind === "new")
      return html`<div class="new"><span>${newSince(item.since, this.now())}</span></div>`;
    if (item.kind === "notice") return notice(item, this.signOf);
    const { names, quoted, signOf, you } = this;
    const seq = item.message?.seq ?? NaN;
    const isOpen = seq === this.openFrom;
    const context = {
      isOpen,
      isEditing: seq === this.editing,
      isUnfolded: this.#unfolded.has(item.key),
      isActive: isOpen || item.key === this.#navigation.activeKey,
      isWaiting: this.isWaiting,
      names,
      quoted,
      signOf,
      you,
      zone: this.#zone,
      mentions: this.#mentions,
      onCopy: copyText,
    };
    // Many frames a second change one row or none.
    return guard(whatIsSeen(item, context), () => messageView(item, context, this.#actions));
  }

  #actions = {
    onRetry: (/** @type {string} */ cid) => this.#tell("retry", cid),
    onDiscard: (/** @type {string} */ cid) => this.#tell("discard", cid),
    onMend: (/** @type {string} */ cid) => this.#tell("mend", cid),
    onTake: (/** @type {string} */ text) => this.#tell("take", text),
    onUndo: (/** @type {number} */ seq) => this.#tell("undo", seq),
    onLeap: (/** @type {number} */ seq, /** @type {Line} */ from) => this.#leapFrom(from, seq),
    onFold: (/** @type {Line} */ line, /** @type {boolean} */ isUnfolded) => this.#fold(line.key, isUnfolded),
    onReact: (/** @type {Message} */ message, /** @type {unknown} */ reaction) =>
      this.#tell("toggle", { message, reaction }),
    onTool: (/** @type {Shortcut} */ kind, /** @type {Line} */ line, /** @type {Element} */ anchor) =>
      this.#tell("act", { kind, message: line.message, anchor }),
  };

  /**
   * @param {Shortcut} kind
   * @param {HTMLElement} row
   * @param {Element} pressed
   */
  #shortcut(kind, row, pressed) {
    if (kind === "help") return this.#tell("help");
    const line = this.#lines.get(row.dataset.key ?? "");
    if (line?.message && !line.isGone) this.#tell("act", { kind, message: line.message, anchor: pressed });
    // What is not there for the others yet has no menu; what can be done with it is drawn in its row.
    else if (!line?.entry || line.isGone) return;
    else if (kind === "edit") this.#tell("mend", line.entry.frame.cid);
    else if (kind === "delete") this.#tell("discard", line.entry.frame.cid);
  }

  #empty() {
    if (this.isOver) return html`<div class="empty">${mark}</div>`;
    return html`
      <div class="empty">
        ${mark}
        <h2>${t.beginning}</h2>
        <p>${t.beginningHint}</p>
        <button class="primary" @click=${() => this.#tell("invite")}>${t.invite}</button>
        ${this.notices.map((each) => notice({ kind: "notice", key: "", notice: each }, this.signOf))}
      </div>
    `;
  }

  // ---- leaps, and the way back ----

  /** @param {MouseEvent} event */
  #clicked(event) {
    const link = /** @type {Element} */ (event.composedPath()[0]).closest("a");
    const seq = link && event.button === 0 && !isForNewTab(event) && seqBehind(link, this.link);
    if (!seq) return;
    event.preventDefault();
    this.#leapFrom(this.#lines.get(rowKeyOf(link)), seq);
  }

  /**
   * @param {Line | undefined} from
   * @param {number} to
   */
  #leapFrom(from, to) {
    const seq = from?.message?.seq;
    if (seq && seq !== to) this.wayBack = [...this.wayBack, seq].slice(-MOST_WAYS);
    this.#tell("leap", to);
  }

  #backButton() {
    if (this.wayBack.length === 0) return nothing;
    return html`<button class="to-back" @click=${this.#goBack}>${iconReply}${t.back}</button>`;
  }

  #goBack() {
    this.#tell("leap", this.wayBack.at(-1));
    this.wayBack = this.wayBack.slice(0, -1);
  }

  // ---- long messages ----

  /**
   * @param {string} key
   * @param {boolean} isUnfolded As asked for: a second event of one scroll must not undo the first.
   */
  #fold(key, isUnfolded) {
    const row = this.#row(key);
    if (!row || this.#unfolded.has(key) === isUnfolded) return;
    const edge = isUnfolded ? "top" : "bottom";
    if (isUnfolded) this.#unfolded.add(key);
    else this.#unfolded.delete(key);
    this.#pinned = { row, edge, at: row.getBoundingClientRect()[edge] };
    this.#setAtEnd(false);
    this.requestUpdate();
  }

  /** @param {{ row: Element, edge: "top" | "bottom", at: number }} pinned */
  #pin({ row, edge, at }) {
    this.#pinned = this.#anchor = undefined;
    this.#scroller.scrollTop += row.getBoundingClientRect()[edge] - at;
    this.#scrolled();
  }

  /** A text is cut, and has a button, only if it is higher than it may be. */
  #cutLong() {
    const cut = [...this.renderRoot.querySelectorAll(".text.long")].map((text) => ({
      text,
      isCut: text.scrollHeight > text.clientHeight + 1,
    }));
    for (const { text, isCut } of cut) {
      text.classList.toggle("cut", isCut);
      /** @type {HTMLElement} */ (text.nextElementSibling).hidden = !isCut;
    }
  }

  // ---- copying ----

  /** @param {ClipboardEvent} event */
  #copied(event) {
    const words = copying?.wordsOf(/** @type {ShadowRoot} */ (this.renderRoot));
    if (!words) return;
    event.clipboardData?.setData("text/plain", words);
    event.preventDefault();
  }

  #endButton() {
    const fresh = this.unread;
    return html`<button class="to-end" aria-label=${fresh > 0 ? t.toNew(fresh) : t.toEnd} @click=${this.#pressedToEnd}>
      ${iconDown}${fresh > 0 ? t.newMessages(fresh) : nothing}
    </button>`;
  }

  /** The line is above what is in view, perhaps far above what is loaded: the way there. */
  #newButton() {
    const { line } = this;
    if (!line || !this.isLineAbove) return nothing;
    return html`<button class="to-new" @click=${() => this.#tell("leap", this.#firstNew?.seq ?? line.after)}>
      ${iconUp}${newSince(line.since, this.now())}
    </button>`;
  }

  /** The message below the line, if that is loaded. */
  get #firstNew() {
    const { line, messages, you } = this;
    const isAbove = !line || (this.hasOlder && (messages[0]?.seq ?? 0) > line.after + 1);
    return isAbove ? undefined : messages.find(({ seq, from }) => seq > line.after && from.id !== you.id);
  }

  /** Whether the line has to be led to, or is before one's eyes. */
  #lookForLine() {
    const after = this.line?.after ?? -1;
    this.#isLineOut = this.isLoaded && after >= 0 && this.#isLineOverView(after);
    this.isLineAbove = this.#isLineOut && after !== this.#seenLine;
  }

  /** @param {number} after */
  #isLineOverView(after) {
    const line = this.renderRoot.querySelector(".new")?.getBoundingClientRect();
    if (!line) return (this.#window.of(this.messages)[0]?.seq ?? 0) > after + 1;
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    if (line.bottom > top && line.top < bottom && !this.isAway) this.#seenLine = after;
    return line.bottom <= top;
  }

  #pressedToEnd() {
    this.toEnd();
    // The button goes away; the place it led to takes the focus.
    this.#scroller.focus({ preventScroll: true });
  }

  /** The first messages are here: where one left off comes into view, if that is not the end anyway. */
  #open() {
    const first = this.#firstNew;
    // Whoever came by a link to a message wants to see that one.
    if (!first || this.messages[0] === first || this.#leap) return;
    this.#leap = { seq: first.seq };
    this.#setAtEnd(false);
  }

  /** More has come at once than is drawn: one will begin where one left off. */
  #wait() {
    const first = this.#firstNew;
    if (first && !this.#window.of(this.messages).includes(first)) this.#open();
  }

  /** Another page has taken the place of all that was here, as when a room was begun anew. */
  #lose() {
    this.#window.toEnd();
    this.#leap = undefined;
    this.#setAtEnd(true);
  }

  /** @param {number} seq */
  #arrive(seq) {
    // Nothing is drawn before Markdown is here.
    if (!this.renderRoot.querySelector(".row")) return;
    this.#leap = undefined;
    const row = this.renderRoot.querySelector(`.row[data-seq="${seq}"]`);
    if (!(row instanceof HTMLElement)) return;
    const { top, height } = this.#scroller.getBoundingClientRect();
    this.#scroller.scrollTop += row.getBoundingClientRect().top - top - LEAP_PLACE * height;
    this.#scrolled();
    const isNewLine = this.line !== undefined && row.previousElementSibling?.classList.contains("new");
    if (isNewLine) return;
    row.classList.add("flash");
    setTimeout(() => row.classList.remove("flash"), FLASH_MS);
    row.focus({ preventScroll: true });
  }

  #scrolled() {
    if (this.#isHeld || this.isPrinted) return;
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Not the reader moved, but the view: a keyboard came up, the composer grew.
    if (this.isAtEnd && clientHeight !== this.#stuckHeight) return this.#stick();
    if (this.#scroller.clientWidth !== this.#width) return this.#refit();
    const below = scrollHeight - scrollTop - clientHeight;
    this.#setAtEnd(this.#hasTail && below <= STICK_PX && scrollTop !== this.#heldTop);
    this.#lookForLine();
    if (this.isAtEnd) return this.#window.shrink();
    if (scrollTop !== this.#placeTop) {
      this.#place = this.#firstVisible();
      this.#tellDay();
    }
    this.#placeTop = scrollTop;
    this.#moveOn();
  }

  /** For a moment: of what is at the top of the view. */
  #tellDay() {
    const line = this.#lines.get(this.#place?.key ?? "");
    this.date = line ? dayName(line.at, this.now()) : "";
    clearTimeout(this.#dateTimer);
    this.#dateTimer = setTimeout(() => {
      this.date = "";
    }, DATE_MS);
  }

  #moveOn() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (scrollTop < EDGE_PX) this.#moveUp();
    else if (scrollHeight - scrollTop - clientHeight < EDGE_PX) this.#moveDown();
  }

  /** @param {boolean} isAtEnd */
  #setAtEnd(isAtEnd) {
    if (isAtEnd === this.isAtEnd) return;
    if (isAtEnd) this.wayBack = [];
    this.isAtEnd = isAtEnd;
    this.#tell("place", isAtEnd);
  }

  #moveUp() {
    const isTopDrawn = this.#window.of(this.messages)[0] === this.messages[0];
    if (isTopDrawn && !this.hasOlder) return;
    // What is loaded then comes above the window; scrolling on moves the window there.
    this.#window.up(this.messages);
    if (isTopDrawn) this.#tell("older");
    this.requestUpdate();
  }

  #moveDown() {
    if (!this.#window.hasTail) {
      this.#window.down(this.messages);
      this.requestUpdate();
    } else if (this.hasNewer) this.#tell("newer");
  }

  #stick() {
    if (!this.isAtEnd || !this.hasUpdated || this.#isHeld) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    if (this.isAway && !this.#isLineOut) this.#hold();
    this.#stuckTop = this.#scroller.scrollTop;
    this.#stuckHeight = this.#scroller.clientHeight;
  }

  /** While one is away, the line does not leave the view. */
  #hold() {
    const line = this.renderRoot.querySelector(".new");
    // In a frame that its host does not show, nothing has a place.
    if (!line || this.#scroller.clientHeight === 0) return;
    const above = this.#scroller.getBoundingClientRect().top + HELD_PX - line.getBoundingClientRect().top;
    if (above <= 0) return;
    this.#scroller.scrollTop -= above;
    this.#heldTop = this.#scroller.scrollTop;
    this.#setAtEnd(false);
  }

  /** Another width breaks the lines elsewhere. */
  #refit() {
    if (this.isPrinted) return;
    const isTurned = this.#width !== this.#scroller.clientWidth;
    this.#width = this.#scroller.clientWidth;
    if (this.isAtEnd) this.#stick();
    else if (isTurned && this.#place) this.#returnTo(this.#place);
  }

  /** @param {{ key: string, bottom: number }} place Of a row. */
  #returnTo(place) {
    const row = this.#row(place.key);
    if (row) this.#scroller.scrollTop += row.getBoundingClientRect().bottom - place.bottom;
    this.#place = place;
    this.#placeTop = this.#scroller.scrollTop;
  }

  /** Something is open from a message: nothing moves under the pointer that is on its way there. */
  get #isHeld() {
    return this.openFrom !== undefined;
  }

  #openRow() {
    const row = this.renderRoot.querySelector(`.row[data-seq="${this.openFrom}"]`);
    return row instanceof HTMLElement ? placeOf(row) : undefined;
  }

  #firstVisible() {
    const top = this.#scroller.getBoundingClientRect().top;
    for (const row of this.renderRoot.querySelectorAll(".row")) {
      const place = placeOf(/** @type {HTMLElement} */ (row));
      if (place.bottom > top) return place;
    }
    return undefined;
  }

  /** @param {string} key */
  #row(key) {
    return this.renderRoot.querySelector(`.row[data-key="${CSS.escape(key)}"]`);
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [base, memberColours, messageStyle, richTextStyle, timelineStyle];
}

/** @type {typeof import("./copied-text.js") | undefined} */
let copying;
/** Whoever marks something may copy it, and that cannot wait. */
const loadCopying = () =>
  import("./copied-text.js").then(
    (loaded) => {
      copying = loaded;
    },
    () => {},
  );

/** @param {MouseEvent} event */
const isForNewTab = ({ ctrlKey, metaKey, shiftKey, altKey }) => ctrlKey || metaKey || shiftKey || altKey;

/**
 * The message of this very room that a link leads to.
 * @param {HTMLAnchorElement} link
 * @param {string} room
 */
const seqBehind = ({ href, hash }, room) => {
  const page = href.slice(0, -hash.length || undefined).replace(/\/?(?:\?.*)?$/, "");
  const isHere = page.toLowerCase() === room;
  return isHere && seqIn(hash);
};

/** @param {HTMLElement} row */
const placeOf = (row) => ({ key: row.dataset.key ?? "", bottom: row.getBoundingClientRect().bottom });

/** @param {Element} within */
const rowKeyOf = (within) => /** @type {HTMLElement | null} */ (within.closest(".row"))?.dataset.key ?? "";

const skeleton = () => html`
  <p class="vh">${t.loading}</p>
  <div aria-hidden="true">${Array.from({ length: 9 }, () => html`<div class="bone"></div>`)}</div>
`;

/**
 * @param {NoticeItem} item
 * @param {SignOf} signOf
 */
const notice = ({ notice: { joined, left, renamed } }, signOf) => {
  const said = [
    joined.length > 0 ? t.joined(names(joined, signOf)) : "",
    left.length > 0 ? t.left(names(left, signOf)) : "",
    ...(renamed.length > MOST_RENAMED
      ? [t.renamedMany(renamed.length)]
      : renamed.map(({ id, name, was }) =>
          t.renamed(shownName(id, was, signOf), shownName(id, name, signOf)),
        )),
  ].filter(Boolean);
  return html`<p class="notice">${said.join(" · ")}</p>`;
};

/**
 * @param {Member[]} members
 * @param {SignOf} signOf
 */
const names = (members, signOf) => {
  const shown = members.slice(0, MOST_NAMES).map(({ id, name }) => shownName(id, name, signOf));
  return members.length > MOST_NAMES ? [...shown, t.others(members.length - MOST_NAMES)] : shown;
};

/**
 * A right-to-left name must not turn the sentence round it.
 * @param {string} id
 * @param {string} name
 * @param {SignOf} signOf
 */
const shownName = (id, name, signOf) => nameWithSign(`\u2068${name}\u2069`, signOf(id, name));

/**
 * @param {number} since
 * @param {number} now
 */
const newSince = (since, now) => t.newSince(momentOf(since, now));

customElements.define("alcove-timeline", Timeline);
