/**
 * What one wants to be told of a room while no page of it is open, on this device.
 *
 * @typedef {"all" | "mentions" | "nothing"} Push
 */

import { storage } from "../browser/preferences.js";

const PUSH = "alcove:push:";
/** Of all rooms. */
const PREVIEW = "alcove:push-preview";

/**
 * @param {string} room
 * @returns {Push}
 */
export const readPush = (room) => {
  const push = storage.getItem(PUSH + room);
  return push === "all" || push === "mentions" ? push : "nothing";
};

/** Whether anything was chosen there, if only that it be nothing. */
export const isPushChosen = (/** @type {string} */ room) => storage.getItem(PUSH + room) !== null;

export const writePush = (/** @type {string} */ room, /** @type {Push} */ push) =>
  storage.setItem(PUSH + room, push);

/** Whether a notification shows who says what, and where. */
export const readPreview = () => storage.getItem(PREVIEW) !== "off";

export const writePreview = (/** @type {boolean} */ isOn) =>
  isOn ? storage.removeItem(PREVIEW) : storage.setItem(PREVIEW, "off");
