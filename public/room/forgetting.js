/**
 * “Forget me on this device”, where a room is open: asked for here, or done in another tab. The room is left first, so
 * that nothing of it is written again.
 *
 * @import { RoomContext } from "./later.js"
 * @import { Room } from "./room.js"
 */

import { forget, onForgotten, tellForgotten } from "../browser/forget.js";
import { host } from "../browser/host.js";
import { readPush } from "../notify/push-choice.js";

/** @param {RoomContext} context */
export const heedForgetting = ({ name, store, root, signal }) => {
  /** @param {string} room "" for all. */
  const leave = async (room) => {
    if (readPush(name) !== "nothing") {
      const { endPush } = await import("../notify/push.js");
      await endPush(store.connection, room === "").catch(() => {});
    }
    store.abandon();
    /** @type {Room} */ (root.host).dropDraft();
    await forget(room);
    // A frame of another site's page is not where the start page may be; there one is asked for a name.
    if (host.embedded) location.reload();
    else location.replace("/");
  };
  const asked = (/** @type {Event} */ event) => {
    const { detail } = /** @type {CustomEvent<string>} */ (event);
    void leave(detail);
    tellForgotten(detail);
  };
  onForgotten(name, leave, signal);
  // Of the settings, which have no other way to it.
  root.addEventListener("forget", asked, { signal, capture: true });
};
