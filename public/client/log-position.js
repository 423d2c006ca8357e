/**
 * How much of the room's log has been received, across any number of sockets: every event up to a seq. It moves
 * by exactly one, after a first page of history or a replay from where it was.
 *
 * @import { History, Welcome } from "./protocol.js"
 *
 * @typedef {{ epoch: string, after: number }} Point Everything up to `after` of this epoch.
 */

export class LogPosition {
  /** @type {Point | undefined} Nothing before the first page. */
  point;
  /** The replay is complete when `after` is here. */
  #target = 0;
  /** The welcome whose first page of history is still to come. */
  /** @type {Welcome | undefined} */
  #awaitingPage;

  forget() {
    this.point = undefined;
  }

  /**
   * @param {Welcome} welcome
   * @param {Partial<Point>} asked From where the replay was asked for.
   * @returns {boolean} Whether it comes; else a first page does.
   */
  welcomed(welcome, { epoch, after }) {
    if (welcome.recovered && epoch !== undefined && after !== undefined) {
      this.point ??= { epoch, after };
      this.#target = welcome.seq;
      this.#awaitingPage = undefined;
      return true;
    }
    this.point = undefined;
    this.#awaitingPage = welcome;
    return false;
  }

  /**
   * @param {History} page
   * @returns {boolean} Whether it is the first page, which nobody asked for.
   */
  takeFirst({ ref, events }) {
    if (!this.#awaitingPage || ref) return false;
    const { epoch, seq } = this.#awaitingPage;
    this.point = { epoch, after: Math.max(seq, events.at(-1)?.seq ?? 0) };
    this.#target = seq;
    this.#awaitingPage = undefined;
    return true;
  }

  /**
   * @param {number} seq Of an event.
   * @returns {boolean | undefined} Whether it is news; undefined: something before it is missing.
   */
  take(seq) {
    if (!this.point || seq <= this.point.after) return false;
    if (seq > this.point.after + 1) return undefined;
    this.point = { ...this.point, after: seq };
    return true;
  }

  /** All that the server had when it welcomed us is here. */
  get isComplete() {
    return this.point !== undefined && this.point.after >= this.#target;
  }
}
