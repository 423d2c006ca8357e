/**
 * Tells the list of rooms how things stand in the room that is open in this tab: it is watched by nobody else meanwhile.
 * And the count in the title is of all rooms: of this one by what its page knows, of the others by the list.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { RoomPatch } from "../rooms/room-record.js"
 * @import { MyRooms } from "../rooms/my-rooms.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { RoomContext } from "./later.js"
 */

import { memoryOf } from "../browser/visits.js";
import { showElsewhere } from "../notify/badge.js";
import { requestsOf } from "../rooms/requests.js";
import { MOST_PREVIEW, soundState } from "../rooms/room-record.js";
import { mentions, Names } from "../text/mentions.js";
import { saidOf } from "../text/said.js";

const FEED_AFTER_MS = 300;
/** Of what is unread, so many of the newest are looked through for one's name. */
const MOST_LOOKED_THROUGH = 200;

/**
 * @param {Pick<RoomContext, "name" | "store" | "signal">} room
 * @param {{ rooms: MyRooms, hold: (room: string) => () => void }} device `hold` says that the room is open here, until
 * what it returns is called.
 */
export const feedMyRooms = ({ name, store, signal }, { rooms, hold }) => {
  const release = hold(name);
  const standing = new Standing(name, store);
  let isAdded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const feed = () => {
    clearTimeout(timer);
    timer = undefined;
    const patch = standing.read();
    if (!patch) return;
    if (isAdded) rooms.note(name, patch);
    // It may have been forgotten before one came again.
    else if (store.isOpened) rooms.add(name, patch);
    else if (rooms.get(name)) rooms.note(name, patch);
    isAdded ||= store.isOpened;
  };
  const feedSoon = () => {
    timer ??= setTimeout(feed, FEED_AFTER_MS);
  };
  const count = () => {
    const { unread, requests } = rooms.totalBut(name);
    showElsewhere(unread + requests);
  };
  store.addEventListener("change", feedSoon, { signal });
  rooms.addEventListener("change", count, { signal });
  signal.addEventListener("abort", () => {
    feed();
    release();
  });
  feed();
  count();
};

/** What is told of a room. */
class Standing {
  #name;
  #store;
  #names = new Names();
  /** When one came, by the room's clock. @type {number | undefined} */
  #since;
  /** A message is another object when it is another text. @type {WeakMap<Message, boolean>} */
  #isMention = new WeakMap();

  /**
   * @param {string} name
   * @param {RoomStore} store
   */
  constructor(name, store) {
    this.#name = name;
    this.#store = store;
  }

  /** @returns {RoomPatch | undefined} Nothing as long as the room has not said anything. */
  read() {
    const store = this.#store;
    const { status } = store.connection;
    const state = status.phase === "stopped" ? soundState(status.reason) : undefined;
    if (state) return { state };
    if (!store.isOpened) return;
    const { directs, house, log, pair } = store.room;
    const kept = memoryOf(this.#name).readMarker();
    const newest = log.newest;
    this.#since ??= store.connection.time.date;
    const after = kept?.epoch === store.epoch ? kept.seq : undefined;
    // Where nothing was said yet, nothing is unread.
    const place = placeOf(store.epoch, newest ? after : (after ?? store.connection.after));
    return {
      title: pair?.with.name ?? house.settings.title,
      ...(pair && { pair: { pair: pair.pair, with: pair.with, met: pair.room } }),
      role: house.isOwned ? house.role : "",
      // Where nothing was said yet, its place in the list is by when one was there.
      at: newest?.at ?? this.#since,
      unread: store.marker.unread,
      mentions: this.#mentions(place?.after),
      // They stand above what is said.
      requests: requestsOf([], directs).map(({ pair }) => ({ pair, isSeen: true })),
      preview: this.#preview,
      seq: store.connection.after ?? 0,
      state: "",
      ...place,
    };
  }

  /** @param {number | undefined} after */
  #mentions(after) {
    const { marker, room } = this.#store;
    const { you } = room;
    if (marker.unread === 0 || after === undefined || !you) return 0;
    this.#names.note(room.names.values());
    const isMention = (/** @type {Message} */ message) => {
      const { from, text = "", reply_to } = message;
      if (from.id === you.id) return false;
      const answered = reply_to === undefined ? undefined : room.find(reply_to);
      return answered?.from.id === you.id || mentions(text, you.name, this.#names);
    };
    const unread = room.log.end.slice(-MOST_LOOKED_THROUGH).filter(({ seq }) => seq > after);
    return unread.filter((message) => {
      const known = this.#isMention.get(message) ?? isMention(message);
      this.#isMention.set(message, known);
      return known;
    }).length;
  }

  get #preview() {
    const { room } = this.#store;
    const newest = room.log.end
      .slice(-MOST_LOOKED_THROUGH)
      .findLast(({ deleted, text, files }) => !deleted && (text || files));
    if (!newest) return null;
    const { from } = newest;
    const text = newest.files ? saidOf(newest) : (newest.text ?? "");
    return {
      from: { id: from.id, name: from.name },
      text: [...text.slice(0, 2 * MOST_PREVIEW)].slice(0, MOST_PREVIEW).join(""),
    };
  }
}

/**
 * @param {string} epoch
 * @param {number | undefined} after
 */
const placeOf = (epoch, after) => (after === undefined ? undefined : { epoch, after });
