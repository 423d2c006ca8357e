/**
 * A search in the rooms of this device, one after the other: the first few by itself, the others when that is asked for,
 * since each wakes its room. It stops when something else is looked for. What was not searched is counted, by why. It
 * draws nothing, and knows no document; it emits `change`.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Hit, Page, Trouble } from "./ask.js"
 *
 * @typedef {object} Place A room that may be searched.
 * @property {string} room
 * @property {string} [token] One's own there; without it one is nobody there.
 * @property {boolean} [isLost] One may not read there, as is known already.
 *
 * @typedef {"no_token" | "building" | Trouble} Unsearched Why a room was not searched, or not all of it.
 * @typedef {{ room: string, hit: Hit }} FoundIn
 */

import { SearchTrouble } from "./ask.js";
import { askable, isTooLong } from "./query.js";

const PAUSE_MS = 600;
/** Rooms at a time, before somebody asks for more. */
export const ROOMS_AT_ONCE = 8;
/** Messages of one room. */
export const MOST_IN_ROOM = 4;
/** Of one or two letters too much is found in every room. */
const FEWEST_LETTERS = 3;

export class AllRoomsSearch extends EventTarget {
  /** @type {readonly FoundIn[]} */
  found = [];
  isAsking = false;
  query = "";
  /** @type {Map<Unsearched, number>} */
  unsearched = new Map();
  /** Rooms that were searched. */
  searched = 0;
  #places;
  #ask;
  #clock;
  /** @type {readonly Place[]} */
  #left = [];
  /** @type {AbortController | undefined} */
  #asking;
  /** @type {unknown} */
  #timer;

  /**
   * @param {() => readonly Place[]} places In the order in which they are searched.
   * @param {(question: { room: string, token: string, query: string, limit: number, signal: AbortSignal }) => Promise<Page>} ask
   * @param {Pick<Clock, "setTimeout" | "clearTimeout">} clock
   */
  constructor(places, ask, clock) {
    super();
    this.#places = places;
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Rooms that are searched only if that is asked for. */
  get left() {
    return this.isAsking ? 0 : this.#left.length;
  }

  /** @param {string} typed */
  type(typed) {
    const query = askable(typed);
    if (query === this.query) return;
    this.stop();
    this.query = query;
    this.found = [];
    this.unsearched = new Map();
    this.searched = 0;
    this.#left = [];
    if ([...query].length >= FEWEST_LETTERS && !isTooLong(query))
      this.#timer = this.#clock.setTimeout(() => this.#begin(), PAUSE_MS);
    this.#changed();
  }

  /** The next few rooms. */
  more() {
    if (!this.isAsking) void this.#run();
  }

  stop() {
    this.#clock.clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = undefined;
    this.isAsking = false;
  }

  #begin() {
    const places = this.#places();
    // No request is made for those.
    const isOpen = (/** @type {Place} */ { token, isLost }) => token !== undefined && !isLost;
    this.#left = places.filter(isOpen);
    for (const place of places) if (!isOpen(place)) this.#miss(place.isLost ? "refused" : "no_token");
    void this.#run();
  }

  async #run() {
    const asking = new AbortController();
    const { signal } = asking;
    this.#asking = asking;
    this.isAsking = true;
    this.#changed();
    const places = this.#left.slice(0, ROOMS_AT_ONCE);
    for (const place of places) {
      const isOver = await this.#look(place, signal);
      if (signal.aborted) return;
      this.#changed();
      if (isOver) break;
    }
    this.isAsking = false;
    this.#asking = undefined;
    this.#changed();
  }

  /**
   * @param {Place} place
   * @param {AbortSignal} signal
   * @returns {Promise<boolean>} Whether no other room can be asked now.
   */
  async #look({ room, token = "" }, signal) {
    try {
      const page = await this.#ask({ room, token, query: this.query, limit: MOST_IN_ROOM, signal });
      if (signal.aborted) return true;
      this.#left = this.#left.slice(1);
      this.searched += 1;
      this.found = [...this.found, ...page.hits.slice(0, MOST_IN_ROOM).map((hit) => ({ room, hit }))];
      if (!page.isComplete) this.#miss("building");
      return false;
    } catch (error) {
      if (signal.aborted) return true;
      const why = error instanceof SearchTrouble ? error.why : "failed";
      // What is so for all of them is so for those that are left.
      const isForAll = why === "offline" || why === "limited" || why === "unsupported" || why === "invalid";
      this.#miss(why, isForAll ? this.#left.length : 1);
      this.#left = isForAll ? [] : this.#left.slice(1);
      return isForAll;
    }
  }

  /**
   * @param {Unsearched} why
   * @param {number} [rooms]
   */
  #miss(why, rooms = 1) {
    this.unsearched = new Map(this.unsearched).set(why, (this.unsearched.get(why) ?? 0) + rooms);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
