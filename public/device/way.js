/**
 * The way between the two devices: a room that is there for this alone, closed to all but who has made it and the one who
 * comes first by its key, and wiped by the server after ten minutes at the latest. It is joined by the client that joins
 * all rooms, so a lost connection loses and repeats nothing; of what it keeps nothing outlives the page.
 *
 * It emits `open` when it is there, `text` (what the other device says, in order, once), `said` when less or more is
 * `pending`, `offline` and `online`, and `end` (an End) once.
 *
 * @import { Clock, SocketMaker } from "../client/link.js"
 * @import { Status } from "../client/connection.js"
 * @import { Message, ServerEvent } from "../client/protocol.js"
 * @import { Keys } from "./code.js"
 *
 * @typedef {"over" | "unknown" | "failed"} End The room is gone, the key opens none, or the server does not have it.
 *
 * @typedef {object} WayWorld
 * @property {string} origin
 * @property {SocketMaker} WebSocket
 * @property {Clock} clock
 * @property {(bytes: number) => Uint8Array} randomBytes
 * @property {typeof fetch} fetch
 */

import { Connection } from "../client/connection.js";
import { IdentityStore } from "../client/identity.js";
import { inMemory } from "../client/in-memory.js";
import { hashOf } from "../client/key-hash.js";
import { newKey } from "../client/new-key.js";
import { hexOf } from "./bytes.js";

/** For how long the room is there. */
export const LASTS_MS = 600_000;

export class Way extends EventTarget {
  /** When the room ends, by the clock. */
  endsAt;
  #connection;
  #identity;
  #keys;
  #world;
  #isMaker;
  #isOpen = false;
  #isOver = false;
  #isGone = false;
  /** The last message that was taken. */
  #seq = 0;

  /**
   * @param {Keys} keys
   * @param {WayWorld} world
   * @param {boolean} isMaker Else one comes.
   */
  constructor(keys, world, isMaker) {
    super();
    this.#keys = keys;
    this.#world = world;
    this.#isMaker = isMaker;
    const { clock, WebSocket, randomBytes } = world;
    const { room } = keys;
    const storage = inMemory();
    this.endsAt = clock.now() + LASTS_MS;
    this.#identity = new IdentityStore(storage, room);
    this.#identity.pass = isMaker
      ? // Whoever knows the code alone does not own the room.
        { key: newKey(randomBytes), create: { settings: { access: "closed" }, ends: LASTS_MS / 1_000 } }
      : { key: keys.door };
    const url = `${world.origin.replace(/^http/, "ws")}/room/${room}`;
    this.#connection = new Connection({ url, room, storage, WebSocket, clock, randomBytes });
    this.#connection.isWatched = true;
    this.#connection.addEventListener("status", (event) => this.#changed(/** @type {any} */ (event).detail));
    this.#connection.addEventListener("events", (event) => this.#heard(/** @type {any} */ (event).detail));
    this.#connection.addEventListener("outbox", () => this.dispatchEvent(new Event("said")));
    this.#connection.start(`Device ${hexOf(randomBytes(4))}`);
  }

  /** How much of what was said is not there yet. */
  get pending() {
    return this.#connection.outbox.length;
  }

  /** @param {string} text */
  say(text) {
    this.#connection.say(text);
  }

  /** The network is back, or somebody looks again. */
  look() {
    this.#connection.look();
  }

  /** Leaves; who made the room wipes it. The server does that by itself if it does not hear of it. */
  leave() {
    if (this.#isOver) return;
    this.#isOver = true;
    const token = this.#identity.read()?.token;
    this.#connection.close();
    if (!this.#isMaker || !token || this.#isGone) return;
    const { origin, fetch } = this.#world;
    const { room } = this.#keys;
    const headers = { Authorization: `Bearer ${token}`, "X-Confirm-Room": room };
    void fetch(`${origin}/room/${room}`, { method: "DELETE", headers, keepalive: true }).catch(() => {});
  }

  /** @param {Status} status */
  #changed({ phase, reason }) {
    if (phase === "waiting") this.dispatchEvent(new Event("offline"));
    if (phase === "live") void this.#opened();
    if (phase === "asking") this.#end(reason === "key_invalid" ? "unknown" : "failed");
    // It may end while one comes.
    this.#isGone = reason === "gone";
    if (phase === "stopped") this.#end(this.#isOpen ? "over" : reason === "gone" ? "unknown" : "failed");
  }

  async #opened() {
    this.dispatchEvent(new Event("online"));
    if (this.#isOpen) return;
    this.#isOpen = true;
    if (this.#isMaker) {
      // The first to come by it uses it up: a copy of the code is of no use from then on.
      const { code } = await this.#connection.act({
        type: "mint",
        hash: hashOf(this.#keys.door),
        role: "member",
        uses: 1,
      });
      if (code) return this.#end("failed");
    }
    this.dispatchEvent(new Event("open"));
  }

  /** @param {ServerEvent[]} events */
  #heard(events) {
    for (const event of events) {
      if (event.type === "welcome" && event.ends !== undefined)
        this.endsAt = this.#world.clock.now() + Math.min(LASTS_MS, event.ends - (event.at ?? event.ends));
      if (event.type === "history") for (const message of event.events) this.#take(message);
      if (event.type === "message") this.#take(event);
    }
  }

  /** @param {Message} message */
  #take({ seq, from, text }) {
    if (seq <= this.#seq) return;
    this.#seq = seq;
    if (!this.#isOver && from.id !== this.#connection.you?.id)
      this.dispatchEvent(new CustomEvent("text", { detail: text ?? "" }));
  }

  /** @param {End} why */
  #end(why) {
    if (this.#isOver) return;
    this.leave();
    this.dispatchEvent(new CustomEvent("end", { detail: why }));
  }
}
