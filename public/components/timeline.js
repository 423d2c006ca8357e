/**
 * The conversation: draws a window of the messages it is given, keeps the reader's place, and asks
 * for older ones. It holds no messages and sends nothing. The window slides over what is loaded, so
 * that the document stays small however far one scrolls.
 *
 * @import { Message, Member } from "../protocol.js"
 * @import { Notice } from "../room-state.js"
 * @import { Entry } from "../outbox.js"
 * @import { Item, NoticeItem } from "../parts/timeline-items.js"
 * @import { PropertyValues } from "lit"
 */

import { copyText } from "../browser/clipboard.js";
import { base, memberColours } from "../parts/base.js";
import { dayName } from "../parts/dates.js";
import { iconDown, mark } from "../parts/icons.js";
import { css, html, LitElement, nothing, repeat } from "../parts/lit.js";
import { messageStyle, messageView } from "../parts/message-view.js";
import { isMarkdownSettled, loadMarkdown, needsMarkdown } from "../parts/rich-text.js";
import { richTextStyle } from "../parts/rich-text-style.js";
import { t } from "../parts/strings.js";
import { timelineItems } from "../parts/timeline-items.js";

/** Closer to the end than this, new messages take the reader along. */
const STICK_PX = 100;
/** Closer to the edge of the window than this, it moves on. */
const EDGE_PX = 600;
const WINDOW = 160;
const STEP = 60;
const MOST_NAMES = 4;

/**
 * @fires older When messages above the first are wanted.
 * @fires retry With the cid of a failed message.
 * @fires remove With the cid of a failed message.
 * @fires invite
 * @fires place With whether the end is in sight.
 */
export class Timeline extends LitElement {
  static properties = {
    messages: { attribute: false },
    outbox: { attribute: false },
    notices: { attribute: false },
    you: { attribute: false },
    hasOlder: { type: Boolean },
    isLoaded: { type: Boolean },
    isAtEnd: { state: true },
  };

  /** The window ends with this message; undefined is with the newest. */
  /** @type {number | undefined} */
  #lastSeq;
  #size = WINDOW;
  /** The newest message that was on the screen's end. */
  #seenSeq = 0;
  /** What to keep in its place over the next render. */
  /** @type {{ key: string, top: number } | undefined} */
  #anchor;
  /** Where the end was when it was last gone to, and how high the view was. */
  #stuckTop = 0;
  #stuckHeight = 0;
  #resized = new ResizeObserver(() => this.#stick());

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
    this.hasOlder = false;
    this.isLoaded = false;
    this.isAtEnd = true;
  }

  /** Goes to the newest message, as after sending one. */
  toEnd() {
    this.#lastSeq = undefined;
    this.#size = WINDOW;
    this.isAtEnd = true;
    this.#stuckTop = 0;
    this.requestUpdate();
  }

  get #scroller() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".scroller"));
  }

  get #hasTail() {
    return this.#lastSeq === undefined;
  }

  /** @override @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (!this.hasUpdated) return;
    // The reader has moved, and the browser has not yet said so.
    if (this.isAtEnd && this.#scroller.scrollTop < this.#stuckTop - 1) this.#scrolled();
    if (this.isAtEnd) {
      this.#seenSeq = this.messages.at(-1)?.seq ?? 0;
    } else if (changed.has("messages") && this.#hasTail && this.#window().length >= WINDOW + STEP) {
      // The reader is above and the window is full: what arrives now is only counted.
      this.#lastSeq = /** @type {readonly Message[] | undefined} */ (changed.get("messages"))?.at(-1)?.seq;
    }
    this.#anchor = this.isAtEnd ? undefined : this.#firstVisible();
  }

  /** @override */
  render() {
    return html`
      <div class="scroller" role="log" aria-live="off" aria-label=${t.messages} tabindex="0" @scroll=${this.#scrolled}>
        <div class="column">${this.isLoaded && !this.#waitsForMarkdown() ? this.#conversation() : skeleton()}</div>
      </div>
      ${this.isLoaded && !this.isAtEnd ? this.#endButton() : nothing}
    `;
  }

  /** @override */
  firstUpdated() {
    this.#resized.observe(this.#scroller);
    this.#resized.observe(/** @type {Element} */ (this.#scroller.firstElementChild));
    whenIdle(() => loadMarkdown());
  }

  /** @override */
  updated() {
    if (this.isAtEnd) return this.#stick();
    if (!this.#anchor) return;
    const row = this.#row(this.#anchor.key);
    if (row) this.#scroller.scrollTop += row.getBoundingClientRect().top - this.#anchor.top;
    this.#anchor = undefined;
  }

  /** The part of the messages that is drawn. */
  #window() {
    const end = this.#hasTail ? this.messages.length : indexAfter(this.messages, this.#lastSeq ?? 0);
    return this.messages.slice(Math.max(0, end - this.#size), end);
  }

  /** Only the first draw waits; what comes later is drawn at once, and again when Markdown is here. */
  #waitsForMarkdown() {
    if (isMarkdownSettled()) return false;
    const pending = this.outbox.map(({ frame }) => (frame.type === "say" ? frame.text : ""));
    const texts = [...this.#window().map(({ text }) => text ?? ""), ...pending];
    if (!texts.some(needsMarkdown)) return false;
    loadMarkdown().then(() => this.requestUpdate());
    return !this.renderRoot.querySelector(".row, .empty");
  }

  #conversation() {
    const messages = this.#window();
    const outbox = this.#hasTail ? this.outbox : [];
    const isTop = !this.hasOlder && messages[0] === this.messages[0];
    if (messages.length === 0 && !outbox.some(({ frame }) => frame.type === "say")) return this.#empty();
    const items = timelineItems({ messages, outbox, notices: this.notices, you: this.you });
    return html`
      ${isTop ? html`<div class="top">${mark}</div>` : html`<p class="notice">${t.loading}</p>`}
      ${repeat(
        items,
        (item) => item.key,
        (item) => this.#item(item),
      )}
    `;
  }

  /** @param {Item} item */
  #item(item) {
    if (item.kind === "day") return html`<div class="day"><span>${dayName(item.at, Date.now())}</span></div>`;
    if (item.kind === "notice") return notice(item);
    return messageView(item, {
      onRetry: (cid) => this.#tell("retry", cid),
      onRemove: (cid) => this.#tell("remove", cid),
      onCopy: copyText,
      me: this.you.name,
    });
  }

  #empty() {
    return html`
      <div class="empty">
        ${mark}
        <h2>${t.beginning}</h2>
        <p>${t.beginningHint}</p>
        <button class="primary" @click=${() => this.#tell("invite")}>${t.invite}</button>
        ${this.notices.map((each) => notice({ kind: "notice", key: "", notice: each }))}
      </div>
    `;
  }

  #endButton() {
    const fresh = this.messages.filter(
      ({ seq, from }) => seq > this.#seenSeq && from.id !== this.you.id,
    ).length;
    return html`<button class="to-end" aria-label=${fresh > 0 ? t.toNew(fresh) : t.toEnd} @click=${this.#pressedToEnd}>
      ${iconDown}${fresh > 0 ? t.newMessages(fresh) : nothing}
    </button>`;
  }

  #pressedToEnd() {
    this.toEnd();
    // The button goes away; the place it led to takes the focus.
    this.#scroller.focus({ preventScroll: true });
    this.#tell("place", true);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Not the reader moved, but the view: a keyboard came up, the composer grew.
    if (this.isAtEnd && clientHeight !== this.#stuckHeight) return this.#stick();
    const below = scrollHeight - scrollTop - clientHeight;
    const isAtEnd = this.#hasTail && below <= STICK_PX;
    if (isAtEnd !== this.isAtEnd) {
      this.isAtEnd = isAtEnd;
      this.#tell("place", isAtEnd);
    }
    if (isAtEnd) this.#size = WINDOW;
    else if (scrollTop < EDGE_PX) this.#moveUp();
    else if (below < EDGE_PX) this.#moveDown();
  }

  #moveUp() {
    const drawn = this.#window();
    if (drawn[0] !== this.messages[0]) {
      if (this.#size < WINDOW + STEP) this.#size += STEP;
      else this.#lastSeq = drawn.at(-STEP - 1)?.seq;
      this.requestUpdate();
    } else if (this.hasOlder) {
      // What is loaded then comes above the window; scrolling on moves the window there.
      if (this.#size < WINDOW + STEP) this.#size += STEP;
      else this.#lastSeq = drawn.at(-STEP - 1)?.seq ?? this.#lastSeq;
      this.#tell("older");
    }
  }

  #moveDown() {
    if (this.#hasTail) return;
    const end = indexAfter(this.messages, this.#lastSeq ?? 0) + STEP;
    this.#lastSeq = end >= this.messages.length ? undefined : this.messages[end - 1]?.seq;
    this.requestUpdate();
  }

  #stick() {
    if (!this.isAtEnd || !this.hasUpdated) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#stuckTop = this.#scroller.scrollTop;
    this.#stuckHeight = this.#scroller.clientHeight;
  }

  #firstVisible() {
    const top = this.#scroller.getBoundingClientRect().top;
    for (const row of this.renderRoot.querySelectorAll(".row")) {
      const box = row.getBoundingClientRect();
      if (box.bottom > top) return { key: /** @type {HTMLElement} */ (row).dataset.key ?? "", top: box.top };
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

  static styles = [
    base,
    memberColours,
    messageStyle,
    richTextStyle,
    css`
      :host {
        position: relative;
        display: grid;
        min-height: 0;
      }

      .scroller {
        overflow: hidden auto;
        overscroll-behavior: contain;
        /* Positions are kept by hand, the same way in every browser. */
        overflow-anchor: none;
        scrollbar-gutter: stable both-edges;
      }

      .scroller:focus-visible {
        outline-offset: -3px;
      }

      .column {
        display: flow-root;
        max-width: var(--measure);
        min-height: 100%;
        margin-inline: auto;
        padding: var(--space-4) max(var(--space-4), env(safe-area-inset-right)) var(--space-4)
          max(var(--space-4), env(safe-area-inset-left));
      }

      .top {
        display: grid;
        justify-content: center;
        padding-block: var(--space-5) var(--space-3);
        opacity: 0.6;
      }

      .day {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        margin-block: var(--space-5) var(--space-3);
        color: var(--text-soft);
        font-size: var(--size-xs);
        font-weight: 600;
      }

      .day::before,
      .day::after {
        flex: 1;
        height: 1px;
        background: var(--line);
        content: "";
      }

      .notice {
        margin-block: var(--space-4);
        color: var(--text-soft);
        font-size: var(--size-s);
        text-align: center;
        overflow-wrap: anywhere;
      }

      .empty {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--space-2);
        min-height: 55dvh;
        text-align: center;
      }

      .empty .mark {
        width: 4.5rem;
        height: 4.5rem;
        margin-bottom: var(--space-3);
      }

      .empty h2 {
        font: 500 var(--size-xl) / 1.2 var(--serif);
      }

      .empty p {
        max-width: 24rem;
        color: var(--text-soft);
        text-wrap: balance;
      }

      .empty button {
        margin-top: var(--space-4);
        padding-inline: var(--space-5);
      }

      .to-end {
        position: absolute;
        inset-block-end: var(--space-3);
        justify-self: center;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--raised);
        color: var(--link);
        box-shadow: var(--shadow-high);
        padding-inline: var(--space-3);
      }

      .bone {
        height: 2.25rem;
        margin-top: var(--space-2);
        border-radius: var(--radius-l);
        background: var(--skeleton);
      }

      .bone:nth-child(3n + 1) {
        width: 62%;
        margin-top: var(--space-5);
      }

      .bone:nth-child(3n + 2) {
        width: 38%;
      }

      .bone:nth-child(3n) {
        width: 48%;
        margin-top: var(--space-5);
        margin-inline-start: auto;
      }

      @media (prefers-reduced-motion: no-preference) {
        .bone {
          animation: breathe 1.6s ease-in-out infinite alternate;
        }
      }

      @keyframes breathe {
        to {
          opacity: 0.5;
        }
      }
    `,
  ];
}

/** Safari has no idle callback. */
const whenIdle =
  globalThis.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 1_000));

const skeleton = () => html`
  <p class="vh">${t.loading}</p>
  <div aria-hidden="true">${Array.from({ length: 9 }, () => html`<div class="bone"></div>`)}</div>
`;

/** @param {NoticeItem} item */
const notice = ({ notice: { joined, left } }) => {
  const said = [
    joined.length > 0 ? t.joined(names(joined)) : "",
    left.length > 0 ? t.left(names(left)) : "",
  ].filter(Boolean);
  return html`<p class="notice">${said.join(" · ")}</p>`;
};

/** @param {Member[]} members */
const names = (members) => {
  const shown = members.slice(0, MOST_NAMES).map(({ name }) => isolated(name));
  return members.length > MOST_NAMES ? [...shown, t.others(members.length - MOST_NAMES)] : shown;
};

/**
 * A right-to-left name must not turn the sentence round it.
 * @param {string} name
 */
const isolated = (name) => `\u2068${name}\u2069`;

/**
 * @param {readonly Message[]} messages
 * @param {number} seq
 */
const indexAfter = (messages, seq) => {
  const index = messages.findIndex((message) => message.seq > seq);
  return index < 0 ? messages.length : index;
};

customElements.define("alcove-timeline", Timeline);
