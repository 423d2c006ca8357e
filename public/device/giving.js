/**
 * The old device's part: it makes the code and the room, waits for one other device, asks whether it is the right one, and
 * sends. Without DOM. It emits `change`; `state` says where it is.
 *
 * @import { Agreed } from "./exchange.js"
 * @import { End, WayWorld } from "./way.js"
 *
 * @typedef {"expired" | "offline" | "broken" | "refused" | "cancelled" | "unkept" | "unknown"} Ending Why it came to nothing.
 *
 * @typedef {object} GivingState
 * @property {"opening" | "waiting" | "meeting" | "asking" | "sending" | "done" | "ended"} phase
 * @property {boolean} isOffline
 * @property {number} [endsAt] By the clock.
 * @property {string} [check] The number that both devices show, with `asking`.
 * @property {string} [other] What the other device says it is.
 * @property {number} [sent] Of the `whole`, with `sending`.
 * @property {number} [whole]
 * @property {number} [rooms] That are there now, with `done`.
 * @property {Ending} [why] With `ended`.
 */

import { keysOf } from "./code.js";
import { endingOf } from "./ending.js";
import { GiverExchange } from "./exchange.js";
import { MOST_OTHER, pieces, readNote, writeNote } from "./pieces.js";
import { Way } from "./way.js";

export class Giving extends EventTarget {
  /** @type {GivingState} */
  state = { phase: "opening", isOffline: false };
  /** @type {Way | undefined} */
  #way;
  /** @type {GiverExchange | undefined} */
  #exchange;
  /** @type {Agreed | undefined} */
  #agreed;
  #world;

  /** @param {WayWorld} world */
  constructor(world) {
    super();
    this.#world = world;
  }

  /** @param {string} code A secret, or six words. */
  async start(code) {
    const keys = await keysOf(code);
    if (this.state.phase !== "opening") return;
    const way = new Way(keys, this.#world, true);
    this.#way = way;
    this.#exchange = new GiverExchange(keys, this.#world.randomBytes);
    way.addEventListener("open", () => {
      way.say(/** @type {GiverExchange} */ (this.#exchange).offer);
      this.#set({ phase: "waiting", endsAt: way.endsAt });
    });
    way.addEventListener("text", (event) => this.#heard(/** @type {any} */ (event).detail));
    way.addEventListener("said", () => this.#said(way.pending));
    way.addEventListener("offline", () => this.#set({ isOffline: true }));
    way.addEventListener("online", () => this.#set({ isOffline: false }));
    way.addEventListener("end", (event) => {
      const why = /** @type {End} */ (/** @type {any} */ (event).detail);
      this.#end(endingOf(why, way, this.#world.clock));
    });
  }

  /** One has compared the numbers. @param {unknown} parcel */
  send(parcel) {
    if (this.state.phase !== "asking") return;
    const parts = pieces(parcel);
    this.#set({ phase: "sending", sent: 0, whole: parts.length });
    for (const part of parts) this.#say(part);
  }

  /** It is another device than one's own, or one does not want to any more. */
  refuse() {
    if (this.state.phase !== "asking") return;
    this.#set({ phase: "ended", why: "refused" });
    this.#say(writeNote({ no: true }));
  }

  /** One has closed it. */
  stop() {
    this.#end("cancelled");
  }

  look() {
    this.#way?.look();
  }

  /** @param {number} pending */
  #said(pending) {
    const { phase, whole = 0 } = this.state;
    if (phase === "sending") this.#set({ sent: whole - pending });
    // The other device has heard why, so the room may go.
    if (phase === "ended" && pending === 0) this.#way?.leave();
  }

  /** @param {Uint8Array} bytes */
  #say(bytes) {
    if (this.#agreed) this.#way?.say(this.#agreed.fromGiver.seal(bytes));
  }

  /** @param {string} text */
  #heard(text) {
    try {
      if (this.state.phase === "waiting") this.#meet(text);
      else if (this.#agreed) this.#read(this.#agreed.fromTaker.open(text));
    } catch {
      this.#end("broken");
    }
  }

  /** @param {string} text */
  #meet(text) {
    const { answer, ...agreed } = /** @type {GiverExchange} */ (this.#exchange).take(text);
    this.#agreed = agreed;
    this.#way?.say(answer);
    this.#set({ phase: "meeting", check: agreed.check });
  }

  /** @param {Uint8Array} bytes */
  #read(bytes) {
    const note = readNote(bytes);
    if (this.state.phase === "meeting") {
      const other = typeof note.device === "string" ? [...note.device].slice(0, MOST_OTHER).join("") : "";
      this.#set({ phase: "asking", other });
    } else if (this.state.phase === "sending" && typeof note.rooms === "number") {
      this.#set({ phase: "done", rooms: note.rooms });
      this.#way?.leave();
    } else throw new Error("not now");
  }

  /** @param {Ending} why */
  #end(why) {
    const isOver = this.state.phase === "done" || this.state.phase === "ended";
    this.#way?.leave();
    if (!isOver) this.#set({ phase: "ended", why });
  }

  /** @param {Partial<GivingState>} changes */
  #set(changes) {
    this.state = { ...this.state, ...changes };
    this.dispatchEvent(new Event("change"));
  }
}
