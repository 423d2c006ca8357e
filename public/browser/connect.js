/**
 * A connection to a room with the real socket, storage, clock and randomness. It does not join yet.
 */

import { Connection } from "../client/connection.js";
import { clock } from "./clock.js";
import { storage } from "./preferences.js";
import { Socket } from "./socket.js";

/** @param {string} room */
export const linkOf = (room) => new URL(`/room/${room}`, location.href).href;

/**
 * @param {string} room
 * @param {string} tab
 */
export const connect = (room, tab) =>
  new Connection({
    url: linkOf(room).replace(/^http/, "ws"),
    room,
    tab,
    storage,
    WebSocket: Socket,
    clock,
    randomBytes: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
