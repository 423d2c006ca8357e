/**
 * What is said of private conversations (directs/).
 */

import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  forbidden: "Private messages aren’t possible here.",
  muted: "You’re muted, so you can’t ask anyone now.",
  not_found: "This person isn’t in this room any more.",
  token_refused: "Open the room where you met first, then try again.",
  not_loaded: "Couldn’t load that. Check your connection and try again.",
};

export default {
  // In the room where two have met.
  directs: "Private messages",
  directsWaiting: (/** @type {number} */ n) =>
    `Private messages: ${plural(n, { one: "# request", other: "# requests" })}`,
  requestFrom: (/** @type {string} */ name, /** @type {string} */ room) =>
    `${name} from ${room} wants to talk to you privately.`,
  requestHint: "If you ignore or block them, they won’t know.",
  requestsMore: (/** @type {number} */ n) => plural(n, { one: "# more request", other: "# more requests" }),
  accept: "Accept",
  acceptFrom: (/** @type {string} */ name) => `Accept: ${name}`,
  ignore: "Ignore",
  ignoreFrom: (/** @type {string} */ name) => `Ignore: ${name}`,
  block: "Block",
  blockWhom: (/** @type {string} */ name) => `Block ${name}`,
  unblock: "Unblock",
  unblockWhom: (/** @type {string} */ name) => `Unblock ${name}`,
  doneIgnore: (/** @type {string} */ name) => `Ignored. ${name} won’t know.`,
  doneBlock: (/** @type {string} */ name) => `Blocked. ${name} can’t ask you again, and won’t know.`,
  doneEnd: "Blocked. Neither of you can write here any more.",
  doneUnblock: (/** @type {string} */ name) => `${name} isn’t blocked any more.`,
  askTitle: (/** @type {string} */ name) => `Message ${name} privately`,
  askWhat: (/** @type {string} */ name) =>
    `${name} gets a request, without any text. If it’s accepted, a conversation opens that only the two of you can see.`,
  sendRequest: "Send request",
  asking: "Asking…",
  awaiting: (/** @type {string} */ name) => `Waiting for ${name}. You can write as soon as ${name} accepts.`,
  backTo: (/** @type {string} */ room) => `Back to ${room}`,
  acceptedBy: (/** @type {string} */ name) => `You can write to ${name} privately now.`,
  writeTo: (/** @type {string} */ name) => `Write to ${name}`,
  ignoredThem: (/** @type {string} */ name) => `You ignored a request from ${name}. You can still accept it.`,
  blockedThem: (/** @type {string} */ name) => `You blocked ${name}.`,
  directFault: (/** @type {string} */ code) =>
    wordsFor(faults, code) ?? "That didn’t work. Please try again.",
  directTooMany: (/** @type {string} */ span) =>
    `That’s a lot of new private conversations. You can start another in ${span}.`,
  directState: { asked: "Waiting for an answer", ignored: "Ignored", blocked: "Blocked" },

  // The conversation.
  privateFrom: (/** @type {string} */ room) => `Private · from ${room}`,
  nameThere: (/** @type {string} */ name, /** @type {string} */ room) => `Private · ${name} in ${room}`,
  onlySees: (/** @type {string} */ name) => `Only ${name} sees this`,
  justTwo: (/** @type {string} */ name) => `Just you and ${name}`,
  whoReads: (/** @type {string} */ room) =>
    `Only the two of you can read this. The people who look after ${room} can’t; whoever runs the server could, in its database.`,
  talkBegins: "Your private conversation begins here.",
  getsItLater: (/** @type {string} */ name) => `${name} isn’t here right now and will get this later.`,
  aboutTalk: "About this conversation",
  talkKept: "Messages are kept",
  talkForever: "Forever",
  talkKeepHint: "For both of you. Either of you can change it; older messages are deleted at once.",
  talkKeepSave: "Delete older messages and save",
  talkSaved: "Saved.",
  blockHint: (/** @type {string} */ name) =>
    `Neither of you can write here any more, and ${name} can’t ask you again. ${name} isn’t told who ended it.`,
  shutByYou: (/** @type {string} */ name) =>
    `You blocked ${name}. You can read on and delete your messages; to write, unblock ${name}.`,
  shutHere: "Nothing can be written here now. You can read on and delete your messages.",
  shutField: "Nothing can be written here now",
  reportTalk: "Report this conversation",
  reportTalkWhat: (/** @type {string} */ room) =>
    `This sends your name and the last 20 messages, by both of you, to those who look after ${room}, or to the people who run this site if nobody does. If this message is older, it’s sent with them. No one else can read them.`,
  reportedTalk: "Reported. The last messages were sent along.",
  viaMet: (/** @type {string} */ room) => `Connecting to ${room}…`,

  // Without what it takes to come in.
  lostTalk: "This conversation isn’t open on this device",
  lostTalkHint:
    "Only the two people in it can open a private conversation. If you’re one of them, go to the room where you met, and open it from there.",
  toMet: (/** @type {string} */ room) => `Go to ${room}`,
};
