/**
 * What a room needs only when something happens in it: the connection is lost, someone types, a message is
 * announced or causes a notification, an action is confirmed, a newer version is available, the room is
 * printed. Loaded soon after the room.
 *
 * @import { RoomContext } from "./later.js"
 */

import "../chrome/announcer.js";
import "../chrome/banner.js";
import "../chrome/toast.js";
import "../chrome/typing-line.js";
import "../chrome/update-notice.js";
import { makePrintable } from "../timeline/printing.js";
import { learnLooks } from "./learn-looks.js";
import { Notices } from "./notices.js";

/** @param {RoomContext} room */
export const begin = (room) => {
  const { name, root, signal, store } = room;
  const timeline = root.querySelector("alcove-timeline");
  if (timeline) makePrintable({ name, room: root, timeline }, signal);
  learnLooks(store, signal);
  return new Notices(room);
};
