/**
 * Keeps the list of rooms up to date: the rooms of latest activity that are open in no tab are watched, at most so many,
 * by one tab of the browser. The others, and then hidden ones, are looked at when somebody looks at the list. A room that cannot be looked into
 * is marked as such, and left alone. It knows no DOM.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Direct } from "../client/protocol.js"
 * @import { Head, Watch, WatchStatus } from "../client/watch.js"
 * @import { ListedRoom, MyRooms } from "./my-rooms.js"
 * @import { Leader } from "./leader.js"
 * @import { OpenRooms } from "./open-rooms.js"
 * @import { Request } from "./requests.js"
 * @import { RoomPatch, RoomState } from "./room-record.js"
 *
 * @typedef {object} WatchesWorld
 * @property {Clock} clock
 * @property {OpenRooms} open
 * @property {() => boolean} isOnline
 * @property {(onChange: (isLeading: boolean) => void) => Leader} leader
 * @property {(room: string, place: { epoch: string, after: number } | undefined) => Watch} watch
 */

import { saidOf } from "../text/said.js";
import { requestsAfter, requestsOf } from "./requests.js";

export const MOST_WATCHED = 20;
/** Of the others, so many are looked at when the list is opened. */
export const MOST_LOOKED_AT = 80;
/** At a time. */
const LOOKS = 4;
const LOOK_WITHIN_MS = 15_000;
/** What was looked at since is fresh enough. */
const FRESH_MS = 5 * 60_000;
/** Sockets are opened one by one. */
const APART_MS = 100;
const TEND_AFTER_MS = 250;
const ASK_EVERY_MS = 30_000;
/** What may be over when somebody looks at the list again. @type {readonly RoomState[]} */
const MAY_BE_OVER = ["", "room_closed", "key_needed", "not_created", "closed"];

/**
 * It emits `direct` with `{ room, direct }`: what a private conversation that began in a room has come to; and `request`
 * with the same, when somebody asks for one who has not been heard of.
 */
export class Watches extends EventTarget {
  #rooms;
  #world;
  #leader;
  /** @type {Map<string, Watch>} */
  #watches = new Map();
  /** Looks that are under way. @type {Map<string, Watch>} */
  #looks = new Map();
  /** When each was looked at. @type {Map<string, number>} */
  #lookedAt = new Map();
  /** @type {unknown} */
  #tending;
  /** @type {unknown} */
  #asking;
  #opensAt = 0;

  /**
   * @param {MyRooms} rooms
   * @param {WatchesWorld} world
   */
  constructor(rooms, world) {
    super();
    this.#rooms = rooms;
    this.#world = world;
    this.#leader = world.leader((isLeading) => this.#led(isLeading));
    rooms.addEventListener("change", () => this.#tendSoon());
    world.open.addEventListener("change", () => this.#tendSoon());
    void rooms.ready.then(() => this.#leader.begin());
  }

  /** The rooms that this tab watches. */
  get watched() {
    return [...this.#watches.keys()];
  }

  /** The page is there again. */
  resume() {
    this.#world.open.tell();
    this.#leader.begin();
  }

  /** The page goes, or is frozen: another tab is to watch. */
  leave() {
    this.#world.open.leave();
    this.#leader.end();
    this.#waiting = [];
    for (const watch of this.#looks.values()) watch.close();
  }

  /** The page is seen now, or not any more. */
  turned() {
    this.#leader.turned();
  }

  /** The network is back, or gone. */
  look() {
    this.#tend();
    for (const watch of this.#watches.values()) watch.look();
  }

  /** Somebody looks at the list: so do we, at the rooms that nobody watches. */
  lookAtOthers() {
    const { clock, open, isOnline } = this.#world;
    if (!isOnline()) return;
    const isOld = (/** @type {string} */ room) =>
      clock.now() - (this.#lookedAt.get(room) ?? Number.NEGATIVE_INFINITY) >= FRESH_MS;
    const watched = new Set(this.#wanted.map(({ room }) => room));
    this.#waiting = this.#rooms.list
      .filter(({ room, state }) => MAY_BE_OVER.includes(state) && !watched.has(room))
      .sort((a, b) => Number(a.isHidden) - Number(b.isHidden))
      .slice(0, MOST_LOOKED_AT)
      .filter(({ room }) => isOld(room) && !open.has(room) && !this.#looks.has(room));
    this.#lookOn();
  }

  // ---- watching ----

  /** Those that are to be watched, by whichever tab leads. */
  get #wanted() {
    const { open } = this.#world;
    return this.#rooms.list
      .filter(({ room, state, isHidden }) => !isHidden && state === "" && !open.has(room))
      .slice(0, MOST_WATCHED);
  }

  /** @param {boolean} isLeading */
  #led(isLeading) {
    const { clock } = this.#world;
    clock.clearTimeout(this.#asking);
    if (!isLeading) return this.#tend();
    const ask = () => {
      this.#world.open.ask();
      this.#asking = clock.setTimeout(ask, ASK_EVERY_MS);
    };
    ask();
    this.#tendSoon();
  }

  #tendSoon() {
    if (!this.#leader.isLeading) return;
    this.#tending ??= this.#world.clock.setTimeout(() => this.#tend(), TEND_AFTER_MS);
  }

  #tend() {
    this.#world.clock.clearTimeout(this.#tending);
    this.#tending = undefined;
    const isToWatch = this.#leader.isLeading && this.#world.isOnline();
    const wanted = new Map(isToWatch ? this.#wanted.map((each) => [each.room, each]) : []);
    for (const [room, watch] of this.#watches) if (!wanted.has(room)) this.#end(room, watch);
    for (const [room, listed] of wanted) {
      const watch = this.#watches.get(room);
      if (watch) watch.seen(listed.after ?? 0);
      else this.#begin(listed);
    }
  }

  /** @param {ListedRoom} listed */
  #begin(listed) {
    const watch = this.#watchOf(listed);
    this.#watches.set(listed.room, watch);
    watch.addEventListener("status", () => {
      if (watch.status.phase === "stopped") this.#watches.delete(listed.room);
    });
    const { clock } = this.#world;
    this.#opensAt = Math.max(clock.now(), this.#opensAt + APART_MS);
    clock.setTimeout(() => {
      if (this.#watches.get(listed.room) === watch) watch.open();
    }, this.#opensAt - clock.now());
  }

  /**
   * @param {string} room
   * @param {Watch} watch
   */
  #end(room, watch) {
    this.#watches.delete(room);
    watch.close();
  }

  // ---- looking once ----

  /** @type {ListedRoom[]} */
  #waiting = [];

  #lookOn() {
    while (this.#looks.size < LOOKS) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#lookAt(next);
    }
  }

  /** @param {ListedRoom} listed */
  #lookAt(listed) {
    const { clock } = this.#world;
    const { room } = listed;
    const watch = this.#watchOf(listed);
    this.#looks.set(room, watch);
    const over = () => {
      clock.clearTimeout(timer);
      watch.removeEventListener("status", changed);
      if (this.#looks.get(room) !== watch) return;
      this.#looks.delete(room);
      watch.close();
      this.#lookOn();
    };
    const changed = () => ["waiting", "stopped", "idle"].includes(watch.status.phase) && over();
    const timer = clock.setTimeout(over, LOOK_WITHIN_MS);
    watch.addEventListener("head", () => {
      this.#lookedAt.set(room, clock.now());
      over();
    });
    watch.addEventListener("status", changed);
    watch.open();
  }

  // ---- what is told ----

  /** @param {ListedRoom} listed */
  #watchOf({ room, epoch, after }) {
    const place = epoch !== undefined && after !== undefined ? { epoch, after } : undefined;
    const watch = this.#world.watch(room, place);
    watch.addEventListener("head", (event) => this.#headed(room, detail(event)));
    watch.addEventListener("status", (event) => this.#status(room, detail(event)));
    watch.addEventListener("role", (event) => {
      const role = detail(event);
      this.#note(room, { role: role === "none" ? "member" : role });
    });
    watch.addEventListener("directs", (event) => this.#asked(room, detail(event), requestsOf));
    watch.addEventListener("direct", (event) => {
      const direct = detail(event);
      this.dispatchEvent(new CustomEvent("direct", { detail: { room, direct } }));
      this.#asked(room, [direct], (known) => requestsAfter(known, direct));
    });
    return watch;
  }

  /**
   * @param {string} room
   * @param {Head} head
   */
  #headed(room, head) {
    const { preview } = head;
    const told = preview && !preview.text && { preview: { ...preview, text: filesIn(preview) } };
    this.#note(room, { preview: null, ...head, ...told, state: "" });
  }

  /**
   * @param {string} room
   * @param {Direct[]} directs What it tells.
   * @param {(known: readonly Request[], directs: Direct[]) => readonly Request[]} after
   */
  #asked(room, directs, after) {
    const known = this.#rooms.get(room)?.requests ?? [];
    const requests = after(known, directs);
    if (this.#rooms.get(room)) this.#rooms.note(room, { requests });
    const fresh = requests.filter(({ pair }) => !known.some((each) => each.pair === pair));
    for (const direct of directs)
      if (fresh.some(({ pair }) => pair === direct.pair))
        this.dispatchEvent(new CustomEvent("request", { detail: { room, direct } }));
  }

  /**
   * @param {string} room
   * @param {WatchStatus} status
   */
  #status(room, { phase, reason }) {
    if (phase !== "stopped" || !reason) return;
    this.#lookedAt.set(room, this.#world.clock.now());
    this.#note(room, { state: reason });
  }

  /**
   * Of a room that is in the list: one that was just forgotten stays so.
   * @param {string} room
   * @param {RoomPatch} patch
   */
  #note(room, patch) {
    if (this.#rooms.get(room)) this.#rooms.note(room, patch);
  }
}

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;

/** What a message has that has no words. @param {NonNullable<Head["preview"]>} preview */
const filesIn = ({ file }) => (file ? saidOf({ text: "", files: [file] }) : "📎");
