/**
 * The new device's part: it comes to the room that the code names, shows the number that the old one has to show as well,
 * takes what it is sent, and says what it has kept. Without DOM. It emits `change`; `state` says where it is.
 *
 * @import { Keys } from "./code.js"
 * @import { Agreed } from "./exchange.js"
 * @import { Ending, SideState } from "./side.js"
 * @import { Way, WayWorld } from "./way.js"
 *
 * @typedef {object} OfTaking
 * @property {"opening" | "meeting" | "checking" | "receiving" | "keeping" | "done" | "ended"} phase
 * @property {string} [check] The number that both devices show.
 * @property {number} [got] Of the `whole`, with `receiving`.
 * @property {number} [whole]
 * @property {Kept} [kept] With `done`.
 *
 * @typedef {SideState & OfTaking} TakingState
 *
 * @typedef {object} Kept
 * @property {number} rooms How many of those that came are here now.
 * @property {number} others In how many of them one is somebody else here, and stays so.
 * @property {number} unkept How many this browser had no space for.
 */

import { TakerExchange } from "./exchange.js";
import { Pieces, readNote, writeNote } from "./pieces.js";
import { Side } from "./side.js";

/** @extends {Side<TakingState>} */
export class Taking extends Side {
  /** @type {TakerExchange | undefined} */
  #exchange;
  /** @type {Agreed | undefined} */
  #agreed;
  #pieces = new Pieces();
  #keep;
  #device;
  #isAnswered = false;

  /**
   * @param {WayWorld} world
   * @param {string} device What this one is.
   * @param {(parcel: unknown) => Promise<Kept>} keep
   */
  constructor(world, device, keep) {
    super({ phase: "opening", isOffline: false }, world, false);
    this.#device = device;
    this.#keep = keep;
  }

  /** @param {Keys} keys @override */
  begin(keys) {
    this.#exchange = new TakerExchange(keys, this.world.randomBytes);
  }

  /** @param {Way} way @override */
  opened(way) {
    if (this.state.phase === "opening") this.set({ phase: "meeting", endsAt: way.endsAt });
  }

  /** What has come is being kept all the same. @param {Ending} why @override */
  lost(why) {
    if (this.state.phase !== "keeping") super.lost(why);
  }

  /** @param {Uint8Array} bytes */
  #say(bytes) {
    if (this.#agreed) this.way?.say(this.#agreed.fromTaker.seal(bytes));
  }

  /** @param {string} text @override */
  async heard(text) {
    if (this.#agreed) await this.#read(this.#agreed.fromGiver.open(text));
    else if (this.#isAnswered) this.#agree(text);
    else this.#answer(text);
  }

  /** @param {string} offer */
  #answer(offer) {
    this.#isAnswered = true;
    this.way?.say(/** @type {TakerExchange} */ (this.#exchange).answer(offer));
  }

  /** @param {string} text */
  #agree(text) {
    const agreed = /** @type {TakerExchange} */ (this.#exchange).agree(text);
    this.#agreed = agreed;
    this.#say(writeNote({ device: this.#device }));
    this.set({ phase: "checking", check: agreed.check });
  }

  /** @param {Uint8Array} bytes */
  async #read(bytes) {
    if (!["checking", "receiving"].includes(this.state.phase)) throw new Error("not now");
    if (this.state.phase === "checking" && isRefusal(bytes)) return this.end("refused");
    const { got, whole, parcel } = this.#pieces.take(bytes);
    this.set({ phase: "receiving", got, whole });
    if (got < whole) return;
    this.set({ phase: "keeping" });
    const kept = await this.#keep(parcel);
    this.#say(writeNote({ rooms: kept.rooms, others: kept.others }));
    this.set({ phase: "done", kept });
    // The old device wipes the room when it has heard that, or the server does.
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
