/**
 * Keeps what this device has and what the account has the same: what has changed here since the two last agreed is told,
 * what has changed there is taken, and where both have, fields.js says what holds. It remembers of each field only a sign of
 * what was agreed on, so that an answer that is lost, or a device that was away for long, costs nothing but another request.
 * Pure: the requests, the device and where it remembers come from outside.
 *
 * @import { Value } from "./fields.js"
 *
 * @typedef {{ field: string, value: Value }} Change
 * @typedef {{ version: number, fields: (Change & { version: number })[], more: boolean, full: boolean }} Answer `full`: so long
 * ago was `since` that all there is comes, and what does not is gone.
 *
 * @typedef {object} Device
 * @property {() => Map<string, Value>} read All that there is now; null for what could be there, and is not.
 * @property {(field: string, value: Value) => void} write
 * @property {(room: string) => Promise<void> | void} forget Another device has forgotten the room.
 * @property {(room: string) => boolean} isOpen One is in the room here, now.
 * @property {() => readonly string[]} forgotten Rooms that were forgotten here, and the account was not told of yet.
 * @property {(rooms: readonly string[]) => void} told It was told of these.
 *
 * @typedef {object} SyncWorld
 * @property {(body: { since: number, changes: Change[] }) => Promise<Answer>} post
 * @property {Device} device
 * @property {{ read: () => unknown, write: (state: object) => void }} memory
 */

import { kindOf, ofRoom, roomIn } from "./fields.js";

/** As the account takes them. */
const MOST_CHANGES = 500;
const MOST_FIELD = 200;
const MOST_VALUE = 8 * 1024;
const MOST_BYTES = 200 * 1024;
/** Nobody's account has so many; an answer that never ends is none. */
const MOST_PAGES = 200;
const NONE = "";

export class Sync {
  #world;
  /** Version up to which the account is known. */
  #since = 0;
  /** Field -> sign of what both had. @type {Map<string, string>} */
  #agreed = new Map();
  /** Rooms that were here before the account was: null until that is known. @type {Set<string> | null} */
  #before = null;
  /** @type {Promise<void> | undefined} */
  #running;

  /** @param {SyncWorld} world */
  constructor(world) {
    this.#world = world;
    this.#recall();
  }

  /** Rooms of this device that came by the account, or since one is signed in. @param {Iterable<string>} rooms */
  cameBy(rooms) {
    const before = this.#before ?? new Set(rooms);
    return [...rooms].filter((room) => !before.has(room));
  }

  /** Something here has changed that the account does not know. */
  get isBehind() {
    return this.#outgoing().length > 0;
  }

  /**
   * @param {{ isLooking?: boolean }} [how] The account may have news, also where nothing has changed here.
   */
  run({ isLooking = true } = {}) {
    this.#running ??= this.#run(isLooking).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** @param {boolean} isLooking */
  async #run(isLooking) {
    const isFirst = this.#since === 0;
    this.#before ??= new Set([...this.#world.device.read().keys()].flatMap((field) => roomIn(field) ?? []));
    const changes = this.#outgoing();
    if (isLooking || isFirst || changes.some(({ field }) => kindOf(field).isWritten)) await this.#pull();
    await this.#push();
  }

  async #pull() {
    for (let page = 0; page < MOST_PAGES; page += 1) if (!(await this.#exchange([]))) return;
  }

  async #push() {
    for (let turn = 0; turn < MOST_PAGES; turn += 1) {
      const changes = portion(this.#outgoing());
      if (changes.length === 0) return this.#remember();
      const hasMore = await this.#exchange(changes);
      if (hasMore) await this.#pull();
    }
  }

  /**
   * @param {Change[]} changes
   * @returns {Promise<boolean>} Whether there is more to come.
   */
  async #exchange(changes) {
    const { device, post } = this.#world;
    const forgotten = device.forgotten();
    const answer = await post({ since: this.#since, changes });
    const { version, fields, more, full } = soundAnswer(answer);
    // The account was put back to an earlier time: what both have is found out anew.
    if (version < this.#since) return this.#beginAnew();
    for (const { field, value } of changes) this.#agree(field, kindOf(field).sign(value));
    const here = device.read();
    const gone = new Set(forgotten.filter((room) => !here.has(ofRoom(room, "at"))));
    const mine = new Map(changes.map(({ field, value }) => [field, value]));
    for (const { field, value } of fields)
      if (!mine.has(field) || kindOf(field).sign(mine.get(field) ?? null) !== kindOf(field).sign(value))
        await this.#take(field, value, here, gone);
    if (full && !more) await this.#takeGone(new Set(fields.map(({ field }) => field)), here, gone);
    this.#since = more && fields.length > 0 ? lastOf(fields) : version;
    const isTold = ![...this.#agreed.keys()].some((field) => forgotten.includes(roomIn(field) ?? ""));
    if (forgotten.length > 0 && isTold && !more) device.told(forgotten);
    this.#remember();
    return more;
  }

  /**
   * What both had, and the account has no more.
   * @param {Set<string>} there
   * @param {Map<string, Value>} here
   * @param {Set<string>} gone
   */
  async #takeGone(there, here, gone) {
    const lost = [...this.#agreed].filter(([field, sign]) => sign !== NONE && !there.has(field));
    for (const [field] of lost) await this.#take(field, null, here, gone);
  }

  /** @returns {true} All is to come. */
  #beginAnew() {
    this.#since = 0;
    this.#agreed.clear();
    this.#remember();
    return true;
  }

  /**
   * What the account has.
   * @param {string} field
   * @param {Value} value
   * @param {Map<string, Value>} here What this device has.
   * @param {Set<string>} gone Rooms that were forgotten here meanwhile.
   */
  async #take(field, value, here, gone) {
    const kind = kindOf(field);
    const { device } = this.#world;
    const room = roomIn(field);
    const there = kind.sign(value);
    const before = this.#agreed.get(field);
    if (room !== undefined && gone.has(room)) return this.#agree(field, there);
    if (there === NONE && kind.isLasting) {
      this.#agreed.delete(field);
      if (field !== ofRoom(room ?? "", "at") || before === undefined) return;
      return this.#forget(room ?? "", here);
    }
    const local = here.get(field) ?? null;
    const mine = kind.sign(local);
    if (mine === there) return this.#agree(field, there);
    const isFirst = before === undefined;
    // What was never the account's, and is not there, is told as new.
    if (isFirst && there === NONE) return;
    const hasChanged = isFirst ? mine !== NONE : kind.isNews(mine, before);
    if (!hasChanged) {
      device.write(field, value);
      here.set(field, value);
      return this.#agree(field, there);
    }
    if (isFirst && kind.isOwn) return this.#agree(field, mine);
    const joined = there === NONE ? local : kind.joined(local, value, isFirst);
    if (kind.sign(joined) !== mine) {
      device.write(field, joined);
      here.set(field, joined);
    }
    this.#agree(field, there);
  }

  /**
   * Another device has forgotten the room. Whoever is in it here stays, and it is told as new.
   * @param {string} room
   * @param {Map<string, Value>} here
   */
  async #forget(room, here) {
    for (const field of [...this.#agreed.keys()]) if (roomIn(field) === room) this.#agreed.delete(field);
    if (this.#world.device.isOpen(room)) return;
    for (const field of [...here.keys()]) if (roomIn(field) === room) here.delete(field);
    await this.#world.device.forget(room);
  }

  /** @returns {Change[]} */
  #outgoing() {
    const { device } = this.#world;
    const here = device.read();
    /** @type {Change[]} */
    const changes = [];
    for (const room of device.forgotten()) {
      const isBack = here.has(ofRoom(room, "at"));
      for (const field of [...this.#agreed.keys()].filter((each) => roomIn(each) === room)) {
        if (isBack) this.#agreed.delete(field);
        else changes.push({ field, value: null });
      }
      if (isBack) device.told([room]);
    }
    for (const [field, value] of here) {
      const kind = kindOf(field);
      const sign = kind.sign(value);
      const before = this.#agreed.get(field);
      if (before === undefined && sign === NONE) this.#agree(field, sign);
      else if (before === undefined || kind.isNews(sign, before))
        changes.push({ field, value: value ?? null });
    }
    return changes.filter(isToBeSaid);
  }

  /**
   * Of a room, what is not there is what it begins with.
   * @param {string} field
   * @param {string} sign
   */
  #agree(field, sign) {
    if (sign === NONE && roomIn(field) !== undefined) this.#agreed.delete(field);
    else this.#agreed.set(field, sign);
  }

  #remember() {
    this.#world.memory.write({
      v: 1,
      since: this.#since,
      agreed: Object.fromEntries(this.#agreed),
      before: [...(this.#before ?? [])],
    });
  }

  /** Storage is input like any other: without it, all is found out anew. */
  #recall() {
    const { v, since, agreed, before } = Object(this.#world.memory.read());
    if (v !== 1 || !Number.isSafeInteger(since)) return;
    this.#since = since;
    for (const [field, sign] of Object.entries(Object(agreed)))
      if (typeof sign === "string") this.#agreed.set(field, sign);
    if (Array.isArray(before)) this.#before = new Set(before.filter((room) => typeof room === "string"));
  }
}

/**
 * Rooms of this device that came by the account which was signed in here before, or while it was: not for the next
 * one, who may be somebody else.
 * @param {unknown} state What was remembered of that account.
 * @param {readonly string[]} rooms All that there are.
 */
export const roomsOfAnother = (state, rooms) => {
  const { before, came } = Object(state);
  if (Array.isArray(came)) return rooms.filter((room) => came.includes(room));
  return Array.isArray(before) ? rooms.filter((room) => !before.includes(room)) : [];
};

/** @param {Change} change */
const isToBeSaid = ({ field, value }) =>
  field.length <= MOST_FIELD && /^[ -~]+$/.test(field) && bytesIn(value) <= MOST_VALUE;

/** As much as one request takes. @param {Change[]} changes */
const portion = (changes) => {
  let bytes = 0;
  const fits = changes.slice(0, MOST_CHANGES).findIndex((change) => {
    bytes += bytesIn(change) + 1;
    return bytes > MOST_BYTES;
  });
  return changes.slice(0, fits < 0 ? MOST_CHANGES : Math.max(1, fits));
};

const encoder = new TextEncoder();
const bytesIn = (/** @type {unknown} */ value) => encoder.encode(JSON.stringify(value)).length;

/** @param {Answer["fields"]} fields */
const lastOf = (fields) => fields.reduce((last, { version }) => Math.max(last, version), 0);

/**
 * The account's word is input, too.
 * @param {unknown} answer
 * @returns {Answer}
 */
const soundAnswer = (answer) => {
  const { version, fields, more, full } = Object(answer);
  if (!Number.isSafeInteger(version) || !Array.isArray(fields)) throw new Error("no answer");
  const isSound = (/** @type {any} */ each) =>
    typeof each?.field === "string" && each.value !== undefined && Number.isSafeInteger(each.version);
  return { version, fields: fields.filter(isSound), more: more === true, full: full === true };
};
