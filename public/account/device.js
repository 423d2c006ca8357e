/**
 * This device as an account sees it: its rooms with who one is in each, the keys that are kept of them, what is pinned,
 * hidden and muted, how far one has read, what one is writing, the settings, and one's name; as fields, and back. What comes
 * is another device's word, by way of the account, and is read as such: whatever is not as it should be is left out.
 *
 * @import { KeyStore } from "../client/outbox.js"
 * @import { MyRooms, ListedRoom } from "../rooms/my-rooms.js"
 * @import { Memory } from "../state/room-store.js"
 * @import { Value } from "./fields.js"
 * @import { Device } from "./sync.js"
 *
 * @typedef {object} Place Where it is taken from, and kept.
 * @property {KeyStore} storage
 * @property {Pick<MyRooms, "list" | "get" | "add" | "mute" | "forget">} rooms
 * @property {(room: string) => Pick<Memory, "readMarker" | "writeMarker">} memoryOf
 * @property {(room: string, at: number) => void} visited
 * @property {(key: string, value: string) => void} setting A setting is another; "" is what it is at first.
 * @property {(key: string, before?: string | null) => void} changed What is stored there has changed: this page is to know as others do.
 * @property {(room: string) => boolean} isOpen
 * @property {() => readonly string[]} forgotten
 * @property {(rooms: readonly string[]) => void} told
 */

import { isKey } from "../client/given-key.js";
import { IdentityStore } from "../client/identity.js";
import { isMoment, tidyName } from "../client/protocol.js";
import { isName, keptTwice, memberOf } from "../device/parcel.js";
import { isRoom, soundRecord } from "../rooms/room-record.js";
import { ofRoom } from "./fields.js";

const NAME = "alcove:name";
/** Field -> its values, "" not among them; a language is whatever one is. @type {Record<string, readonly string[] | undefined>} */
const SETTINGS = {
  theme: ["light", "dark"],
  contrast: ["more"],
  language: undefined,
  sound: ["on"],
};
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const NOTIFIES = ["off", "all"];
const MOST_DRAFT = 8_000;
const MOST_EPOCH = 128;

/** @param {Place} place @returns {Device} */
export const deviceOf = (place) => ({
  read: () => fieldsOf(place),
  write: (field, value) => {
    const [of, name = "", what = ""] = field.split("/");
    if (of === "room" && isRoom(name)) writeOfRoom(name, what, value, place);
    else if (of === "setting" && Object.hasOwn(SETTINGS, name)) writeSetting(name, value, place);
    else if (field === "profile/name" && isName(value)) place.storage.setItem(NAME, tidyName(value));
  },
  forget: (room) => forget(room, place),
  isOpen: place.isOpen,
  forgotten: place.forgotten,
  told: place.told,
});

/** @param {Place} place */
const fieldsOf = (place) => {
  const { storage, rooms } = place;
  /** @type {Map<string, Value>} */
  const fields = new Map();
  for (const setting of Object.keys(SETTINGS))
    fields.set(`setting/${setting}`, storage.getItem(`alcove:${setting}`) || null);
  const name = storage.getItem(NAME);
  if (name) fields.set("profile/name", name);
  for (const listed of rooms.list)
    for (const [what, value] of Object.entries(fieldsOfRoom(listed, place)))
      if (value !== undefined) fields.set(ofRoom(listed.room, what), value);
  return fields;
};

/**
 * undefined: it is not there, and that is no news.
 * @param {ListedRoom} listed
 * @param {Place} place
 * @returns {Record<string, Value>}
 */
const fieldsOfRoom = (listed, place) => {
  const { storage } = place;
  const { room, at, title, role, pair } = listed;
  const identity = new IdentityStore(storage, room);
  return {
    at,
    title: title || undefined,
    role: role || undefined,
    token: memberOf(identity.read()),
    key: identity.ownKey || undefined,
    pair: pair && { pair: pair.pair, with: pair.with, room: pair.met },
    read: readIn(listed, place),
    pin: listed.isPinned || null,
    hide: listed.isHidden || null,
    mute: listed.isMuted || null,
    notify: storage.getItem(`alcove:notify:${room}`) || null,
    draft: storage.getItem(`alcove:draft:${room}`) || null,
  };
};

/** The page of the room may know of more than the list, and the other way round. @param {ListedRoom} listed @param {Place} place */
const readIn = ({ room, epoch, after, at }, { memoryOf }) => {
  const marker = memoryOf(room).readMarker();
  const isListed = epoch !== undefined && after !== undefined;
  if (marker && !(isListed && epoch === marker.epoch && after > marker.seq)) return marker;
  return isListed ? { epoch, seq: after, at } : undefined;
};

/**
 * @param {string} name
 * @param {Value} value
 * @param {Place} place
 */
const writeSetting = (name, value, { setting }) => {
  const isKnown =
    SETTINGS[name]?.includes(String(value)) ?? (name === "language" && LANGUAGE.test(String(value)));
  if (value === null || isKnown) setting(`alcove:${name}`, value === null ? "" : String(value));
};

/**
 * @param {string} room
 * @param {string} what
 * @param {Value} value null: there is none any more.
 * @param {Place} place
 */
const writeOfRoom = (room, what, value, place) => {
  const { storage, rooms } = place;
  switch (what) {
    case "at":
      if (!isMoment(value) || Number(value) < 0) return;
      place.visited(room, Math.max(Number(value), rooms.get(room)?.at ?? 0));
      return rooms.add(room, { at: Number(value) });
    case "title":
    case "role":
      return rooms.add(room, { [what]: /** @type {any} */ (value) });
    case "pin":
      return rooms.add(room, { isPinned: value === true });
    case "hide":
      return rooms.add(room, { isHidden: value === true });
    case "mute":
      return rooms.mute(room, value === true);
    case "notify": {
      const isKnown = NOTIFIES.includes(String(value));
      return place.setting(`alcove:notify:${room}`, isKnown ? String(value) : "");
    }
    case "draft":
      return writeDraft(room, value, place);
    case "token":
      return writeToken(room, value, place);
    case "key":
      if (!isKey(value)) return;
      new IdentityStore(storage, room).ownKey = value;
      // Of no room does this device alone keep the key.
      return keptTwice(room, storage);
    case "pair":
      return writePair(room, value, place);
    case "read":
      return writeRead(room, value, place);
  }
};

/** @param {string} room @param {Value} value @param {Place} place */
const writeDraft = (room, value, { storage, changed }) => {
  const key = `alcove:draft:${room}`;
  const before = storage.getItem(key);
  if (typeof value === "string" && value && value.length <= MOST_DRAFT) storage.setItem(key, value);
  else if (value === null) storage.removeItem(key);
  changed(key, before);
};

/**
 * Another token of the same member is as good as one's own.
 * @param {string} room
 * @param {Value} value
 * @param {Place} place
 */
const writeToken = (room, value, { storage, rooms }) => {
  const member = memberOf(value);
  if (!member) return;
  const identity = new IdentityStore(storage, room);
  const known = identity.read();
  const isSame = known?.id === member.id && known.token;
  identity.write(isSame ? { ...known, name: member.name } : member);
  // One that has refused this device is tried again.
  if (!isSame) rooms.add(room, { state: "" });
};

/** @param {string} room @param {Value} value @param {Place} place */
const writePair = (room, value, { storage, rooms }) => {
  const { pair, with: other, room: met } = Object(value);
  const sound = soundRecord({ room, pair: { pair, with: other, met } })?.pair;
  if (!sound) return;
  // As directs/kept.js has it.
  storage.setItem(
    `alcove:pair:${room}`,
    JSON.stringify({ pair: sound.pair, with: sound.with, room: sound.met }),
  );
  rooms.add(room, { pair: sound });
};

/**
 * How much is unread beyond that, whoever looks into the room says next.
 * @param {string} room
 * @param {Value} value
 * @param {Place} place
 */
const writeRead = (room, value, { memoryOf, rooms, changed }) => {
  const { epoch, seq, at } = Object(value);
  if (typeof epoch !== "string" || epoch.length > MOST_EPOCH || !Number.isSafeInteger(seq) || seq < 0) return;
  const memory = memoryOf(room);
  const kept = memory.readMarker();
  if (kept?.epoch === epoch && kept.seq >= seq) return;
  memory.writeMarker({ epoch, seq, at: isMoment(at) ? at : 0 });
  const listed = rooms.get(room);
  const { unread = 0, mentions = 0 } = listed ?? {};
  const left = listed?.epoch === epoch && listed.seq !== undefined ? Math.max(0, listed.seq - seq) : unread;
  rooms.add(room, { epoch, after: seq, unread: Math.min(unread, left), mentions: Math.min(mentions, left) });
  changed(`alcove:read:${room}`);
};

/**
 * One's name stays: it is of no room.
 * @param {string} room
 * @param {Place} place
 */
const forget = async (room, { storage, rooms, told }) => {
  if (!isRoom(room)) return;
  const name = storage.getItem(NAME);
  await rooms.forget(room);
  if (name) storage.setItem(NAME, name);
  // By another device, so that there is nothing to tell.
  told([room]);
};
