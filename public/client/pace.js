/**
 * How fast this client may send: a token bucket slightly stricter than the server's, so that in normal use no
 * frame is ever refused. It has no clock; the time is an argument.
 */

// The network squeezes gaps between frames, so the server sees them a little closer than they left.
const MARGIN = 0.95;

export class Pace {
  #burst = 1;
  #perMs = 1;
  #tokens = 0;
  #at = 0;

  /**
   * @param {{ burst: number, per_second: number }} limits
   * @param {number} now
   */
  constructor(limits, now) {
    this.#at = now;
    this.limit(limits);
    this.#tokens = this.#burst;
  }

  /** @param {{ burst: number, per_second: number }} limits */
  limit({ burst, per_second }) {
    this.#burst = Math.max(1, burst - 1);
    this.#perMs = Math.max(0.001, (per_second * MARGIN) / 1000);
    this.#tokens = Math.min(this.#tokens, this.#burst);
  }

  /**
   * Milliseconds until so many frames may have gone; 0 is now.
   * @param {number} now
   * @param {number} [frames]
   */
  wait(now, frames = 1) {
    this.#refill(now);
    const held = Math.max(0, this.#at - now);
    return this.#tokens >= frames ? held : held + Math.ceil((frames - this.#tokens) / this.#perMs);
  }

  /**
   * Takes the place of one frame, if there is one.
   * @param {number} now
   * @param {number} [spare] How many must be left for more urgent frames.
   */
  take(now, spare = 0) {
    this.#refill(now);
    if (now < this.#at || this.#tokens < 1 + spare) return false;
    this.#tokens -= 1;
    return true;
  }

  /**
   * The server said to wait: one frame at `until`, and from there at the steady rate.
   * @param {number} until
   */
  hold(until) {
    if (until <= this.#at) return;
    this.#at = until;
    this.#tokens = 1;
  }

  /** @param {number} now */
  #refill(now) {
    if (now <= this.#at) return;
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
