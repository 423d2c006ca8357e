/**
 * Loads what a room needs only when something happens in it (later-parts.js): soon after the room has opened,
 * or when the first of it is needed.
 *
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Notices } from "./notices.js"
 *
 * @typedef {object} RoomContext
 * @property {string} name Of the room.
 * @property {string} link To it.
 * @property {RoomStore} store
 * @property {ShadowRoot} root
 * @property {AbortSignal} signal Its end.
 */

import { loadPart } from "../browser/service-worker.js";

/** What opens a room is loaded first. */
const SOON_MS = 100;
/** By then also where the room does not open. */
const LATEST_MS = 3_000;
const AGAIN_MS = 60_000;

export class Later {
  #room;
  /** @type {Promise<Notices | undefined> | undefined} */
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

  /** @returns {Promise<Notices | undefined>} Nothing where it cannot be loaded now. */
  async load() {
    clearTimeout(this.#timer);
    const { signal } = this.#room;
    if (signal.aborted) return undefined;
    this.#loading ??= loadPart(() => import("./later-parts.js")).then(
      ({ begin }) => (signal.aborted ? undefined : begin(this.#room)),
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
