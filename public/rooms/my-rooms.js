/**
 * The rooms that one has been in on this device, with what is known of each: its title, what is unread, the last words.
 * All tabs of the browser have the same list: a change is there at once in the tab that makes it, is written in one
 * transaction of its room, and is then told to the others. It knows no DOM; where it is kept, how tabs talk and what else
 * the browser knows of rooms comes from outside (on-this-device.js). Where nothing can be stored the list is for this
 * page alone.
 *
 * @import { Mark, RoomPatch, RoomRecord } from "./room-record.js"
 *
 * @typedef {RoomRecord & { isMuted: boolean }} ListedRoom
 *
 * @typedef {object} RoomsDatabase
 * @property {() => Promise<unknown[]>} readAll
 * @property {() => Promise<unknown[]>} readForgotten Marks of private conversations.
 * @property {(room: string, change: (kept: unknown) => RoomRecord | undefined) => Promise<RoomRecord | undefined>} update
 * In one transaction; undefined: is not kept. Gives what is kept now. What is kept is not forgotten.
 * @property {(room: string) => Promise<void>} forget Leaves a mark of a private conversation.
 * @property {(rooms: readonly string[]) => Promise<void>} remove
 *
 * @typedef {object} Channel To the other tabs, as a BroadcastChannel.
 * @property {(message: any) => void} postMessage
 * @property {(type: "message", listener: (event: { data: any }) => void) => void} addEventListener
 * @property {() => void} close
 *
 * @typedef {object} RoomsWorld
 * @property {RoomsDatabase} [database] Absent: nothing is stored.
 * @property {Channel} [channel]
 * @property {() => Iterable<{ room: string } & RoomPatch>} known What the browser knows of rooms without the database.
 * @property {(room: string) => boolean} isMuted
 * @property {(room: string, isMuted: boolean) => void} writeMuted
 * @property {(room: string, upTo: { epoch: string, seq: number }) => void} writeRead For the page of the room.
 * @property {(room: string) => Promise<void> | void} forget Everything else that is kept of the room, in all tabs.
 */

import { newRequests } from "./requests.js";
import { blankRecord, byActivity, isRoom, markOf, patched, soundMark, soundRecord } from "./room-record.js";

/** Beyond it, those in which nothing has happened for longest are left out. */
export const MOST_ROOMS = 300;

/** It emits `change` when the list has changed, here or in another tab. */
export class MyRooms extends EventTarget {
  /** Settled when what was kept is in the list. @type {Promise<void>} */
  ready;
  /** @type {Map<string, RoomRecord>} */
  #records = new Map();
  /** Sorted, until something changes. @type {readonly ListedRoom[] | undefined} */
  #list;
  /** What is not written yet. @type {Map<string, RoomPatch>} */
  #unwritten = new Map();
  /**
   * What was forgotten while this page is open, and private conversations also before: what comes of them later does not
   * bring them back.
   * @type {Map<string, Mark>}
   */
  #forgotten = new Map();
  /** What was added since the last write. @type {Set<string>} */
  #added = new Set();
  /** @type {Promise<void> | undefined} */
  #writing;
  #world;

  /** @param {RoomsWorld} world */
  constructor(world) {
    super();
    this.#world = world;
    world.channel?.addEventListener("message", ({ data }) => this.#told(data));
    for (const { room, ...patch } of world.known())
      if (isRoom(room)) this.#records.set(room, patched(blankRecord(room), patch));
    this.ready = this.#read();
  }

  /** Pinned ones first, and then where something happened last. Hidden ones are among them. */
  get list() {
    const muted = this.#world.isMuted;
    this.#list ??= [...this.#records.values()]
      .sort(byActivity)
      .map((record) => ({ ...record, isMuted: muted(record.room) }));
    return this.#list;
  }

  /** What waits in all rooms that are neither muted nor hidden. */
  get total() {
    return this.totalBut("");
  }

  /** @param {string} room Left out, since whoever asks knows it better. */
  totalBut(room) {
    const counted = this.list.filter((each) => !each.isMuted && !each.isHidden && each.room !== room);
    return {
      unread: counted.reduce((sum, { unread }) => sum + unread, 0),
      mentions: counted.reduce((sum, { mentions }) => sum + mentions, 0),
      requests: counted.reduce((sum, each) => sum + newRequests(each), 0),
    };
  }

  /** @param {string} room @returns {ListedRoom | undefined} */
  get(room) {
    return this.list.find((each) => each.room === room);
  }

  /**
   * One is in a room, or knows of it: it is in the list from now on, also if it was forgotten before.
   * @param {string} room
   * @param {RoomPatch} [patch]
   */
  add(room, patch = {}) {
    this.#forgotten.delete(room);
    this.#added.add(room);
    this.#change(room, patch);
  }

  /** How far a room was known when it was forgotten, if it was. @param {string} room */
  forgotten(room) {
    return this.#forgotten.get(room);
  }

  /**
   * Something is known of a room; it comes into the list, unless it was forgotten.
   * @param {string} room
   * @param {RoomPatch} patch
   */
  note(room, patch) {
    if (!this.#forgotten.has(room)) this.#change(room, patch);
  }

  /** @param {string} room @param {boolean} isPinned */
  pin(room, isPinned) {
    if (this.#records.has(room)) this.#change(room, { isPinned });
  }

  /** Out of sight, and not counted; nothing of it is lost. @param {string} room @param {boolean} isHidden */
  hide(room, isHidden) {
    if (this.#records.has(room)) this.#change(room, { isHidden });
  }

  /** One has read all that there is in a room, without going there. @param {string} room */
  read(room) {
    const { epoch, seq } = this.get(room) ?? {};
    if (epoch === undefined || seq === undefined) return;
    this.#world.writeRead(room, { epoch, seq });
    this.#change(room, { epoch, after: seq, unread: 0, mentions: 0 });
  }

  /** @param {string} room @param {boolean} isMuted */
  mute(room, isMuted) {
    this.#world.writeMuted(room, isMuted);
    this.refresh();
  }

  /** Something that is kept elsewhere has changed, such as which rooms are muted. */
  refresh() {
    this.#list = undefined;
    this.dispatchEvent(new Event("change"));
  }

  /** Forgets the room and all else that is kept of it on this device, in all tabs. @param {string} room */
  async forget(room) {
    this.drop(room);
    await this.#world.forget(room);
  }

  /**
   * A room was forgotten, here or in another tab.
   * @param {string} room "" for all.
   */
  drop(room) {
    const { database } = this.#world;
    const rooms = room ? [room] : [...this.#records.keys()];
    for (const each of rooms) {
      const record = this.#records.get(each) ?? blankRecord(each);
      if (this.#records.has(each) || !this.#forgotten.has(each)) this.#forgotten.set(each, markOf(record));
      this.#unwritten.delete(each);
      this.#records.delete(each);
    }
    // Also behind what this tab is just writing.
    void (room ? database?.forget(room) : database?.remove(rooms))?.catch(() => {});
    this.refresh();
  }

  /** What is being written now is written. */
  get written() {
    return this.#writing ?? Promise.resolve();
  }

  async #read() {
    const { database } = this.#world;
    const [kept = [], forgotten = []] = await Promise.all([
      database?.readAll().catch(() => []),
      database?.readForgotten().catch(() => []),
    ]);
    for (const mark of forgotten.flatMap((value) => soundMark(value) ?? []))
      if (!this.#records.has(mark.room)) this.#forgotten.set(mark.room, mark);
    const records = kept.flatMap((value) => soundRecord(value) ?? []);
    for (const record of records) if (!this.#forgotten.has(record.room)) this.#take(record);
    this.#takeKnown(new Set(records.map(({ room }) => room)));
    this.#bound();
    this.refresh();
  }

  /**
   * What is kept, with what this tab has not written yet.
   * @param {RoomRecord} record
   * @returns {boolean} Whether that is news.
   */
  #take(record) {
    const { room } = record;
    const before = this.#records.get(room);
    // It was told later than what came after it.
    if (record.version < (before?.version ?? 0)) return false;
    const after = patched(record, this.#unwritten.get(room) ?? {});
    this.#records.set(room, after);
    return !before || !isSame(before, after);
  }

  /**
   * What the browser knows besides: pages write there before any of this is loaded.
   * @param {ReadonlySet<string>} kept What is in the database.
   */
  #takeKnown(kept) {
    for (const { room, epoch, after, ...patch } of this.#world.known()) {
      if (this.#forgotten.has(room)) continue;
      const isNew = !kept.has(room);
      const there = this.#records.get(room)?.epoch ?? epoch;
      // That of another beginning of the room may be the older one.
      const isOfUse = epoch !== undefined && after !== undefined && there === epoch;
      // When one was there is no news of a room of which more is known.
      this.#change(room, { ...(isNew && patch), ...(isOfUse && { epoch, after }) }, !isNew);
    }
  }

  /**
   * @param {string} room
   * @param {RoomPatch} patch
   * @param {boolean} [isKept] Else it is written also if it says nothing new.
   */
  #change(room, patch, isKept = this.#records.has(room)) {
    if (!isRoom(room)) return;
    const before = this.#records.get(room) ?? blankRecord(room);
    const after = patched(before, patch);
    if (isKept && isSame(before, after)) return;
    this.#records.set(room, after);
    // Also where it was hidden in the same turn.
    const shown = before.isHidden && !after.isHidden && { isHidden: false };
    this.#unwritten.set(room, { ...this.#unwritten.get(room), ...patch, ...shown });
    this.#bound();
    this.#writing ??= this.#write();
    this.refresh();
  }

  /** All that changes in one turn of the page is written together. */
  async #write() {
    await Promise.resolve();
    while (this.#unwritten.size > 0) {
      const [[room, patch]] = /** @type {[[string, RoomPatch]]} */ ([...this.#unwritten]);
      const record = await this.#writeOne(room, patch);
      const isAdded = this.#added.delete(room);
      if (record && this.#records.has(room)) this.#world.channel?.postMessage({ record, isAdded });
    }
    this.#writing = undefined;
  }

  /**
   * @param {string} room
   * @param {RoomPatch} patch
   */
  async #writeOne(room, patch) {
    const change = (/** @type {unknown} */ kept) => {
      if (this.#forgotten.has(room)) return;
      const here = this.#records.get(room) ?? blankRecord(room);
      const before = soundRecord(kept) ?? here;
      // The database may have been emptied meanwhile.
      return { ...patched(before, patch), version: Math.max(before.version, here.version) + 1 };
    };
    const alone = () => change(this.#records.get(room));
    const { database } = this.#world;
    const record = await (database ? database.update(room, change).catch(alone) : alone());
    // Unless more has come to it meanwhile.
    if (this.#unwritten.get(room) === patch) this.#unwritten.delete(room);
    // Another tab may have changed other things of it.
    if (record && !this.#forgotten.has(room) && this.#take(record)) this.refresh();
    return record;
  }

  #bound() {
    if (this.#records.size <= MOST_ROOMS) return;
    const spare = [...this.#records.values()].sort(byActivity).slice(MOST_ROOMS);
    for (const { room } of spare) {
      this.#records.delete(room);
      this.#unwritten.delete(room);
    }
    void this.#world.database?.remove(spare.map(({ room }) => room)).catch(() => {});
  }

  /** By another tab. @param {any} message */
  #told(message) {
    const record = soundRecord(message?.record);
    if (!record) return;
    if (message.isAdded) this.#forgotten.delete(record.room);
    if (this.#forgotten.has(record.room)) return;
    if (!this.#take(record)) return;
    this.#bound();
    this.refresh();
  }
}

/** But for how often it was written. @param {RoomRecord} a @param {RoomRecord} b */
const isSame = (a, b) => JSON.stringify({ ...a, version: 0 }) === JSON.stringify({ ...b, version: 0 });
