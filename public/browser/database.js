/**
 * What each database of this browser does in the same way. Nothing here ever waits for good: where one cannot be opened,
 * as in some private windows, or in time, whoever asked does without. A tab lets go of it as soon as another needs a newer
 * form of it, or deletes it.
 */

/** Some browsers never answer. */
const OPEN_WITHIN_MS = 5_000;

/**
 * @param {string} name
 * @param {number} version
 * @param {(database: IDBDatabase) => void} upgrade From any older version.
 * @param {() => void} onGone It has to be opened anew.
 * @returns {Promise<IDBDatabase>}
 */
export const openDatabase = (name, version, upgrade, onGone) =>
  new Promise((resolve, reject) => {
    setTimeout(reject, OPEN_WITHIN_MS, new Error("not opened in time"));
    const opening = indexedDB.open(name, version);
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

/** @param {string} name @returns {Promise<void>} Settled also where it cannot be deleted now. */
export const deleteDatabase = (name) =>
  new Promise((resolve) => {
    const done = () => resolve();
    setTimeout(done, OPEN_WITHIN_MS);
    const deleting = indexedDB.deleteDatabase(name);
    deleting.onsuccess = done;
    deleting.onerror = done;
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
export const endOf = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
