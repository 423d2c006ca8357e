/**
 * Sends what the user writes: takes frames into the outbox, sends them as fast as the room allows, and keeps
 * each until its echo or a final refusal. It opens no socket; `connection.js` passes in an open one and what
 * comes back.
 *
 * @import { Clock } from "./link.js"
 * @import { KeyStore, Entry, SentPoint, Upload } from "./outbox.js"
 * @import { LogEvent, LogFrame, Refusal } from "./protocol.js"
 *
 * @typedef {object} SenderEvents
 * @property {() => void} onChange The outbox or `heldUntil` has changed.
 * @property {(error: Refusal) => void} onRefused What has no place in the outbox.
 * @property {(seq: number) => void} onUnwanted A message that was taken back has arrived.
 * @property {() => void} onSilence A frame that went out has had no echo for too long.
 */

import { HELD, lacksFiles, Outbox } from "./outbox.js";
import { Pace } from "./pace.js";
import { DEFAULT_LIMITS, utf8Length, waitOf } from "./protocol.js";

const ECHO_WITHIN_MS = 20_000;
/** How long to leave a frame alone when the server says "again" but not when. */
const RETRY_MS = 1_000;

export class Sender {
  outbox;
  /** When the last frame will have gone, if the pace or the server makes it wait; else 0. */
  heldUntil = 0;
  /** The room makes each wait between two messages. */
  isSlow = false;

  #clock;
  #events;
  #pace;
  /** @type {number} */
  #mostBytes = DEFAULT_LIMITS.frame;
  /** The way out, while frames may go: from being live to the end of the socket. */
  /** @type {{ send: (frame: object) => void, point: () => SentPoint } | undefined} */
  #way;
  /** No message goes before this: the room is slow. */
  #slowUntil = 0;
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
   * @param {readonly Upload[]} [uploads] Without which it does not go out.
   */
  add(frame, epoch, uploads) {
    this.outbox.add({ frame, at: this.#clock.date(), ...(epoch && { epoch }), ...(uploads && { uploads }) });
    this.#events.onChange();
    this.flush();
  }

  /** @param {string} cid */
  retry(cid) {
    if (this.outbox.find(cid)?.failed?.code === HELD) this.outbox.release(cid);
    else this.outbox.retry(cid);
    this.#events.onChange();
    this.flush();
  }

  /**
   * Takes back what was said, whatever has become of it: what never went out is gone at once, and what
   * did is deleted if it turns out that it has arrived.
   * @param {string} cid
   */
  withdraw(cid) {
    const entry = this.outbox.find(cid);
    if (!entry) return;
    if (mayArrive(entry)) this.outbox.withdraw(cid);
    else this.outbox.remove(cid);
    this.#events.onChange();
    this.flush();
  }

  /**
   * It does not go out while it is being changed. Of what is on its way the answer is awaited.
   * @param {string} cid
   */
  hold(cid) {
    if (this.outbox.find(cid)?.failed || this.#inFlight.has(cid)) return;
    this.outbox.fail(cid, { code: HELD, message: HELD });
    this.#events.onChange();
  }

  /**
   * @param {string} cid
   * @param {readonly { id: string }[] | string} [files] Under which its files are there now, or the code of why they
   * cannot be; none: they have to be brought again.
   */
  attach(cid, files) {
    if (typeof files === "string") this.outbox.fail(cid, { code: files, message: files });
    else this.outbox.attach(cid, files);
    this.#events.onChange();
    this.flush();
  }

  /** @param {string} cid */
  release(cid) {
    if (this.outbox.find(cid)?.failed?.code !== HELD) return;
    this.outbox.release(cid);
    this.#events.onChange();
    this.flush();
  }

  /**
   * Another text takes the place of one that was not acknowledged.
   * @param {string} cid
   * @param {{ cid: string, text: string }} words
   * @param {string} [epoch]
   * @returns {boolean} False: there is none such.
   */
  amend(cid, words, epoch) {
    const entry = this.outbox.find(cid);
    if (!entry || entry.withdrawn) return false;
    const { frame, failed, uploads } = entry;
    // What is answered is gone, or belongs to an edit.
    const isAnswer = frame.type === "say" && frame.reply_to !== undefined && failed?.code !== "not_found";
    const again = {
      type: /** @type {const} */ ("say"),
      ...words,
      ...(isAnswer && { reply_to: frame.reply_to }),
    };
    const next = {
      frame: again,
      at: this.#clock.date(),
      ...(epoch && { epoch }),
      ...(uploads && { uploads }),
    };
    if (mayArrive(entry)) {
      this.outbox.withdraw(cid);
      this.outbox.add(next);
    } else this.outbox.replace(cid, next);
    this.#events.onChange();
    this.flush();
    return true;
  }

  /**
   * Nothing of it can be sent any more. Words are kept for the user, those of an edit as words of their
   * own: the message that they were for may be gone.
   * @param {string} code
   * @param {(entry: Entry) => boolean} [isOver]
   */
  giveUpAll(code, isOver = () => true) {
    const over = this.outbox.entries.filter(isOver);
    for (const { frame, failed, withdrawn } of over) {
      if (!withdrawn && (frame.type === "say" || frame.type === "edit")) {
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

  /** @param {{ frame: number, burst: number, per_second: number }} limits */
  limit(limits) {
    this.#mostBytes = limits.frame;
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

  /**
   * The same for what goes when it may.
   * @param {object} frame
   * @returns {number | undefined} How many ms it has to wait, 0 if it went; undefined: nothing goes now.
   */
  trySend(frame) {
    if (!this.#way) return undefined;
    return this.sendNow(frame) ? 0 : Math.max(1, this.wait);
  }

  /** Sends what waits, in order, as far as the pace allows. */
  flush() {
    if (!this.#way) return;
    this.#failTooLarge();
    const waiting = this.outbox.entries.filter(
      (entry) => !entry.failed && !this.#inFlight.has(entry.frame.cid) && !lacksFiles(entry),
    );
    const slowFor = this.#slowUntil - this.#clock.now();
    const open = slowFor > 0 ? waiting.filter(({ frame }) => frame.type !== "say") : waiting;
    for (const [gone, entry] of open.entries()) {
      const now = this.#clock.now();
      const wait = this.#pace.wait(now);
      if (wait > 0) {
        this.#setHeld(now + this.#pace.wait(now, open.length - gone));
        return this.#flushIn(wait);
      }
      this.#pace.take(now);
      this.#send(entry, this.#way);
    }
    const isHeld = open.length < waiting.length;
    this.#setHeld(isHeld ? this.#slowUntil : 0);
    if (isHeld) this.#flushIn(slowFor);
    this.watchEchoes();
  }

  /** @param {number} ms */
  #flushIn(ms) {
    this.#clock.clearTimeout(this.#flushTimer);
    this.#flushTimer = this.#clock.setTimeout(() => this.flush(), ms);
  }

  /** A server closes the connection for one: it would never come to anything else. */
  #failTooLarge() {
    const sizeOf = (/** @type {Entry} */ { frame }) => utf8Length(JSON.stringify(frame));
    const isNew = (/** @type {Entry} */ { frame, failed }) => !failed && !this.#inFlight.has(frame.cid);
    const tooLarge = this.outbox.entries.filter((entry) => isNew(entry) && sizeOf(entry) > this.#mostBytes);
    for (const entry of tooLarge) this.#giveUp(entry, TOO_LARGE);
    if (tooLarge.length > 0) this.#events.onChange();
  }

  /**
   * The server closed the connection for a frame that was too large, and did not say for which.
   * @returns {boolean} Whether one was given up for it.
   */
  failLargest() {
    const sizeOf = (/** @type {Entry} */ { frame }) => JSON.stringify(frame).length;
    const [largest] = this.outbox.entries
      .filter(({ frame, failed }) => !failed && this.#inFlight.has(frame.cid))
      .sort((a, b) => sizeOf(b) - sizeOf(a));
    if (largest) this.#giveUp(largest, TOO_LARGE);
    return largest !== undefined;
  }

  /**
   * What was taken back is not sent again. In its place a deletion of nothing asks for it, since the server
   * answers a `cid` that it knows with what that has made.
   * @param {Entry} entry
   * @param {{ send: (frame: object) => void, point: () => SentPoint }} way
   */
  #send({ frame, withdrawn }, way) {
    if (!withdrawn) this.outbox.sending(frame.cid, way.point());
    this.#inFlight.set(frame.cid, this.#clock.now());
    way.send(withdrawn ? { type: "delete", cid: frame.cid, seq: 0 } : frame);
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
    const isThere = event.type === "message" && !event.deleted;
    if (entry.withdrawn && isThere) this.#events.onUnwanted(event.seq);
  }

  /**
   * @param {Refusal} error
   * @returns {number} How long to leave everything alone, in ms.
   */
  refused(error) {
    const wait = waitOf(error) ?? RETRY_MS;
    const entry = this.outbox.find(error.cid);
    const isToWait = error.code === "rate_limited" || (entry && error.retryable);
    const isSlowed = this.isSlow && isToWait && entry?.frame.type === "say";
    if (isSlowed) this.#slowUntil = this.#clock.now() + wait;
    else if (isToWait) this.#pace.hold(this.#clock.now() + wait);
    if (entry) this.#inFlight.delete(entry.frame.cid);
    if (entry && error.retryable) this.flush();
    else if (entry) this.#giveUp(entry, error);
    else if (error.ref || error.code !== "rate_limited") this.#events.onRefused(error);
    return wait;
  }

  /**
   * Words are worth keeping; another change that cannot be made is told and forgotten.
   * @param {Entry} entry
   * @param {Refusal} error
   */
  #giveUp({ frame, withdrawn }, error) {
    if (withdrawn) this.outbox.settle(frame.cid);
    else if (frame.type === "say" || frame.type === "edit") {
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

/** @type {Refusal} */
const TOO_LARGE = {
  type: "error",
  code: "text_too_long",
  message: "the frame is too large",
  retryable: false,
};

/** It went out, and the server has not said that it had no effect. */
const mayArrive = (/** @type {Entry} */ { sent, failed }) => !!sent && (!failed || failed.code === HELD);
