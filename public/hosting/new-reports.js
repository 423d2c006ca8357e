/**
 * How many reports have come since those of this room were last looked at on this device. The room tells only how many
 * there are, and a report that was dealt with stays among them.
 *
 * @import { RoomStore } from "../state/room-store.js"
 */

import { storage } from "../browser/preferences.js";

/** Forgotten with the room. */
const seenKey = (/** @type {string} */ room) => `alcove:reports-seen:${room}`;

export class NewReports {
  /** As long as that is not known, none. */
  count = 0;
  #room;
  #store;
  #changed;
  /** How many there were when they were asked for. */
  #asked = 0;

  /**
   * @param {string} room
   * @param {RoomStore} store
   * @param {() => void} changed
   */
  constructor(room, store, changed) {
    this.#room = room;
    this.#store = store;
    this.#changed = changed;
  }

  /** Asks for the newest one if there are more than there were, or fewer: the oldest go. */
  look() {
    const { reports = 0 } = this.#store.room.house.desk ?? {};
    if (reports === this.#asked) return;
    this.#asked = reports;
    void this.#ask(reports);
  }

  /** @param {number} reports */
  async #ask(reports) {
    const { code, answer } = await this.#store.connection.desk("reports", { limit: 1 });
    if (reports !== this.#asked) return;
    // The next change tries again.
    if (code) this.#asked = 0;
    else this.#set(newerThan(this.#seen, answer.items[0]?.id ?? 0, reports));
  }

  get #seen() {
    return Number(storage.getItem(seenKey(this.#room)));
  }

  /** They were looked at, up to this one. @param {number} id */
  saw(id) {
    if (id !== this.#seen) storage.setItem(seenKey(this.#room), String(id));
    this.#set(0);
  }

  /** @param {number} count */
  #set(count) {
    if (count === this.count) return;
    this.count = count;
    this.#changed();
  }
}

/**
 * Their ids count up, and begin anew where none was left.
 * @param {number} seen
 * @param {number} newest
 * @param {number} most
 */
export const newerThan = (seen, newest, most) => Math.min(newest < seen ? newest : newest - seen, most);
