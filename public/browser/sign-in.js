/**
 * Whether people can sign in here, and whether one is signed in on this device, as far as that is known without a request:
 * the server says the first with each page that it gives, and what is stored tells the second. It is no secret, and proves
 * nothing.
 */

import { storage } from "./preferences.js";

/** No room's key, whatever a room is called. */
const SIGNED_IN = "alcove:account";
const FORGOTTEN = "alcove:account-forgotten";
/** Of the account that was last signed in here. */
export const SYNC_STATE = "alcove:account-sync";
const MOST_FORGOTTEN = 300;

/** `optional` or `required`; "" where there are no accounts, as in a frame, where no cookie would come along. */
export const signInMode = () => {
  if (window.top !== window) return "";
  const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return page?.serverTiming?.find(({ name }) => name === "sign-in")?.description ?? "";
};

/** Which account it is: one's own mark for it, or "". */
export const signedInAs = () => storage.getItem(SIGNED_IN) ?? "";

/** @param {string} mark "" where one is signed out. */
export const noteSignedIn = (mark) => {
  if (mark) storage.setItem(SIGNED_IN, mark);
  else storage.removeItem(SIGNED_IN);
};

/** Where the account is, and back to where one is now. */
export const accountLink = () => {
  const isRoom = location.pathname.startsWith("/room/");
  return `/account${isRoom ? `#return=${encodeURIComponent(location.pathname)}` : ""}`;
};

/**
 * One has forgotten a room on this device: the account is to be told.
 * @param {string} room
 */
export const noteForgotten = (room) => {
  if (!signedInAs()) return;
  const rooms = [...forgottenRooms().filter((each) => each !== room), room];
  storage.setItem(FORGOTTEN, JSON.stringify(rooms.slice(-MOST_FORGOTTEN)));
};

/** @returns {string[]} */
export const forgottenRooms = () => {
  try {
    const kept = JSON.parse(storage.getItem(FORGOTTEN) ?? "[]");
    return Array.isArray(kept) ? kept.filter((room) => typeof room === "string") : [];
  } catch {
    return [];
  }
};

/** The account knows. @param {readonly string[]} rooms */
export const toldForgotten = (rooms) => {
  const left = forgottenRooms().filter((room) => !rooms.includes(room));
  if (left.length > 0) storage.setItem(FORGOTTEN, JSON.stringify(left));
  else storage.removeItem(FORGOTTEN);
};

/** All of this device is forgotten: nobody stays signed in on it. */
export const leaveAccount = () => {
  if (!signedInAs()) return;
  noteSignedIn("");
  void fetch("/account/sign-out", { method: "POST", keepalive: true }).catch(() => {});
};
