/**
 * What the next page has to know of the tray, so that only one that has to looks for it: of this tab, whether something
 * is in it, and how that is described, to the last letter; of all tabs, whether one may have left something.
 */

import { storage } from "../browser/preferences.js";

const keyOf = (/** @type {string} */ room) => `alcove:tray:${room}`;

/** @param {string} room */
export const hadTray = (room) => ownNote(room) !== null || storage.getItem(keyOf(room)) !== null;

/**
 * What was written of what files show, by their keys.
 * @param {string} room
 * @returns {Record<string, unknown>}
 */
export const notedWords = (room) => {
  try {
    return Object(JSON.parse(ownNote(room) ?? "{}"));
  } catch {
    return {};
  }
};

/**
 * @param {string} room
 * @param {Record<string, string> | undefined} words None: there is nothing in it.
 */
export const noteTray = (room, words) => {
  if (words) storage.setItem(keyOf(room), "1");
  try {
    if (words) sessionStorage.setItem(keyOf(room), JSON.stringify(words));
    else sessionStorage.removeItem(keyOf(room));
  } catch {
    // Then a reload does not look for them.
  }
};

/** No tab has left anything. @param {string} room */
export const noteNothingLeft = (room) => storage.removeItem(keyOf(room));

const ownNote = (/** @type {string} */ room) => {
  try {
    return sessionStorage.getItem(keyOf(room));
  } catch {
    return null;
  }
};
