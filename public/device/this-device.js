/**
 * This browser, as the two parts need it: its sockets and clock, its storage and list of rooms, and what it calls itself.
 *
 * @import { WayWorld } from "./way.js"
 */

import { clock } from "../browser/clock.js";
import { isStored } from "../browser/is-stored.js";
import { storage } from "../browser/preferences.js";
import { Socket } from "../browser/socket.js";
import { memoryOf, visit } from "../browser/visits.js";
import { myRooms } from "../rooms/on-this-device.js";

export const randomBytes = (/** @type {number} */ bytes) => crypto.getRandomValues(new Uint8Array(bytes));

/** @returns {WayWorld} */
export const ourWorld = () => ({
  origin: location.origin,
  WebSocket: Socket,
  clock,
  randomBytes,
  fetch: (...request) => fetch(...request),
});

/** With all rooms that are kept. */
export const ourPlace = async () => {
  const rooms = myRooms();
  await rooms.ready;
  return { storage, rooms, memoryOf, visited: visit, isStored };
};

const PROBE = "alcove:probe";

/** Whether anything that is written here is there for the page that comes next. */
export const keepsAnything = () => {
  storage.setItem(PROBE, "1");
  const isKept = isStored(PROBE);
  storage.removeItem(PROBE);
  return isKept;
};

/** @type {[RegExp, string][]} The first that fits: many name others, too. */
const BROWSERS = [
  [/Edg/, "Edge"],
  [/OPR|Opera/, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Firefox|FxiOS/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];
/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac/, "Mac"],
  [/Linux/, "Linux"],
];

/** What it is, for who has to tell it from another: “Firefox · Android”. @param {string} agent */
export const nameOf = (agent) =>
  [BROWSERS, SYSTEMS].flatMap((known) => known.find(([sign]) => sign.test(agent))?.[1] ?? []).join(" · ");
