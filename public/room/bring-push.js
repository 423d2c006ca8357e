/**
 * Loads what keeps a room up to date that is to tell this browser of what happens while no page of it is open: where
 * that was chosen, and once it is. A private conversation tells as the room where the two met does, unless something
 * else was chosen there.
 *
 * @import { Connection } from "../client/connection.js"
 * @import { RoomContext } from "./later.js"
 */

import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { isPushChosen, readPush, writePush } from "../notify/push-choice.js";

/** Rooms that are kept so. @type {WeakSet<Connection>} */
const kept = new WeakSet();

/** @param {RoomContext} room */
export const bringPush = ({ name, store, signal }) => {
  if (host.embedded) return;
  const { connection } = store;
  const look = () => {
    const met = store.room.pair?.room;
    if (met !== undefined && !isPushChosen(name) && readPush(met) !== "nothing") writePush(name, "mentions");
    if (readPush(name) !== "nothing") bringKeeping(connection, name, signal);
  };
  connection.addEventListener("status", look, { signal });
  look();
};

/**
 * @param {Connection} connection
 * @param {string} room
 * @param {AbortSignal} signal
 */
export const bringKeeping = (connection, room, signal) => {
  if (kept.has(connection)) return;
  kept.add(connection);
  const keeping = loadPart(() => import("../notify/push.js"));
  keeping
    .then(({ keepPush }) => signal.aborted || keepPush(connection, room, signal))
    .catch(() => kept.delete(connection));
};
