/**
 * What a room needs only when something happens in it: the connection is lost, somebody types, something
 * is to be said of what was done, a message comes that is read out or that one is notified of, the server has a newer page, the
 * room is printed. Loaded soon after the room.
 */

import "./components/announcer.js";
import "./components/banner.js";
import "./components/toast.js";
import "./components/typing-line.js";
import "./components/update-notice.js";

export { Notifier } from "./browser/notifications.js";
export { makePrintable } from "./printing.js";
