/**
 * What a room needs only when something happens in it: the connection is lost, somebody types, something
 * is to be said of what was done, a message comes that is read out or that one is notified of, the server has a newer page, the
 * room is printed. Loaded soon after the room.
 */

import "../chrome/announcer.js";
import "../chrome/banner.js";
import "../chrome/toast.js";
import "../chrome/typing-line.js";
import "../chrome/update-notice.js";

export { Notifier } from "../notify/notifications.js";
export { makePrintable } from "../timeline/printing.js";
