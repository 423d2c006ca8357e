/**
 * Since when the server has been unreachable, and why, as far as it says: a socket that does not open gives no
 * reason, so the page asks over HTTP.
 *
 * @import { Connection, Status } from "../client/connection.js"
 * @import { Clock } from "../client/link.js"
 *
 * @typedef {() => Promise<Trouble | undefined>} Asker Why the room cannot be reached, if the server says so.
 * @typedef {{ code: string, wait: number }} Trouble An error's code, and how long to wait, in ms.
 */

/** The server is there, and lets pages of this address in, but no socket opens. */
export const NO_SOCKET = "no_socket";

/** A shorter silence is not worth a word. */
const BLIP_MS = 5_000;
/** Asking why costs a server in trouble a request, so not too soon and not too often. */
const ASK_AFTER_MS = 5_000;
const ASK_EVERY_MS = 30_000;

export class Outage {
  /** The server is away for more than a moment, or there is no network at all. */
  isLost = false;
  /** What the server said of why it cannot be reached: the code of an error, or nothing. */
  trouble = "";
  /** By `clock.now`; 0 while it is there. */
  #since = 0;
  /** @type {unknown} */
  #timer;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The server answers over HTTP. */
  #isReachable = false;
  #connection;
  #clock;
  #askWhy;
  #isOnline;
  #changed;

  /**
   * @param {Connection} connection
   * @param {{ clock: Clock, askWhy?: Asker, isOnline: () => boolean }} world
   * @param {() => void} changed Called when it is another by itself.
   */
  constructor(connection, { clock, askWhy, isOnline }, changed) {
    this.#connection = connection;
    this.#clock = clock;
    this.#askWhy = askWhy;
    this.#isOnline = isOnline;
    this.#changed = changed;
  }

  /** @param {Status} status */
  noted(status) {
    this.#feelAway(!["live", "idle", "asking"].includes(status.phase));
    if (status.phase === "live") {
      this.trouble = "";
      this.#isReachable = false;
    } else if (status.phase === "waiting") {
      if (status.reason) this.trouble = status.reason;
      else if (this.#isReachable && status.isUnopened) this.trouble = NO_SOCKET;
      if (!status.reason) void this.#ask();
    }
  }

  /** @param {boolean} isAway */
  #feelAway(isAway) {
    if (isAway && this.#since === 0) {
      this.#since = this.#clock.now();
      this.#timer = this.#clock.setTimeout(() => this.#lose(), BLIP_MS);
    }
    if (isAway && !this.#isOnline()) this.#lose();
    if (isAway) return;
    this.#clock.clearTimeout(this.#timer);
    this.#since = 0;
    this.isLost = false;
  }

  #lose() {
    if (this.#since === 0 || this.isLost) return;
    this.isLost = true;
    this.#changed();
  }

  async #ask() {
    const now = this.#clock.now();
    const isTooSoon = now - this.#since < ASK_AFTER_MS || now - this.#askedAt < ASK_EVERY_MS;
    if (!this.#askWhy || isTooSoon) return;
    this.#askedAt = now;
    const trouble = await this.#askWhy().catch(() => undefined);
    // On a slow line the next try is on its way by now.
    if (!["waiting", "connecting"].includes(this.#connection.status.phase)) return;
    const wasReachable = this.#isReachable;
    this.#isReachable = trouble?.code === NO_SOCKET;
    // It may just be back: that sockets alone do not get through is known only when the next has not.
    if (this.#isReachable && !wasReachable) return this.#connection.reconnectNow();
    this.trouble = trouble?.code ?? "";
    if (trouble) this.#connection.postpone(trouble.wait);
    this.#changed();
  }
}
