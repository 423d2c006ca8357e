/**
 * What is said of the rooms of a device, and while one looks for something (rooms/).
 */

import { plural } from "../../locale.js";

export default {
  myRooms: "My rooms",
  showRooms: "Show my rooms",
  hideRooms: "Hide my rooms",
  backToRooms: (/** @type {number} */ n) =>
    plural(n, {
      one: "My rooms, # unread message in the others",
      other: "My rooms, # unread messages in the others",
    }),
  newRoom: "New room",
  private: "Private",
  pinned: "Pinned",
  unreadIn: (/** @type {number} */ n) => plural(n, { one: "# unread message", other: "# unread messages" }),
  mentionsIn: (/** @type {number} */ n) => plural(n, { one: "# mention of you", other: "# mentions of you" }),
  requestsIn: (/** @type {number} */ n) =>
    plural(n, { one: "# request to talk privately", other: "# requests to talk privately" }),
  optionsFor: (/** @type {string} */ room) => `Options for ${room}`,
  pinRoom: "Pin",
  unpinRoom: "Unpin",
  muteRoom: "Mute",
  unmuteRoom: "Unmute",
  hideRoom: "Hide",
  unhideRoom: "Show again",
  forgetThis: "Forget…",
  forgetOne: (/** @type {string} */ room) => `Forget ${room}`,
  hiddenRooms: (/** @type {number} */ n) => plural(n, { one: "# hidden room", other: "# hidden rooms" }),
  noRooms: "No rooms yet",
  noRoomsHint: "Rooms you’ve been in show up here.",
  roomStates: {
    gone: "Deleted",
    not_created: "Not created yet",
    room_closed: "Closed",
    key_needed: "By invitation only",
    removed: "You were removed",
    banned: "You were removed",
    denied: "Not let in",
    token_refused: "Join again to continue",
    closed: "Unavailable",
  },
  nowIn: (/** @type {string} */ room) => `You’re in ${room}`,
  find: "Find a room, person or action",
  findHint: "Rooms, people, actions and messages",
  findHere: "Find a room or message",
  findHereHint: "Rooms and messages",
  findNone: "Nothing found",
  findPerson: "Person",
  muteThis: "Mute this room",
  unmuteThis: "Unmute this room",
};
