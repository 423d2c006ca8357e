/**
 * The database of this browser with what it knows of each room (rooms/my-rooms.js), and a mark of each private conversation
 * that was forgotten, since the room where the two have met tells of it again.
 */

import { deleteDatabase, endOf, openDatabase } from "./database.js";

const NAME = "alcove:rooms";
const VERSION = 2;
const ROOMS = "rooms";
const FORGOTTEN = "forgotten";
/** Of more, those in which nothing has happened for longest come back. */
const MOST_FORGOTTEN = 200;

export class RoomsDatabase {
  /** @type {Promise<IDBDatabase> | undefined} */
  #opened;

  /** @returns {Promise<unknown[]>} */
  async readAll() {
    const { rooms, done } = await this.#begin("readonly");
    const all = rooms.getAll();
    await done;
    return all.result;
  }

  /** @returns {Promise<unknown[]>} What is left of those that were forgotten. */
  async readForgotten() {
    const { forgotten, done } = await this.#begin("readonly");
    const all = forgotten.getAll();
    await done;
    return all.result;
  }

  /**
   * Changes what is kept of a room, in one transaction, so that no change of another tab is lost. What is kept is not
   * forgotten.
   * @template {{ room: string }} Kept
   * @param {string} room
   * @param {(kept: unknown) => Kept | undefined} change
   * @returns {Promise<Kept | undefined>}
   */
  async update(room, change) {
    const { rooms, forgotten, done } = await this.#begin("readwrite");
    /** @type {Kept | undefined} */
    let changed;
    const reading = rooms.get(room);
    reading.onsuccess = () => {
      changed = change(reading.result);
      if (!changed) return;
      rooms.put(changed);
      forgotten.delete(room);
    };
    await done;
    return changed;
  }

  /** @param {readonly string[]} rooms */
  async remove(rooms) {
    if (rooms.length === 0) return;
    const { rooms: kept, done } = await this.#begin("readwrite");
    for (const room of rooms) kept.delete(room);
    await done;
  }

  /**
   * Nothing is left of a room, but of a private conversation how far it was known.
   * @param {string} room
   */
  async forget(room) {
    const { rooms, forgotten, done } = await this.#begin("readwrite");
    const reading = rooms.get(room);
    reading.onsuccess = () => {
      const { pair, at, epoch, seq } = Object(reading.result);
      rooms.delete(room);
      if (!pair) return;
      forgotten.put({ room, at, epoch, seq });
      const all = forgotten.getAll();
      all.onsuccess = () => {
        const latest = all.result.sort((a, b) => b.at - a.at);
        for (const each of latest.slice(MOST_FORGOTTEN)) forgotten.delete(each.room);
      };
    };
    await done;
  }

  /** @param {IDBTransactionMode} mode */
  async #begin(mode) {
    this.#opened ??= openDatabase(NAME, VERSION, upgrade, () => {
      this.#opened = undefined;
    });
    try {
      const database = await this.#opened;
      const transaction = database.transaction([ROOMS, FORGOTTEN], mode);
      const [rooms, forgotten] = [transaction.objectStore(ROOMS), transaction.objectStore(FORGOTTEN)];
      return { rooms, forgotten, done: endOf(transaction) };
    } catch (error) {
      // Tried again with the next change.
      this.#opened = undefined;
      throw error;
    }
  }
}

/**
 * @param {string} room "" for all.
 * @returns {Promise<void>} Settled when it is gone.
 */
export const forgetRooms = async (room) => (room ? new RoomsDatabase().forget(room) : deleteDatabase(NAME));

/** From any older version; each adds what it is newer by. @param {IDBDatabase} database */
const upgrade = (database) => {
  for (const name of [ROOMS, FORGOTTEN])
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, { keyPath: "room" });
};
