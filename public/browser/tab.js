/**
 * Which tab this is, so that each has its own outbox, and which tabs are gone, so that what they
 * could not send is not lost. A tab holds a lock as long as it lives; where there are no locks, as
 * over plain HTTP, it only remembers its id over a reload.
 */

import { outboxKey } from "../connection.js";
import { storage } from "./preferences.js";

const TAB = "alcove:tab";
const lockOf = (/** @type {string} */ tab) => `alcove:tab:${tab}`;

/** @returns {Promise<string>} The same after a reload, another in a duplicated tab. */
export const claimTab = async () => {
  const remembered = sessionItem();
  if (remembered && (await hold(remembered))) return remembered;
  const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36)).join("");
  await hold(tab);
  try {
    sessionStorage.setItem(TAB, tab);
  } catch {
    // Then a reload is another tab, and takes over what this one leaves.
  }
  return tab;
};

/**
 * Hands over the key of each outbox whose tab is closed.
 * @param {string} room
 * @param {string} ownTab
 * @param {(key: string) => void} adopt
 */
export const adoptOrphans = async (room, ownTab, adopt) => {
  const prefix = outboxKey(room, "");
  for (const key of storage.keys()) {
    const tab = key.startsWith(prefix) ? key.slice(prefix.length) : ownTab;
    if (tab === ownTab) continue;
    await navigator.locks?.request(lockOf(tab), { ifAvailable: true }, (lock) => {
      if (lock) adopt(key);
    });
  }
};

/**
 * Holds the tab's lock until the page goes.
 * @param {string} tab
 * @returns {Promise<boolean>} Whether no other tab holds it.
 */
const hold = (tab) =>
  new Promise((resolve) => {
    if (!navigator.locks) return resolve(true);
    navigator.locks
      .request(lockOf(tab), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise(() => {}) : undefined;
      })
      .catch(() => resolve(true));
  });

const sessionItem = () => {
  try {
    return sessionStorage.getItem(TAB);
  } catch {
    return null;
  }
};
