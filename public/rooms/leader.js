/**
 * Of all tabs of the browser, one leads: it does what is to be done once. By a lock, where the browser has them and gives
 * one; else the tabs agree by what they tell each other, and one that says nothing for long is taken to be gone. When the
 * leader is closed or frozen, another takes over. Where tabs cannot tell each other anything, each leads while it is seen.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Channel } from "./my-rooms.js"
 *
 * @typedef {object} Locks The part of a browser's LockManager that is used.
 * @property {(name: string, options: { signal: AbortSignal }, held: () => Promise<void>) => Promise<unknown>} request
 */

const BEAT_MS = 5_000;
/** Two beats may come late. */
const SILENT_MS = 16_000;
/** By then a leader has answered. */
const ANSWER_WITHIN_MS = 500;

export class Leader {
  isLeading = false;
  #world;
  /** It is a lock that decides. */
  #isByLock;
  /** Ends what is under way, here and in the browser. @type {AbortController | undefined} */
  #stop;

  /**
   * @param {object} world
   * @param {string} world.name
   * @param {string} world.tab No other's.
   * @param {Locks} [world.locks]
   * @param {Channel} [world.channel]
   * @param {Clock} world.clock
   * @param {() => boolean} world.isSeen The tab is.
   * @param {(isLeading: boolean) => void} world.onChange
   */
  constructor(world) {
    this.#world = world;
    this.#isByLock = world.locks !== undefined;
    world.channel?.addEventListener("message", ({ data }) => this.#told(data));
  }

  /** Stands for it. */
  begin() {
    if (this.#stop) return;
    this.#stop = new AbortController();
    const { locks } = this.#world;
    if (locks && this.#isByLock) void this.#lock(locks, this.#stop.signal);
    else this.#agree();
  }

  /** The tab is seen now, or not any more. */
  turned() {
    if (this.#stop && !this.#isByLock && !this.#world.channel) this.#agree();
  }

  /** Leaves it to another: the page goes, or is frozen. */
  end() {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#world.clock.clearTimeout(this.#timer);
    if (this.isLeading) this.#world.channel?.postMessage({ left: this.#world.tab });
    this.#set(false);
  }

  /**
   * @param {Locks} locks
   * @param {AbortSignal} signal
   */
  async #lock(locks, signal) {
    const held = () =>
      /** @type {Promise<void>} */ (
        new Promise((release) => {
          if (signal.aborted) return release();
          signal.addEventListener("abort", () => release());
          this.#set(true);
        })
      );
    try {
      await locks.request(this.#world.name, { signal }, held);
    } catch {
      // It is refused when this tab stands no longer for it; or to all, where the browser is to store nothing for this site.
      if (signal.aborted) return;
      this.#isByLock = false;
      this.#agree();
    }
  }

  // ---- without locks ----

  #agree() {
    const { channel, isSeen, tab } = this.#world;
    if (!channel) return this.#set(isSeen());
    this.#claimIn(ANSWER_WITHIN_MS);
    channel.postMessage({ asks: tab });
  }

  /** @type {unknown} */
  #timer;

  /** @param {number} ms */
  #claimIn(ms) {
    const { clock } = this.#world;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => this.#claim(), ms);
  }

  #claim() {
    this.#world.channel?.postMessage({ leads: this.#world.tab });
    this.#set(true);
    this.#claimIn(BEAT_MS);
  }

  /** @param {any} message */
  #told(message) {
    const { tab } = this.#world;
    if (!this.#stop || this.#isByLock) return;
    const { asks, leads, left } = Object(message);
    if ((asks && this.isLeading) || (leads && this.isLeading && leads > tab)) return this.#claim();
    if (leads) {
      this.#set(false);
      this.#claimIn(SILENT_MS);
    }
    // Not all at once; and whoever comes second sees that there is one.
    if (left) this.#claimIn(ANSWER_WITHIN_MS * share(tab));
  }

  /** @param {boolean} isLeading */
  #set(isLeading) {
    if (isLeading === this.isLeading) return;
    this.isLeading = isLeading;
    this.#world.onChange(isLeading);
  }
}

/** In [0, 1), another for each tab. @param {string} tab */
const share = (tab) => {
  let hash = 0;
  for (let at = 0; at < tab.length; at += 1) hash = (hash * 31 + tab.charCodeAt(at)) % 1_009;
  return hash / 1_009;
};
