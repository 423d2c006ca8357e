/**
 * Whoever may not be in the room any more writes nothing there, and is told for how long, if one of its hosts said that.
 *
 * @import { LogEvent } from "../client/protocol.js"
 * @import { RoomContext } from "./later.js"
 */

import { t } from "../i18n/strings.js";

/** @type {Record<string, string>} */
const TURNED_OUT = { removed: t.removed, banned: t.bannedForever, key_needed: t.keyNeeded };

/** @param {RoomContext} room */
export const heedTurningOut = ({ signal, store }) => {
  const { connection, room } = store;
  /** Until when one is banned as well. @type {number | "forever" | undefined} */
  let until;
  /** @param {Event} event */
  const hear = (event) => {
    for (const each of /** @type {CustomEvent<LogEvent[]>} */ (event).detail)
      if (each.type === "removed" && each.member.id === room.you?.id) until = each.until;
  };
  let words = "";
  const look = () => {
    const { phase, reason = "" } = connection.status;
    const before = words;
    words = (phase === "stopped" && !room.pair && TURNED_OUT[reason]) || "";
    if (words === before) return;
    store.shut = words;
    // The close does not say so, as that of a try later does.
    if (reason === "removed" && until !== undefined)
      connection.status = { ...connection.status, until: until === "forever" ? 0 : until };
    store.dispatchEvent(new CustomEvent("change"));
  };
  connection.addEventListener("events", hear, { signal });
  connection.addEventListener("status", look, { signal });
  look();
};
