/**
 * What can be found from the start page by a few letters: the rooms of this device, whom one talks with in private, and
 * the messages of all.
 *
 * @import { Typed } from "../rooms/finding.js"
 * @import { MyRooms } from "../rooms/my-rooms.js"
 */

import iconNew from "lucide-static/icons/square-pen.svg";
import { clock } from "../browser/clock.js";
import { loadSearchWords, t } from "../i18n/strings.js";
import { foundRooms } from "../rooms/found-rooms.js";
import { Palette } from "../rooms/palette.js";
import { FindMessages } from "../search/find-messages.js";

await loadSearchWords();

/**
 * Settled when it is closed.
 * @param {MyRooms} rooms
 * @param {() => void} goToNew
 * @param {Typed} typed
 */
export const find = (rooms, goToNew, typed) => {
  const go = (/** @type {string} */ room, at = "") => location.assign(`/room/${room}${at}`);
  const messages = new FindMessages(rooms, {
    now: () => clock.date(),
    go: (room, seq) => go(room, `#m${seq}`),
  });
  const toNew = { key: "do new", title: t.newRoom, picture: iconNew, run: goToNew };
  const words = { label: t.findHere, hint: t.findHereHint };
  return Palette.open([...foundRooms(rooms, "", go), toNew], messages, typed, words);
};
