/**
 * Deletions that can still be undone: a message is gone from one's own page at once, and for everyone
 * when the time to think again is over. It sends nothing itself, and keeps nothing beyond the page:
 * who leaves has made up their mind.
 *
 * @import { Clock } from "./link.js"
 */

/** Long enough to see what happened and to reach the button. */
export const UNDO_MS = 8_000;

export class SecondThoughts {
  /** @type {Map<number, unknown>} */
  #timers = new Map();
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

  /** @returns {ReadonlySet<number>} */
  get seqs() {
    return new Set(this.#timers.keys());
  }

  /** @param {number} seq */
  add(seq) {
    if (this.#timers.has(seq)) return;
    this.#timers.set(
      seq,
      this.#clock.setTimeout(() => this.#end(seq), UNDO_MS),
    );
  }

  /** @param {number} seq */
  undo(seq) {
    this.#clock.clearTimeout(this.#timers.get(seq));
    this.#timers.delete(seq);
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
