/**
 * When a lost connection is tried again: at random within a time that doubles with each failure, so that those
 * who lost a room at the same moment do not come back at the same moment.
 *
 * @import { Clock } from "./link.js"
 */

/** All who were in a room lose it in the same moment, and are back within this time. */
const FIRST_MS = 2_000;
const MOST_MS = 30_000;
/** The same, for who looks at the page. */
const WATCHED_MS = 8_000;
/** However much somebody types meanwhile. */
const NUDGED_EVERY_MS = 3_000;

export class Backoff {
  /** Somebody looks at the page, and waits less long. */
  isWatched = true;
  #failures = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  /** Sooner, the server has asked not to be tried. */
  #notBefore = Number.NEGATIVE_INFINITY;
  #clock;
  #randomBytes;

  /** @param {{ clock: Clock, randomBytes: (bytes: number) => Uint8Array }} world */
  constructor({ clock, randomBytes }) {
    this.#clock = clock;
    this.#randomBytes = randomBytes;
  }

  tried() {
    this.#triedAt = this.#clock.now();
  }

  failed() {
    this.#failures += 1;
  }

  reset() {
    this.#failures = 0;
  }

  /**
   * The moment of the next try.
   * @param {number} least How many ms it is away at least.
   */
  next(least) {
    const most = Math.min(this.isWatched ? WATCHED_MS : MOST_MS, FIRST_MS * 2 ** this.#failures);
    this.#notBefore = this.#clock.now() + least;
    return this.#notBefore + Math.floor(this.fraction() * most);
  }

  /** The moment of the next try where somebody waits for it. */
  get soonest() {
    return Math.max(this.#notBefore, this.#triedAt + NUDGED_EVERY_MS);
  }

  /** The last try is long enough ago for another, if somebody asks for one. */
  get isRested() {
    return this.#clock.now() >= this.#triedAt + NUDGED_EVERY_MS;
  }

  /** In [0, 1). */
  fraction() {
    const [a = 0, b = 0] = this.#randomBytes(2);
    return (a * 256 + b) / 65_536;
  }
}
