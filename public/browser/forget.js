/**
 * “Forget me on this device”: removes everything this browser keeps about one room, or all of them. Other tabs
 * are notified, or they would write it again. It does not leave a room; whoever shows one does that first.
 */

import { channelTo } from "./channel.js";
import { forgetFiles } from "./files-database.js";
import { storage } from "./preferences.js";
import { forgetRooms } from "./rooms-database.js";
import { leaveAccount, noteForgotten } from "./sign-in.js";

const OWN = "alcove:";
const NAME = `${OWN}name`;
const channel = () => channelTo(`${OWN}forget`);

/**
 * What is in the storage is gone at once, the rest when the promise is settled.
 * @param {string} room "" for all, and the settings with them.
 */
export const forget = (room) => {
  if (room === "") leaveAccount();
  else noteForgotten(room);
  const isMeant = (/** @type {string} */ key) =>
    key.startsWith(OWN) && (room === "" || key === NAME || roomOf(key) === room);
  for (const key of storage.keys().filter(isMeant)) storage.removeItem(key);
  try {
    for (const key of Object.keys(sessionStorage).filter(isMeant)) sessionStorage.removeItem(key);
  } catch {
    // What may not be read was never written.
  }
  return Promise.allSettled([forgetRooms(room), forgetFiles(room)]).then(() => {});
};

/** @param {string} room */
export const tellForgotten = (room) => {
  const others = channel();
  others?.postMessage(room);
  others?.close();
};

/**
 * Calls when another tab has forgotten this room, or all.
 * @param {string | undefined} room Any, if it is none.
 * @param {(room: string) => void} listener
 * @param {AbortSignal} signal
 */
export const onForgotten = (room, listener, signal) => {
  const others = channel();
  others?.addEventListener("message", ({ data }) => {
    if (data === "" || data === (room ?? data)) listener(data);
  });
  signal.addEventListener("abort", () => others?.close());
};

/**
 * `alcove:draft:tea` and `alcove:outbox:tea:tab` are of the room `tea`, whose name has no colon.
 * @param {string} key
 */
const roomOf = (key) => key.split(":")[2];
