/**
 * The names of everyone who was here or wrote something since the page was opened: each by the newest name,
 * whether that comes from the roster or from an old page of the log. Pure.
 *
 * @import { Member } from "../client/protocol.js"
 */

/** More than are on the page may be remembered, but so many more. */
const MOST_PAST = 5_000;

export class KnownNames {
  /** @type {Map<string, { name: string, since: number }>} */
  #known = new Map();
  /** @type {ReadonlyMap<string, string> | undefined} */
  #all;
  #most = MOST_PAST;

  /** By id; the same map as long as nothing in it has changed. @returns {ReadonlyMap<string, string>} */
  get all() {
    this.#all ??= new Map([...this.#known].map(([id, { name }]) => [id, name]));
    return this.#all;
  }

  /** There are so many that those who are not on the page have to go. */
  get isFull() {
    return this.#known.size > this.#most;
  }

  /**
   * @param {Member} member
   * @param {number} since Where in the log somebody had this name: what was noted of later holds.
   */
  note({ id, name }, since) {
    const known = this.#known.get(id);
    if (known && known.since > since) return;
    this.#known.set(id, { name, since });
    if (known?.name !== name) this.#all = undefined;
  }

  /**
   * Forgets all but these.
   * @param {Iterable<string>} ids
   */
  keep(ids) {
    const kept = new Set(ids);
    this.#known = new Map([...this.#known].filter(([id]) => kept.has(id)));
    this.#all = undefined;
    this.#most = this.#known.size + MOST_PAST;
  }
}
