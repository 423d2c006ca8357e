/**
 * The database of this browser with files that are to be sent: their bytes, until a message has them, so that they outlast
 * a reload. It is bounded; what has no room in it, or cannot be kept, as in some private windows, is sent all the same
 * as long as the page is open.
 *
 * @typedef {object} KeptFile
 * @property {string} key
 * @property {string} room
 * @property {string} tab In whose tray it is, or was.
 * @property {number} at
 * @property {string} cid By which it is brought.
 * @property {Blob} blob
 * @property {object} about What is said of it.
 * @property {number} [order] In the tray; absent once it has left it.
 */

import { clock } from "./clock.js";
import { deleteDatabase, endOf, openDatabase } from "./database.js";

const NAME = "alcove:files";
const VERSION = 1;
const FILES = "files";
/** Of all rooms together. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_FILES = 100;
/** What nobody has sent by then goes. */
const KEPT_MS = 3 * 24 * 3_600_000;

export class FilesDatabase {
  /** @type {Promise<IDBDatabase> | undefined} */
  #opened;

  /**
   * What is kept of a room, oldest first. What has waited too long is dropped.
   * @param {string} room
   * @returns {Promise<KeptFile[]>}
   */
  async ofRoom(room) {
    const { files, done } = await this.#begin("readwrite");
    const all = files.getAll();
    /** @type {KeptFile[]} */
    let kept = [];
    all.onsuccess = () => {
      const isOld = (/** @type {KeptFile} */ { at }) => !(clock.date() - at < KEPT_MS);
      for (const each of all.result.filter(isOld)) files.delete(each.key);
      kept = all.result.filter((each) => each.room === room && !isOld(each));
    };
    await done;
    return kept.sort((a, b) => a.at - b.at);
  }

  /**
   * @param {KeptFile} file
   * @returns {Promise<boolean>} False: there is no room for it.
   */
  async put(file) {
    const { files, done } = await this.#begin("readwrite");
    let hasRoom = false;
    const all = files.getAll();
    all.onsuccess = () => {
      const others = all.result.filter(({ key }) => key !== file.key);
      const bytes = others.reduce((sum, { blob }) => sum + (blob?.size ?? 0), file.blob.size);
      hasRoom = bytes <= MOST_BYTES && others.length < MOST_FILES;
      if (hasRoom) files.put(file);
    };
    await done;
    return hasRoom;
  }

  /** @param {readonly string[]} keys */
  async remove(keys) {
    if (keys.length === 0) return;
    const { files, done } = await this.#begin("readwrite");
    for (const key of keys) files.delete(key);
    await done;
  }

  /** @param {string} room */
  async forget(room) {
    const kept = await this.ofRoom(room);
    await this.remove(kept.map(({ key }) => key));
    const database = await this.#opened;
    database?.close();
  }

  /** @param {IDBTransactionMode} mode */
  async #begin(mode) {
    this.#opened ??= openDatabase(NAME, VERSION, upgrade, () => {
      this.#opened = undefined;
    });
    try {
      const transaction = (await this.#opened).transaction(FILES, mode);
      return { files: transaction.objectStore(FILES), done: endOf(transaction) };
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }
}

/**
 * @param {string} room "" for all.
 * @returns {Promise<void>} Settled when they are gone, or cannot be.
 */
export const forgetFiles = async (room) => {
  // Where no file was ever kept there is no database, and none is to be made by looking.
  const all = await indexedDB.databases?.().catch(() => undefined);
  if (all && !all.some(({ name }) => name === NAME)) return;
  await (room ? new FilesDatabase().forget(room) : deleteDatabase(NAME));
};

/** @param {IDBDatabase} database */
const upgrade = (database) => database.createObjectStore(FILES, { keyPath: "key" });
