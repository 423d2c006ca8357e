/**
 * What one device hands over to the other: its rooms, with who one is in each, the keys that are kept of them, what is
 * pinned, hidden and muted, and how far one has read; never messages. Where both know a room, what happened there last
 * holds, and nothing of the device that receives is lost. What comes is another device's word, and is read as such:
 * whatever is not as it should be is left out.
 *
 * @import { KeyStore } from "../client/outbox.js"
 * @import { Identity } from "../client/identity.js"
 * @import { ListedRoom, MyRooms } from "../rooms/my-rooms.js"
 * @import { RoomPatch, RoomRecord } from "../rooms/room-record.js"
 * @import { Memory } from "../state/room-store.js"
 * @import { Kept } from "./taking.js"
 *
 * @typedef {Omit<RoomRecord, "preview" | "version">} Listed
 * @typedef {{ listed: Listed, isMuted: boolean, member?: Identity, key?: string }} Carried
 *
 * @typedef {object} Place Where it is taken from, and kept.
 * @property {KeyStore} storage
 * @property {Pick<MyRooms, "list" | "get" | "add" | "mute">} rooms
 * @property {(room: string) => Pick<Memory, "readMarker" | "writeMarker">} memoryOf
 * @property {(room: string, at: number) => void} visited
 * @property {(key: string) => boolean} isStored
 */

import { isKey } from "../client/given-key.js";
import { IdentityStore } from "../client/identity.js";
import { lengthFault, tidyName } from "../client/protocol.js";
import { MOST_ROOMS } from "../rooms/my-rooms.js";
import { soundRecord } from "../rooms/room-record.js";

const VERSION = 1;
const MOST_ID = 128;
const MOST_NAME = 64;
const MOST_TOKEN = 512;
const NAME = "alcove:name";

/**
 * All rooms of this device.
 * @param {Place} place
 */
export const packed = ({ storage, rooms }) => ({
  v: VERSION,
  name: storage.getItem(NAME) ?? "",
  rooms: rooms.list.map(({ isMuted, preview, version, ...listed }) => {
    const identity = new IdentityStore(storage, listed.room);
    const member = memberOf(identity.read());
    const key = identity.ownKey;
    return { ...listed, isMuted, ...(member && { member }), ...(key && { key }) };
  }),
});

/**
 * Puts what has come to what is here. Who one is here already, in a room, one stays.
 * @param {unknown} parcel
 * @param {Place} place
 * @returns {Kept}
 */
export const unpacked = (parcel, place) => {
  const { storage } = place;
  const { v, name, rooms } = Object(parcel);
  if (v !== VERSION || !Array.isArray(rooms)) throw new Error("no rooms");
  const kept = { rooms: 0, others: 0, unkept: 0 };
  if (isName(name) && !storage.getItem(NAME)) storage.setItem(NAME, tidyName(name));
  // The last ones first, so that they stay where there is not space for all.
  for (const each of carried(rooms)) keep(each, place, kept);
  return kept;
};

/**
 * The other device has them all: of no room does this one alone keep the key any more.
 * @param {ReturnType<typeof packed>} parcel
 * @param {Pick<Place, "storage">} place
 */
export const handedOver = ({ rooms }, { storage }) => {
  for (const { room, key } of rooms) if (key) keptTwice(room, storage);
};

/** As hosting/owner-nudge.js has it. @param {string} room @param {KeyStore} storage */
export const keptTwice = (room, storage) => storage.setItem(`alcove:owner-nudge:${room}`, "off");

/**
 * @param {unknown[]} rooms
 * @returns {Carried[]}
 */
const carried = (rooms) => {
  const seen = new Set();
  return rooms.slice(0, MOST_ROOMS).flatMap((value) => {
    const { isMuted, member: given, key, preview: _, ...fields } = Object(value);
    const record = soundRecord(fields);
    if (!record || seen.has(record.room)) return [];
    seen.add(record.room);
    const { version: __, ...listed } = record;
    const member = memberOf(given);
    return [{ listed, isMuted: isMuted === true, ...(member && { member }), ...(isKey(key) && { key }) }];
  });
};

/**
 * @param {Carried} carried
 * @param {Place} place
 * @param {Kept} kept Is added to.
 */
const keep = ({ listed, isMuted, member, key }, place, kept) => {
  const { storage, rooms } = place;
  const { room, pair, at } = listed;
  const identity = new IdentityStore(storage, room);
  const known = identity.read();
  const isOther = known?.token !== undefined && member !== undefined && known.id !== member.id;
  const isNewMember = member !== undefined && !known?.token;
  if (isOther) kept.others += 1;
  if (isNewMember) identity.write(member);
  if (key && !isOther && !identity.ownKey) identity.ownKey = key;
  if (member && !place.isStored(`alcove:member:${room}`)) {
    kept.unkept += 1;
    return;
  }
  if (key && identity.ownKey === key) keptTwice(room, storage);
  kept.rooms += 1;
  const here = rooms.get(room);
  place.visited(room, Math.max(at, here?.at ?? 0));
  const pairKey = `alcove:pair:${room}`;
  // As directs/kept.js has it.
  if (pair && storage.getItem(pairKey) === null)
    storage.setItem(pairKey, JSON.stringify({ pair: pair.pair, with: pair.with, room: pair.met }));
  // One that has refused this device is tried again with the other's token.
  rooms.add(room, { ...(here ? merged(here, listed) : listed), ...(isNewMember && { state: "" }) });
  if (!here && isMuted) rooms.mute(room, true);
  keepMarker(rooms.get(room), place);
};

/**
 * @param {ListedRoom} here
 * @param {Listed} sent
 * @returns {RoomPatch}
 */
const merged = (here, sent) => {
  const { title, role, at, unread, mentions, epoch, after, seq, pair } = sent;
  const isLater = at > here.at;
  // Read up to there on the other device, so also here; in another beginning of the room, what is later.
  const isReadOn = epoch === here.epoch ? (after ?? -1) > (here.after ?? -1) : isLater && epoch !== undefined;
  return {
    isPinned: here.isPinned || sent.isPinned,
    ...(isLater && { title, role, at }),
    ...(isReadOn && epoch !== undefined && after !== undefined && { epoch, after, unread, mentions }),
    ...(isReadOn && seq !== undefined && { seq }),
    ...(pair && !here.pair && { pair }),
  };
};

/**
 * The page of the room begins where one has read up to.
 * @param {ListedRoom | undefined} listed
 * @param {Place} place
 */
const keepMarker = (listed, { memoryOf }) => {
  const { room = "", epoch, after, at = 0 } = listed ?? {};
  if (epoch === undefined || after === undefined) return;
  const memory = memoryOf(room);
  const kept = memory.readMarker();
  if (kept?.epoch !== epoch || kept.seq < after) memory.writeMarker({ epoch, seq: after, at });
};

/**
 * @param {any} value
 * @returns {Identity | undefined}
 */
export const memberOf = (value) => {
  const { id, name, token } = Object(value);
  const isSound = isPlain(id, MOST_ID) && isLine(name) && isPlain(token, MOST_TOKEN);
  return isSound ? { id, name, token } : undefined;
};

/** @param {unknown} text @param {number} most */
const isPlain = (text, most) => typeof text === "string" && text.length <= most && /^[!-~]+$/.test(text);

/** @param {unknown} text @returns {text is string} */
const isLine = (text) =>
  typeof text === "string" && text !== "" && text.length <= MOST_NAME && !/\p{Cc}/u.test(text);

/** @param {unknown} name @returns {name is string} */
export const isName = (name) => isLine(name) && !lengthFault(tidyName(name));
