/**
 * By what the bytes of files are read: addresses with the room's ticket, which is renewed before it expires, and when one
 * was refused. An address stays the same as long as it works, so that nothing is loaded twice.
 *
 * @import { Clock } from "../client/link.js"
 * @import { RoomFile } from "../client/protocol.js"
 * @import { Outcome } from "../client/acts.js"
 *
 * @typedef {object} TicketWorld
 * @property {Pick<Clock, "date" | "setTimeout" | "clearTimeout">} clock `date` by the room.
 * @property {() => { ticket: string, until: number } | undefined} ticket The newest there is.
 * @property {() => Promise<Outcome>} renew
 * @property {(address: string) => Promise<number>} statusOf How the server answers for an address.
 */

import { wellFormed } from "../client/protocol.js";

/** A ticket is renewed so long before it expires. */
const AHEAD_MS = 30 * 60_000;
const AGAIN_MS = 60_000;
/** Timers count no further. */
const LONGEST_MS = 2 ** 31 - 1;
const MOST_KEPT = 2_000;
/** So often an address that does not load is given anew. */
const MOST_TRIES = 3;

/** It emits `change` when addresses are others than before. */
export class Tickets extends EventTarget {
  #path;
  #world;
  /** By the id of a file. @type {Map<string, string>} */
  #urls = new Map();
  /** Files that are not there. @type {Set<string>} */
  #gone = new Set();
  /** @type {Map<string, number>} */
  #tries = new Map();
  /** @type {Promise<unknown> | undefined} */
  #renewing;
  /** @type {unknown} */
  #timer;
  #last = "";

  /**
   * @param {string} path Of the room's files.
   * @param {TicketWorld} world
   */
  constructor(path, world) {
    super();
    this.#path = path;
    this.#world = world;
  }

  /** To be called when the room may have given another. */
  look() {
    const { clock, ticket } = this.#world;
    const now = ticket();
    if (!now || now.ticket === this.#last) return;
    this.#last = now.ticket;
    clock.clearTimeout(this.#timer);
    const ms = Math.max(AGAIN_MS, Math.min(now.until - clock.date() - AHEAD_MS, LONGEST_MS));
    this.#timer = clock.setTimeout(() => this.renew(), ms);
    this.dispatchEvent(new Event("change"));
  }

  close() {
    this.#world.clock.clearTimeout(this.#timer);
  }

  /** Whether there is one. */
  get isThere() {
    return this.#last !== "";
  }

  /** @param {string} id */
  isGone(id) {
    return this.#gone.has(id);
  }

  /**
   * Where the bytes are; "" as long as they cannot be asked for.
   * @param {Pick<RoomFile, "id" | "name">} file
   */
  urlOf({ id, name }) {
    const known = this.#urls.get(id);
    if (known) return known;
    if (!this.#last) return "";
    // A name of nothing but dots would be another place. With another fragment a browser loads it once more.
    const last = /^\.*$/.test(name) ? "file" : encodeURIComponent(wellFormed(name));
    const tries = this.#tries.get(id);
    const url = `${this.#path}/${encodeURIComponent(id)}/${last}?t=${encodeURIComponent(this.#last)}${tries ? `#${tries}` : ""}`;
    this.#urls.set(id, url);
    const [oldest = ""] = this.#urls.keys();
    if (this.#urls.size > MOST_KEPT) this.#urls.delete(oldest);
    return url;
  }

  /**
   * It did not load: why, and whether it can be tried again, is found out.
   * @param {Pick<RoomFile, "id" | "name">} file
   */
  async failed(file) {
    const { id } = file;
    const url = this.#urls.get(id);
    const tries = this.#tries.get(id) ?? 0;
    if (!url || tries >= MOST_TRIES) return;
    this.#tries.set(id, tries + 1);
    const status = await this.#world.statusOf(url).catch(() => 0);
    if (status === 404) this.#gone.add(id);
    else if (status === 403 && url.includes(encodeURIComponent(this.#last))) await this.renew();
    if (status === 0) return;
    this.#urls.delete(id);
    this.dispatchEvent(new Event("change"));
  }

  /** Once for all who need it. */
  renew() {
    const { clock, renew } = this.#world;
    this.#renewing ??= renew()
      .then(({ code }) => {
        this.look();
        if (!code) return;
        clock.clearTimeout(this.#timer);
        this.#timer = clock.setTimeout(() => this.renew(), AGAIN_MS);
      })
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }

  /** The network is back: what could not be had may be. */
  again() {
    this.#tries.clear();
  }
}
