/**
 * Loads what tells people with look-alike names apart, once there is someone to tell apart. Nobody waits for it.
 *
 * @import { RoomStore } from "../state/room-store.js"
 */

import { loadPart } from "../browser/load-part.js";

const AFTER_MS = 1_000;
const AGAIN_MS = 60_000;

/**
 * @param {RoomStore} store
 * @param {AbortSignal} signal
 */
export const learnLooks = (store, signal) => {
  let isLoading = false;
  const look = () => {
    if (isLoading || !store.hasPeopleToTellApart) return;
    isLoading = true;
    setTimeout(load, AFTER_MS);
  };
  const load = async () => {
    try {
      store.tellApart(await loadPart(() => import("../people/lookalikes.js")));
    } catch {
      setTimeout(() => {
        isLoading = false;
      }, AGAIN_MS);
    }
  };
  store.addEventListener("change", look, { signal });
  look();
};
