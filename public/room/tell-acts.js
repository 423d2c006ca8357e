/**
 * Tells in the conversation what those do who look after the room: what happens from now on, as with people who come and
 * go. Reasons are never told: they are not in the log.
 *
 * @import { LogEvent } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { toldOf } from "../text/told-acts.js";

/**
 * @param {RoomStore} store
 * @param {AbortSignal} signal
 */
export const tellActs = (store, signal) => {
  /** What the last event was told as, if it was. @type {string | undefined} */
  let last;
  /** @param {Event} event */
  const hear = (event) => {
    for (const each of /** @type {CustomEvent<LogEvent[]>} */ (event).detail) {
      const told = toldOf(each);
      const words = told?.(({ id }) => id);
      // Whoever tries out settings is told of once.
      if (told && words !== last) store.tell(told);
      last = words;
    }
  };
  store.connection.addEventListener("events", hear, { signal });
};
