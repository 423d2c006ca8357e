/**
 * What the device knows of one room for the list of rooms: the form of a record, and how a change is put into it. Pure.
 * Whatever comes from storage, from another tab or another device is read by `soundRecord`, which leaves out what is not
 * as it should be.
 *
 * @import { Member, Role } from "../client/protocol.js"
 * @import { Request } from "./requests.js"
 *
 * @typedef {"" | "gone" | "not_created" | "room_closed" | "key_needed" | "removed" | "banned" | "denied" | "token_refused" | "closed"} RoomState
 * Why the room could not be looked into when that was tried last; "" if it could, or was not tried yet.
 *
 * @typedef {object} Pair Of a private conversation.
 * @property {string} pair
 * @property {Member} with
 * @property {string} met The room where the two met.
 *
 * @typedef {object} RoomRecord
 * @property {string} room Canonical name.
 * @property {string} title "" if it has none.
 * @property {Role | ""} role "" where nobody owns the room.
 * @property {number} at When something last happened in it, or one was last there.
 * @property {number} unread
 * @property {number} mentions
 * @property {boolean} isPinned
 * @property {boolean} isHidden
 * @property {RoomState} state
 * @property {{ from: Member, text: string }} [preview]
 * @property {string} [epoch] Of `after`.
 * @property {number} [after] Up to where one has read.
 * @property {number} [seq] Of its newest event, in the same epoch.
 * @property {Pair} [pair]
 * @property {readonly Request[]} [requests] Who asks in it to talk in private, if anybody does.
 * @property {number} version Later with each time it was written, by whichever tab.
 *
 * @typedef {Pick<RoomRecord, "room" | "at" | "epoch" | "seq">} Mark How far a room was known that was forgotten.
 *
 * @typedef {Partial<Omit<RoomRecord, "room" | "preview" | "version">> & { preview?: RoomRecord["preview"] | null }} RoomPatch `preview` null: there is none.
 */

import { codePoints, isMoment, parseRoomName } from "../client/protocol.js";
import { soundRequests } from "./requests.js";

export const MOST_TITLE = 100;
export const MOST_NAME = 64;
export const MOST_PREVIEW = 120;
const MOST_ID = 128;
/** More are not told apart. */
export const MOST_COUNTED = 100_000;

const ROLES = ["owner", "moderator", "member", "reader"];
export const STATES = [
  ...["gone", "not_created", "room_closed", "key_needed", "removed", "banned", "denied"],
  ...["token_refused", "closed"],
];

/** It is deleted, or one has been sent away, or not let in. */
const LOST = ["gone", "removed", "banned", "denied"];

/** @type {Omit<RoomRecord, "room">} */
const BLANK = {
  title: "",
  role: "",
  at: 0,
  unread: 0,
  mentions: 0,
  isPinned: false,
  isHidden: false,
  state: "",
  version: 0,
};

/**
 * Whether it is a room's name in canonical form.
 * @param {unknown} room
 * @returns {room is string}
 */
export const isRoom = (room) => typeof room === "string" && parseRoomName(room) === room;

/** @param {string} room @returns {RoomRecord} */
export const blankRecord = (room) => ({ room, ...BLANK });

/**
 * @param {unknown} value
 * @returns {RoomRecord | undefined} Nothing where it is of no room.
 */
export const soundRecord = (value) => {
  const { room, ...fields } = /** @type {any} */ (Object(value));
  const version = isCount(fields.version) ? fields.version : 0;
  return isRoom(room) ? patched({ ...blankRecord(room), version }, fields) : undefined;
};

/**
 * The record after a change. What has been read is not unread again: in the same epoch `after` never goes back, and
 * counts that belong to less than was read are not taken. Of a room that one may read no longer nothing is kept that was
 * said or asked in it. One that is hidden is shown again when one is mentioned or answered there.
 * @param {RoomRecord} record
 * @param {RoomPatch} patch
 * @returns {RoomRecord}
 */
export const patched = (record, patch) => {
  const place = placeOf(patch);
  const isBehind = place !== undefined && place.epoch === record.epoch && place.after < (record.after ?? 0);
  const { preview = record.preview, pair = record.pair } = patch;
  const state = oneOf(STATES, patch.state) ?? record.state;
  const isLost = LOST.includes(state);
  const known = isBehind ? record.unread : counted(patch.unread, record.unread);
  const unread = isLost ? 0 : known;
  const soundPreview = preview === null || isLost ? undefined : previewOf(preview);
  const soundPair = pairOf(pair);
  const mentions = Math.min(unread, isBehind ? record.mentions : counted(patch.mentions, record.mentions));
  const requests = isLost ? [] : (soundRequests(patch.requests) ?? record.requests ?? []);
  const kept = isBehind || !place ? placeOf(record) : place;
  return {
    room: record.room,
    title: lineOf(patch.title, MOST_TITLE) ?? record.title,
    role: oneOf(ROLES, patch.role) ?? record.role,
    at: Math.max(record.at, momentOf(patch.at)),
    unread,
    mentions,
    isPinned: flagOf(patch.isPinned, record.isPinned),
    isHidden: flagOf(patch.isHidden, record.isHidden && mentions <= record.mentions),
    state,
    ...(soundPreview && { preview: soundPreview }),
    ...kept,
    ...newestOf(record, patch, kept?.epoch),
    ...(soundPair && { pair: soundPair }),
    ...(requests.length > 0 && { requests }),
    version: record.version,
  };
};

/** @param {RoomRecord} record @returns {Mark} */
export const markOf = ({ room, at, epoch, seq }) => ({
  room,
  at,
  ...(epoch !== undefined && seq !== undefined && { epoch, seq }),
});

/**
 * @param {unknown} value
 * @returns {Mark | undefined} Nothing where it is of no room.
 */
export const soundMark = (value) => {
  const { room, at, epoch, seq } = /** @type {any} */ (Object(value));
  const isPlaced = isCount(seq) && placeOf({ epoch, after: seq });
  return isRoom(room) ? { room, at: momentOf(at), ...(isPlaced && { epoch, seq }) } : undefined;
};

/**
 * Why a room cannot be looked into, if that is one of the reasons.
 * @param {unknown} reason
 * @returns {RoomState | undefined}
 */
export const soundState = (reason) => oneOf(STATES, reason);

/** Pinned ones first, and then where something happened last. @param {RoomRecord} a @param {RoomRecord} b */
export const byActivity = (a, b) =>
  Number(b.isPinned) - Number(a.isPinned) || b.at - a.at || (a.room < b.room ? -1 : 1);

/** @param {{ epoch?: unknown, after?: unknown }} value */
const placeOf = ({ epoch, after }) =>
  typeof epoch === "string" && epoch.length <= MOST_ID && isCount(after) ? { epoch, after } : undefined;

/**
 * @param {RoomRecord} record
 * @param {RoomPatch} patch
 * @param {string | undefined} epoch
 */
const newestOf = (record, patch, epoch) => {
  const before = epoch === record.epoch && isCount(record.seq) ? record.seq : undefined;
  const seq = isCount(patch.seq) ? Math.max(patch.seq, before ?? 0) : before;
  return seq !== undefined && epoch !== undefined && { seq };
};

/** @param {any} value @returns {RoomRecord["preview"]} */
const previewOf = (value) => {
  const from = memberOf(value?.from);
  const text = lineOf(value?.text, MOST_PREVIEW);
  return from && text !== undefined ? { from, text } : undefined;
};

/** @param {any} value @returns {Pair | undefined} */
const pairOf = (value) => {
  const other = memberOf(value?.with);
  const { pair, met } = Object(value);
  return other && isId(pair) && isRoom(met) ? { pair, with: other, met } : undefined;
};

/** @param {any} value @returns {Member | undefined} */
const memberOf = (value) => {
  const name = lineOf(value?.name, MOST_NAME);
  return isId(value?.id) && name !== undefined ? { id: value.id, name } : undefined;
};

/** @param {unknown} id @returns {id is string} */
const isId = (id) => typeof id === "string" && id !== "" && id.length <= MOST_ID;

/**
 * @param {unknown} value
 * @param {number} most Code points, beyond which it ends in three dots.
 */
const lineOf = (value, most) => {
  if (typeof value !== "string") return;
  // Nobody has to count what is far too long.
  const text = value.slice(0, 4 * most);
  return codePoints(text) <= most && text === value ? text : `${[...text].slice(0, most - 1).join("")}…`;
};

/** @param {unknown} value @returns {value is number} */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** @param {unknown} value @param {number} before */
const counted = (value, before) => (isCount(value) ? Math.min(value, MOST_COUNTED) : before);

/** @param {unknown} value */
const momentOf = (value) => (isMoment(value) ? value : 0);

/** @param {unknown} value @param {boolean} before */
const flagOf = (value, before) => (typeof value === "boolean" ? value : before);

/** @param {readonly string[]} all @param {unknown} value @returns {any} One of them or "", if it is one. */
const oneOf = (all, value) => (value === "" || all.includes(String(value)) ? value : undefined);
