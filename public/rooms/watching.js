/**
 * Watches the rooms of this device from this page: with real sockets, and with the other tabs, which are told when it is
 * closed or frozen. Begun once, for all that is on the page.
 *
 * @import { KeyStore } from "../client/outbox.js"
 */

import { channelTo } from "../browser/channel.js";
import { clock } from "../browser/clock.js";
import { storage } from "../browser/preferences.js";
import { Socket } from "../browser/socket.js";
import { Watch } from "../client/watch.js";
import { Leader } from "./leader.js";
import { myRooms } from "./on-this-device.js";
import { OpenRooms } from "./open-rooms.js";
import { Watches } from "./watches.js";

const LOCK = "alcove:watches";

const channel = (/** @type {string} */ name) => {
  const to = channelTo(name);
  return to && { channel: to };
};

const randomBytes = (/** @type {number} */ bytes) => crypto.getRandomValues(new Uint8Array(bytes));

const hex = (/** @type {Uint8Array} */ bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** No other's. */
const tab = hex(randomBytes(8));

/** @type {OpenRooms | undefined} */
let open;
/** @type {Watches | undefined} */
let watches;

/** Which rooms are open in this browser. */
export const openRooms = () => {
  open ??= new OpenRooms({ ...channel("alcove:open"), clock, tab });
  return open;
};

/** Those, and the ones that are watched: by this tab, or by another. */
export const watching = () => {
  watches ??= begin();
  return { open: openRooms(), watches };
};

/**
 * Watches one room with a real socket.
 * @param {string} room
 * @param {{ epoch: string, after: number }} [place] Up to where one has read.
 * @param {KeyStore} [kept] What has the way into it, if that is not this browser's storage.
 */
export const watchOf = (room, place, kept = storage) => {
  const { href } = new URL(`/room/${room}`, location.href);
  const url = href.replace(/^http/, "ws");
  return new Watch({
    url,
    room,
    ...(place && { place }),
    storage: kept,
    WebSocket: Socket,
    clock,
    randomBytes,
  });
};

const begin = () => {
  const all = new Watches(myRooms(), {
    clock,
    open: openRooms(),
    isOnline: () => navigator.onLine,
    leader: (onChange) => {
      const locks = navigator.locks && { locks: navigator.locks };
      const isSeen = () => !document.hidden;
      return new Leader({ name: LOCK, tab, ...locks, ...channel(LOCK), clock, isSeen, onChange });
    },
    watch: watchOf,
  });
  for (const type of ["online", "offline"]) window.addEventListener(type, () => all.look());
  document.addEventListener("visibilitychange", () => all.turned());
  // It may come back from either.
  window.addEventListener("pagehide", () => all.leave());
  window.addEventListener("pageshow", () => all.resume());
  document.addEventListener("freeze", () => all.leave());
  document.addEventListener("resume", () => all.resume());
  return all;
};
