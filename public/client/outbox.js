/**
 * The outbox: frames that are not yet acknowledged, in order, in storage so that they survive a reload. It
 * sends nothing itself and has no clock; `connection.js` decides when.
 *
 * Each tab has its own key, so two tabs never write over each other's entries. An entry remembers
 * the point of the log at which it last went out: its echo, if there is one, lies beyond that
 * point, so a page that was reloaded knows from where to resume before it may send again.
 *
 * @import { LogFrame, RoomFile } from "./protocol.js"
 *
 * @typedef {{ epoch: string, after: number, as: string }} SentPoint
 *
 * @typedef {object} Entry
 * @property {LogFrame} frame
 * @property {number} at When it was written: a date.
 * @property {string} [epoch] Of the log for which it was written, if one was known.
 * @property {SentPoint} [sent] Where the log was, and who we were, when it last went out.
 * @property {Failure} [failed] It is not sent, or not again; kept for the user.
 * @property {readonly Upload[]} [uploads] Files that go with it: it waits until its frame names them.
 * @property {true | "settled"} [withdrawn] Taken back after it went out, so it may have arrived. Once the
 * server has said that it has not, it is `settled`, and remembered in case that it comes late.
 *
 * @typedef {{ code: string, message: string }} Failure
 *
 * @typedef {Omit<RoomFile, "id"> & { key: string }} Upload A file that is on its way, by what it is kept under here.
 *
 * @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} KeyStore
 */

import { isMoment } from "./protocol.js";

/** The code of what the user holds back, to change it. */
export const HELD = "held";

/** A frame comes late only from a socket that was just given up. */
const MOST_SETTLED = 20;

export class Outbox {
  /** @type {readonly Entry[]} */
  #entries;
  /** Without what is settled. @type {readonly Entry[]} */
  #open;
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
    this.#open = this.#entries.filter(isOpen);
  }

  /** @returns {readonly Entry[]} */
  get entries() {
    return this.#open;
  }

  /** @param {string | undefined} cid */
  find(cid) {
    return this.#entries.find((entry) => entry.frame.cid === cid);
  }

  /** @param {Entry} entry */
  add(entry) {
    this.#set([...this.#entries, entry]);
  }

  /**
   * In its place.
   * @param {string} cid
   * @param {Entry} entry
   */
  replace(cid, entry) {
    this.#change(cid, () => entry);
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
   * @param {Failure} failed
   */
  fail(cid, failed) {
    this.#change(cid, (entry) => ({ ...entry, failed }));
  }

  /**
   * For good, and as a message of its own, whatever it was: where it went out is of no use any more.
   * @param {string} cid
   * @param {string} text
   * @param {Failure} failed
   */
  giveUp(cid, text, failed) {
    this.#change(cid, ({ at, uploads }) => ({
      frame: { type: "say", cid, text },
      at,
      failed,
      ...(uploads && { uploads }),
    }));
  }

  /**
   * The files that go with it are there, under these ids; none: they have to be brought again.
   * @param {string} cid
   * @param {readonly { id: string }[]} [files]
   */
  attach(cid, files) {
    this.#change(cid, (entry) => {
      if (entry.frame.type !== "say") return entry;
      if (files) return { ...entry, frame: { ...entry.frame, files } };
      const { failed: _, sent: __, ...rest } = entry;
      const { files: ___, ...frame } = entry.frame;
      return { ...rest, frame };
    });
  }

  /**
   * It may have arrived, so it is not only left out: it stays until that is known.
   * @param {string} cid
   */
  withdraw(cid) {
    this.#change(cid, ({ failed: _, ...entry }) => ({ ...entry, withdrawn: true }));
  }

  /** It has not arrived. @param {string} cid */
  settle(cid) {
    this.#change(cid, ({ at }) => ({ frame: { type: "say", cid, text: "" }, at, withdrawn: "settled" }));
    const settled = this.#entries.filter((entry) => !isOpen(entry)).slice(0, -MOST_SETTLED);
    if (settled.length > 0) this.#set(this.#entries.filter((entry) => !settled.includes(entry)));
  }

  /** What was held back goes after all, in its place. @param {string} cid */
  release(cid) {
    this.#change(cid, ({ failed: _, ...entry }) => entry);
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
    this.#set([...this.#entries.filter((other) => other !== entry), again]);
  }

  /** @param {string} cid */
  remove(cid) {
    const left = this.#entries.filter((entry) => entry.frame.cid !== cid);
    if (left.length === this.#entries.length) return false;
    this.#set(left);
    return true;
  }

  /**
   * Takes over what a closed tab left behind.
   * @param {string} key
   */
  adopt(key) {
    const mine = new Set(this.#entries.map((entry) => entry.frame.cid));
    const left = read(this.#storage, key).filter((entry) => !mine.has(entry.frame.cid));
    if (left.length > 0) this.#set([...left, ...this.#entries]);
    this.#storage.removeItem(key);
  }

  /**
   * The point from which a resume shows every echo still missing, if anything went out.
   * @returns {{ epoch: string, after: number } | undefined}
   */
  resumePoint() {
    const isAwaited = (/** @type {Entry} */ { failed }) => !failed || failed.code === HELD;
    const sent = this.#open.flatMap((entry) => (entry.sent && isAwaited(entry) ? [entry.sent] : []));
    const epoch = sent.at(-1)?.epoch;
    if (epoch === undefined) return undefined;
    return { epoch, after: Math.min(...sent.filter((s) => s.epoch === epoch).map((s) => s.after)) };
  }

  /**
   * @param {string} cid
   * @param {(entry: Entry) => Entry} change
   */
  #change(cid, change) {
    this.#set(this.#entries.map((entry) => (entry.frame.cid === cid ? change(entry) : entry)));
  }

  /**
   * What another tab has put there, under the key that should be ours alone, stays.
   * @param {readonly Entry[]} entries
   */
  #set(entries) {
    const known = new Set([...this.#entries, ...entries].map(({ frame }) => frame.cid));
    const others = read(this.#storage, this.#key).filter(({ frame }) => !known.has(frame.cid));
    this.#entries = entries;
    this.#open = entries.filter(isOpen);
    const all = [...others, ...entries];
    if (all.length === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify(all));
  }
}

const isOpen = (/** @type {Entry} */ { withdrawn }) => withdrawn !== "settled";

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
  (["say", "edit"].includes(value.frame.type)
    ? typeof value.frame.text === "string"
    : ["delete", "react"].includes(value.frame.type)) &&
  (value.uploads === undefined || isUploads(value.uploads)) &&
  isMoment(value.at);

const isUploads = (/** @type {any} */ value) =>
  Array.isArray(value) &&
  value.every((each) => typeof each?.key === "string" && typeof each.name === "string");

/** It goes out only with its files. @param {Entry} entry */
export const lacksFiles = ({ frame, uploads }) => uploads !== undefined && !("files" in frame);
