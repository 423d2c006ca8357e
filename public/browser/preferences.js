/**
 * What this browser remembers for its user: name, drafts and settings. Where storage is refused, as in
 * some private windows, it remembers for as long as the page is open. A setting holds at once, also in
 * other tabs: `settings` says `change`.
 *
 * @import { KeyStore } from "../outbox.js"
 */

import { applyLook, givenSetting } from "./look.js";

/** @typedef {"auto" | "light" | "dark"} Theme */
/** @typedef {"auto" | "more"} Contrast */
/** @typedef {"off" | "mentions" | "all"} Notify What one wants to be told of a room. */

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
      keys: () => [...new Set([...Object.keys(storage), ...memory.keys()])],
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
const PEOPLE = "alcove:people";
const THEME = "alcove:theme";
const givenNameKey = (/** @type {string} */ room) => `alcove:given-name:${room}`;
const CONTRAST = "alcove:contrast";
const LANGUAGE = "alcove:language";
const SOUND = "alcove:sound";
const NOTIFY = "alcove:notify:";
const MUTED = "alcove:muted:";
const SETTINGS = [THEME, CONTRAST, LANGUAGE, SOUND, NOTIFY, MUTED];
const draftKey = (/** @type {string} */ room) => `alcove:draft:${room}`;

export const readName = () => storage.getItem(NAME) ?? "";

export const writeName = (/** @type {string} */ name) => storage.setItem(NAME, name);

/** Whether the people are shown beside the room where there is a place for them. */
export const readPeople = () => storage.getItem(PEOPLE) !== "closed";

export const writePeople = (/** @type {boolean} */ isOpen) =>
  isOpen ? storage.removeItem(PEOPLE) : storage.setItem(PEOPLE, "closed");

/** The name that a host page last gave for a room. */
export const readGivenName = (/** @type {string} */ room) => storage.getItem(givenNameKey(room));

export const writeGivenName = (/** @type {string} */ room, /** @type {string} */ name) =>
  storage.setItem(givenNameKey(room), name);

/** This tab's own; where it never had one, the last of any tab. */
export const readDraft = (/** @type {string} */ room) =>
  ownDraft(room) ?? storage.getItem(draftKey(room)) ?? "";

/** What is sent in one tab is not taken from what another is writing. */
export const writeDraft = (/** @type {string} */ room, /** @type {string} */ text) => {
  const key = draftKey(room);
  const isOwn = storage.getItem(key) === ownDraft(room);
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Then all tabs have one draft.
  }
  if (text !== "") storage.setItem(key, text);
  else if (isOwn || ownDraft(room) === undefined) storage.removeItem(key);
};

/** @param {string} room */
const ownDraft = (room) => {
  try {
    return sessionStorage.getItem(draftKey(room)) ?? undefined;
  } catch {
    return undefined;
  }
};

// ---- settings ----

/** Says `change` when a setting was changed, in this tab or in another. */
export const settings = new EventTarget();

/** @returns {Theme} */
export const readTheme = () => {
  const theme = storage.getItem(THEME);
  return theme === "light" || theme === "dark" ? theme : "auto";
};

export const writeTheme = (/** @type {Theme} */ theme) => set(THEME, theme, "auto");

/** @returns {Contrast} */
export const readContrast = () => (storage.getItem(CONTRAST) === "more" ? "more" : "auto");

export const writeContrast = (/** @type {Contrast} */ contrast) => set(CONTRAST, contrast, "auto");

/** A language's code; "" is whatever the browser prefers. */
export const readLanguage = () => storage.getItem(LANGUAGE) ?? "";

/** It holds from the next load on: words are loaded once. */
export const writeLanguage = (/** @type {string} */ language) => set(LANGUAGE, language, "");

export const readSound = () => storage.getItem(SOUND) === "on";

export const writeSound = (/** @type {boolean} */ isOn) => set(SOUND, isOn ? "on" : "", "");

/**
 * @param {string} room
 * @returns {Notify}
 */
export const readNotify = (room) => {
  const notify = storage.getItem(NOTIFY + room);
  return notify === "off" || notify === "all" ? notify : "mentions";
};

export const writeNotify = (/** @type {string} */ room, /** @type {Notify} */ notify) =>
  set(NOTIFY + room, notify, "mentions");

export const readMuted = (/** @type {string} */ room) => storage.getItem(MUTED + room) === "yes";

export const writeMuted = (/** @type {string} */ room, /** @type {boolean} */ isMuted) =>
  set(MUTED + room, isMuted ? "yes" : "", "");

/**
 * What is as it was at first takes no place in the storage.
 * @param {string} key
 * @param {string} value
 * @param {string} initial
 */
const set = (key, value, initial) => {
  if (value === initial) storage.removeItem(key);
  else storage.setItem(key, value);
  changed();
};

const changed = () => {
  applyLook({
    theme: givenSetting("theme") ?? readTheme(),
    contrast: givenSetting("contrast") ?? readContrast(),
  });
  settings.dispatchEvent(new Event("change"));
};

globalThis.window?.addEventListener("storage", ({ key }) => {
  // No key: all was cleared.
  if (key === null || SETTINGS.some((each) => key.startsWith(each))) changed();
  if (key === LANGUAGE && givenSetting("language") === undefined) location.reload();
});
