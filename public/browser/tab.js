/**
 * Identifies this tab, so that each tab has its own outbox, and finds tabs that are gone, so that their unsent
 * messages are not lost. A tab holds a lock for as long as it lives. Where there are no locks, as over plain
 * HTTP, tabs ask each other: a live tab answers for itself.
 *
 * @typedef {{ answer: () => void, isThere: Promise<boolean> }} Question
 */

import { outboxKey } from "../client/connection.js";
import { channelTo } from "./channel.js";
import { storage } from "./preferences.js";

const TAB = "alcove:tab";
const lockOf = (/** @type {string} */ tab) => `alcove:tab:${tab}`;
/** A page that is there answers at once. One that is only busy is not lost: an outbox keeps what it does not know. */
const ANSWER_WITHIN_MS = 250;

const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36)).join("");

const others = channelTo("alcove:tabs");
/** Tells two pages apart that come at the same moment as one tab. */
const self = newId();
let own = "";
let isClaimed = false;
/** By the tab that is asked for: to be called if it is there, and whether it is. @type {Map<string, Question>} */
const asking = new Map();

others?.addEventListener("message", ({ data }) => {
  if (data?.here) asking.get(data.here)?.answer();
  if (!data?.ask || data.ask !== own) return;
  if (isClaimed || data.self > self) others.postMessage({ here: own });
  else asking.get(own)?.answer();
});
globalThis.window?.addEventListener("pagehide", () => others?.postMessage({ left: own }));

/** @returns {Promise<string>} The same for every room that the tab shows, and after a reload; another in a duplicated tab. */
export const claimTab = async () => {
  if (isClaimed) return own;
  own = sessionItem() ?? "";
  if (own === "" || !(await hold(own))) {
    own = newId();
    if (navigator.locks) await hold(own);
    try {
      sessionStorage.setItem(TAB, own);
    } catch {
      // Then a reload is another tab, and takes over what this one leaves.
    }
  }
  isClaimed = true;
  return own;
};

/**
 * Has something taken over that a tab has left, if it is closed. Of all tabs only one does it at a time.
 * @param {string} tab
 * @param {() => unknown} take
 */
export const whenClosed = async (tab, take) =>
  navigator.locks
    ? navigator.locks.request(lockOf(tab), { ifAvailable: true }, (lock) => lock && take())
    : (await isThere(tab)) || take();

/**
 * Hands over the key of each outbox whose tab is closed.
 * @param {string} room
 * @param {string} ownTab
 * @param {(key: string) => void} adopt
 */
export const adoptOrphans = (room, ownTab, adopt) => {
  const prefix = outboxKey(room, "");
  const left = storage.keys().filter((key) => key.startsWith(prefix) && key !== prefix + ownTab);
  return Promise.all(left.map((key) => whenClosed(key.slice(prefix.length), () => adopt(key))));
};

/**
 * @param {() => void} listener Told when another tab was closed, or loads anew.
 * @param {AbortSignal} signal
 */
export const onTabLeft = (listener, signal) =>
  others?.addEventListener("message", ({ data }) => data?.left && listener(), { signal });

/**
 * Holds the tab's lock until the page goes.
 * @param {string} tab
 * @returns {Promise<boolean>} Whether no other tab holds it.
 */
const hold = async (tab) => {
  if (!navigator.locks) return others !== undefined && !(await isThere(tab));
  return new Promise((resolve) => {
    navigator.locks
      .request(lockOf(tab), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise(() => {}) : undefined;
      })
      .catch(() => resolve(true));
  });
};

/** Asked again meanwhile, it is the same question. @param {string} tab */
const isThere = (tab) => {
  const asked = asking.get(tab);
  if (asked) return asked.isThere;
  let answer = () => {};
  const isThere = new Promise((/** @type {(isThere: boolean) => void} */ resolve) => {
    const settle = (/** @type {boolean} */ is) => {
      clearTimeout(timer);
      asking.delete(tab);
      resolve(is);
    };
    const timer = setTimeout(() => settle(false), ANSWER_WITHIN_MS);
    answer = () => settle(true);
  });
  asking.set(tab, { answer, isThere });
  others?.postMessage({ ask: tab, self });
  return isThere;
};

const sessionItem = () => {
  try {
    return sessionStorage.getItem(TAB);
  } catch {
    return null;
  }
};
