/**
 * English. The other catalogues have the same shape, which a test holds them to.
 */

import { list, number, plural } from "../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "there is nothing to see in it",
  text_too_long: "it is too long",
  text_invalid: "it has control characters that cannot be sent",
  not_found: "the message it answers is gone",
  bad_frame: "the server could not read it",
};

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Please give a name.",
  name_too_long: "A name has at most 32 characters.",
  name_invalid: "This name has characters that are not allowed in a name.",
  name_taken: "Someone here already has this name.",
  later: "That did not work just now. Please try again.",
};

export default {
  product: "Alcove",
  home: "Alcove, to the start",
  tagline: "A room of your own, one link away.",
  pitch: "Open a room and share its link. Whoever has the link is in: no account, nothing to install.",
  yourName: "Your name",
  create: "Create a room",
  createHint: "It gets a name that nobody can guess.",
  or: "or go to one",
  roomOrLink: "Room name or link",
  enter: "Enter",
  roomMissing: "Which room? Give its name or its link.",
  roomInvalid: "A room’s name has 1 to 64 letters, digits, “-” or “_”.",

  invited: "You are invited to",
  join: "Join",
  joinHint: "Others in the room see this name.",
  expired: "You have been away for long. Join again to go on.",
  renameTitle: "Change your name",
  rename: "Change name",
  cancel: "Cancel",
  useName: (/** @type {string} */ name) => `Use “${name}”`,
  nameFault: (/** @type {string} */ code) => nameFaults[code] ?? "This name cannot be used.",

  messages: "Messages",
  loading: "Loading messages",
  beginning: "It is quiet in here.",
  beginningHint: "Send the link to someone. Whoever opens it sits down with you.",
  invite: "Invite someone",
  deleted: "Message deleted",
  edited: "edited",
  said: (/** @type {string} */ name, /** @type {string} */ time) => `${name}, ${time}:`,
  newMessages: (/** @type {number} */ n) => `${n} new`,
  toEnd: "To the newest messages",
  toNew: (/** @type {number} */ n) => `To ${plural(n, { one: "# new message", other: "# new messages" })}`,
  sending: "Sending",
  sent: "Sent",
  notSent: (/** @type {string} */ code) => `Not sent: ${refusals[code] ?? "the server refused it"}.`,
  retry: "Retry",
  remove: "Delete",
  joined: (/** @type {string[]} */ names) => `${list(names)} joined`,
  left: (/** @type {string[]} */ names) => `${list(names)} left`,
  others: (/** @type {number} */ n) => plural(n, { one: "# other", other: "# others" }),
  reaction: (/** @type {string} */ emoji, /** @type {number} */ n) =>
    `${emoji}, ${plural(n, { one: "# person", other: "# people" })}`,

  message: "Message",
  placeholder: "Write a message",
  send: "Send",
  nothingToSee: "There is nothing to see in it yet.",
  charactersLeft: (/** @type {number} */ n) =>
    `${plural(n, { one: "# character", other: "# characters" })} left`,
  charactersOver: (/** @type {number} */ n) =>
    `${plural(n, { one: "# character", other: "# characters" })} too many`,
  slowDown: (/** @type {number} */ s) =>
    `Sending a little slower: the last goes in ${plural(s, { one: "# second", other: "# seconds" })}.`,

  people: "People",
  peopleCount: (/** @type {number} */ n) => `People, ${n}`,
  here: (/** @type {number} */ n) => `${number(n)} here`,
  you: "you",
  more: "Show more",
  close: "Close",
  copyLink: "Copy link",
  copied: "Link copied",
  copyFailed: "The link could not be copied. It is in the address bar.",
  share: "Share",
  theme: { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" },

  offline: "No connection.",
  offlineHint: "What you write is kept and sent later.",
  connecting: "Connecting …",
  retryIn: (/** @type {number} */ s) => `Next try in ${s} s`,
  tryNow: "Try now",
  replaced: "This room is open in too many places. It went on in a newer one.",
  comeBack: "Come back",
  stopped: "The server does not let this page in. Reload it to try again.",
  reload: "Reload",
  full: "This room is full.",

  heard: (/** @type {string} */ name, /** @type {string} */ text) => `${name}: ${text}`,
  heardMany: (/** @type {number} */ n) => plural(n, { one: "# new message", other: "# new messages" }),

  // A newer page than this one (components/update-notice.js).
  updateHere: "A new version is here.",
};
