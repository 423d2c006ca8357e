/**
 * Opens a room in this tab: the connection with the real socket, storage, clock and randomness, and the store
 * on top of it. It does not join yet.
 *
 * @import { Message } from "../client/protocol.js"
 */

import { storage } from "../browser/preferences.js";
import { adoptOrphans, claimTab, onTabLeft } from "../browser/tab.js";
import { memoryOf } from "../browser/visits.js";
import { Connection } from "../client/connection.js";
import { NO_SOCKET } from "../state/outage.js";
import { RoomStore } from "../state/room-store.js";

/** A tab that was reloading at the first look is back at the second. */
const LOOK_AGAIN_MS = 5_000;
/** A server may ask for more patience than its visitors have. */
const LONGEST_WAIT_MS = 300_000;

/** @param {string} room */
export const linkOf = (room) => new URL(`/room/${room}`, location.href).href;

const clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  clearTimeout: (/** @type {number} */ timer) => clearTimeout(timer),
};

/** @param {string} room */
export const openRoom = async (room) => {
  const tab = await claimTab();
  const connection = new Connection({
    url: linkOf(room).replace(/^http/, "ws"),
    room,
    tab,
    storage,
    WebSocket,
    clock,
    randomBytes: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
  const fetchMessage = (/** @type {number} */ seq) => messageOf(room, seq);
  const askWhy = () => troubleOf(room);
  const store = new RoomStore(connection, {
    clock,
    fetchMessage,
    memory: memoryOf(room),
    askWhy,
    isOnline: () => navigator.onLine,
  });
  const adopt = () => adoptOrphans(room, tab, (key) => connection.adopt(key));
  await adopt();
  const adoptLater = () => setTimeout(adopt, LOOK_AGAIN_MS);
  adoptLater();
  onTabLeft(adoptLater);
  return store;
};

/**
 * The newest messages, for whoever has given no name yet.
 * @param {string} room
 * @param {number} limit
 * @returns {Promise<Message[]>}
 */
export const peek = async (room, limit) => {
  const answer = await fetch(`/room/${room}/messages?limit=${limit}`);
  const { events } = answer.ok ? await answer.json() : {};
  if (!Array.isArray(events)) throw new Error(`status ${answer.status}`);
  return events;
};

/**
 * One message as it is now.
 * @param {string} room
 * @param {number} seq
 */
const messageOf = async (room, seq) => {
  const answer = await fetch(`/room/${room}/messages?before=${seq + 1}&limit=1`);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { events } = await answer.json();
  return events[0]?.seq === seq ? events[0] : undefined;
};

/**
 * What the server says to a request where it lets no socket in.
 * @param {string} room
 */
const troubleOf = async (room) => {
  const answer = await fetch(`/room/${room}/messages?limit=1`);
  if (answer.status !== 429 && answer.status !== 503) return { code: await socketTrouble(), wait: 0 };
  const wait = Number(answer.headers.get("Retry-After")) * 1_000 || 0;
  return { code: String((await answer.json()).error?.code), wait: Math.min(wait, LONGEST_WAIT_MS) };
};

/** Whether it is this page's address that is refused: a proxy may show the server another one. */
const socketTrouble = async () => {
  const answer = await fetch(`/health?origin=${encodeURIComponent(globalThis.origin)}`);
  return (await answer.json()).admitted === false ? "origin_forbidden" : NO_SOCKET;
};
