/**
 * English. The other catalogues have the same shape, which a test holds them to.
 */

import { list, number, plural, wordsFor } from "../../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "there is nothing to see in it",
  text_too_long: "it is too long",
  text_invalid: "it has control characters that cannot be sent",
  not_found: "the message is gone",
  bad_frame: "the server could not read it",
  gone: "the room is gone",
  removed: "you were removed from the room",
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
  home: "Alcove, to the start",
  toStart: "Go to the start",
  yourName: "Your name",

  invited: "You are invited to",
  join: "Join",
  joinHint: "Others in the room see this name.",
  expired: "Your session has ended. Join again to go on.",
  renameTitle: "Change your name",
  rename: "Change name",
  cancel: "Cancel",
  useName: (/** @type {string} */ name) => `Use “${name}”`,
  nameFault: (/** @type {string} */ code) => wordsFor(nameFaults, code) ?? "This name cannot be used.",

  messages: "Messages",
  loading: "Loading messages",
  beginning: "It is quiet in here.",
  beginningHint: "Send the link to someone. Whoever opens it sits down with you.",
  olderGone: "Older messages are no longer kept.",
  invite: "Invite someone",
  deleted: "Message deleted",
  edited: "edited",
  /**
   * A whole message, as a screen reader says it.
   * @param {{ name: string, time: string, text: string, replyTo: string, isEdited: boolean, reactions: string[], state: string }} message
   */
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `in reply to ${replyTo}`, isEdited && "edited", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Reactions: ${list(reactions)}.` : "",
    ].join(""),
  undo: "Undo",
  quoteLost: "This message is not here any more.",
  toQuoted: (/** @type {string} */ name) => `To the message of ${name} that this answers`,
  newSince: (/** @type {string} */ moment) => `New since ${moment}`,
  react: "Add a reaction",
  reply: "Reply",
  copyText: "Copy text",
  actions: "Message actions",
  reactedBy: (/** @type {string} */ emoji, /** @type {string[]} */ names) => `${emoji} by ${list(names)}`,
  youToo: "you",
  textCopied: "Text copied",
  messageLinkCopied: "Link to the message copied",
  messageLost: "This message is not in this room.",
  notReacted: "Your reaction could not be added: the message is gone.",
  notDone: "That did not work. Please try again.",
  newMessages: (/** @type {number} */ n) => plural(n, { one: "# new", other: "# new" }),
  toEnd: "To the newest messages",
  toNew: (/** @type {number} */ n) => plural(n, { one: "To # new message", other: "To # new messages" }),
  sending: "Sending",
  sent: "Sent",
  notSent: (/** @type {string} */ code) =>
    `Not sent: ${wordsFor(refusals, code) ?? "the server refused it"}.`,
  notSentShort: "Not sent",
  notEdited: (/** @type {string} */ code) =>
    `Change not saved: ${wordsFor(refusals, code) ?? "the server refused it"}.`,
  discard: "Discard",
  retry: "Retry",
  remove: "Delete",
  joined: (/** @type {string[]} */ names) => `${list(names)} joined`,
  left: (/** @type {string[]} */ names) => `${list(names)} left`,
  others: (/** @type {number} */ n) => plural(n, { one: "# other", other: "# others" }),
  reaction: (/** @type {string} */ emoji, /** @type {number} */ n) =>
    `${emoji} by ${plural(n, { one: "# person", other: "# people" })}`,

  // Code in a message.
  code: "Code",
  copyCode: "Copy code",
  codeCopied: "Code copied",

  message: "Message",
  placeholder: "Write a message",
  send: "Send",
  nothingToSee: "There is nothing to see in it yet.",
  charactersLeft: (/** @type {number} */ n) =>
    plural(n, { one: "# character left", other: "# characters left" }),
  charactersOver: (/** @type {number} */ n) =>
    plural(n, { one: "# character too many", other: "# characters too many" }),
  slowDown: (/** @type {number} */ s) =>
    plural(s, {
      one: "Sending a little slower: the last goes in # second.",
      other: "Sending a little slower: the last goes in # seconds.",
    }),
  roomRests: (/** @type {number} */ h) =>
    plural(h, {
      one: "This room has taken in all it may for now. What you write is sent in # hour.",
      other: "This room has taken in all it may for now. What you write is sent in # hours.",
    }),

  isTyping: (/** @type {string[]} */ names) =>
    names.length > 3
      ? "Several people are typing …"
      : `${list(names)} ${names.length === 1 ? "is" : "are"} typing …`,
  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (/** @type {string} */ name) => `Replying to ${name}`,
  editingYours: "Editing your message",
  stopReplying: "Stop replying",
  stopEditing: "Stop editing",
  emoji: "Emoji",
  suggestions: (/** @type {number} */ n) => plural(n, { one: "# suggestion", other: "# suggestions" }),
  emojiFailed: "The emoji could not be loaded.",

  people: "People",
  peopleCount: (/** @type {number} */ n) => `People, ${number(n)}`,
  here: (/** @type {number} */ n) => `${number(n)} here`,
  you: "you",
  /** What tells people apart whose names look alike. */
  marked: (/** @type {string} */ mark) => `marked ${mark}`,
  alikeHint: "Somebody else has a name that looks the same. This sign tells them apart.",
  more: "Show more",
  close: "Close",
  copyLink: "Copy link",
  copied: "Link copied",
  copyFailed: "The link could not be copied. It is in the address bar.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Invite",
  settings: "Settings",
  isMuted: "Muted",
  notLoaded: "That could not be loaded. Check the connection and try again.",
  documentTitle: (/** @type {string} */ room, /** @type {number} */ unread) =>
    unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`,
  notificationTitle: (/** @type {string} */ name, /** @type {string} */ room) => `${name} in ${room}`,

  offline: "No connection.",
  offlineHint: "What you write is kept and sent later.",
  connecting: "Connecting …",
  retryIn: (/** @type {number} */ s) => `Next try in ${number(s)} s`,
  tryNow: "Try now",
  replaced: "This room is open in too many places. It went on in a newer one.",
  comeBack: "Come back",
  stopped: "The server does not let this page in. Reload it to try again.",
  reload: "Reload",
  full: "This room is full.",
  busy: "Many people are coming in just now.",
  maintenance: "Alcove is under maintenance and will be back soon.",
  roomClosed: "This room has been closed by whoever runs this site.",
  removed: "You have been removed from this room.",
  roomGone: "This room is gone. It has been deleted by whoever runs this site.",
  roomGoneHint: "What you had not sent is still here: copy it or discard it.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove, to the start, in a new tab",

  heard: (/** @type {string} */ name, /** @type {string} */ text) => `${name}: ${text}`,
  heardMany: (/** @type {number} */ n) => plural(n, { one: "# new message", other: "# new messages" }),

  // For the ear, and for those who use keys (parts/shortcuts.js).
  youName: "You",
  /** As whom a message answers, in `sentence`. */
  youAnswered: "you",
  logHint:
    "Arrow keys go from message to message. Enter opens what can be done with one, question mark lists all keys.",
  actionsOf: (/** @type {string} */ name, /** @type {string} */ time) => `Message actions: ${name}, ${time}`,
  undoDelete: "Undo deleting the message",

  // A newer page than this one (components/update-notice.js).
  updateHere: "A new version is here.",
};

export const later = () => import("./later.js");
export const start = () => import("./start.js");
