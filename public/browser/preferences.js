/**
 * What this browser remembers for its user: name, theme, drafts. Where storage is refused, as in
 * some private windows, it remembers for as long as the page is open.
 *
 * @import { KeyStore } from "../outbox.js"
 */

/** @returns {KeyStore & { keys: () => string[] }} */
const openStorage = () => {
  /** @type {Map<string, string>} */
  const memory = new Map();
  try {
    const storage = window.localStorage;
    storage.setItem("alcove:probe", "1");
    storage.removeItem("alcove:probe");
    return {
      // What could not be written to a full storage is at least still there until the page closes.
      getItem: (key) => memory.get(key) ?? storage.getItem(key),
      setItem: (key, value) => {
        try {
          storage.setItem(key, value);
          memory.delete(key);
        } catch {
          memory.set(key, value);
        }
      },
      removeItem: (key) => {
        memory.delete(key);
        storage.removeItem(key);
      },
      keys: () => Object.keys(storage),
    };
  } catch {
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
      removeItem: (key) => void memory.delete(key),
      keys: () => [...memory.keys()],
    };
  }
};

export const storage = openStorage();

const NAME = "alcove:name";
const THEME = "alcove:theme";
const givenNameKey = (/** @type {string} */ room) => `alcove:given-name:${room}`;
const draftKey = (/** @type {string} */ room) => `alcove:draft:${room}`;

export const readName = () => storage.getItem(NAME) ?? "";

export const writeName = (/** @type {string} */ name) => storage.setItem(NAME, name);

/** The name that a host page last gave for a room. */
export const readGivenName = (/** @type {string} */ room) => storage.getItem(givenNameKey(room));

export const writeGivenName = (/** @type {string} */ room, /** @type {string} */ name) =>
  storage.setItem(givenNameKey(room), name);

/** @returns {"auto" | "light" | "dark"} */
export const readTheme = () => {
  const theme = storage.getItem(THEME);
  return theme === "light" || theme === "dark" ? theme : "auto";
};

export const writeTheme = (/** @type {string} */ theme) => storage.setItem(THEME, theme);

export const readDraft = (/** @type {string} */ room) => storage.getItem(draftKey(room)) ?? "";

export const writeDraft = (/** @type {string} */ room, /** @type {string} */ text) =>
  text === "" ? storage.removeItem(draftKey(room)) : storage.setItem(draftKey(room), text);
