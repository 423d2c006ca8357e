/**
 * English. The other catalogues have the same shape, which a test holds them to.
 */

import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Please enter a name.",
  name_too_long: "Names can be up to 32 characters long.",
  name_invalid: "This name contains characters that aren’t allowed.",
  name_taken: "That name is taken in this room. If it’s yours, use the device where you joined.",
  later: "That didn’t work. Please try again.",
  key_invalid: "This link isn’t valid any more. You can try to join without it.",
  room_taken: "A room with this name already exists. You can try to join it.",
  setting_invalid: "The room can’t be created with these settings. Join to create it without them.",
};

export default {
  home: "Alcove home",
  toStart: "Go to the home page",
  yourName: "Your name",

  invited: "You’re invited to",
  join: "Join",
  joinHint: "Everyone in the room will see this name.",
  lastMessage: (/** @type {string} */ moment) => `Last message: ${moment}`,
  nobodyWrote: "No one has written here yet.",
  expired: "Your session has expired. Rejoin to continue.",
  renameTitle: "Change your name",
  rename: "Change name",
  cancel: "Cancel",
  useName: (/** @type {string} */ name) => `Use “${name}”`,
  nameFault: (/** @type {string} */ code) => wordsFor(nameFaults, code) ?? "This name can’t be used.",

  messages: "Messages",
  loading: "Loading messages…",
  beginning: "It’s quiet in here.",
  beginningHint: "Send the link to someone. Anyone who opens it joins you here.",
  olderGone: "Older messages are no longer available.",
  invite: "Invite someone",
  deleted: "Message deleted",
  deleting: "Deleting…",
  picture: "Picture",
  pictures: (/** @type {number} */ n) => plural(n, { one: "# picture", other: "# pictures" }),
  files: (/** @type {number} */ n) => plural(n, { one: "# file", other: "# files" }),
  showLess: "Show less",
  back: "Back",
  begins: "This is the beginning of the room.",
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
  takingBack: "Taking it back… If it was already sent, it’ll be deleted.",
  undo: "Undo",
  quoteLost: "This message is no longer available.",
  toQuoted: (/** @type {string} */ name) => `Go to ${name}’s message`,
  newSince: (/** @type {string} */ moment) => `New since ${moment}`,
  react: "Add a reaction",
  edit: "Edit",
  reply: "Reply",
  actions: "Message actions",
  reactedBy: (/** @type {string} */ emoji, /** @type {string[]} */ names) =>
    `${list(names)} reacted with ${emoji}`,
  youToo: "you",
  newMessages: (/** @type {number} */ n) => plural(n, { one: "# new", other: "# new" }),
  toEnd: "Jump to the latest messages",
  toNew: (/** @type {number} */ n) =>
    plural(n, { one: "Jump to # new message", other: "Jump to # new messages" }),
  sending: "Sending",
  sent: "Sent",
  notSentShort: "Not sent",
  remove: "Delete",
  joined: (/** @type {string[]} */ names) => `${list(names)} joined`,
  left: (/** @type {string[]} */ names) => `${list(names)} left`,
  renamed: (/** @type {string} */ was, /** @type {string} */ name) => `${was} is now ${name}`,
  renamedMany: (/** @type {number} */ n) =>
    plural(n, { one: "# person changed their name", other: "# people changed their names" }),
  others: (/** @type {number} */ n) => plural(n, { one: "# other", other: "# others" }),
  reaction: (/** @type {string} */ emoji, /** @type {number} */ n) =>
    `${emoji} from ${plural(n, { one: "# person", other: "# people" })}`,

  // Code in a message.
  code: "Code",
  copyCode: "Copy code",
  codeCopied: "Code copied",

  message: "Message",
  placeholder: "Write a message",
  send: "Send",
  tooLarge: "Too much for one message. Shorten it or send it in parts.",
  emptied: "Your message is empty. Delete it?",
  nothingToSee: "Your message is empty.",
  charactersLeft: (/** @type {number} */ n) =>
    plural(n, { one: "# character left", other: "# characters left" }),
  charactersOver: (/** @type {number} */ n) =>
    plural(n, { one: "# character over the limit", other: "# characters over the limit" }),
  slowDown: (/** @type {number} */ s) =>
    plural(s, {
      one: "You’re fast! The last message goes out in # second.",
      other: "You’re fast! The last message goes out in # seconds.",
    }),
  roomRests: (/** @type {number} */ h) =>
    plural(h, {
      one: "This room has reached its limit for now. What you write will be sent in # hour.",
      other: "This room has reached its limit for now. What you write will be sent in # hours.",
    }),

  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (/** @type {string} */ name) => `Replying to ${name}`,
  editingYours: "Editing your message",
  modeGone: "That message is gone. This will be sent as a new one.",
  stopReplying: "Cancel reply",
  stopEditing: "Cancel edit",
  emoji: "Emoji",
  suggestions: (/** @type {number} */ n) => plural(n, { one: "# suggestion", other: "# suggestions" }),
  emojiFailed: "Couldn’t load the emoji.",

  owner: "Owner",
  moderator: "Moderator",
  people: "People",
  peopleCount: (/** @type {number} */ n) => `People, ${number(n)}`,
  /** What tells people apart whose names look alike. */
  marked: (/** @type {string} */ mark) => `marked ${mark}`,
  alikeHint: "Someone else has a name that looks the same. This mark tells them apart.",
  more: "Show more",
  close: "Close",
  copyLink: "Copy link",
  copied: "Link copied",
  copyFailed: "Couldn’t copy. Please try again.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Invite",
  settings: "Settings",
  isMuted: "Muted",
  verified: "Signed in",
  notLoaded: "Couldn’t load that. Check your connection and try again.",
  documentTitle: (/** @type {string} */ room, /** @type {number} */ unread) =>
    unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`,

  offline: "No connection.",
  connecting: "Connecting…",
  reload: "Reload",
  notSeenYet: "Messages will show up here once you’re connected.",
  roomGoneHint: "Your unsent messages are still here: copy or delete them.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove home, in a new tab",

  // For the ear, and for those who use keys (settings/shortcuts.js).
  youName: "You",
  /** As whom a message answers, in `sentence`. */
  youAnswered: "you",
  logHint:
    "Use the arrow keys to move between messages, Enter to open the message menu, and the question mark for all shortcuts.",
  actionsOf: (/** @type {string} */ name, /** @type {string} */ time) => `Message actions: ${name}, ${time}`,
  undoDelete: "Undo deleting the message",

  // A newer page than this one (chrome/update-notice.js).
  updateHere: "A new version is available.",
};

export const later = () => import("./later.js");
export const start = () => import("./start.js");
