/**
 * The server's time: the device's clock may be days off, and may be changed at any moment. It is used only for
 * dates that are shown; durations are measured with `clock.now`.
 *
 * @import { Clock } from "./link.js"
 */

export class ServerTime {
  #clock;
  #isConnected;
  /** What the server said last, and what our clocks said then. */
  /** @type {{ at: number, now: number, date: number } | undefined} */
  #told;

  /**
   * @param {Clock} clock
   * @param {() => boolean} isConnected
   */
  constructor(clock, isConnected) {
    this.#clock = clock;
    this.#isConnected = isConnected;
  }

  /**
   * It is this time there.
   * @param {number} at
   */
  tell(at) {
    this.#told = { at, now: this.#clock.now(), date: this.#clock.date() };
  }

  /**
   * It is this time there, or later.
   * @param {number} at
   */
  tellAtLeast(at) {
    if (at > this.date) this.tell(at);
  }

  /**
   * One's own clock, until the server has told. From then on what has passed by the clock that nobody
   * sets; that one stands still while some computers sleep, which ends every connection.
   */
  get date() {
    const date = this.#clock.date();
    if (!this.#told) return date;
    const passed = this.#clock.now() - this.#told.now;
    return this.#told.at + (this.#isConnected() ? passed : Math.max(passed, date - this.#told.date));
  }
}
