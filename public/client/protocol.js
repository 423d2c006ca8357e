/**
 * The wire protocol as the client sees it: event and frame types, close codes, and the units in which both
 * sides measure sizes. It has no state and does no I/O; `connection.js` decides what to do with it.
 *
 * @typedef {"owner" | "moderator" | "member" | "reader"} Role What somebody is in a room that is owned by keys.
 * @typedef {{ id: string, name: string, role?: Role, verified?: true }} Member `role` of those who look after the room; `verified` of those who are there
 * with an account.
 *
 * @typedef {object} Message A chat line, as it first arrives or in its present state from a page.
 * @property {"message"} type
 * @property {number} seq
 * @property {number} at Milliseconds since the Unix epoch.
 * @property {Member} from
 * @property {string} cid
 * @property {string} [text] Absent once deleted.
 * @property {number} [reply_to]
 * @property {number} [edited_at]
 * @property {boolean} [deleted]
 * @property {Record<string, string[]>} [reactions] Emoji to ids of members.
 * @property {readonly RoomFile[]} [files]
 *
 * @typedef {object} RoomFile What a message says of a file: its type is the server's, everything else its sender's.
 * @property {string} id
 * @property {string} name
 * @property {string} type
 * @property {number} bytes
 * @property {number} [width]
 * @property {number} [height]
 * @property {string} [preview] A ThumbHash, as base64url.
 * @property {string} [alt] What it shows, for who does not see it.
 * @property {boolean} [removed] The operator has removed its bytes.
 *
 * @typedef {{ seq: number, at: number, from: Member, cid: string, target: number }} Change
 * @typedef {Change & { type: "edited", text?: string, deleted?: boolean }} Edited
 * @typedef {Change & { type: "deleted" }} Deleted
 * @typedef {Change & { type: "reacted", emoji: string, on: boolean }} Reacted
 * @typedef {Change & { type: "pinned", on: boolean, deleted?: boolean }} Pinned
 *
 * @typedef {{ seq: number, at: number, from: Member, cid: string }} Act
 * @typedef {Act & { type: "settings", set: Partial<Settings> }} SettingsChanged
 * @typedef {Act & { type: "role", member: Member, role: Role | "none" }} RoleGiven
 * @typedef {Act & { type: "muted", member: Member, until: number }} Muted `until` 0: not any more.
 * @typedef {Act & { type: "removed", member: Member, until?: number | "forever" }} Removed
 * @typedef {Act & { type: "restored", member: Member }} Restored
 * @typedef {Act & { type: "revoked", members: string[] }} Revoked Those who lost what the key gave them.
 * @typedef {Message | Edited | Deleted | Reacted | Pinned | SettingsChanged | RoleGiven | Muted | Removed | Restored | Revoked} LogEvent
 *
 * @typedef {object} Settings Of a room that is owned by keys; what is not told is as in `DEFAULT_SETTINGS`.
 * @property {string} title
 * @property {string} topic
 * @property {"open" | "read" | "ask" | "closed"} access
 * @property {"all" | "granted"} members
 * @property {"members" | "moderators"} post
 * @property {number} slow Seconds between two messages of one member.
 * @property {"ask" | "open" | "moderators" | "off"} direct
 * @property {number} keep Seconds after which messages vanish; 0: never.
 * @property {"all" | "since_join"} history
 * @property {boolean} listed
 * @property {"all" | "moderators"} roster
 * @property {"show" | "cover"} pictures
 *
 * @typedef {object} Direct What there is between one and somebody else in private, as one is to know it.
 * @property {"direct"} [type]
 * @property {string} pair The same for both, and for ever.
 * @property {Member} with
 * @property {"asked" | "request" | "open" | "ignored" | "blocked"} state The last two are of what one has said oneself.
 * @property {number} [at] When that became so.
 * @property {string} [room] Of the conversation, once it is open.
 * @property {string} [token] To come into it by.
 * @property {string} [cid] Of what it answers.
 *
 * @typedef {object} Limits
 * @property {number} text
 * @property {number} name
 * @property {number} frame The largest frame, in bytes.
 * @property {number} burst
 * @property {number} per_second
 * @property {number} roster Up to so many members are told by name.
 * @property {number} [file_bytes] The largest file; 0 or absent: none.
 * @property {number} [files] So many of them in a message.
 *
 * @typedef {object} Welcome
 * @property {"welcome"} type
 * @property {number} v
 * @property {string} room
 * @property {string} epoch
 * @property {number} seq
 * @property {number} [at] The server's time; older servers do not tell it.
 * @property {{ key: string }} [push] By what push services know the server, where it uses them.
 * @property {Member & { token?: string }} you With a role in a room that has an owner.
 * @property {number} count
 * @property {Member[]} [members] Absent in rooms too large for a roster.
 * @property {boolean} recovered
 * @property {number} [first] The oldest seq that is still kept, where older ones were given up.
 * @property {number} [ends] When the room will be gone, if it was made for a while.
 * @property {Partial<Limits>} [limits]
 * @property {Partial<Settings>} [settings] In a room that has an owner, as are the next two.
 * @property {Message[]} [pinned]
 * @property {DeskCounts} [desk] For those who look after the room.
 * @property {Direct[]} [directs] The latest change first.
 * @property {Pair} [pair] In a private conversation.
 * @property {Ticket} [files] Where there are files.
 *
 * @typedef {{ ticket: string, until: number }} Ticket By which the bytes of files are read, and until when.
 * @typedef {{ pair: string, with: Member, room: string }} Pair What a private conversation is; `room` is where the two met.
 *
 * @typedef {object} History
 * @property {"history"} type
 * @property {Message[]} events
 * @property {boolean} more There are older ones, however few came: a page also ends by its bytes.
 * @property {number} [first] As in `welcome`.
 * @property {string} [ref] The name of the request that it answers.
 * @property {number} [before] What was asked for, added by the client; absent for the newest page.
 * @typedef {{ type: "members", members: Member[], more: boolean, ref?: string, after?: string }} Members `after` is added by the client.
 * @typedef {{ type: "join" | "leave", member: Member, count: number }} Presence
 * @typedef {{ type: "renamed", member: Member, was: string, ref?: string }} Renamed
 * @typedef {{ type: "presence", count: number }} Count
 * @typedef {{ type: "typing", from: Member }} Typing
 * @typedef {{ type: "mark", n: number }} Mark To be returned at once in a `seen`, as a proof of reading.
 *
 * @typedef {{ knocks: number, held: number, reports: number }} DeskCounts What waits for those who look after the room.
 * @typedef {{ type: "you", role: Role, desk?: DeskCounts }} You What one is from now on.
 * @typedef {{ type: "knock", member: Member, text?: string }} Knock Somebody wants to be let in.
 * @typedef {{ type: "knocking", place: number, you: Member & { token?: string }, settings?: { title?: string, topic?: string } }} Knocking One waits to be let in.
 * @typedef {{ type: "desk" } & DeskCounts} Desk
 * @typedef {{ type: "desk", what: "knocks" | "reports" | "bans" | "keys" | "audit", items: any[], more: boolean, ref?: string }} DeskPage
 * @typedef {{ type: "keys", keys: Key[], cid?: string }} Keys
 * @typedef {{ type: "done", cid: string, what: string, member?: Member }} Done An act that makes no event.
 * @typedef {{ type: "reported", cid: string }} Reported
 *
 * @typedef {object} Key What gives a role, without the secret.
 * @property {number} id
 * @property {Role} role
 * @property {string} [label]
 * @property {Member} by
 * @property {number} at
 * @property {number} [expires]
 * @property {number} [uses]
 * @property {boolean} [ask] Who comes by it has to knock.
 * @property {number} used
 * @property {number} [last_used]
 * @property {number} [revoked]
 *
 * @typedef {object} Refusal
 * @property {"error"} type
 * @property {string} code
 * @property {string} message
 * @property {boolean} retryable
 * @property {number} [retry_after_ms]
 * @property {string} [cid]
 * @property {string} [ref] As in an answer.
 * @property {string} [suggestion]
 * @property {string} [reason] Why one was removed, in a moderator's words.
 * @property {string} [cause] What is wrong with a JWT.
 *
 * @typedef {LogEvent | Welcome | History | Members | Presence | Renamed | Count | Typing | Mark | Refusal} BaseEvent
 * @typedef {{ type: "push", cid: string, what: "all" | "mentions" | "nothing" }} Pushed The answer to a `push`.
 * @typedef {BaseEvent | You | Knock | Knocking | Desk | DeskPage | Keys | Done | Reported | (Direct & { type: "direct" }) | Pushed | (Ticket & { type: "ticket", ref?: string })} ServerEvent
 *
 * @typedef {(
 *   | { type: "say", cid: string, text: string, reply_to?: number, files?: readonly { id: string }[] }
 *   | { type: "edit", cid: string, seq: number, text: string }
 *   | { type: "delete", cid: string, seq: number }
 *   | { type: "react", cid: string, seq: number, emoji: string, on: boolean }
 * )} LogFrame A frame that asks for a log event, so it is kept until that event is seen.
 *
 * @typedef {(
 *   | { type: "settings", set: Partial<Record<keyof Settings, unknown>> }
 *   | { type: "role", member: string, role: Role | "none" }
 *   | { type: "pin", seq: number, on: boolean }
 *   | { type: "mute", member: string, for: number }
 *   | { type: "remove", member: string, ban?: number | "forever", reason?: string }
 *   | { type: "restore" | "deny", member: string }
 *   | { type: "admit", member: string, role?: Role }
 *   | { type: "mint", hash: string, role: Role, label?: string, expires?: number, uses?: number, ask?: boolean }
 *   | { type: "revoke", key: number, members?: boolean }
 *   | { type: "report", seq: number, reason?: string }
 *   | { type: "push", what: "all" | "mentions" | "nothing", subscription?: object, preview?: boolean }
 *   | { type: "direct", to: string }
 *   | { type: "direct", pair: string, answer: "accept" | "ignore" | "block" }
 * )} ActFrame What is answered once, without its `cid`; spans are whole seconds.
 */

export const VERSION = 1;

/** What a server that tells no limits is taken to allow. */
export const DEFAULT_LIMITS = Object.freeze({
  text: 4000,
  name: 32,
  frame: 16_384,
  burst: 10,
  per_second: 5,
  roster: 200,
});

/** What a room is of which no other settings are told. @type {Readonly<Settings>} */
export const DEFAULT_SETTINGS = Object.freeze({
  title: "",
  topic: "",
  access: "open",
  members: "all",
  post: "members",
  slow: 0,
  direct: "ask",
  keep: 0,
  history: "all",
  listed: false,
  roster: "all",
  pictures: "show",
});

/** Who types says so again sooner; who has not by then has stopped. */
export const TYPING_LASTS_MS = 5_000;

/** @typedef {"reconnect" | "later" | "stop" | "token" | "replaced" | "gone"} AfterClose */

/** @type {Record<number, AfterClose>} */
const AFTER_CLOSE = {
  1002: "stop",
  1003: "stop",
  1007: "stop",
  1009: "stop",
  4400: "stop",
  4401: "token",
  4403: "stop",
  4409: "replaced",
  4410: "gone",
  4429: "later",
};

/**
 * What a client does after a close: every code that is not in the table is one to come back from.
 * @param {number} code
 * @returns {AfterClose}
 */
export const afterClose = (code) => AFTER_CLOSE[code] ?? "reconnect";

/** More than any server means, and still what a timer can count. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * How long a refusal asks to be left alone, if it says so.
 * @param {Refusal} error
 */
export const waitOf = ({ retry_after_ms: wait }) =>
  typeof wait === "number" && wait >= 0 ? Math.min(wait, LONGEST_WAIT_MS) : undefined;

/**
 * Whether it is a moment that can be told, in ms.
 * @param {unknown} at
 * @returns {at is number}
 */
export const isMoment = (at) => typeof at === "number" && Math.abs(at) <= 8.64e15;

/**
 * Whether it is in the log, also if it is of a kind that only a newer server knows: no other event bears these two.
 * @param {ServerEvent | { type: string }} event
 * @returns {event is LogEvent}
 */
export const isLogEvent = (event) => "seq" in event && "from" in event;

/**
 * @param {Pick<Message, "reactions"> | undefined} message
 * @param {string} emoji Any word: only what has been put there counts.
 * @param {string} id
 */
export const hasReacted = ({ reactions = {} } = {}, emoji, id) =>
  Object.hasOwn(reactions, emoji) && (reactions[emoji] ?? []).includes(id);

/**
 * Half of a surrogate pair cannot travel; it becomes the replacement character.
 * @param {string} text
 */
export const wellFormed = (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");

/**
 * Length as the server counts it.
 * @param {string} text
 */
export const codePoints = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/**
 * Length on the wire, without making a copy of what may be a 256 KiB frame.
 * @param {string} text
 */
export const utf8Length = (text) => {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // A surrogate pair is four bytes in all, so each half adds one to its own unit.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
};

/**
 * Whether anything would be left to see: the server calls the rest `text_empty`.
 * @param {string} text
 */
export const isBlank = (text) => !/[^\p{White_Space}\p{Default_Ignorable_Code_Point}]/u.test(text);

const ROOM_NAME = /^(?:[A-Za-z0-9_-]{1,64}|~[A-Za-z2-7]{26})$/;

/**
 * Whether it is a private conversation.
 * @param {string} room Its name.
 */
export const isPrivate = (room) => room[0] === "~";

/**
 * The message that a link leads to, by its `#m17`; 0: to none.
 * @param {string} hash
 */
export const seqIn = (hash) => Number(/^#m(\d{1,15})$/.exec(hash)?.[1] ?? 0);

/**
 * The canonical room name, or `undefined` if it can be none.
 * @param {string} name
 */
export const parseRoomName = (name) => {
  // ASCII only before lower-casing: the Kelvin sign would become a `k`.
  return ROOM_NAME.test(name) ? name.toLowerCase() : undefined;
};

/**
 * A member name as the room will have it: composed, trimmed, and with one space for a run of any.
 * Controls and line breaks are left in, for `nameFault` to find.
 * @param {string} name
 */
export const tidyName = (name) =>
  name
    .normalize("NFC")
    .replace(/^\p{White_Space}+|(?<!\p{White_Space})\p{White_Space}+$/gu, "")
    .replace(/\p{Zs}+/gu, " ");

/**
 * What is wrong with a name that is made of nothing but letters, digits, punctuation and spaces, by the server's code
 * for it.
 * @param {string} tidy As `tidyName` makes it.
 * @param {number} [limit]
 * @returns {"name_empty" | "name_too_long" | undefined}
 */
export const lengthFault = (tidy, limit = DEFAULT_LIMITS.name) => {
  if (isBlank(tidy)) return "name_empty";
  return codePoints(tidy) > limit ? "name_too_long" : undefined;
};
