/**
 * What this device keeps of private conversations: the way into each, with whom it is and where the two have met; and, of
 * each room, whom one has ignored or blocked there.
 *
 * @import { Direct, Member, Pair } from "../client/protocol.js"
 * @import { RoomPatch } from "../rooms/room-record.js"
 * @import { Said } from "../state/directs.js"
 */

import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { isPrivate, parseRoomName } from "../client/protocol.js";
import { myRooms } from "../rooms/on-this-device.js";

const saidKey = (/** @type {string} */ room) => `alcove:directs:${room}`;
const pairKey = (/** @type {string} */ room) => `alcove:pair:${room}`;

/**
 * @param {string} room
 * @returns {Said[]}
 */
export const readSaid = (room) => {
  const kept = parsed(saidKey(room));
  return Array.isArray(kept) ? kept.filter(isSaid) : [];
};

/**
 * @param {string} room
 * @param {readonly Said[]} said
 */
export const writeSaid = (room, said) => {
  if (said.length > 0) storage.setItem(saidKey(room), JSON.stringify(said));
  else storage.removeItem(saidKey(room));
};

/**
 * What a conversation was when it was last told of.
 * @param {string} room Its own.
 * @returns {Pair | undefined}
 */
export const readPair = (room) => {
  const kept = parsed(pairKey(room));
  const isSound = typeof kept?.pair === "string" && isMember(kept.with) && isName(kept.room);
  return isSound ? kept : undefined;
};

/**
 * @param {string} room Its own.
 * @param {Pair} pair
 */
export const writePair = (room, pair) => storage.setItem(pairKey(room), JSON.stringify(pair));

/**
 * A conversation is open: from now on one can come into it, and finds it among one's rooms. One that was forgotten on this
 * device stays so until something new happens there: the other writes, or what there is between the two changes.
 * @param {Direct} direct
 * @param {string} met Where one is.
 * @param {Member} you
 * @returns {Promise<boolean>} Whether it is new to this device.
 */
export const noteOpen = async (direct, met, you) => {
  const { room = "", at = 0 } = direct;
  const rooms = myRooms();
  await rooms.ready;
  const mark = rooms.forgotten(room);
  if (!mark || at > mark.at) return takeOpen(direct, met, you);
  // Where that cannot be loaded, the next welcome tries again.
  const part = isWay(direct) && (await import("./forgotten.js").catch(() => undefined));
  const head = part && (await part.newsSince(mark, direct, you));
  if (head) takeOpen(direct, met, you, head);
  return false;
};

/**
 * As `noteOpen`, at once, and whatever was forgotten: one goes there.
 * @param {Direct} direct
 * @param {string} met
 * @param {Member} you
 * @param {RoomPatch} [more] What else is known of it.
 * @returns {boolean} Whether it is new to this device.
 */
export const takeOpen = (direct, met, you, more = {}) => {
  const { pair, with: other, room = "", token } = direct;
  if (!isWay(direct)) return false;
  const isNew = !readPair(room);
  const person = { id: other.id, name: other.name };
  writePair(room, { pair, with: person, room: met });
  const identity = new IdentityStore(storage, room);
  const member = identity.read();
  // Under another name than here, if one has taken one there.
  identity.write({
    id: you.id,
    name: (member?.id === you.id && member.name) || you.name,
    token: token ?? "",
  });
  const rooms = myRooms();
  const mark = rooms.forgotten(room);
  const { epoch, seq } = mark ?? {};
  // What was known of it then is not new now.
  const known = epoch !== undefined && seq !== undefined && { epoch, after: seq, seq };
  const at = Math.max(direct.at ?? 0, mark?.at ?? 0);
  const patch = { title: other.name, ...known, at, ...more, pair: { pair, with: person, met } };
  if (mark) rooms.add(room, patch);
  else rooms.note(room, patch);
  return isNew;
};

/** Whether it tells a way into a conversation. @param {Direct} direct */
const isWay = ({ room = "", token }) => Boolean(token) && isPrivate(room) && parseRoomName(room) === room;

/** @param {string} key */
const parsed = (key) => {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return undefined;
  }
};

/** @returns {value is Member} */
const isMember = (/** @type {any} */ value) =>
  typeof value?.id === "string" && typeof value.name === "string";

const isName = (/** @type {unknown} */ value) => typeof value === "string" && parseRoomName(value) === value;

/** @returns {value is Said} */
const isSaid = (/** @type {any} */ value) =>
  typeof value?.pair === "string" && isMember(value.with) && ["ignored", "blocked"].includes(value.state);
