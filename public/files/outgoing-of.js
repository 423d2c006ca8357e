/** The files on their way to a room, with the browser's own network, database and time: one for each connection. */

import { clock } from "../browser/clock.js";
import { FilesDatabase } from "../browser/files-database.js";
import { storage } from "../browser/preferences.js";
import { claimTab, whenClosed } from "../browser/tab.js";
import { IdentityStore } from "../client/identity.js";
import { Outgoing } from "./outgoing.js";

/**
 * @import { Connection } from "../client/connection.js"
 */

/** @type {WeakMap<Connection, Promise<Outgoing>>} */
const all = new WeakMap();
const database = new FilesDatabase();

/**
 * @param {string} room
 * @param {Connection} connection
 * @returns {Promise<Outgoing>}
 */
export const outgoingOf = (room, connection) => {
  const known = all.get(connection);
  if (known) return known;
  const identity = new IdentityStore(storage, room);
  const made = claimTab().then(
    (tab) =>
      new Outgoing(room, connection, {
        database,
        tab,
        whenClosed,
        address: filesOf(room),
        newId: () =>
          crypto
            .getRandomValues(new Uint8Array(16))
            .reduce((id, byte) => id + byte.toString(16).padStart(2, "0"), ""),
        date: clock.date,
        fetch: (address, options) => fetch(address, options),
        token: () => identity.read()?.token,
        now: clock.now,
        wait,
      }),
  );
  all.set(connection, made);
  return made;
};

/** @param {string} room */
export const filesOf = (room) => `/room/${room}/files`;

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
const wait = (ms, signal) =>
  new Promise((resolve) => {
    const over = new AbortController();
    const done = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done, { signal: over.signal });
    signal.addEventListener("abort", done, { signal: over.signal });
  });
