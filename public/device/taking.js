/**
 * The new device's part: it comes to the room that the code names, shows the number that the old one has to show as well,
 * takes what it is sent, and says what it has kept. Without DOM. It emits `change`; `state` says where it is.
 *
 * @import { Ending } from "./giving.js"
 * @import { Agreed } from "./exchange.js"
 * @import { End, WayWorld } from "./way.js"
 *
 * @typedef {object} TakingState
 * @property {"opening" | "meeting" | "checking" | "receiving" | "keeping" | "done" | "ended"} phase
 * @property {boolean} isOffline
 * @property {number} [endsAt] By the clock.
 * @property {string} [check] The number that both devices show.
 * @property {number} [got] Of the `whole`, with `receiving`.
 * @property {number} [whole]
 * @property {Kept} [kept] With `done`.
 * @property {Ending} [why] With `ended`.
 *
 * @typedef {object} Kept
 * @property {number} rooms How many of those that came are here now.
 * @property {number} others In how many of them one is somebody else here, and stays so.
 * @property {number} unkept How many this browser had no space for.
 */

import { keysOf } from "./code.js";
import { endingOf } from "./ending.js";
import { TakerExchange } from "./exchange.js";
import { Pieces, readNote, writeNote } from "./pieces.js";
import { Way } from "./way.js";

export class Taking extends EventTarget {
  /** @type {TakingState} */
  state = { phase: "opening", isOffline: false };
  /** @type {Way | undefined} */
  #way;
  /** @type {TakerExchange | undefined} */
  #exchange;
  /** @type {Agreed | undefined} */
  #agreed;
  #pieces = new Pieces();
  #world;
  #keep;
  #device;
  #isAnswered = false;

  /**
   * @param {WayWorld} world
   * @param {string} device What this one is.
   * @param {(parcel: unknown) => Promise<Kept>} keep
   */
  constructor(world, device, keep) {
    super();
    this.#world = world;
    this.#device = device;
    this.#keep = keep;
  }

  /** @param {string} code A secret, or six words. */
  async start(code) {
    const keys = await keysOf(code);
    if (this.state.phase !== "opening") return;
    const way = new Way(keys, this.#world, false);
    this.#way = way;
    this.#exchange = new TakerExchange(keys, this.#world.randomBytes);
    way.addEventListener("open", () => {
      if (this.state.phase === "opening") this.#set({ phase: "meeting", endsAt: way.endsAt });
    });
    way.addEventListener("text", (event) => void this.#heard(/** @type {any} */ (event).detail));
    way.addEventListener("offline", () => this.#set({ isOffline: true }));
    way.addEventListener("online", () => this.#set({ isOffline: false }));
    way.addEventListener("end", (event) => {
      const why = /** @type {End} */ (/** @type {any} */ (event).detail);
      if (this.state.phase !== "keeping") this.#end(endingOf(why, way, this.#world.clock));
    });
  }

  stop() {
    this.#end("cancelled");
  }

  look() {
    this.#way?.look();
  }

  /** @param {Uint8Array} bytes */
  #say(bytes) {
    if (this.#agreed) this.#way?.say(this.#agreed.fromTaker.seal(bytes));
  }

  /** @param {string} text */
  async #heard(text) {
    try {
      if (this.#agreed) await this.#read(this.#agreed.fromGiver.open(text));
      else if (this.#isAnswered) this.#agree(text);
      else this.#answer(text);
    } catch {
      this.#end("broken");
    }
  }

  /** @param {string} offer */
  #answer(offer) {
    this.#isAnswered = true;
    this.#way?.say(/** @type {TakerExchange} */ (this.#exchange).answer(offer));
  }

  /** @param {string} text */
  #agree(text) {
    const agreed = /** @type {TakerExchange} */ (this.#exchange).agree(text);
    this.#agreed = agreed;
    this.#say(writeNote({ device: this.#device }));
    this.#set({ phase: "checking", check: agreed.check });
  }

  /** @param {Uint8Array} bytes */
  async #read(bytes) {
    if (!["checking", "receiving"].includes(this.state.phase)) throw new Error("not now");
    if (this.state.phase === "checking" && isRefusal(bytes)) return this.#end("refused");
    const { got, whole, parcel } = this.#pieces.take(bytes);
    this.#set({ phase: "receiving", got, whole });
    if (got < whole) return;
    this.#set({ phase: "keeping" });
    const kept = await this.#keep(parcel);
    this.#say(writeNote({ rooms: kept.rooms }));
    this.#set({ phase: "done", kept });
    // The old device wipes the room when it has heard that, or the server does.
  }

  /** @param {Ending} why */
  #end(why) {
    const isOver = this.state.phase === "done" || this.state.phase === "ended";
    this.#way?.leave();
    if (!isOver) this.#set({ phase: "ended", why });
  }

  /** @param {Partial<TakingState>} changes */
  #set(changes) {
    this.state = { ...this.state, ...changes };
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Uint8Array} bytes */
const isRefusal = (bytes) => {
  try {
    return readNote(bytes).no === true;
  } catch {
    return false;
  }
};
