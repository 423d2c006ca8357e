/**
 * Whose pictures are covered until they are asked for: those of members who are new to the reader. A member is new until
 * there is a message of theirs that is a day old, among those that are loaded, or until the reader has asked to see
 * something of theirs, which this device remembers. Those who look after the room are not new, nor is whoever one talks to
 * in private.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { KeyStore } from "../client/outbox.js"
 *
 * @typedef {object} NewcomersWorld
 * @property {Pick<KeyStore, "getItem" | "setItem">} storage
 * @property {() => readonly Message[]} messages
 * @property {() => number} date By the room.
 * @property {(id: string) => boolean} isHost
 * @property {boolean} isPrivate
 */

const DAY_MS = 24 * 3_600_000;
/** Of more, those that were asked for last. */
const MOST_ASKED = 200;

export class Newcomers {
  #key;
  #world;
  /** @type {Set<string>} */
  #asked;
  /** @type {readonly Message[] | undefined} */
  #looked;
  /** When each said the first that is loaded. @type {Map<string, number>} */
  #first = new Map();

  /**
   * @param {string} room
   * @param {NewcomersWorld} world
   */
  constructor(room, world) {
    this.#key = `alcove:shown:${room}`;
    this.#world = world;
    this.#asked = new Set(readIds(world.storage.getItem(this.#key)));
  }

  /** @param {string} id */
  isNew(id) {
    const { date, isHost, isPrivate } = this.#world;
    if (isPrivate || isHost(id) || this.#asked.has(id)) return false;
    this.#look();
    return date() - (this.#first.get(id) ?? Infinity) < DAY_MS;
  }

  /** The reader has asked to see something of theirs. @param {string} id */
  ask(id) {
    this.#asked.add(id);
    // Another tab may have kept others since.
    const kept = new Set(readIds(this.#world.storage.getItem(this.#key)));
    kept.delete(id);
    kept.add(id);
    this.#world.storage.setItem(this.#key, JSON.stringify([...kept].slice(-MOST_ASKED)));
  }

  #look() {
    const messages = this.#world.messages();
    if (messages === this.#looked) return;
    this.#looked = messages;
    for (const { from, at } of messages)
      if (at < (this.#first.get(from.id) ?? Infinity)) this.#first.set(from.id, at);
  }
}

/** Storage is input like any other. @param {string | null} value @returns {string[]} */
const readIds = (value) => {
  try {
    const ids = JSON.parse(value ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(-MOST_ASKED) : [];
  } catch {
    return [];
  }
};
