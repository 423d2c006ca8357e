/**
 * The wire protocol as the client sees it: event and frame types, close codes, and the units in which both
 * sides measure sizes. It has no state and does no I/O; `connection.js` decides what to do with it.
 *
 * @typedef {{ id: string, name: string }} Member
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
 *
 * @typedef {{ seq: number, at: number, from: Member, cid: string, target: number }} Change
 * @typedef {Change & { type: "edited", text?: string, deleted?: boolean }} Edited
 * @typedef {Change & { type: "deleted" }} Deleted
 * @typedef {Change & { type: "reacted", emoji: string, on: boolean }} Reacted
 * @typedef {Message | Edited | Deleted | Reacted} LogEvent
 *
 * @typedef {object} Limits
 * @property {number} text
 * @property {number} name
 * @property {number} frame The largest frame, in bytes.
 * @property {number} burst
 * @property {number} per_second
 * @property {number} roster Up to so many members are told by name.
 *
 * @typedef {object} Welcome
 * @property {"welcome"} type
 * @property {number} v
 * @property {string} room
 * @property {string} epoch
 * @property {number} seq
 * @property {number} [at] The server's time; older servers do not tell it.
 * @property {Member & { token?: string }} you
 * @property {number} count
 * @property {Member[]} [members] Absent in rooms too large for a roster.
 * @property {boolean} recovered
 * @property {number} [first] The oldest seq that is still kept, where older ones were given up.
 * @property {Partial<Limits>} [limits]
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
 * @typedef {object} Refusal
 * @property {"error"} type
 * @property {string} code
 * @property {string} message
 * @property {boolean} retryable
 * @property {number} [retry_after_ms]
 * @property {string} [cid]
 * @property {string} [ref] As in an answer.
 * @property {string} [suggestion]
 *
 * @typedef {LogEvent | Welcome | History | Members | Presence | Renamed | Count | Typing | Mark | Refusal} ServerEvent
 *
 * @typedef {(
 *   | { type: "say", cid: string, text: string, reply_to?: number }
 *   | { type: "edit", cid: string, seq: number, text: string }
 *   | { type: "delete", cid: string, seq: number }
 *   | { type: "react", cid: string, seq: number, emoji: string, on: boolean }
 * )} LogFrame A frame that asks for a log event, so it is kept until that event is seen.
 */

import { drawnPart, isDrawn } from "./name-rules.js";

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
 * @param {{ type: string }} event
 * @returns {event is LogEvent}
 */
export const isLogEvent = (event) =>
  event.type === "message" || event.type === "edited" || event.type === "deleted" || event.type === "reacted";

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

const ROOM_NAME = /^[A-Za-z0-9_-]{1,64}$/;

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

/** What would break the line or turn it round. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * What is wrong with a member name, by the server's code for it, or `undefined`. The server has
 * the last word; this only saves a round trip.
 * @param {string} name
 * @param {number} [limit]
 * @returns {"name_empty" | "name_too_long" | "name_invalid" | undefined}
 */
export const nameFault = (name, limit = DEFAULT_LIMITS.name) => {
  const tidy = tidyName(name);
  if (isBlank(tidy)) return "name_empty";
  if (codePoints(tidy) > limit) return "name_too_long";
  if (UNFIT.test(tidy) || !isDrawn(tidy)) return "name_invalid";
  return undefined;
};

/**
 * The name without what keeps it from being one, as pasted from where that was not seen; "" if that is
 * not all that is wrong.
 * @param {string} name
 */
export const cleanName = (name) => {
  const inOneLine = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  const clean = tidyName(drawnPart(inOneLine.replace(new RegExp(UNFIT, "gu"), "")));
  return nameFault(clean) ? "" : clean;
};
