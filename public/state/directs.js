/**
 * What there is in private between oneself and the others of a room: a pure fold over what the room tells of it
 * (`RoomState.directs`) and what was said on this device. The room leaves out whom one has ignored or blocked, so that is
 * kept.
 *
 * @import { Direct } from "../client/protocol.js"
 *
 * @typedef {Direct & { state: "ignored" | "blocked" }} Said What one has said of somebody: that one ignores or blocks them.
 */

/** What one has said is kept of so many. */
const MOST_SAID = 200;

export class Directs {
  /** By pair, the latest change first. @type {ReadonlyMap<string, Direct>} */
  #all = new Map();
  /** @type {readonly Said[]} */
  #said;

  /** @param {readonly Said[]} said As it was kept. */
  constructor(said) {
    this.#said = said;
  }

  /** What is to be kept. */
  get said() {
    return this.#said;
  }

  /**
   * What the room tells now.
   * @param {readonly Direct[]} told
   * @returns {boolean} Whether there is more to be kept, or less.
   */
  take(told) {
    const before = this.#said;
    const pairs = new Set(told.map(({ pair }) => pair));
    const fresh = told.filter(isSaid).map((each) => this.#withRoom(each));
    const still = before.filter(({ pair }) => !pairs.has(pair));
    this.#said = [...fresh, ...still].slice(0, MOST_SAID);
    this.#all = new Map(
      [...told.filter((each) => !isSaid(each)), ...this.#said].map((each) => [each.pair, each]),
    );
    return JSON.stringify(before) !== JSON.stringify(this.#said);
  }

  /** Where one talked before it was blocked is not told with that. @param {Said} said @returns {Said} */
  #withRoom({ pair, with: other, state, room = this.#all.get(pair)?.room }) {
    return { pair, with: other, state, ...(room && { room }) };
  }

  /** The latest change first. @returns {readonly Direct[]} */
  get all() {
    return [...this.#all.values()];
  }

  /** Who waits for an answer of one's own, the first to ask first. */
  get requests() {
    return this.all.filter(({ state }) => state === "request").reverse();
  }

  /** @param {string} id Of a member. */
  with(id) {
    return this.all.find((each) => each.with.id === id);
  }

  /** @param {string} pair */
  find(pair) {
    return this.#all.get(pair);
  }
}

/** @returns {direct is Said} */
const isSaid = (/** @type {Direct} */ direct) => direct.state === "ignored" || direct.state === "blocked";
