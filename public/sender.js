/**
 * What this client has to say: takes frames into the outbox, sends them as fast as the room allows,
 * and keeps each until its echo or a final refusal. It opens no socket; `connection.js` tells it when
 * there is one to send on, and what came back.
 *
 * @import { Clock } from "./link.js"
 * @import { KeyStore, Entry, SentPoint } from "./outbox.js"
 * @import { LogEvent, LogFrame, Refusal } from "./protocol.js"
 *
 * @typedef {object} SenderEvents
 * @property {() => void} onChange The outbox or `heldUntil` has changed.
 * @property {(error: Refusal) => void} onRefused What has no place in the outbox.
 * @property {() => void} onSilence A frame that went out has had no echo for too long.
 */

import { Outbox } from "./outbox.js";
import { Pace } from "./pace.js";
import { DEFAULT_LIMITS, waitOf } from "./protocol.js";

const ECHO_WITHIN_MS = 20_000;
/** How long to leave a frame alone when the server says "again" but not when. */
const RETRY_MS = 1_000;

export class Sender {
  outbox;
  /** When the last frame will have gone, if the pace or the server makes it wait; else 0. */
  heldUntil = 0;

  #clock;
  #events;
  #pace;
  /** The way out, while frames may go: from being live to the end of the socket. */
  /** @type {{ send: (frame: object) => void, point: () => SentPoint } | undefined} */
  #way;
  /** When each frame went out on this socket, by cid. */
  /** @type {Map<string, number>} */
  #inFlight = new Map();
  /** @type {unknown} */
  #flushTimer;
  /** @type {unknown} */
  #echoTimer;

  /**
   * @param {KeyStore} storage
   * @param {string} key
   * @param {Clock} clock
   * @param {SenderEvents} events
   */
  constructor(storage, key, clock, events) {
    this.#clock = clock;
    this.#events = events;
    this.outbox = new Outbox(storage, key);
    this.#pace = new Pace(DEFAULT_LIMITS, clock.now());
  }

  // ---- what is to be said ----

  /**
   * @param {LogFrame} frame
   * @param {string} [epoch]
   */
  add(frame, epoch) {
    this.outbox.add({ frame, at: this.#clock.date(), ...(epoch && { epoch }) });
    this.#events.onChange();
    this.flush();
  }

  /** @param {string} cid */
  retry(cid) {
    this.outbox.retry(cid);
    this.#events.onChange();
    this.flush();
  }

  /** @param {string} cid */
  discard(cid) {
    if (!this.outbox.find(cid)?.failed) return;
    this.outbox.remove(cid);
    this.#events.onChange();
  }

  /**
   * Nothing of it can be sent any more. Words are kept for the user, those of an edit as words of their
   * own: the message that they were for may be gone.
   * @param {string} code
   * @param {(entry: Entry) => boolean} [isOver]
   */
  giveUpAll(code, isOver = () => true) {
    const over = this.outbox.entries.filter(isOver);
    for (const { frame, failed } of over) {
      if (frame.type === "say" || frame.type === "edit") {
        if (failed?.code !== code) this.outbox.giveUp(frame.cid, frame.text, { code, message: code });
      } else this.outbox.remove(frame.cid);
    }
    if (over.length > 0) this.#events.onChange();
  }

  /** @param {string} key */
  adopt(key) {
    this.outbox.adopt(key);
    this.#events.onChange();
    this.flush();
  }

  // ---- the way out ----

  /** @param {{ burst: number, per_second: number }} limits */
  limit(limits) {
    this.#pace.limit(limits);
  }

  /**
   * Everything is caught up: with the next `flush`, what waits may go.
   * @param {{ send: (frame: object) => void, point: () => SentPoint }} way
   */
  open(way) {
    this.#way = way;
  }

  /** The socket is gone: what was in flight has to go again, once the replay has shown what arrived. */
  close() {
    this.#way = undefined;
    this.#inFlight.clear();
    this.#clock.clearTimeout(this.#flushTimer);
    this.#clock.clearTimeout(this.#echoTimer);
    this.#setHeld(0);
  }

  /** Milliseconds until a frame beside the outbox may go. */
  get wait() {
    return this.#pace.wait(this.#clock.now());
  }

  /**
   * Sends a frame beside the outbox, if it may go now.
   * @param {object} frame
   * @param {number} [spare] How many must be left for more urgent frames.
   */
  sendNow(frame, spare) {
    if (!this.#way || !this.#pace.take(this.#clock.now(), spare)) return false;
    this.#way.send(frame);
    return true;
  }

  /** Sends what waits, in order, as far as the pace allows. */
  flush() {
    if (!this.#way) return;
    const open = this.outbox.entries.filter(({ frame, failed }) => !failed && !this.#inFlight.has(frame.cid));
    for (const [gone, entry] of open.entries()) {
      const now = this.#clock.now();
      const wait = this.#pace.wait(now);
      if (wait > 0) {
        this.#setHeld(now + this.#pace.wait(now, open.length - gone));
        this.#clock.clearTimeout(this.#flushTimer);
        this.#flushTimer = this.#clock.setTimeout(() => this.flush(), wait);
        return;
      }
      this.#pace.take(now);
      this.#send(entry, this.#way);
    }
    this.#setHeld(0);
    this.watchEchoes();
  }

  /**
   * @param {Entry} entry
   * @param {{ send: (frame: object) => void, point: () => SentPoint }} way
   */
  #send({ frame }, way) {
    this.outbox.sending(frame.cid, way.point());
    this.#inFlight.set(frame.cid, this.#clock.now());
    way.send(frame);
  }

  // ---- what comes back ----

  /**
   * The echo is the acknowledgement, on whatever way it comes.
   * @param {LogEvent} event
   * @param {string | undefined} you
   */
  acknowledge(event, you) {
    const entry = this.outbox.find(event.cid);
    if (!entry || (event.from.id !== you && event.from.id !== entry.sent?.as)) return;
    this.outbox.remove(event.cid);
    this.#inFlight.delete(event.cid);
  }

  /**
   * @param {Refusal} error
   * @returns {number} How long to leave everything alone, in ms.
   */
  refused(error) {
    const wait = waitOf(error) ?? RETRY_MS;
    const entry = this.outbox.find(error.cid);
    const isToWait = error.code === "rate_limited" || (entry && error.retryable);
    if (isToWait) this.#pace.hold(this.#clock.now() + wait);
    if (entry) this.#inFlight.delete(entry.frame.cid);
    if (entry && error.retryable) this.flush();
    else if (entry) this.#giveUp(entry, error);
    else if (error.code !== "rate_limited") this.#events.onRefused(error);
    return wait;
  }

  /**
   * Words are worth keeping; another change that cannot be made is told and forgotten.
   * @param {Entry} entry
   * @param {Refusal} error
   */
  #giveUp({ frame }, error) {
    if (frame.type === "say" || frame.type === "edit") {
      this.outbox.fail(frame.cid, { code: error.code, message: error.message });
    } else {
      this.outbox.remove(frame.cid);
      const isGoneAnyway = frame.type === "delete" && error.code === "not_found";
      if (!isGoneAnyway) this.#events.onRefused(error);
    }
  }

  /** A frame without an echo means a socket that only looks alive. */
  watchEchoes() {
    this.#clock.clearTimeout(this.#echoTimer);
    const oldest = this.#inFlight.values().next().value;
    if (oldest === undefined) return;
    const wait = Math.max(0, oldest + ECHO_WITHIN_MS - this.#clock.now());
    this.#echoTimer = this.#clock.setTimeout(() => this.#events.onSilence(), wait);
  }

  /** @param {number} until */
  #setHeld(until) {
    if (until === this.heldUntil) return;
    this.heldUntil = until;
    this.#events.onChange();
  }
}
