/**
 * Private conversations that are opened while one is elsewhere: the room in which they began is watched, and tells. Each is
 * in the list of rooms from then on.
 *
 * @import { Direct } from "../client/protocol.js"
 */

import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { noteOpen } from "./kept.js";

/** @param {Event} event */
const told = (event) => {
  /** @type {{ room: string, direct: Direct }} */
  const { room, direct } = /** @type {CustomEvent} */ (event).detail;
  const you = new IdentityStore(storage, room).read();
  if (direct.state === "open" && you) void noteOpen(direct, room, you);
};

/** Again for the same ones is as once. @param {EventTarget} watches */
export const takeDirects = (watches) => watches.addEventListener("direct", told);
