/**
 * The old device's part: it makes the code and the room, waits for one other device, asks whether it is the right one, and
 * sends. Without DOM. It emits `change`; `state` says where it is.
 *
 * @import { Keys } from "./code.js"
 * @import { Agreed } from "./exchange.js"
 * @import { SideState } from "./side.js"
 * @import { Way, WayWorld } from "./way.js"
 *
 * @typedef {object} OfGiving
 * @property {"opening" | "waiting" | "meeting" | "asking" | "sending" | "done" | "ended"} phase
 * @property {string} [check] The number that both devices show, with `asking`.
 * @property {string} [other] What the other device says it is.
 * @property {number} [sent] Of the `whole`, with `sending`.
 * @property {number} [whole]
 * @property {number} [rooms] That are there now, with `done`.
 * @property {boolean} [isSame] In all of them one is who one is here, with `done`.
 *
 * @typedef {SideState & OfGiving} GivingState
 */

import { GiverExchange } from "./exchange.js";
import { pieces, readNote, shownDevice, writeNote } from "./pieces.js";
import { Side } from "./side.js";

/** @extends {Side<GivingState>} */
export class Giving extends Side {
  /** @type {GiverExchange | undefined} */
  #exchange;
  /** @type {Agreed | undefined} */
  #agreed;

  /** @param {WayWorld} world */
  constructor(world) {
    super({ phase: "opening", isOffline: false }, world, true);
  }

  /** @param {Keys} keys @override */
  begin(keys) {
    this.#exchange = new GiverExchange(keys, this.world.randomBytes);
  }

  /** @param {Way} way @override */
  opened(way) {
    way.say(/** @type {GiverExchange} */ (this.#exchange).offer);
    this.set({ phase: "waiting", endsAt: way.endsAt });
  }

  /** One has compared the numbers. @param {unknown} parcel */
  send(parcel) {
    if (this.state.phase !== "asking") return;
    const parts = pieces(parcel);
    this.set({ phase: "sending", sent: 0, whole: parts.length });
    for (const part of parts) this.#say(part);
  }

  /** It is another device than one's own, or one does not want to any more. */
  refuse() {
    if (this.state.phase !== "asking") return;
    this.set({ phase: "ended", why: "refused" });
    this.#say(writeNote({ no: true }));
  }

  /** @param {number} pending @override */
  said(pending) {
    const { phase, whole = 0 } = this.state;
    if (phase === "sending") this.set({ sent: whole - pending });
    // The other device has heard why, so the room may go.
    if (phase === "ended" && pending === 0) this.way?.leave();
  }

  /** @param {Uint8Array} bytes */
  #say(bytes) {
    if (this.#agreed) this.way?.say(this.#agreed.fromGiver.seal(bytes));
  }

  /** @param {string} text @override */
  heard(text) {
    if (this.state.phase === "waiting") this.#meet(text);
    else if (this.#agreed) this.#read(this.#agreed.fromTaker.open(text));
  }

  /** @param {string} text */
  #meet(text) {
    const { answer, ...agreed } = /** @type {GiverExchange} */ (this.#exchange).take(text);
    this.#agreed = agreed;
    this.way?.say(answer);
    this.set({ phase: "meeting", check: agreed.check });
  }

  /** @param {Uint8Array} bytes */
  #read(bytes) {
    const note = readNote(bytes);
    if (this.state.phase === "meeting") {
      this.set({ phase: "asking", other: shownDevice(note.device) });
    } else if (this.state.phase === "sending" && typeof note.rooms === "number") {
      this.set({ phase: "done", rooms: note.rooms, isSame: note.others === 0 });
      this.way?.leave();
    } else throw new Error("not now");
  }
}
