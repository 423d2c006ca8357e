/**
 * Loads what a room needs only when something happens in it (later-parts.js): soon after the room has opened,
 * or when the first of it is needed.
 *
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Surroundings } from "../timeline/message-actions.js"
 *
 * @typedef {ReturnType<typeof import("./later-parts.js").begin>} Parts
 *
 * @typedef {object} OfRoom What else the room does for them.
 * @property {() => void} goBack To where one was when something was opened.
 * @property {() => Promise<unknown>} drawn
 * @property {() => void} startRename
 *
 * @typedef {Surroundings & OfRoom} Around
 *
 * @typedef {object} RoomContext
 * @property {string} name Of the room.
 * @property {string} link To it.
 * @property {RoomStore} store
 * @property {ShadowRoot} root
 * @property {AbortSignal} signal Its end.
 * @property {Around} around
 */

import { loadPart } from "../browser/load-part.js";

/** What opens a room is loaded first. */
const SOON_MS = 100;
/** By then also where the room does not open. */
const LATEST_MS = 3_000;
const AGAIN_MS = 60_000;

export class Later {
  /** Once they are here. @type {Parts | undefined} */
  parts;
  #room;
  /** @type {Promise<Parts | undefined> | undefined} */
  #loading;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {RoomContext} room */
  constructor(room) {
    this.#room = room;
    room.signal.addEventListener("abort", () => clearTimeout(this.#timer));
    this.#loadIn(LATEST_MS);
  }

  soon() {
    this.#loadIn(SOON_MS);
  }

  /** @returns {Promise<Parts | undefined>} Nothing where it cannot be loaded now. */
  async load() {
    clearTimeout(this.#timer);
    const { signal } = this.#room;
    if (signal.aborted) return undefined;
    this.#loading ??= loadPart(() => import("./later-parts.js")).then(
      ({ begin }) => {
        if (!signal.aborted) this.parts = begin(this.#room);
        return this.parts;
      },
      () => {
        this.#loading = undefined;
        this.#loadIn(AGAIN_MS);
        return undefined;
      },
    );
    return this.#loading;
  }

  /** @param {number} ms */
  #loadIn(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.load(), ms);
  }
}
