/**
 * What this browser keeps of a room between visits: the time of the last visit, the newest messages, for
 * reading offline, and how far they were read. Messages are kept for a few rooms only; whatever can't be
 * stored is left out.
 *
 * @import { Member, Message } from "../client/protocol.js"
 * @import { ReadUpTo } from "../state/read-marker.js"
 * @import { KeptPage, Memory } from "../state/room-store.js"
 */

import { isMoment, parseRoomName } from "../client/protocol.js";
import { storage } from "./preferences.js";

const VISIT = "alcove:visit:";
const PAGE = "alcove:page:";
const READ = "alcove:read:";
/** Rooms of which the newest messages are kept. */
const MOST_ROOMS = 20;
/** Rooms that are remembered to have been visited. */
const MOST_VISITS = 100;
/** Characters of one room's page; fewer messages are kept where they are long. */
const MOST_LENGTH = 60_000;

/**
 * @param {string} room
 * @param {AbortSignal} [signal] Its end.
 * @returns {Memory}
 */
export const memoryOf = (room, signal) => ({
  readPage: () => parsed(PAGE + room, isPage),
  writePage: (page) => {
    storage.setItem(PAGE + room, fitting({ at: Date.now(), ...page }));
    forgetOldest(PAGE, MOST_ROOMS, (key) => parsed(key, isPage)?.at);
    visit(room);
  },
  readMarker: () => parsed(READ + room, isMarker),
  writeMarker: (marker) => storage.setItem(READ + room, JSON.stringify(marker)),
  forget: () => {
    for (const kind of [VISIT, PAGE, READ]) storage.removeItem(kind + room);
  },
  onMarker: (listener) =>
    window.addEventListener(
      "storage",
      ({ key }) => {
        const marker = key === READ + room ? parsed(key, isMarker) : undefined;
        if (marker) listener(marker);
      },
      signal && { signal },
    ),
});

/**
 * One is in a room now, or has said to go there under one's name.
 * @param {string} room
 * @param {number} [at] When that was.
 */
export const visit = (room, at = Date.now()) => {
  storage.setItem(VISIT + room, String(at));
  forgetOldest(VISIT, MOST_VISITS, visitedAt);
};

/** @param {string} room */
export const hasVisited = (room) => storage.getItem(VISIT + room) !== null;

/** Where one was, the last first. */
export const visitedRooms = () => {
  /** @type {Map<string, number>} */
  const visits = new Map();
  for (const key of storage.keys()) {
    const [, kind, room = ""] = /^(alcove:(?:visit|page):)(.*)$/.exec(key) ?? [];
    if (parseRoomName(room) !== room || visits.has(room)) continue;
    // What was kept before visits were.
    const isOld = kind === PAGE && !hasVisited(room);
    if (isOld || kind === VISIT) visits.set(room, (isOld ? parsed(key, isPage)?.at : visitedAt(key)) ?? 0);
  }
  const rooms = [...visits].map(([room, at]) => ({ room, at }));
  return rooms.sort((a, b) => b.at - a.at).slice(0, MOST_VISITS);
};

const visitedAt = (/** @type {string} */ key) => {
  const at = Number(storage.getItem(key));
  return isMoment(at) ? at : 0;
};

/** @param {KeptPage & { at: number }} page */
const fitting = (page) => {
  const text = JSON.stringify(page);
  if (text.length <= MOST_LENGTH || page.messages.length <= 1) return text;
  return fitting({ ...page, messages: page.messages.slice(Math.ceil(page.messages.length / 2)) });
};

/**
 * @param {string} kind
 * @param {number} most
 * @param {(key: string) => number | undefined} atOf
 */
const forgetOldest = (kind, most, atOf) => {
  const kept = storage.keys().filter((key) => key.startsWith(kind));
  if (kept.length <= most) return;
  const dated = kept.map((key) => ({ key, at: atOf(key) ?? 0 }));
  for (const { key } of dated.sort((a, b) => a.at - b.at).slice(0, -most)) storage.removeItem(key);
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
  isMoment(value.at) &&
  isMoment(value.edited_at ?? 0) &&
  isMember(value.from) &&
  typeof value.cid === "string" &&
  ["string", "undefined"].includes(typeof value.text) &&
  Object.values(value.reactions ?? {}).every(Array.isArray);

/** @returns {value is Member} */
const isMember = (/** @type {any} */ value) =>
  typeof value?.id === "string" && typeof value.name === "string";

/** @returns {value is ReadUpTo} */
const isMarker = (/** @type {any} */ value) =>
  typeof value?.epoch === "string" && Number.isSafeInteger(value.seq) && isMoment(value.at);
