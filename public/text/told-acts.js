/**
 * What those do who look after the room, in a few words.
 *
 * @import { LogEvent } from "../client/protocol.js"
 * @import { Told } from "../state/room-state.js"
 */

import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";

/** Whoever runs the server, who is no member of any room. */
const OPERATOR = "0000000000000000";

/**
 * @param {LogEvent} event
 * @returns {Told | undefined} Nothing of what is seen otherwise.
 */
export const toldOf = (event) => {
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
