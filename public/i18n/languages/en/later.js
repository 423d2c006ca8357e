import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const rolesGiven = { owner: "an owner", moderator: "a moderator", member: "a member", reader: "a reader" };

/** @type {Record<string, string>} */
const shareHints = {
  open: "Anyone with this link can read and write here.",
  read: "Anyone with this link can read here, but not write.",
  ask: "Anyone with this link can ask to be let in.",
  closed: "This link alone lets no one in: the room is closed.",
};

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "it’s empty",
  text_too_long: "it’s too long",
  text_invalid: "it contains characters that can’t be sent",
  not_found: "the message is gone",
  bad_frame: "the server couldn’t read it",
  gone: "the room is gone",
  removed: "you were removed from the room",
  held: "you’re still changing it",
  muted: "you’re muted",
  forbidden: "you can’t do that in this room",
  shut: "nothing can be written here any more",
  file_too_large: "a file is too large",
  file_budget: "too much was uploaded today",
  file_lost: "a file is no longer on this device",
  file_failed: "a file couldn’t be uploaded",
  too_many: "it has too many files",
};

export default {
  copyText: "Copy text",
  textCopied: "Text copied",
  textNotCopied: "Couldn’t copy the text.",
  messageLinkCopied: "Link to message copied",
  messageLinkNotCopied: "Couldn’t copy the link.",
  messageLost: "That message isn’t in this room.",
  notReacted: "Couldn’t add your reaction: the message is gone.",
  notDone: "That didn’t work. Please try again.",
  notSent: (/** @type {string} */ code) =>
    `Not sent: ${wordsFor(refusals, code) ?? "the server refused it"}.`,
  notEdited: (/** @type {string} */ code) =>
    `Edit not saved: ${wordsFor(refusals, code) ?? "the server refused it"}.`,
  discard: "Discard",
  retry: "Retry",
  noFiles: "You can’t send files here.",
  attach: "Attach files",
  takePhoto: "Take a photo",
  chooseFiles: "Choose files",
  dropFiles: "Drop files here to attach them",
  notKept: "Your browser’s storage is full or blocked. What you write will be lost when you close this page.",
  here: (/** @type {number} */ n) => `${number(n)} here`,
  mention: (/** @type {string} */ name) => `Mention ${name}`,
  you: "you",
  heard: (/** @type {string} */ name, /** @type {string} */ text) => `${name}: ${text}`,
  copyMessageLink: "Copy link to message",
  openLink: "Open link",
  selectText: "Select text",
  reactions: "Reactions",
  editedAt: (/** @type {string} */ moment) => `Edited: ${moment}`,
  reactWith: (/** @type {string} */ emoji) => `React with ${emoji}`,
  moreEmoji: "More emoji",
  emojiSuggestions: "Emoji to insert",
  memberSuggestions: "People to mention",
  moreSuggestions: (/** @type {number} */ n) =>
    plural(n, { one: "# more: keep typing", other: "# more: keep typing" }),
  searchEmoji: "Search emoji",
  emojiGroups: [
    "Smileys",
    "People",
    "Animals and nature",
    "Food and drink",
    "Travel and places",
    "Activities",
    "Objects",
    "Symbols",
    "Flags",
  ],
  emojiGroup: "Emoji by group",
  smileysAndPeople: "Smileys and people",
  recentEmoji: "Recently used",
  foundEmoji: (/** @type {number} */ n) => plural(n, { one: "# emoji found", other: "# emoji found" }),
  noEmoji: "No emoji found",
  pickEmoji: "Pick an emoji",
  skinTone: (/** @type {string} */ tone) => `Skin tone: ${tone}`,
  skinToneChoice: "Skin tone",
  skinTones: ["default", "light", "medium light", "medium", "medium dark", "dark"],
  shareTitle: "Invite people",
  shareHint: (/** @type {{ access: string, post: string }} */ { access, post }) =>
    wordsFor(shareHints, access === "open" && post === "moderators" ? "read" : access) ?? "",
  shareLink: "Room link",
  shareVia: "Share…",
  shareFailed: "Couldn’t share. Copy the link instead.",
  shareText: (/** @type {string} */ room) => `${room} · Alcove`,
  copy: "Copy",
  qrCode: "QR code of the room link",
  qrHint: "Scan with your phone’s camera.",
  appearance: "Appearance",
  theme: "Theme",
  themes: { auto: "System", light: "Light", dark: "Dark" },
  contrast: "Contrast",
  contrasts: { auto: "System", more: "High" },
  language: "Language",
  browserLanguage: "Same as browser",
  languageApply: "Reload in this language",
  languageHint: "Nothing you’ve written will be lost.",
  notifications: "Notifications",
  notify: "Notify me about",
  notifies: { off: "Nothing", mentions: "Mentions", all: "All messages" },
  notifyHint: "Only while you’re not looking at this room. A mention is @ and your name, or a reply to you.",
  notifyAsk: "Your browser needs to allow them first.",
  notifyAllow: "Allow notifications",
  notifyGranted: "Your browser allows notifications.",
  notifyDenied:
    "Your browser is blocking notifications from this site. Allow them in its site settings, usually next to the address.",
  notifyUnavailable: "This browser can’t show notifications for this site.",
  notifyHomeScreen: "On iPhone and iPad, add this page to your Home Screen to get notifications.",
  push: "When this page is closed",
  pushHint: "By your browser’s push service. What’s said in private always counts as a mention.",
  pushPreview: "Show who says what",
  pushPreviewHint: "Otherwise only that there’s something new.",
  pushFailed: "That didn’t work. Try again in a while.",
  pushMessage: "New message",
  sound: "Sound",
  soundHint: "A short tone with each notification, in all rooms.",
  mute: "Mute this room",
  muteHint: "No notifications or sounds; its messages don’t count in the title.",
  device: "This device",
  useElsewhere: "Use on another device",
  useElsewhereHint: "Your rooms on a second device, by a QR code or six words.",
  signInOrCreate: "Sign in or create an account",
  signInHint: "Not needed to talk. The same rooms and settings on all your devices.",
  yourAccount: "Your account",
  yourAccountHint: "The same rooms and settings on all your devices.",
  forgetInAccount:
    "You’re signed in: a room that you forget is forgotten in your account, too, and so on your other devices. If you forget all rooms, you’re only signed out here.",
  signInNeeded: "People sign in here before they come in.",
  siteSaysNothing: "The site around this room could not say who you are. Reload to try again.",
  signInGo: "Sign in",
  forgetMe: "Forget me on this device",
  forgetHint: "For a device you share with others.",
  forgetWhat:
    "This removes who you are here, your drafts and unsent messages, what’s saved for reading offline, and how far you’ve read. Messages you’ve sent stay in the room. This can’t be undone.",
  forgetNameHint:
    "Your name stays reserved in the room for 30 days. Until then no one can use it, not even you.",
  forgetRoom: "Forget me in this room",
  forgetAll: "Forget me in all rooms",
  forgetOwned: "A room you own on this device only will be left without an owner.",
  forgetAllHint: "Forgetting you in all rooms also resets your settings.",
  shortcuts: "Keyboard shortcuts",
  shortcutsWriting: "While writing",
  shortcutsReading: "On a message",
  keys: { control: "Ctrl", enter: "Enter", shift: "Shift", escape: "Esc", delete: "Delete", tab: "Tab" },
  formatting: "Formatting",
  formats: {
    bold: "Bold",
    italic: "Italic",
    struck: "Strikethrough",
    code: "Code",
    block: "Code block",
    quote: "Quote",
    list: "List",
    link: "Link",
  },
  shortcutsFor: {
    find: "Find a room, person or action",
    search: "Search messages",
    send: "Send",
    line: "New line",
    editLast: "Edit your last message (in an empty box)",
    stop: "Cancel reply or edit",
    complete: "Insert an emoji or mention someone",
    toMessages: "Go to the messages",
    move: "Previous or next message",
    menu: "Open the message menu",
    compose: "Back to the message box",
    help: "This list",
  },

  // What is told of the connection, of who types, and in notifications.
  isTyping: (/** @type {string[]} */ names) =>
    names.length > 3
      ? "Several people are typing…"
      : `${list(names)} ${names.length === 1 ? "is" : "are"} typing…`,
  notificationTitle: (/** @type {string} */ name, /** @type {string} */ room) => `${name} in ${room}`,
  offlineHint: "Messages will be sent once you’re connected.",
  retryIn: (/** @type {number} */ s) => `Trying again in ${number(s)} s`,
  tryNow: "Try now",
  replaced: "Disconnected: this room is open in too many tabs.",
  comeBack: "Use it here",
  stopped: "The server refused the connection. Reload to try again.",
  full: "This room is full.",
  busy: "A lot of people are joining right now.",
  maintenance: "Alcove is down for maintenance and will be back soon.",
  originRefused:
    "This server doesn’t accept this address. If you run the server, add the address to ALLOWED_ORIGINS.",
  socketsBlocked: "Something between you and the server is blocking live connections.",
  roomClosed: "This room was closed by the people who run this site.",
  roomClosedHint:
    "What you write is saved on this device and sent when the room reopens. This page keeps checking.",
  removed: "You were removed from this room.",
  banned: (/** @type {string} */ moment) => `You can’t enter this room until ${moment}.`,
  bannedForever: "You can’t enter this room.",
  removedBecause: (/** @type {string} */ reason) => `You were removed from this room: “${reason}”`,
  notLetIn: "You weren’t let in.",
  askAgain: "Ask again",
  keyNeeded: "This room is closed. You need an invitation link to enter.",
  notCreated: "No one has created this room yet:",
  notCreatedHint:
    "Here, a room begins when someone creates it. If you were invited, check the link. Or create the room now: it will be yours.",
  createThis: "Create this room",
  // What keeps one from writing, or outside (chrome/lock-line.js, people/waiting.js).
  mutedFor: (/** @type {string} */ span) => `You’re muted. You can write again in ${span}.`,
  slowedFor: (/** @type {string} */ span) => `Slow mode: you can send again in ${span}.`,
  readOnly: "You can read along here, but not write.",
  hostsOnly: "Only moderators write here.",
  waitingFor: "Waiting to be let in to",
  waitingPlace: (/** @type {number} */ n) =>
    `A moderator has been asked. You’ll join as soon as they let you in. Your place in line: ${number(n)}`,
  waitingWords: "Say something to the moderators",
  waitingSaid: "Sent to the moderators:",
  leaveLine: "Leave",
  roomSettings: "Room settings",
  roomGone: "This room was deleted by the people who run this site.",
  heardMany: (/** @type {number} */ n) => plural(n, { one: "# new message", other: "# new messages" }),

  // What was done to a room, told between its messages and at the desk (text/told-acts.js).
  logRole: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ role) =>
    role === "none"
      ? `${who} took back ${whom}’s role`
      : `${who} made ${whom} ${wordsFor(rolesGiven, role) ?? role}`,
  logOwner: (/** @type {string} */ whom) => `The operator made ${whom} an owner`,
  logOwnerLink: "The operator made an owner link",
  logMuted: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ until) =>
    `${who} muted ${whom} until ${until}`,
  logUnmuted: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} unmuted ${whom}`,
  logRemoved: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} removed ${whom}`,
  logBanned: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} banned ${whom}`,
  logRestored: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} unbanned ${whom}`,
  logRevoked: (/** @type {string} */ who, /** @type {number} */ n) =>
    `${who} revoked a link: ${plural(n, { one: "# person loses", other: "# people lose" })} access that came with it`,
  logPinned: (/** @type {string} */ who) => `${who} pinned a message`,
  logUnpinned: (/** @type {string} */ who) => `${who} unpinned a message`,
  logSettings: (/** @type {string} */ who) => `${who} changed the room settings`,
  logCovered: (/** @type {string} */ who) =>
    `${who} set pictures to be covered until someone chooses to see them`,
  logUncovered: (/** @type {string} */ who) => `${who} set pictures to be shown at once`,
  logTitle: (/** @type {string} */ who, /** @type {string} */ title) => `${who} named the room “${title}”`,

  // A report, and what else a menu of somebody has (timeline/report-dialog.js, people/roster.js).
  report: "Report…",
  reportTitle: "Report this message",
  reportHosts: "The moderators of this room will see your name, and the message as it is now.",
  reportOperator: "The people who run this site will see your name, and the message as it is now.",
  reportReason: "What’s wrong with it? (optional)",
  reportSend: "Report",
  reported: "Reported. The moderators will see it.",
  reportedOperator: "Reported. The people who run this site will see it.",
  reportFault: (/** @type {string} */ code) =>
    wordsFor(reportFaults, code) ?? "That didn’t work. Please try again.",
  aboutMember: (/** @type {string} */ name) => `About ${name}…`,
  knockHeard: (/** @type {string} */ name, /** @type {string} */ text) =>
    text ? `${name} asks to come in: ${text}` : `${name} asks to come in`,
  knockTitle: (/** @type {string} */ name, /** @type {string} */ room) => `${name} asks to come into ${room}`,
  // The button in the bar, and the way there from the settings (room/bring-search.js).
  searchThis: "Search messages",
  // Talking in private (room/bring-directs.js, people/roster.js, notify/notifications.js).
  messagePrivately: "Message privately",
  messageWhomPrivately: (/** @type {string} */ name) => `Message ${name} privately`,
  directTitle: (/** @type {string} */ name, /** @type {string} */ room) =>
    `${name} from ${room} wants to talk privately`,
  notificationPrivate: (/** @type {string} */ name) => `${name} (private)`,
};

/** @type {Record<string, string>} */
const reportFaults = {
  no_change: "You’ve already reported this message.",
  not_found: "This message is gone.",
  forbidden: "You can’t report messages here.",
};

export const hostingWords = () => import("./hosting.js");
export const directsWords = () => import("./directs.js");
export const roomsWords = () => import("./rooms.js");
export const emojiWords = () => import("emoji-data:en");
export const deviceWords = () => import("./device.js");
export const accountWords = () => import("./account.js");
export const searchWords = () => import("./search.js");
export const filesWords = () => import("./files.js");
