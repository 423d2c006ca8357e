/**
 * Deletes that can still be undone: the message disappears from the user's own page at once, and for everyone
 * when the time to undo is over. It sends nothing itself, and keeps nothing beyond the page: leaving the page
 * confirms the delete.
 *
 * @import { Clock } from "../client/link.js"
 */

/** Long enough to see what happened and to reach the button. */
export const UNDO_MS = 8_000;

export class PendingDeletes {
  /** @type {Map<number, unknown>} */
  #timers = new Map();
  /** @type {ReadonlySet<number>} */
  #seqs = new Set();
  #clock;
  #carryOut;

  /**
   * @param {Clock} clock
   * @param {(seq: number) => void} carryOut
   */
  constructor(clock, carryOut) {
    this.#clock = clock;
    this.#carryOut = carryOut;
  }

  /** The same set as long as nothing in it has changed. */
  get seqs() {
    return this.#seqs;
  }

  /** @param {number} seq */
  add(seq) {
    if (this.#timers.has(seq)) return;
    this.#timers.set(
      seq,
      this.#clock.setTimeout(() => this.#end(seq), UNDO_MS),
    );
    this.#seqs = new Set(this.#timers.keys());
  }

  /** @param {number} seq */
  undo(seq) {
    this.#clock.clearTimeout(this.#timers.get(seq));
    if (this.#timers.delete(seq)) this.#seqs = new Set(this.#timers.keys());
  }

  /** The page goes. */
  endAll() {
    for (const seq of this.#timers.keys()) this.#end(seq);
  }

  /** @param {number} seq */
  #end(seq) {
    this.undo(seq);
    this.#carryOut(seq);
  }
}
