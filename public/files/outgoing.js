/**
 * The files of one room that are on their way: brought two at a time, from when they are put into the tray; once those of
 * a message that waits in the outbox are there, it goes out with them. They are kept in the browser's database until the
 * message has them, so a reload goes on where the last page was. It draws nothing, and needs no document.
 *
 * @import { Connection } from "../client/connection.js"
 * @import { Entry, Upload } from "../client/outbox.js"
 * @import { ServerEvent } from "../client/protocol.js"
 * @import { KeptFile } from "../browser/files-database.js"
 * @import { About, UploadWorld } from "./upload.js"
 *
 * @typedef {object} OutgoingFile
 * @property {string} key
 * @property {string} cid
 * @property {About} about
 * @property {Blob} [blob] Absent: not looked for yet, or lost.
 * @property {"kept" | "waiting" | "running" | "done" | "failed"} state `kept`: not looked for yet.
 * @property {number} sent Bytes.
 * @property {string} code Of why it failed.
 * @property {string} id Under which it is there, or as much as was brought of it.
 * @property {boolean} [isAnew] It was begun under another cid than it is kept with.
 * @property {AbortController} [end] Of the present try.
 *
 * @typedef {object} OutgoingWorld
 * @property {{ put: (file: KeptFile) => Promise<boolean>, ofRoom: (room: string) => Promise<KeptFile[]>, remove: (keys: readonly string[]) => Promise<void> }} database
 * @property {() => string} newId
 * @property {() => number} date
 * @property {string} tab
 * @property {(tab: string, take: () => unknown) => Promise<unknown>} whenClosed
 * @property {string} address Of the room's files.
 */

import { isClaimable, takeBack, UploadFault, upload } from "./upload.js";

const MOST_AT_ONCE = 2;
/** So often the files of one message are brought again because the room does not have them. */
const MOST_AGAIN = 2;
/** A file that expired on its way is begun anew. */
const MOST_EXPIRED = 2;
/** Why a file could not be brought, as far as there are words for it. */
const TOLD = ["file_too_large", "file_budget", "file_lost", "forbidden"];
/** What was sent is drawn from here until the page goes: the newest of them. */
const MOST_SHOWN = 40;

/** It emits `change` when something has got on, and `unkept` when a file could not be stored here. */
export class Outgoing extends EventTarget {
  #room;
  #connection;
  #world;
  /** @type {Map<string, OutgoingFile>} */
  #jobs = new Map();
  /** Those in the tray; what is in neither that nor the outbox is done with. @type {Set<string>} */
  #inTray = new Set();
  /** What the outbox had when it was looked at last. @type {ReadonlyMap<string, Entry>} */
  #entries = new Map();
  /** How often the files of a message were brought again. @type {Map<string, number>} */
  #again = new Map();
  /** What has arrived of the outbox: told before it is out of that. @type {Set<string>} */
  #arrived = new Set();
  /** Those that are being looked after. @type {Set<string>} */
  #mending = new Set();
  /** Addresses of what was sent from here, by its id. @type {Map<string, string>} */
  #shown = new Map();
  /** By key. @type {Map<string, string>} */
  #urls = new Map();
  /** What is kept of the room, once it is read. @type {Promise<Map<string, KeptFile>> | undefined} */
  #kept;
  #isOver = false;

  /**
   * @param {string} room
   * @param {Connection} connection
   * @param {OutgoingWorld & UploadWorld} world
   */
  constructor(room, connection, world) {
    super();
    this.#room = room;
    this.#connection = connection;
    this.#world = world;
    connection.addEventListener("events", (event) =>
      this.#hear(/** @type {CustomEvent<ServerEvent[]>} */ (event).detail),
    );
    connection.addEventListener("outbox", () => this.#look());
    connection.addEventListener("status", () => this.#status());
    this.#look();
  }

  /** @param {string} key */
  get(key) {
    return this.#jobs.get(key);
  }

  /**
   * The bytes as they are here, to be drawn before they are anywhere else; "" if they are not.
   * @param {{ key?: string, id?: string }} file
   */
  urlOf({ key, id }) {
    if (id !== undefined) return this.#shown.get(id) ?? "";
    const blob = key === undefined ? undefined : this.#jobs.get(key)?.blob;
    if (!blob || key === undefined) return "";
    const url = this.#urls.get(key) ?? URL.createObjectURL(blob);
    this.#urls.set(key, url);
    return url;
  }

  // ---- the tray ----

  /**
   * What was in the tray of this tab before the page was loaded; then what is in those of tabs that were closed, which
   * is this tab's from now on.
   */
  async trayOf() {
    const { database, tab, whenClosed } = this.#world;
    const left = await this.#trays();
    const own = left.filter((file) => file.tab === tab);
    for (const other of new Set(left.map((file) => file.tab))) {
      if (other === tab) continue;
      await whenClosed(other, async () => {
        this.#kept = undefined;
        for (const file of await this.#trays()) {
          if (file.tab !== other) continue;
          own.push(file);
          await database.put({ ...file, tab }).catch(() => {});
        }
      });
    }
    return own;
  }

  /** Whether any tab has something in its tray. */
  async hasTrays() {
    this.#kept = undefined;
    return (await this.#trays()).length > 0;
  }

  /** What is in the trays of all tabs, this one's as far as it is not in use, in the order of each. */
  async #trays() {
    const kept = [...(await this.#read()).values()];
    const left = kept.filter(({ order, key }) => order !== undefined && !this.#jobs.has(key));
    return left.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  }

  /**
   * A file is in the tray: it is brought from now on.
   * @param {string} key
   * @param {About} about
   * @param {Blob} blob
   * @param {{ order: number, cid?: string }} place
   */
  add(key, about, blob, { order, cid = this.#world.newId() }) {
    this.#inTray.add(key);
    this.#jobs.set(key, { key, cid, about, blob, state: "waiting", sent: 0, code: "", id: "" });
    void this.#keep(key, order);
    this.#next();
  }

  /** @param {string} key */
  retry(key) {
    const job = this.#jobs.get(key);
    if (job?.state !== "failed") return;
    Object.assign(job, { state: "waiting", code: "" });
    this.#next();
  }

  /**
   * Something else is said of it. What was begun cannot be told that, so it is brought again.
   * @param {string} key
   * @param {Partial<About>} change
   * @param {number} order
   */
  tell(key, change, order) {
    const job = this.#jobs.get(key);
    if (!job) return;
    job.about = { ...job.about, ...change };
    if (job.about.alt === "") delete job.about.alt;
    this.#begin(job);
    void this.#keep(key, order);
    this.#next();
  }

  /** The order in the tray has changed. @param {readonly string[]} keys */
  arrange(keys) {
    keys.forEach((key, order) => void this.#keep(key, order));
  }

  /** It is not sent after all. @param {string} key */
  remove(key) {
    this.#inTray.delete(key);
    this.#drop([key], true);
  }

  /**
   * They leave the tray with a message.
   * @param {readonly string[]} keys
   * @returns {Upload[]}
   */
  take(keys) {
    return keys.flatMap((key) => {
      const job = this.#jobs.get(key);
      this.#inTray.delete(key);
      if (!job) return [];
      void this.#keep(key);
      return [{ key, ...job.about }];
    });
  }

  // ---- the outbox ----

  #look() {
    const entries = new Map(
      this.#connection.outbox.flatMap((entry) => (entry.uploads ? [[entry.frame.cid, entry]] : [])),
    );
    const before = this.#entries;
    this.#entries = entries;
    for (const [cid, entry] of before) if (!entries.has(cid)) this.#gone(entry);
    for (const entry of entries.values()) this.#attend(entry);
  }

  /** @param {Entry} entry */
  #attend(entry) {
    const { frame, failed, uploads = [], withdrawn } = entry;
    if (withdrawn || frame.type !== "say") return;
    const isLost = failed?.code === "not_found" || failed?.code === "file_incomplete";
    if (isLost && frame.files) return void this.#mend(entry);
    if (frame.files || (failed && failed.code !== "held")) return;
    const jobs = uploads.map((each) => this.#jobs.get(each.key) ?? this.#know(each));
    const fault = jobs.find(({ state }) => state === "failed");
    if (jobs.every(({ state }) => state === "done"))
      return this.#connection.attach(
        frame.cid,
        jobs.map(({ id }) => ({ id })),
      );
    if (fault && !failed) {
      const code = TOLD.includes(fault.code) ? fault.code : "file_failed";
      // Once it is to be sent again, it is tried again.
      for (const job of jobs)
        if (job.state === "failed") Object.assign(job, { state: job.blob ? "waiting" : "kept", code: "" });
      return this.#connection.attach(frame.cid, code);
    }
    if (!failed) this.#next();
  }

  /** A file of a message that was written before this page was loaded. @param {Upload} upload */
  #know({ key, ...about }) {
    /** @type {OutgoingFile} */
    const job = { key, cid: this.#world.newId(), about, state: "kept", sent: 0, code: "", id: "" };
    this.#jobs.set(key, job);
    return job;
  }

  /** The room does not have what the message names, or not all of it. @param {Entry} entry */
  async #mend({ frame, uploads = [], failed }) {
    const { cid } = frame;
    const times = this.#again.get(cid) ?? 0;
    if (this.#mending.has(cid) || times >= MOST_AGAIN) return;
    this.#mending.add(cid);
    try {
      const jobs = uploads.map((each) => this.#jobs.get(each.key) ?? this.#know(each));
      const ids = frame.type === "say" ? (frame.files ?? []) : [];
      const isThere = await Promise.all(
        ids.map(({ id }) => isClaimable(this.#world.address, id, this.#world)),
      );
      // Then it is not the files: what it answers is gone.
      if (isThere.every(Boolean) && failed?.code === "not_found")
        return void this.#again.set(cid, MOST_AGAIN);
      jobs.forEach((job, at) => {
        if (!isThere[at]) this.#begin(job);
      });
      this.#again.set(cid, times + 1);
      this.#connection.attach(cid);
    } catch {
      // Not to be found out now: it is said to have failed, and can be sent again.
    } finally {
      this.#mending.delete(cid);
    }
  }

  /** @param {readonly ServerEvent[]} events */
  #hear(events) {
    for (const event of events.flatMap((each) => (each.type === "history" ? each.events : [each])))
      if (
        event.type === "message" &&
        event.from.id === this.#connection.you?.id &&
        this.#entries.has(event.cid)
      )
        this.#arrived.add(event.cid);
  }

  /** It is there, or nobody wants it any more. @param {Entry} entry */
  #gone({ frame, uploads = [] }) {
    const ids = frame.type === "say" ? frame.files : undefined;
    const isStill = new Set(
      [...this.#entries.values()].flatMap((entry) => (entry.uploads ?? []).map(({ key }) => key)),
    );
    const keys = uploads.map(({ key }) => key).filter((key) => !isStill.has(key) && !this.#inTray.has(key));
    if (ids && this.#arrived.delete(frame.cid)) {
      for (const [at, { key }] of uploads.entries()) this.#show(key, ids[at]?.id ?? "");
      return this.#drop(keys, false);
    }
    this.#drop(keys, true);
  }

  /** @param {string} key @param {string} id Under which others see it. */
  #show(key, id) {
    const url = this.urlOf({ key });
    if (!url || !id) return;
    this.#shown.set(id, url);
    this.#urls.delete(key);
    const [oldest = ""] = this.#shown.keys();
    if (this.#shown.size <= MOST_SHOWN) return;
    URL.revokeObjectURL(this.#shown.get(oldest) ?? "");
    this.#shown.delete(oldest);
  }

  // ---- bringing them ----

  #status() {
    const { phase } = this.#connection.status;
    if (phase === "live") this.#next();
    if (phase !== "idle" || this.#isOver) return;
    // The room was left, or forgotten.
    this.#isOver = true;
    for (const { end } of this.#jobs.values()) end?.abort();
    for (const url of [...this.#urls.values(), ...this.#shown.values()]) URL.revokeObjectURL(url);
  }

  #next() {
    if (this.#isOver) return;
    let running = [...this.#jobs.values()].filter(({ state }) => state === "running").length;
    for (const job of this.#jobs.values()) {
      if (running >= MOST_AT_ONCE) break;
      if (job.state !== "waiting" && job.state !== "kept") continue;
      if (!this.#inTray.has(job.key) && !this.#isAwaited(job.key)) continue;
      running += 1;
      void this.#run(job);
    }
    this.dispatchEvent(new Event("change"));
  }

  /** A message waits for it. @param {string} key */
  #isAwaited(key) {
    return [...this.#entries.values()].some(
      ({ uploads = [], failed }) =>
        (!failed || failed.code === "held") && uploads.some((each) => each.key === key),
    );
  }

  /** @param {OutgoingFile} job */
  async #run(job) {
    const wasKept = job.state === "kept";
    job.state = "running";
    const end = new AbortController();
    job.end = end;
    try {
      if (wasKept) await this.#find(job);
      await this.#bring(job, end.signal);
      job.state = "done";
    } catch (error) {
      if (job.end !== end || end.signal.aborted) return;
      job.state = "failed";
      job.code = error instanceof UploadFault ? error.code : "file_lost";
    }
    if (job.end === end) this.#look();
    this.#next();
  }

  /**
   * @param {OutgoingFile} job
   * @param {AbortSignal} signal
   */
  async #bring(job, signal) {
    const { address } = this.#world;
    const onProgress = (/** @type {number} */ sent, /** @type {string} */ id) => {
      if (signal.aborted) return;
      Object.assign(job, { sent, id });
      this.dispatchEvent(new Event("change"));
    };
    for (let times = 0; ; times += 1) {
      const { cid, blob, about } = job;
      if (!blob) throw new UploadFault("file_lost");
      try {
        return await upload(
          { address, cid, blob, about: { ...about, bytes: blob.size }, onProgress, signal },
          this.#world,
        );
      } catch (error) {
        const isExpired = error instanceof UploadFault && error.code === "file_expired";
        if (!isExpired || times >= MOST_EXPIRED) throw error;
        job.cid = this.#world.newId();
      }
    }
  }

  /** From its beginning, as another upload. @param {OutgoingFile} job */
  #begin(job) {
    job.end?.abort();
    if (job.id) void takeBack(this.#world.address, job.id, this.#world);
    Object.assign(job, {
      cid: this.#world.newId(),
      id: "",
      sent: 0,
      code: "",
      isAnew: true,
      state: job.blob ? "waiting" : "kept",
    });
    delete job.end;
  }

  /**
   * @param {readonly string[]} keys
   * @param {boolean} isUnwanted Nothing of it is to stay with the server.
   */
  #drop(keys, isUnwanted) {
    for (const key of keys) {
      const job = this.#jobs.get(key);
      this.#jobs.delete(key);
      job?.end?.abort();
      if (isUnwanted && job?.id) void takeBack(this.#world.address, job.id, this.#world);
      URL.revokeObjectURL(this.#urls.get(key) ?? "");
      this.#urls.delete(key);
    }
    this.#world.database.remove(keys).catch(() => {});
    this.#next();
  }

  // ---- what is kept here ----

  #read() {
    this.#kept ??= this.#world.database.ofRoom(this.#room).then(
      (all) => new Map(all.map((file) => [file.key, file])),
      () => new Map(),
    );
    return this.#kept;
  }

  #readAgain() {
    this.#kept = undefined;
    return this.#read();
  }

  /** @param {OutgoingFile} job Of which the bytes are kept, if they are anywhere. */
  async #find(job) {
    // Another tab may have left it here since.
    const kept = (await this.#read()).get(job.key) ?? (await this.#readAgain()).get(job.key);
    if (!kept) throw new UploadFault("file_lost");
    job.blob = kept.blob;
    if (!job.isAnew) job.cid = kept.cid;
  }

  /**
   * @param {string} key
   * @param {number} [order] In the tray.
   */
  async #keep(key, order) {
    const { database, date, tab } = this.#world;
    const { cid, about, blob } = this.#jobs.get(key) ?? {};
    if (!blob || !about || cid === undefined) return;
    const place = order === undefined ? {} : { order };
    const isKept = await database
      .put({ key, room: this.#room, tab, at: date(), cid, blob, about, ...place })
      .catch(() => false);
    // It may have gone meanwhile.
    if (!this.#jobs.has(key)) return void database.remove([key]).catch(() => {});
    if (!isKept) this.dispatchEvent(new Event("unkept"));
  }
}
