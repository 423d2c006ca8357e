/**
 * The tray: files that are to go with the next message, in their order. It prepares what is put into it, has it brought,
 * and says when one of them needs an answer; `alcove-tray` draws it.
 *
 * @import { KeptFile } from "../browser/files-database.js"
 * @import { Upload } from "../client/outbox.js"
 * @import { Outgoing } from "./outgoing.js"
 * @import { Prepared } from "./shrink.js"
 * @import { About } from "./upload.js"
 *
 * @typedef {object} TrayItem
 * @property {string} key
 * @property {string} name
 * @property {number} bytes
 * @property {"preparing" | "asks" | "refused" | "waiting" | "done" | "failed"} state
 * @property {number} share Of it that is there, from 0 to 1.
 * @property {string} code Why it is `refused` or has `failed`; `words` if it `asks` as a picture that was opened.
 * @property {string} alt
 * @property {boolean} isPicture
 * @property {boolean} isVideo
 * @property {string} url To be drawn small; "" if it is nothing to be seen.
 *
 * @typedef {Omit<TrayItem, "state" | "share" | "url"> & { state: "preparing" | "asks" | "refused" | "ready", prepared?: Prepared, about?: About }} Item
 *
 * @typedef {object} TrayWorld
 * @property {Outgoing} outgoing
 * @property {(file: File) => Promise<Prepared>} prepare
 * @property {() => string} newKey
 * @property {() => { bytes: number, files: number }} limits
 * @property {(words: Record<string, string> | undefined) => void} note What a reload has to know: that something is in it, and
 *   what was written of what they show, by their keys.
 */

import { kindOf } from "./kinds.js";

/** A name that is longer says no more. */
const MOST_NAME = 400;

/**
 * It emits `change`, `full` when there were more than fit, `added` with how many came, `held` when
 * none can go yet, and `left` with how many a message has left out.
 */
export class TrayState extends EventTarget {
  /** @type {readonly Item[]} */
  #items = [];
  #world;
  /** One after the other: each picture takes its memory. @type {Promise<unknown>} */
  #preparing = Promise.resolve();

  /** @param {TrayWorld} world */
  constructor(world) {
    super();
    this.#world = world;
    world.outgoing.addEventListener("change", () => this.#tell());
  }

  /** @returns {readonly TrayItem[]} */
  get items() {
    const { outgoing } = this.#world;
    return this.#items.map(({ prepared: _, about: __, ...item }) => {
      const job = item.state === "ready" ? outgoing.get(item.key) : undefined;
      const state = item.state !== "ready" ? item.state : (STATES[job?.state ?? ""] ?? "waiting");
      const share = job ? (job.state === "done" ? 1 : job.sent / Math.max(1, item.bytes)) : 0;
      const url = item.isPicture ? outgoing.urlOf(item) : "";
      return { ...item, state, share, url, code: job?.code || item.code };
    });
  }

  get isEmpty() {
    return this.#items.every(({ state }) => state === "refused");
  }

  /** One is not ready to be sent, or wants an answer first. */
  get isAsking() {
    return this.#items.some(({ state }) => state === "asks" || state === "preparing");
  }

  /** Of one it was said that it does not go, or not without an answer. */
  get hasFault() {
    return this.#items.some(({ state }) => state === "asks" || state === "refused");
  }

  /** Somebody wants to send what is not ready. */
  hold() {
    this.dispatchEvent(new Event("held"));
  }

  get #ready() {
    return this.#items.filter(({ state }) => state === "ready");
  }

  /** So many more go with one message. */
  get #left() {
    const going = this.#items.filter(({ state }) => state !== "refused").length;
    return Math.max(0, this.#world.limits().files - going);
  }

  /** @param {readonly File[]} files */
  add(files) {
    const { newKey } = this.#world;
    const left = this.#left;
    const taken = files.slice(0, left);
    for (const file of taken) {
      const item = this.#place(newKey(), file.name.slice(0, MOST_NAME), file.size);
      this.#preparing = this.#preparing.then(() => this.#prepare(item, file));
    }
    if (taken.length > 0) this.dispatchEvent(new CustomEvent("added", { detail: taken.length }));
    if (files.length > left) this.dispatchEvent(new Event("full"));
    this.#changed();
  }

  /**
   * What was in it before the page was loaded. What is more than goes with one message waits for the next page.
   * @param {readonly KeptFile[]} kept
   * @param {Record<string, unknown>} [words] What was written of them, perhaps after they were kept.
   */
  restore(kept, words = {}) {
    for (const { key, cid, blob, about } of kept.slice(0, this.#left)) {
      const known = /** @type {About} */ (about);
      const item = this.#place(key, known.name, blob.size);
      const kind = { isPicture: isPicture(blob), isVideo: isVideo(blob) };
      const alt = Object.hasOwn(words, key) ? String(words[key]) : (known.alt ?? "");
      Object.assign(item, { state: "ready", about: known, alt, ...kind });
      this.#world.outgoing.add(key, known, blob, { order: this.#items.indexOf(item), cid });
    }
    this.#changed();
  }

  /** It is sent as it is. @param {string} key */
  allow(key) {
    const item = this.#find(key);
    if (item?.state === "asks" && item.prepared) this.#bring(item, item.prepared);
  }

  /** @param {string} key */
  retry(key) {
    this.#world.outgoing.retry(key);
  }

  /** @param {string} key */
  remove(key) {
    this.#items = this.#items.filter((item) => item.key !== key);
    this.#world.outgoing.remove(key);
    this.#changed();
  }

  /**
   * @param {string} key
   * @param {-1 | 1} step
   * @returns {number} Its new place, from 0.
   */
  move(key, step) {
    const at = this.#items.findIndex((item) => item.key === key);
    const to = at + step;
    const item = this.#items[at];
    if (!item || to < 0 || to >= this.#items.length) return at;
    this.#items = this.#items.toSpliced(at, 1).toSpliced(to, 0, item);
    this.#world.outgoing.arrange(this.#items.map((each) => each.key));
    this.#changed();
    return to;
  }

  /**
   * What it shows, as far as that is written: brought once that is done, or it goes.
   * @param {string} key
   * @param {string} alt
   */
  write(key, alt) {
    const item = this.#find(key);
    if (item) item.alt = alt;
    this.#note();
  }

  /** @param {string} key @param {string} alt */
  describe(key, alt) {
    this.write(key, alt);
    const item = this.#find(key);
    if (item) this.#bringWords(item);
    this.#changed();
  }

  /** @param {Item} item */
  #bringWords(item) {
    const { key, about, state } = item;
    item.alt = item.alt.trim();
    if (state !== "ready" || !about || item.alt === (about.alt ?? "")) return;
    item.about = { ...about, alt: item.alt };
    this.#world.outgoing.tell(key, { alt: item.alt }, this.#items.indexOf(item));
  }

  /**
   * They go with a message; of what cannot go it was said.
   * @returns {readonly Upload[] | undefined}
   */
  take() {
    if (this.isAsking) return undefined;
    const going = this.#ready;
    if (going.length === 0) return undefined;
    const left = this.#items.length - going.length;
    if (left > 0) this.dispatchEvent(new CustomEvent("left", { detail: left }));
    for (const item of going) this.#bringWords(item);
    this.#items = [];
    const taken = this.#world.outgoing.take(going.map(({ key }) => key));
    this.#changed();
    return taken;
  }

  /**
   * @param {string} key
   * @param {string} name
   * @param {number} bytes
   */
  #place(key, name, bytes) {
    const item = {
      key,
      name,
      bytes,
      state: /** @type {const} */ ("preparing"),
      code: "",
      alt: "",
      isPicture: false,
      isVideo: false,
    };
    this.#items = [...this.#items, item];
    return /** @type {Item} */ (item);
  }

  /**
   * @param {Item} item
   * @param {File} file
   */
  async #prepare(item, file) {
    if (!this.#items.includes(item)) return;
    try {
      if (file.size === 0) return this.#refuse(item, "file_empty");
      const prepared = await this.#world.prepare(file);
      if (!this.#items.includes(item)) return;
      const { blob, name, isAsIs } = prepared;
      Object.assign(item, { name: name.slice(0, MOST_NAME), bytes: blob.size, prepared });
      item.isPicture = isPicture(blob) && !isAsIs;
      item.isVideo = isVideo(blob);
      if (blob.size > this.#world.limits().bytes) return this.#refuse(item, "file_too_large");
      if (!isAsIs) return this.#bring(item, prepared);
      item.state = "asks";
      item.code = prepared.width ? "words" : "";
      this.#changed();
    } catch {
      this.#refuse(item, "file_unreadable");
    }
  }

  /**
   * @param {Item} item
   * @param {string} code
   */
  #refuse(item, code) {
    Object.assign(item, { state: "refused", code });
    this.#changed();
  }

  /**
   * @param {Item} item
   * @param {Prepared} prepared
   */
  #bring(item, { blob, type, width, height, preview }) {
    const { name } = item;
    const alt = item.alt.trim();
    const size = width && height ? { width, height } : {};
    item.about = { name, type, bytes: blob.size, ...size, ...(preview && { preview }), ...(alt && { alt }) };
    item.state = "ready";
    item.code = "";
    delete item.prepared;
    this.#world.outgoing.add(item.key, item.about, blob, { order: this.#items.indexOf(item) });
    this.#changed();
  }

  /** @param {string} key */
  #find(key) {
    return this.#items.find((item) => item.key === key);
  }

  #changed() {
    this.#note();
    this.#tell();
  }

  #note() {
    const kept = this.#ready;
    const words = Object.fromEntries(kept.map(({ key, alt }) => [key, alt]));
    this.#world.note(kept.length > 0 ? words : undefined);
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @type {Record<string, "waiting" | "done" | "failed">} */
const STATES = { kept: "waiting", waiting: "waiting", running: "waiting", done: "done", failed: "failed" };

const isPicture = (/** @type {Blob} */ { type }) => kindOf({ type }) === "picture";
/** Also one that no page plays. */
const isVideo = (/** @type {Blob} */ { type }) => type.startsWith("video/");
