/**
 * Messages that replies quote and that are not loaded: requested one by one, cached, and kept up to date. It
 * only reads; a reply never waits for its quote.
 *
 * @import { Message, ServerEvent } from "../client/protocol.js"
 *
 * @typedef {(seq: number) => Promise<Message | undefined>} Fetcher Undefined: there is no such message.
 */

import { MOST_MESSAGES } from "./message-log.js";

/** Fewer than there are replies in view would drive each other out, and be asked for again and again. */
const MOST_KEPT = 2 * MOST_MESSAGES;
/** More are not awaited, however many replies come while none of what they answer can be had. */
const MOST_AWAITED = 50;
const MOST_AT_ONCE = 4;

export class ReplyCache extends EventTarget {
  /** `undefined`: asked for, not here; `null`: there is none. @type {Map<number, Message | null | undefined>} */
  #kept = new Map();
  /** @type {number[]} */
  #waiting = [];
  #underWay = 0;
  #awaited = 0;
  #fetch;

  /** @param {Fetcher} fetch */
  constructor(fetch) {
    super();
    this.#fetch = fetch;
  }

  /**
   * The message, as soon as it is here: then `change` is emitted.
   * @param {number} seq
   */
  get(seq) {
    if (!this.#kept.has(seq)) {
      this.#kept.set(seq, undefined);
      this.#waiting.push(seq);
      this.#next();
    }
    return this.#kept.get(seq);
  }

  /**
   * The same, awaited, unless too many are.
   * @param {number} seq
   * @returns {Promise<Message | null>}
   */
  async find(seq) {
    if (this.#awaited >= MOST_AWAITED) return null;
    this.#awaited += 1;
    try {
      for (;;) {
        const message = this.get(seq);
        if (message !== undefined) return message;
        await new Promise((resolve) => this.addEventListener("change", resolve, { once: true }));
      }
    } finally {
      this.#awaited -= 1;
    }
  }

  /** @param {ServerEvent} event */
  apply(event) {
    if (event.type !== "edited" && event.type !== "deleted") return;
    const quoted = this.#kept.get(event.target);
    if (event.type === "deleted") {
      if (quoted) this.#kept.set(event.target, { ...quoted, text: undefined, deleted: true });
    } else if (quoted && !quoted.deleted && event.text !== undefined) {
      this.#kept.set(event.target, { ...quoted, text: event.text });
    }
    // What is under way may have been read before this.
    if (quoted === undefined) this.#kept.delete(event.target);
  }

  /** The numbers mean other messages now. */
  forget() {
    this.#kept.clear();
    this.#waiting = [];
  }

  /** What could not be had while away may be there now. */
  askAgain() {
    for (const [seq, message] of this.#kept) if (message === undefined) this.#kept.delete(seq);
    this.dispatchEvent(new Event("change"));
  }

  async #next() {
    if (this.#underWay >= MOST_AT_ONCE) return;
    const seq = this.#waiting.shift();
    if (seq === undefined) return;
    this.#underWay += 1;
    const message = await this.#fetch(seq).then(
      (found) => found ?? null,
      () => undefined,
    );
    this.#underWay -= 1;
    if (message !== undefined && this.#kept.has(seq)) this.#kept.set(seq, message);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? 0);
    if (message !== undefined) this.dispatchEvent(new Event("change"));
    this.#next();
  }
}
