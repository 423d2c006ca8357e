/**
 * Tells in the conversation what those do who look after the room: what happens from now on, as with people who come and
 * go. Reasons are never told: they are not in the log.
 *
 * @import { LogEvent } from "../client/protocol.js"
 * @import { Told } from "../state/room-state.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";

/** Whoever runs the server, who is no member of any room. */
const OPERATOR = "0000000000000000";

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
      const told = wordsOf(each);
      const words = told?.(({ id }) => id);
      // Whoever tries out settings is told of once.
      if (told && words !== last) store.tell(told);
      last = words;
    }
  };
  store.connection.addEventListener("events", hear, { signal });
};

/**
 * @param {LogEvent} event
 * @returns {Told | undefined} Nothing of what is seen otherwise.
 */
export const wordsOf = (event) => {
  switch (event.type) {
    case "settings": {
      const { title, pictures } = event.set;
      return (shown) => {
        const who = shown(event.from);
        // The title is also seen in the bar.
        if (pictures) return (pictures === "cover" ? t.logCovered : t.logUncovered)(who);
        if (title) return t.logTitle(who, `\u2068${title}\u2069`);
        return t.logSettings(who);
      };
    }
    case "role":
      if (event.from.id === OPERATOR)
        return (shown) => (event.member.id === OPERATOR ? t.logOwnerLink : t.logOwner(shown(event.member)));
      return (shown) => t.logRole(shown(event.from), shown(event.member), event.role);
    case "muted":
      return (shown) =>
        event.until > 0
          ? t.logMuted(shown(event.from), shown(event.member), momentOf(event.until, event.at))
          : t.logUnmuted(shown(event.from), shown(event.member));
    case "removed":
      return (shown) => (event.until ? t.logBanned : t.logRemoved)(shown(event.from), shown(event.member));
    case "restored":
      return (shown) => t.logRestored(shown(event.from), shown(event.member));
    case "revoked":
      return (shown) => t.logRevoked(shown(event.from), event.members.length);
    case "pinned":
      return (shown) => (event.on ? t.logPinned : t.logUnpinned)(shown(event.from));
  }
  return undefined;
};
