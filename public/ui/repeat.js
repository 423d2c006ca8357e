/**
 * Draws a list in which each item keeps its elements as long as its key is there, wherever it goes. Lit's own
 * `repeat` also knows which items not to move when many change their order, which no list of ours does.
 */

import { Directive, directive } from "lit/directive.js";
import {
  getCommittedValue,
  insertPart,
  removePart,
  setChildPartValue,
  setCommittedValue,
} from "lit/directive-helpers.js";
import { noChange } from "lit/html.js";

/**
 * @import { ChildPart } from "lit"
 *
 * @template T
 * @typedef {[items: Iterable<T>, keyOf: (item: T) => unknown, draw: (item: T, index: number) => unknown]} List
 */

class Repeat extends Directive {
  /** @type {unknown[]} */
  #keys = [];

  /**
   * @param {Iterable<any>} items
   * @param {(item: any) => unknown} _keyOf
   * @param {(item: any, index: number) => unknown} draw
   */
  render(items, _keyOf, draw) {
    return Array.from(items, draw);
  }

  /**
   * @override
   * @param {ChildPart} whole
   * @param {List<any>} list
   */
  update(whole, [items, keyOf, draw]) {
    const values = this.render(items, keyOf, draw);
    const before = this.#keys;
    this.#keys = Array.from(items, keyOf);
    const old = /** @type {ChildPart[]} */ (getCommittedValue(whole));
    if (!Array.isArray(old)) return values;
    const known = new Map(old.map((part, i) => [before[i], part]));
    const wanted = new Set(this.#keys);
    const placed = new Set();
    let next = 0;
    const parts = this.#keys.map((key, i) => {
      while (next < old.length && (placed.has(old[next]) || !wanted.has(before[next]))) next += 1;
      const there = known.get(key);
      known.delete(key);
      const part = there && there === old[next] ? there : insertPart(whole, old[next], there);
      placed.add(part);
      return setChildPartValue(part, values[i]);
    });
    for (const part of old) if (!placed.has(part)) removePart(part);
    setCommittedValue(whole, parts);
    return noChange;
  }
}

export const repeat = /** @type {<T>(...list: List<T>) => unknown} */ (directive(Repeat));
