/**
 * Loads what a room has more that somebody owns, as soon as it is one. A private conversation is none.
 *
 * @import { RoomStore } from "../state/room-store.js"
 */

import { loadPart } from "../browser/load-part.js";

/**
 * @param {RoomStore} store
 * @param {AbortSignal} signal
 */
export const bringHosting = (store, signal) => {
  let isAsked = false;
  const look = async () => {
    if (isAsked || !store.room.house.isOwned || store.room.pair) return;
    isAsked = true;
    try {
      await loadPart(() => import("../hosting/hosting.js"));
    } catch {
      // The next change tries again.
      isAsked = false;
    }
  };
  store.addEventListener("change", look, { signal });
  look();
};
