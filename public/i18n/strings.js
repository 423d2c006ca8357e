/**
 * `t`: every string of the page, in its language. The strings of a room are here before anything is drawn,
 * because modules that import this one wait for them; the others are added when they are needed.
 */

import { language } from "./locale.js";

/** @typedef {typeof import("./languages/en/room.js")} Catalogue */
/** @typedef {Catalogue["default"]} RoomWords */
/** @typedef {typeof import("./languages/en/later.js").default} LaterWords */
/** @typedef {typeof import("./languages/en/hosting.js").default} HostingWords */
/** @typedef {typeof import("./languages/en/directs.js").default} DirectsWords */
/** @typedef {typeof import("./languages/en/rooms.js").default} MyRoomsWords */
/** @typedef {typeof import("./languages/en/device.js").default} DeviceWords */
/** @typedef {typeof import("./languages/en/account.js").default} AccountWords */
/** @typedef {typeof import("./languages/en/search.js").default} SearchWords */
/** @typedef {typeof import("./languages/en/files.js").default} FilesWords */
/** @typedef {typeof import("./languages/en/start.js").default} StartWords */

const english = () => import("./languages/en/room.js");

/** @type {Record<string, () => Promise<Catalogue>>} */
const CATALOGUES = {
  en: english,
  de: () => import("./languages/de/room.js"),
  es: () => import("./languages/es/room.js"),
  fr: () => import("./languages/fr/room.js"),
  hi: () => import("./languages/hi/room.js"),
  ar: () => import("./languages/ar/room.js"),
};

/** The languages there are words in. */
export const languages = Object.keys(CATALOGUES);

const catalogue = await (CATALOGUES[language] ?? english)();

export const t =
  /** @type {RoomWords & LaterWords & HostingWords & DirectsWords & MyRoomsWords & DeviceWords & AccountWords & SearchWords & FilesWords & StartWords} */ (
    catalogue.default
  );

/** The words of what is loaded on demand: `loadPart` loads them with each part. */
export const loadLaterWords = async () => Object.assign(t, (await catalogue.later()).default);

/** What emoji are called: for who looks for one. */
export const loadEmojiWords = async () => (await catalogue.later()).emojiWords();

/** What is said of a room that somebody owns, and to those who look after it. */
export const loadHostingWords = async () =>
  Object.assign(t, (await (await catalogue.later()).hostingWords()).default);

/** What is said of private conversations. */
export const loadDirectsWords = async () =>
  Object.assign(t, (await (await catalogue.later()).directsWords()).default);

/** What is said of the rooms of a device. */
export const loadRoomsWords = async () =>
  Object.assign(t, (await (await catalogue.later()).roomsWords()).default);

/** What is said while another device gets one's rooms. */
export const loadDeviceWords = async () =>
  Object.assign(t, (await (await catalogue.later()).deviceWords()).default);

/** What is said of files. */
export const loadFilesWords = async () =>
  Object.assign(t, (await (await catalogue.later()).filesWords()).default);

/** What is said of accounts. */
export const loadAccountWords = async () =>
  Object.assign(t, (await (await catalogue.later()).accountWords()).default);

/** What is said while one searches. */
export const loadSearchWords = async () =>
  Object.assign(t, (await (await catalogue.later()).searchWords()).default);

/**
 * The words of dialogs in another language, for who is about to choose that.
 * @param {string} other
 * @returns {Promise<LaterWords | undefined>}
 */
export const laterWordsIn = async (other) => (await (await CATALOGUES[other]?.())?.later())?.default;

/** The words of the start page, and of the page for what is not there. */
export const loadStartWords = async () => Object.assign(t, (await catalogue.start()).default);
