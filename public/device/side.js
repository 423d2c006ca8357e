/**
 * What the two parts have in common: each follows the way between the devices from its beginning to its end. Without DOM. It
 * emits `change`; `state` says where it is.
 *
 * @import { Keys } from "./code.js"
 * @import { End, WayWorld } from "./way.js"
 *
 * @typedef {"expired" | "offline" | "broken" | "refused" | "cancelled" | "unkept" | "unknown"} Ending Why it came to nothing.
 *
 * @typedef {object} SideState
 * @property {string} phase It begins with `opening`; `done` and `ended` are the last.
 * @property {boolean} isOffline
 * @property {number} [endsAt] By the clock.
 * @property {Ending} [why] With `ended`.
 */

import { keysOf } from "./code.js";
import { endingOf } from "./ending.js";
import { Way } from "./way.js";

/** @template {SideState} State */
export class Side extends EventTarget {
  /** @type {State} */
  state;
  /** @type {Way | undefined} */
  way;
  world;
  #isMaker;

  /**
   * @param {State} state
   * @param {WayWorld} world
   * @param {boolean} isMaker It makes the room where the two meet.
   */
  constructor(state, world, isMaker) {
    super();
    this.state = state;
    this.world = world;
    this.#isMaker = isMaker;
  }

  /** @param {string} code A secret, or six words. */
  async start(code) {
    const keys = await keysOf(code);
    if (this.state.phase !== "opening") return;
    const way = new Way(keys, this.world, this.#isMaker);
    this.way = way;
    this.begin(keys);
    way.addEventListener("open", () => this.opened(way));
    way.addEventListener("text", async (event) => {
      try {
        await this.heard(/** @type {CustomEvent<string>} */ (event).detail);
      } catch {
        this.end("broken");
      }
    });
    way.addEventListener("said", () => this.said(way.pending));
    way.addEventListener("offline", () => this.#note({ isOffline: true }));
    way.addEventListener("online", () => this.#note({ isOffline: false }));
    way.addEventListener("end", (event) => {
      const why = /** @type {CustomEvent<End>} */ (event).detail;
      this.lost(endingOf(why, way, this.world.clock));
    });
  }

  /** One has closed it. */
  stop() {
    this.end("cancelled");
  }

  /** The network is back, or somebody looks again. */
  look() {
    this.way?.look();
  }

  /** @param {Ending} why */
  end(why) {
    const isOver = this.state.phase === "done" || this.state.phase === "ended";
    this.way?.leave();
    if (!isOver) this.#note({ phase: "ended", why });
  }

  /** @param {Partial<State>} changes */
  set(changes) {
    this.state = { ...this.state, ...changes };
    this.dispatchEvent(new Event("change"));
  }

  /** What is in the state of either. @param {Partial<SideState>} changes */
  #note(changes) {
    this.set(/** @type {Partial<State>} */ (changes));
  }

  // ---- what each does in its own way ----

  /** @param {Keys} _keys The way begins. */
  begin(_keys) {}

  /** @param {Way} _way Both may come. */
  opened(_way) {}

  /**
   * What makes no sense throws, and ends it.
   * @param {string} _text
   * @returns {unknown}
   */
  heard(_text) {
    return undefined;
  }

  /** @param {number} _pending Of what was said, so much is not there yet. */
  said(_pending) {}

  /** @param {Ending} why The way is gone. */
  lost(why) {
    this.end(why);
  }
}
