/**
 * The list of rooms as this browser keeps it: one for the page, over its database, with what localStorage knows of
 * visits, reading and muting, and told by other tabs.
 */

import { channelTo } from "../browser/channel.js";
import { forget, onForgotten, tellForgotten } from "../browser/forget.js";
import { readMuted, settings, writeMuted } from "../browser/preferences.js";
import { RoomsDatabase } from "../browser/rooms-database.js";
import { memoryOf, visitedRooms } from "../browser/visits.js";
import { MyRooms } from "./my-rooms.js";

const CHANNEL = "alcove:rooms";

/** @type {MyRooms | undefined} */
let ours;

/** The list of this page, the same for all who ask. */
export const myRooms = () => {
  ours ??= begin();
  return ours;
};

const begin = () => {
  const channel = channelTo(CHANNEL);
  const rooms = new MyRooms({
    ...(globalThis.indexedDB && { database: new RoomsDatabase() }),
    ...(channel && { channel }),
    known: () =>
      visitedRooms().map(({ room, at }) => {
        const marker = memoryOf(room).readMarker();
        return { room, at, ...(marker && { epoch: marker.epoch, after: marker.seq }) };
      }),
    isMuted: readMuted,
    writeMuted,
    writeRead: (room, upTo) => memoryOf(room).writeMarker({ ...upTo, at: Date.now() }),
    forget: (room) => {
      const isGone = forget(room);
      tellForgotten(room);
      return isGone;
    },
  });
  settings.addEventListener("change", () => rooms.refresh());
  onForgotten(undefined, (room) => rooms.drop(room), new AbortController().signal);
  return rooms;
};
