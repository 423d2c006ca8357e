/**
 * What this browser remembers for its user: the name and the settings. Where storage is full or refused, as in
 * some private windows, they last until the page closes. A change takes effect at once, in other tabs, too:
 * `settings` emits `change`.
 *
 * @import { KeyStore } from "../client/outbox.js"
 */

import { applyLook, givenSetting } from "./theme.js";

/** @typedef {"auto" | "light" | "dark"} Theme */
/** @typedef {"auto" | "more"} Contrast */
/** @typedef {"off" | "mentions" | "all"} Notify What one wants to be told of a room. */

/** Kept for reading offline: what is written is worth more. */
const SPARE = "alcove:page:";
/** What would be missed most. */
const WRITTEN = ["alcove:draft:", "alcove:outbox:"];
let isTold = false;

/**
 * Whatever the browser's own storage does, this one throws nothing. What is stored is read also where
 * nothing more can be written, and what could not be written is at least there until the page closes.
 * @returns {KeyStore & { keys: () => string[] }}
 */
const openStorage = () => {
  /** @type {Map<string, string>} */
  const memory = new Map();
  /**
   * @template T
   * @param {(storage: Storage) => T} use
   * @returns {T | undefined}
   */
  const trying = (use) => {
    try {
      return use(window.localStorage);
    } catch {
      return undefined;
    }
  };
  const write = (/** @type {string} */ key, /** @type {string} */ value) =>
    trying((storage) => {
      storage.setItem(key, value);
      return true;
    });
  const spares = () => trying((storage) => Object.keys(storage).filter((key) => key.startsWith(SPARE))) ?? [];
  const makeRoom = () => spares().map((key) => trying((storage) => storage.removeItem(key))).length > 0;
  return {
    getItem: (key) => memory.get(key) ?? trying((storage) => storage.getItem(key)) ?? null,
    setItem: (key, value) => {
      const isKept = write(key, value) || (!key.startsWith(SPARE) && makeRoom() && write(key, value));
      if (isKept) return void memory.delete(key);
      memory.set(key, value);
      if (isTold || !WRITTEN.some((each) => key.startsWith(each))) return;
      isTold = true;
      troubles.dispatchEvent(new Event("unkept"));
    },
    removeItem: (key) => {
      memory.delete(key);
      trying((storage) => storage.removeItem(key));
    },
    keys: () => [...new Set([...(trying((storage) => Object.keys(storage)) ?? []), ...memory.keys()])],
  };
};

/** Says `unkept`, once, when something that was written could not be stored. */
export const troubles = new EventTarget();

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
