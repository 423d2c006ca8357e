/**
 * What this browser keeps of a room from one visit to the next: the newest messages, so that there is
 * something to read without a connection, and how far one has read. Kept for a few rooms only; what
 * cannot be kept is done without.
 *
 * @import { Member, Message } from "../protocol.js"
 * @import { ReadUpTo } from "../read-marker.js"
 * @import { Memory } from "../room-store.js"
 *
 * @typedef {{ you: Member, messages: readonly Message[] }} KeptPage
 */

import { storage } from "./preferences.js";

const PAGE = "alcove:page:";
const READ = "alcove:read:";
/** Rooms of which the newest messages are kept. */
const MOST_ROOMS = 20;
/** Characters of one room's page; fewer messages are kept where they are long. */
const MOST_LENGTH = 60_000;

/**
 * @param {string} room
 * @returns {Memory}
 */
export const memoryOf = (room) => ({
  readPage: () => parsed(PAGE + room, isPage),
  writePage: (page) => {
    storage.setItem(PAGE + room, fitting({ at: Date.now(), ...page }));
    forgetOldest();
  },
  readMarker: () => parsed(READ + room, isMarker),
  writeMarker: (marker) => storage.setItem(READ + room, JSON.stringify(marker)),
  forget: () => {
    storage.removeItem(PAGE + room);
    storage.removeItem(READ + room);
  },
  onMarker: (listener) =>
    window.addEventListener("storage", ({ key }) => {
      const marker = key === READ + room ? parsed(key, isMarker) : undefined;
      if (marker) listener(marker);
    }),
});

/** @param {KeptPage & { at: number }} page */
const fitting = (page) => {
  const text = JSON.stringify(page);
  if (text.length <= MOST_LENGTH || page.messages.length <= 1) return text;
  return fitting({ ...page, messages: page.messages.slice(Math.ceil(page.messages.length / 2)) });
};

const forgetOldest = () => {
  const kept = storage.keys().filter((key) => key.startsWith(PAGE));
  if (kept.length <= MOST_ROOMS) return;
  const age = (/** @type {string} */ key) => parsed(key, isPage)?.at ?? 0;
  const oldest = kept.sort((a, b) => age(a) - age(b)).slice(0, kept.length - MOST_ROOMS);
  for (const key of oldest) storage.removeItem(key);
};

/**
 * Storage is input like any other.
 * @template T
 * @param {string} key
 * @param {(value: any) => value is T} isSound
 * @returns {T | undefined}
 */
const parsed = (key, isSound) => {
  try {
    const value = JSON.parse(storage.getItem(key) ?? "null");
    return isSound(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** @returns {value is KeptPage & { at: number }} */
const isPage = (/** @type {any} */ value) =>
  isMember(value?.you) && Array.isArray(value.messages) && value.messages.every(isMessage);

/** @returns {value is Message} */
const isMessage = (/** @type {any} */ value) =>
  value?.type === "message" &&
  Number.isSafeInteger(value.seq) &&
  Number.isFinite(value.at) &&
  isMember(value.from) &&
  typeof value.cid === "string" &&
  ["string", "undefined"].includes(typeof value.text);

/** @returns {value is Member} */
const isMember = (/** @type {any} */ value) =>
  typeof value?.id === "string" && typeof value.name === "string";

/** @returns {value is ReadUpTo} */
const isMarker = (/** @type {any} */ value) =>
  typeof value?.epoch === "string" && Number.isSafeInteger(value.seq) && Number.isFinite(value.at);
