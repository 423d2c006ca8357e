/**
 * What was said and is not yet acknowledged, in order, kept in storage so that it survives a
 * reload. It sends nothing itself and knows no clock; `connection.js` decides when.
 *
 * Each tab has its own key, so two tabs never write over each other's entries. An entry remembers
 * the point of the log at which it last went out: its echo, if there is one, lies beyond that
 * point, so a page that was reloaded knows from where to resume before it may send again.
 *
 * @import { LogFrame } from "./protocol.js"
 *
 * @typedef {{ epoch: string, after: number, as: string }} SentPoint
 *
 * @typedef {object} Entry
 * @property {LogFrame} frame
 * @property {number} at When it was written: a date.
 * @property {string} [epoch] Of the log for which it was written, if one was known.
 * @property {SentPoint} [sent] Where the log was, and who we were, when it last went out.
 * @property {{ code: string, message: string }} [failed] Refused for good; kept for the user.
 *
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} KeyStore
 */

export class Outbox {
  /** @type {Entry[]} */
  #entries;
  #storage;
  #key;

  /**
   * @param {KeyStore} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.#storage = storage;
    this.#key = key;
    this.#entries = read(storage, key);
  }

  /** @returns {readonly Entry[]} */
  get entries() {
    return this.#entries;
  }

  /** @param {string | undefined} cid */
  find(cid) {
    return this.#entries.find((entry) => entry.frame.cid === cid);
  }

  /** @param {Entry} entry */
  add(entry) {
    this.#entries = [...this.#entries, entry];
    this.#write();
  }

  /**
   * Must come before the frame is handed to the socket: a crash between the two may only make us
   * look for an echo that never was.
   * @param {string} cid
   * @param {SentPoint} sent
   */
  sending(cid, sent) {
    this.#change(cid, (entry) => ({ ...entry, sent }));
  }

  /**
   * @param {string} cid
   * @param {{ code: string, message: string }} failed
   */
  fail(cid, failed) {
    this.#change(cid, (entry) => ({ ...entry, failed }));
  }

  /**
   * For good, and as a message of its own, whatever it was: where it went out is of no use any more.
   * @param {string} cid
   * @param {string} text
   * @param {{ code: string, message: string }} failed
   */
  giveUp(cid, text, failed) {
    this.#change(cid, ({ at }) => ({ frame: { type: "say", cid, text }, at, failed }));
  }

  /**
   * Back to the end of the queue, under the same cid: should it have been stored after all, the
   * server answers with the original.
   * @param {string} cid
   */
  retry(cid) {
    const entry = this.find(cid);
    if (!entry?.failed) return;
    const { failed: _, ...again } = entry;
    this.#entries = [...this.#entries.filter((other) => other !== entry), again];
    this.#write();
  }

  /** @param {string} cid */
  remove(cid) {
    const left = this.#entries.filter((entry) => entry.frame.cid !== cid);
    if (left.length === this.#entries.length) return false;
    this.#entries = left;
    this.#write();
    return true;
  }

  /**
   * Takes over what a closed tab left behind.
   * @param {string} key
   */
  adopt(key) {
    const mine = new Set(this.#entries.map((entry) => entry.frame.cid));
    const left = read(this.#storage, key).filter((entry) => !mine.has(entry.frame.cid));
    if (left.length > 0) {
      this.#entries = [...left, ...this.#entries];
      this.#write();
    }
    this.#storage.removeItem(key);
  }

  /**
   * The point from which a resume shows every echo still missing, if anything went out.
   * @returns {{ epoch: string, after: number } | undefined}
   */
  resumePoint() {
    const sent = this.#entries.flatMap((entry) => (entry.sent && !entry.failed ? [entry.sent] : []));
    const epoch = sent.at(-1)?.epoch;
    if (epoch === undefined) return undefined;
    return { epoch, after: Math.min(...sent.filter((s) => s.epoch === epoch).map((s) => s.after)) };
  }

  /**
   * @param {string} cid
   * @param {(entry: Entry) => Entry} change
   */
  #change(cid, change) {
    this.#entries = this.#entries.map((entry) => (entry.frame.cid === cid ? change(entry) : entry));
    this.#write();
  }

  #write() {
    if (this.#entries.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(this.#entries));
  }
}

/**
 * Storage is input like any other: what is not an entry is left out.
 * @param {KeyStore} storage
 * @param {string} key
 * @returns {Entry[]}
 */
const read = (storage, key) => {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  } catch {
    return [];
  }
};

/**
 * @param {any} value
 * @returns {value is Entry}
 */
const isEntry = (value) =>
  typeof value?.frame?.cid === "string" &&
  typeof value.frame.type === "string" &&
  typeof value.at === "number";
