/**
 * The database of this browser with what it knows of each room (rooms/my-rooms.js). Nothing here ever waits for good:
 * where the database cannot be opened, as in some private windows, or in time, whoever asked does without. A tab lets go
 * of it as soon as another needs a newer form of it, or deletes it.
 */

const NAME = "alcove:rooms";
const VERSION = 1;
const ROOMS = "rooms";
/** Some browsers never answer. */
const OPEN_WITHIN_MS = 5_000;

export class RoomsDatabase {
  /** @type {Promise<IDBDatabase> | undefined} */
  #opened;

  /** @returns {Promise<unknown[]>} */
  async readAll() {
    const { store, done } = await this.#begin("readonly");
    const all = store.getAll();
    await done;
    return all.result;
  }

  /**
   * Changes what is kept of a room, in one transaction, so that no change of another tab is lost.
   * @template {{ room: string }} Kept
   * @param {string} room
   * @param {(kept: unknown) => Kept | undefined} change
   * @returns {Promise<Kept | undefined>}
   */
  async update(room, change) {
    const { store, done } = await this.#begin("readwrite");
    /** @type {Kept | undefined} */
    let changed;
    const reading = store.get(room);
    reading.onsuccess = () => {
      changed = change(reading.result);
      if (changed) store.put(changed);
    };
    await done;
    return changed;
  }

  /** @param {readonly string[]} rooms */
  async remove(rooms) {
    if (rooms.length === 0) return;
    const { store, done } = await this.#begin("readwrite");
    for (const room of rooms) store.delete(room);
    await done;
  }

  /** @param {IDBTransactionMode} mode */
  async #begin(mode) {
    this.#opened ??= open(() => {
      this.#opened = undefined;
    });
    try {
      const database = await this.#opened;
      const transaction = database.transaction(ROOMS, mode);
      return { store: transaction.objectStore(ROOMS), done: endOf(transaction) };
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
export const forgetRooms = async (room) => (room ? new RoomsDatabase().remove([room]) : deleteAll());

/** @returns {Promise<void>} Settled also where it cannot be deleted now. */
const deleteAll = () =>
  new Promise((resolve) => {
    const done = () => resolve();
    setTimeout(done, OPEN_WITHIN_MS);
    const deleting = indexedDB.deleteDatabase(NAME);
    deleting.onsuccess = done;
    deleting.onerror = done;
  });

/**
 * @param {() => void} onGone It has to be opened anew.
 * @returns {Promise<IDBDatabase>}
 */
const open = (onGone) =>
  new Promise((resolve, reject) => {
    setTimeout(reject, OPEN_WITHIN_MS, new Error("not opened in time"));
    const opening = indexedDB.open(NAME, VERSION);
    opening.onupgradeneeded = () => upgrade(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const close = () => {
        database.close();
        onGone();
      };
      database.onversionchange = close;
      database.onclose = close;
      resolve(database);
    };
  });

/** From any older version; each adds what it is newer by. @param {IDBDatabase} database */
const upgrade = (database) => {
  if (!database.objectStoreNames.contains(ROOMS)) database.createObjectStore(ROOMS, { keyPath: "room" });
};

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
const endOf = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
