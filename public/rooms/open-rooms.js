/**
 * Which rooms are open in some tab of the browser: each tab tells the others of its own, at once, and when it is asked.
 * One that does not answer is gone or frozen, and so are its rooms.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Channel } from "./my-rooms.js"
 */

import { isRoom } from "./room-record.js";

const ANSWER_WITHIN_MS = 2_000;

/** It emits `change` when other rooms are open than before. */
export class OpenRooms extends EventTarget {
  /** How often each is open in this tab. @type {Map<string, number>} */
  #own = new Map();
  /** By tab. @type {Map<string, { rooms: readonly string[], isHeard: boolean }>} */
  #others = new Map();
  #world;

  /** @param {{ channel?: Channel, clock: Clock, tab: string }} world `tab`: no other's. */
  constructor(world) {
    super();
    this.#world = world;
    world.channel?.addEventListener("message", ({ data }) => this.#told(data));
    this.ask();
  }

  /** @param {string} room */
  has(room) {
    return this.#own.has(room) || [...this.#others.values()].some(({ rooms }) => rooms.includes(room));
  }

  /**
   * The room is open in this tab, until the returned function is called.
   * @param {string} room
   */
  hold(room) {
    this.#count(room, 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.#count(room, -1);
      isHeld = false;
    };
  }

  /** Who is there? */
  ask() {
    const { channel, clock, tab } = this.#world;
    if (!channel) return;
    for (const [other, { rooms }] of this.#others) this.#others.set(other, { rooms, isHeard: false });
    channel.postMessage({ ask: tab });
    clock.setTimeout(() => this.#dropSilent(), ANSWER_WITHIN_MS);
  }

  /** The page goes, or is frozen. */
  leave() {
    this.#world.channel?.postMessage({ tab: this.#world.tab, rooms: [] });
  }

  /** Tells the others which rooms are open here. */
  tell() {
    this.#world.channel?.postMessage({ tab: this.#world.tab, rooms: [...this.#own.keys()] });
  }

  /**
   * @param {string} room
   * @param {1 | -1} by
   */
  #count(room, by) {
    const count = (this.#own.get(room) ?? 0) + by;
    if (count > 0) this.#own.set(room, count);
    else this.#own.delete(room);
    this.tell();
    this.#changed();
  }

  /** @param {any} message */
  #told(message) {
    if (message?.ask) return this.tell();
    const { tab, rooms } = Object(message);
    if (typeof tab !== "string" || !Array.isArray(rooms)) return;
    this.#others.set(tab, { rooms: rooms.filter(isRoom), isHeard: true });
    this.#changed();
  }

  #dropSilent() {
    const silent = [...this.#others].filter(([, { isHeard }]) => !isHeard);
    for (const [tab] of silent) this.#others.delete(tab);
    if (silent.length > 0) this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
