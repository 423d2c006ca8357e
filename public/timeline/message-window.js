/**
 * Decides which of the loaded messages are drawn: a sliding window that keeps the document small however many
 * there are. Pure; it knows no element, only the scroll position.
 *
 * @import { Message } from "../client/protocol.js"
 */

/** Some screens full, so that the edge is rarely in sight. */
const SIZE = 160;
const STEP = 60;

export class MessageWindow {
  /** It ends with this message; undefined: with the newest. @type {number | undefined} */
  #lastSeq;
  #size = SIZE;

  /** It ends with the newest message that is loaded. */
  get hasTail() {
    return this.#lastSeq === undefined;
  }

  /** @param {readonly Message[]} messages */
  of(messages) {
    const end = this.#end(messages);
    return messages.slice(Math.max(0, end - this.#size), end);
  }

  toEnd() {
    this.#lastSeq = undefined;
    this.#size = SIZE;
  }

  /** The reader is at the end, where a window that has grown is not needed. */
  shrink() {
    this.#size = SIZE;
  }

  /**
   * So that this message is in its middle.
   * @param {readonly Message[]} messages
   * @param {number} seq
   */
  around(messages, seq) {
    this.#size = SIZE;
    this.#endAt(messages, indexAfter(messages, seq) + SIZE / 2);
  }

  /**
   * Towards what is older. At the top of what is loaded it moves on only once more is there.
   * @param {readonly Message[]} messages
   */
  up(messages) {
    if (this.#size < SIZE + STEP) this.#size += STEP;
    else if (this.of(messages)[0] !== messages[0]) this.#lastSeq = this.of(messages).at(-STEP - 1)?.seq;
  }

  /** @param {readonly Message[]} messages */
  down(messages) {
    this.#endAt(messages, this.#end(messages) + STEP);
  }

  /**
   * The reader is above and this has come below: it is drawn only as far as there is room, for what
   * is drawn already stays.
   * @param {readonly Message[]} before What was there until now.
   * @param {readonly Message[]} now
   */
  hold(before, now) {
    const last = before.at(-1)?.seq;
    if (!this.hasTail || last === undefined) return;
    const size = this.of(before).length + now.length - indexAfter(now, last);
    if (size > SIZE + STEP) this.#lastSeq = last;
    else this.#size = Math.max(this.#size, size);
  }

  /** @param {readonly Message[]} messages */
  #end(messages) {
    return this.#lastSeq === undefined ? messages.length : indexAfter(messages, this.#lastSeq);
  }

  /**
   * @param {readonly Message[]} messages
   * @param {number} end
   */
  #endAt(messages, end) {
    this.#lastSeq = end >= messages.length ? undefined : messages[end - 1]?.seq;
  }
}

/**
 * @param {readonly Message[]} messages
 * @param {number} seq
 */
const indexAfter = (messages, seq) => {
  const index = messages.findIndex((message) => message.seq > seq);
  return index < 0 ? messages.length : index;
};
