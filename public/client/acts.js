/**
 * What somebody does who looks after a room, and what they ask to see: each a promise that is kept once the server has
 * answered, across any number of sockets. An act goes again under the same cid until then, which does no harm. It is not
 * kept over a reload: nobody is to be banned by a page that was opened for something else.
 *
 * @import { Clock } from "./link.js"
 * @import { Refusal, ServerEvent } from "./protocol.js"
 *
 * @typedef {object} Outcome
 * @property {string} code "" if it is done; else the code of the refusal, of what ended the connection for good, or `not_loaded`.
 * @property {any} [answer] The event that it made, or the answer.
 * @property {Refusal} [refusal]
 *
 * @typedef {{ frame: { cid?: string, ref?: string }, isSent: boolean, resolve: (outcome: Outcome) => void }} Pending
 *
 * @typedef {object} Way
 * @property {(frame: object) => number | undefined} send How many ms it has to wait, 0 if it went; undefined: nothing goes now.
 * @property {() => void} onSilence What went has had no answer for too long.
 */

import { waitOf } from "./protocol.js";

const ANSWER_WITHIN_MS = 20_000;
/** How long to leave a frame alone when the server says "again" but not when. */
const RETRY_MS = 1_000;
/** Nobody sits before a dialog for longer: then the refusal is the answer. */
const MOST_WAIT_MS = 30_000;

export class Acts {
  /** By cid or ref. @type {Map<string, Pending>} */
  #pending = new Map();
  #clock;
  #way;
  /** @type {unknown} */
  #flushTimer;
  /** @type {unknown} */
  #silenceTimer;

  /**
   * @param {Clock} clock
   * @param {Way} way
   */
  constructor(clock, way) {
    this.#clock = clock;
    this.#way = way;
  }

  /**
   * @param {{ cid?: string, ref?: string }} frame
   * @returns {Promise<Outcome>}
   */
  add(frame) {
    return new Promise((resolve) => {
      this.#pending.set(nameOf(frame), { frame, isSent: false, resolve });
      this.flush();
    });
  }

  /** Sends what waits, in order, as far as it may. */
  flush() {
    for (const pending of this.#pending.values()) {
      if (pending.isSent) continue;
      const wait = this.#way.send(pending.frame);
      if (wait === undefined) return;
      if (wait > 0) return this.#flushIn(wait);
      pending.isSent = true;
      this.#watch();
    }
  }

  /** The socket is gone: all of it has to go again. */
  closed() {
    for (const pending of this.#pending.values()) pending.isSent = false;
    this.#clock.clearTimeout(this.#flushTimer);
    this.#clock.clearTimeout(this.#silenceTimer);
  }

  /**
   * @param {string | undefined} name Its cid or ref.
   * @param {ServerEvent} answer
   */
  answered(name, answer) {
    this.#settle(name, { code: "", answer });
  }

  /**
   * @param {Refusal} refusal
   * @returns {boolean} Whether it is about something here.
   */
  refused(refusal) {
    const name = nameOf(refusal);
    const pending = this.#pending.get(name);
    if (!pending) return false;
    if (refusal.retryable && (waitOf(refusal) ?? 0) <= MOST_WAIT_MS) {
      pending.isSent = false;
      this.#flushIn(waitOf(refusal) ?? RETRY_MS);
    } else this.#settle(name, { code: refusal.code, refusal });
    return true;
  }

  /** Nothing can be done any more. @param {string} code Why. */
  end(code) {
    for (const name of [...this.#pending.keys()]) this.#settle(name, { code });
  }

  /**
   * @param {string | undefined} name
   * @param {Outcome} outcome
   */
  #settle(name = "", outcome) {
    const pending = this.#pending.get(name);
    if (!pending) return;
    this.#pending.delete(name);
    this.#watch();
    pending.resolve(outcome);
  }

  /** @param {number} ms */
  #flushIn(ms) {
    this.#clock.clearTimeout(this.#flushTimer);
    this.#flushTimer = this.#clock.setTimeout(() => this.flush(), ms);
  }

  /** Each answer is a sign that the next will come. */
  #watch() {
    this.#clock.clearTimeout(this.#silenceTimer);
    if ([...this.#pending.values()].some(({ isSent }) => isSent))
      this.#silenceTimer = this.#clock.setTimeout(() => this.#way.onSilence(), ANSWER_WITHIN_MS);
  }
}

const nameOf = (/** @type {{ cid?: string, ref?: string }} */ { cid, ref }) => cid ?? ref ?? "";
