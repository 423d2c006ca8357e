/**
 * What the menu of a message offers more in a room that somebody looks after.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Asked } from "./hosting.js"
 */

import iconPerson from "lucide-static/icons/circle-user-round.svg";
import iconPin from "lucide-static/icons/pin.svg";
import iconUnpin from "lucide-static/icons/pin-off.svg";
import { t } from "../i18n/strings.js";
import { iconTrash } from "../ui/more-icons.js";
import { roleOf } from "./standing.js";

/**
 * @param {Message} message
 * @param {RoomStore} store
 * @param {(asked: Asked) => void} ask
 */
export const extrasOf = (message, store, ask) => {
  const { seq, from } = message;
  const isOwn = from.id === store.room.you?.id;
  const isPinned = store.room.house.pinned.includes(seq);
  const about = { seq, on: !isPinned };
  return [
    !store.denial("pin") && {
      words: isPinned ? t.actUnpin : t.actPin,
      icon: isPinned ? iconUnpin : iconPin,
      deed: () => ask({ deed: "pin", about }),
    },
    {
      words: t.aboutMember(from.name),
      icon: iconPerson,
      deed: () => ask({ dialog: "card", about: { member: from } }),
    },
    !isOwn &&
      !store.denial("delete-other", roleOf(from, store)) && {
        words: t.remove,
        icon: iconTrash,
        isGrave: true,
        deed: () => ask({ deed: "delete", about: { seq } }),
      },
  ].filter((each) => each !== false);
};
