/**
 * One socket, from open to close: parses its frames, notices when it has gone silent, and reports its end
 * exactly once. It never reconnects and knows nothing of rooms; that is up to `connection.js`.
 *
 * @import { ServerEvent } from "./protocol.js"
 *
 * @typedef {object} Clock
 * @property {() => number} now Milliseconds since whenever; nobody can set it.
 * @property {() => number} date Milliseconds since the Unix epoch, by this device.
 * @property {(run: () => void, ms: number) => unknown} setTimeout
 * @property {(timer: any) => void} clearTimeout
 *
 * @typedef {object} Socket The part of a browser's WebSocket that is used.
 * @property {(data: string) => void} send
 * @property {(code?: number, reason?: string) => void} close
 * @property {(type: any, listener: (event: any) => void) => void} addEventListener
 *
 * @typedef {new (url: string) => Socket} SocketMaker
 *
 * @typedef {object} LinkEvents
 * @property {() => void} onOpen
 * @property {(events: ServerEvent[], data: string) => void} onEvents
 * @property {(code: number, reason: string) => void} onGone
 */

const OPEN_WITHIN_MS = 15_000;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;
/** Who says something after a longer silence finds out whether anybody is there. */
const QUIET_MS = 5_000;

/** What a browser calls a connection that ended without a close frame. */
const ABNORMAL = 1006;

export class Link {
  #socket;
  #clock;
  #events;
  #open = false;
  #gone = false;
  #heardAt = 0;
  /** @type {unknown} */
  #pingTimer;
  /** Runs while the peer owes us a sign of life: first the opening, later a pong. */
  #lifeTimer;

  /**
   * @param {string} url
   * @param {SocketMaker} WebSocket
   * @param {Clock} clock
   * @param {LinkEvents} events
   */
  constructor(url, WebSocket, clock, events) {
    this.#clock = clock;
    this.#events = events;
    this.#socket = new WebSocket(url);
    this.#lifeTimer = clock.setTimeout(() => this.drop("not opened in time"), OPEN_WITHIN_MS);
    this.#socket.addEventListener("open", () => this.#opened());
    this.#socket.addEventListener("message", (event) => this.#received(event.data));
    this.#socket.addEventListener("close", (event) => this.#end(event.code, event.reason ?? ""));
    // An error is always followed by a close, which tells more.
    this.#socket.addEventListener("error", () => {});
  }

  get isOpen() {
    return this.#open && !this.#gone;
  }

  /** It was a socket once, whatever became of it. */
  get wasOpen() {
    return this.#open;
  }

  /** @param {object} frame */
  send(frame) {
    if (!this.isOpen) return;
    this.#socket.send(JSON.stringify(frame));
    if (this.#clock.now() - this.#heardAt > QUIET_MS) this.probe();
  }

  /** Asks for a sign of life now, for instance when the network has changed. */
  probe() {
    if (!this.isOpen || this.#lifeTimer !== undefined) return;
    this.#clock.clearTimeout(this.#pingTimer);
    this.#ping();
  }

  /**
   * Gives the socket up without waiting for the other side, which may be long gone.
   * @param {string} reason
   * @param {number} [code]
   */
  drop(reason, code = ABNORMAL) {
    if (this.#gone) return;
    try {
      this.#socket.close(1000);
    } catch {
      // A socket that is still opening may refuse to close in some runtimes; it is let go anyway.
    }
    this.#end(code, reason);
  }

  #opened() {
    if (this.#gone) return;
    this.#open = true;
    this.#alive();
    this.#pingTimer = this.#clock.setTimeout(() => this.#ping(), PING_EVERY_MS);
    this.#events.onOpen();
  }

  #ping() {
    this.#socket.send("ping");
    this.#lifeTimer ??= this.#clock.setTimeout(() => this.drop("no pong"), PONG_WITHIN_MS);
    this.#pingTimer = this.#clock.setTimeout(() => this.#ping(), PING_EVERY_MS);
  }

  /** @param {unknown} data */
  #received(data) {
    if (this.#gone) return;
    this.#alive();
    if (data === "pong") return;
    const events = typeof data === "string" ? parse(data) : undefined;
    if (events) this.#events.onEvents(events, /** @type {string} */ (data));
    else this.drop("a frame that is no array of events");
  }

  #alive() {
    this.#heardAt = this.#clock.now();
    this.#clock.clearTimeout(this.#lifeTimer);
    this.#lifeTimer = undefined;
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #end(code, reason) {
    if (this.#gone) return;
    this.#gone = true;
    this.#alive();
    this.#clock.clearTimeout(this.#pingTimer);
    this.#events.onGone(code, reason);
  }
}

/**
 * @param {string} data
 * @returns {ServerEvent[] | undefined}
 */
const parse = (data) => {
  try {
    const events = JSON.parse(data);
    const sound = Array.isArray(events) && events.every((event) => typeof event?.type === "string");
    return sound ? events : undefined;
  } catch {
    return undefined;
  }
};
