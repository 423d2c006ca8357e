/**
 * Links to messages of the room: the address leads to its message, whether the link opens the room or is
 * followed inside it, and so does going back in the browser.
 *
 * @import { RoomStore } from "../state/room-store.js"
 */

import { parseRoomName, seqIn } from "../client/protocol.js";

/**
 * @param {string} room
 * @param {RoomStore} store
 * @param {{ onArrived: (seq: number) => void, onLost: () => void }} listener
 * @param {AbortSignal} signal
 */
export const followLinks = (room, store, { onArrived, onLost }, signal) => {
  /** Else the address leads to another room, and this one is being left. */
  const isHere = () => parseRoomName(location.pathname.slice("/room/".length)) === room;
  const seqHere = () => (isHere() ? seqIn(location.hash) : 0);
  const follow = () => {
    const seq = seqHere();
    if (seq) store.leapTo(seq);
  };
  /** A reload goes on where one reads then. */
  const leaveHash = () => {
    const seq = seqHere();
    if (seq) history.replaceState({ seq }, "", location.pathname + location.search);
  };
  window.addEventListener("hashchange", follow, { signal });
  window.addEventListener("popstate", ({ state }) => state?.seq && isHere() && store.leapTo(state.seq), {
    signal,
  });
  const arrived = (/** @type {Event} */ event) => {
    onArrived(/** @type {CustomEvent<number>} */ (event).detail);
    leaveHash();
  };
  const lost = () => {
    onLost();
    leaveHash();
  };
  store.addEventListener("arrived", arrived, { signal });
  store.addEventListener("lost", lost, { signal });
  follow();
};
