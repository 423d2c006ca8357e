/**
 * The conversation: draws a window of the messages it is given, and asks for what lies beyond. The scroll
 * keeper knows where the reader is. It holds no messages and sends nothing; actions on a message are up to its
 * listeners.
 *
 * @import { Message, Member } from "../client/protocol.js"
 * @import { NewLine } from "../state/read-marker.js"
 * @import { Notice } from "../state/room-state.js"
 * @import { Entry } from "../client/outbox.js"
 * @import { Shortcut } from "./row-navigation.js"
 * @import { SignOf } from "../state/likeness.js"
 * @import { Item, Line } from "./timeline-items.js"
 * @import { PropertyValues } from "lit"
 */

import { copyText } from "../browser/clipboard.js";
import { dayName, momentOf, zone } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { loadFor, makeNames, markdownStyle } from "../text/rich-text.js";
import { richTextStyle } from "../text/rich-text-style.js";
import { adopt } from "../ui/adopt-style.js";
import { base, memberColours } from "../ui/base.js";
import { iconDown, iconUp, mark } from "../ui/icons.js";
import { guard, html, LitElement, nothing, repeat } from "../ui/lit.js";
import { copied, loadCopying } from "./copying.js";
import { Folding } from "./folding.js";
import { Leaps, leapOf } from "./leaps.js";
import { messageStyle } from "./message-style.js";
import { messageView, whatIsSeen } from "./message-view.js";
import { noticeView } from "./notice-view.js";
import { RowNavigation } from "./row-navigation.js";
import { ScrollKeeper } from "./scroll-keeper.js";
import { timelineItems } from "./timeline-items.js";
import { timelineStyle } from "./timeline-style.js";

/** How long the day stays in view after one has scrolled. */
const DATE_MS = 1_500;
/** In every time zone a day begins at one of these, and the clocks are put forward and back. */
const QUARTER_MS = 15 * 60_000;
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
 * @fires files When there are some to draw, and nothing yet to draw them with.
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
    verified: { attribute: false },
    line: { attribute: false },
    removing: { attribute: false },
    openFrom: { attribute: false },
    editing: { attribute: false },
    failure: { attribute: false },
    linked: { attribute: false },
    files: { attribute: false },
    unread: { attribute: false },
    isAway: { attribute: false },
    quoted: { attribute: false },
    hasOlder: { attribute: false },
    hasNewer: { attribute: false },
    isLoaded: { attribute: false },
    isOpened: { attribute: false },
    isTrimmed: { attribute: false },
    isOver: { attribute: false },
    isWaiting: { attribute: false },
    isLost: { attribute: false },
    access: { attribute: false },
    isPrinted: { attribute: false },
    date: { state: true },
  };

  #navigation = new RowNavigation(this, {
    scroller: () => this.#scroller,
    onShortcut: (kind, row, pressed = row) => this.#shortcut(kind, row, pressed),
    onLeave: () => this.#tell("compose"),
  });
  #leaps = new Leaps(this, (seq) => this.#tell("leap", seq));
  #folding = new Folding(this, (row, edge) => this.#keeper.pin(row, edge));
  #keeper = new ScrollKeeper(this, {
    onNeed: (what) => this.#tell(what),
    onPlace: (isAtEnd) => {
      if (isAtEnd) this.#leaps.forget();
      this.#tell("place", isAtEnd);
    },
    onMove: (key) => this.#tellDay(key),
  });
  /** @type {Map<string, Line>} */
  #lines = new Map();
  /** All that were met since the page was opened. */
  /** @type {ReturnType<typeof makeNames>} */
  #mentions;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #quarter;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #dateTimer;
  #zone = "";
  /** So many items are drawn. */
  #most = FIRST;

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
    /** Those here who are signed in. @type {ReadonlySet<string>} */
    this.verified = new Set();
    /** @type {NewLine | undefined} */
    this.line = undefined;
    /** @type {ReadonlySet<number>} */
    this.removing = new Set();
    /** The message from which something is open. @type {number | undefined} */
    this.openFrom = undefined;
    /** The message that one is changing. @type {number | undefined} */
    this.editing = undefined;
    /** Draws what could not be sent. @type {import("./message-view.js").MessageContext["failure"]} */
    this.failure = undefined;
    /** Knows the messages that texts link to. @type {import("./message-view.js").MessageContext["linked"]} */
    this.linked = undefined;
    /** Draws the files of messages. @type {import("./message-view.js").FilesView | undefined} */
    this.files = undefined;
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
    /** Whom the room's link lets in. */
    this.access = "open";
    /** It is for paper, which has no view: all that is loaded is drawn. */
    this.isPrinted = false;
    /** Of the room. */
    this.link = "";
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
    this.#keeper.toEnd();
  }

  /** @param {number} pages So many screens on. */
  page(pages) {
    this.#keeper.page(pages);
  }

  /**
   * Goes to a message that is loaded, and shows which it is.
   * @param {number} seq
   * @param {number} [bottom] Or where it was in the view.
   */
  toMessage(seq, bottom) {
    this.#keeper.toMessage(seq, bottom);
  }

  /**
   * From elsewhere, with the way back to what is in view.
   * @param {number} seq
   */
  leapTo(seq) {
    this.#leaps.leap(this.#lines.get(this.#keeper.keyInView), seq);
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".scroller"));
  }

  /** @override @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (!this.#mentions || changed.has("names") || changed.has("messages") || changed.has("you"))
      this.#meet();
    this.#adoptMarkdownStyle();
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
        @scroll=${() => this.#keeper.scrolled()}
        @click=${this.#clicked}
        @copy=${copied}
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
      ${this.date && !this.#keeper.isLineAbove ? html`<div class="date" aria-hidden="true">${this.date}</div>` : nothing}
      ${this.isLoaded ? this.#newButton() : nothing} ${this.#leaps.button()} ${this.isLoaded && !this.#keeper.isAtEnd ? this.#endButton() : nothing}
    `;
  }

  get #isReady() {
    return (this.isLoaded || this.isOver) && !this.#waitsForParts();
  }

  /** Only the first draw waits; what comes later is drawn at once, and again when what it needs is here. */
  #waitsForParts() {
    const pending = this.outbox.map(({ frame }) => (frame.type === "say" ? frame.text : ""));
    const texts = [...this.#keeper.shown.map(({ text }) => text ?? ""), ...pending];
    const loading = loadFor(texts);
    loading?.then(() => this.requestUpdate());
    const lacksFiles = !this.files && !this.isLost && this.#keeper.shown.some(({ files }) => files);
    if (lacksFiles) this.#tell("files");
    if (!loading && !lacksFiles) return false;
    return !this.renderRoot.querySelector(".row, .empty");
  }

  #conversation() {
    const { hasTail, shown: messages } = this.#keeper;
    const outbox = hasTail ? this.outbox : this.outbox.filter(({ frame }) => frame.type !== "say");
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
      ${hasTail ? nothing : this.#loading()}
    `;
  }

  /**
   * At first, the end alone: the rest comes in a task of its own.
   * @param {Item[]} items
   */
  #ending(items) {
    if (items.length <= this.#most || !this.#keeper.isAtEnd) this.#most = Infinity;
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
    return html`<div class="top" aria-hidden="true">${mark}<p><slot name="top">${t.begins}</slot></p></div>`;
  }

  /** @param {Item} item */
  #item(item) {
    if (item.kind === "day")
      return html`<div class="day"><span>${dayName(item.at, this.isPrinted ? 0 : this.now())}</span></div>`;
    if (item.kind === "new")
      return html`<div class="new"><span>${newSince(item.since, this.now())}</span></div>`;
    if (item.kind === "notice") return noticeView(item.notice, this.signOf);
    const { names, quoted, signOf, you } = this;
    const seq = item.message?.seq ?? NaN;
    const isOpen = seq === this.openFrom;
    const context = {
      isOpen,
      isEditing: seq === this.editing,
      isUnfolded: this.#folding.isUnfolded(item.key),
      isActive: isOpen || item.key === this.#navigation.activeKey,
      isWaiting: this.isWaiting,
      names,
      quoted,
      signOf,
      you,
      zone: this.#zone,
      isVerified: this.verified.has(item.from.id),
      failure: this.failure,
      linked: this.linked,
      files: this.files,
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
    onLeap: (/** @type {number} */ seq, /** @type {Line} */ from) => this.#leaps.leap(from, seq),
    onFold: (/** @type {Line} */ line, /** @type {boolean} */ isUnfolded) =>
      this.#folding.turn(line.key, isUnfolded),
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
        <slot name="empty"><h2>${t.beginning}</h2>
        ${this.access === "open" ? html`<p>${t.beginningHint}</p>` : nothing}
        <button class="primary" @click=${() => this.#tell("invite")}>${t.invite}</button></slot>
        ${this.notices.map((each) => noticeView(each, this.signOf))}
      </div>
    `;
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const leap = leapOf(event, this.link);
    if (!leap) return;
    event.preventDefault();
    const row = /** @type {HTMLElement | null} */ (leap.link.closest(".row"));
    this.#leaps.leap(this.#lines.get(row?.dataset.key ?? ""), leap.seq);
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
    if (!line || !this.#keeper.isLineAbove) return nothing;
    return html`<button class="to-new" @click=${() => this.#tell("leap", this.#keeper.firstNew?.seq ?? line.after)}>
      ${iconUp}${newSince(line.since, this.now())}
    </button>`;
  }

  #pressedToEnd() {
    this.toEnd();
    // The button goes away; the place it led to takes the focus.
    this.#scroller.focus({ preventScroll: true });
  }

  /** For a moment: of what is at the top of the view. @param {string} key */
  #tellDay(key) {
    const line = this.#lines.get(key);
    this.date = line ? dayName(line.at, this.now()) : "";
    clearTimeout(this.#dateTimer);
    this.#dateTimer = setTimeout(() => {
      this.date = "";
    }, DATE_MS);
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

const skeleton = () => html`
  <p class="vh">${t.loading}</p>
  <div aria-hidden="true">${Array.from({ length: 9 }, () => html`<div class="bone"></div>`)}</div>
`;

/**
 * @param {number} since
 * @param {number} now
 */
const newSince = (since, now) => t.newSince(momentOf(since, now));

customElements.define("alcove-timeline", Timeline);
