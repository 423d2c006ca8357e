/**
 * Opens a room in this tab: the connection with the real socket, storage, clock and randomness, and the store
 * on top of it. It does not join yet.
 *
 * @import { Message } from "../client/protocol.js"
 */

import { clock } from "../browser/clock.js";
import { connect } from "../browser/connect.js";
import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { adoptOrphans, claimTab, onTabLeft } from "../browser/tab.js";
import { givenSetting } from "../browser/theme.js";
import { memoryOf } from "../browser/visits.js";
import { IdentityStore } from "../client/identity.js";
import { isPrivate } from "../client/protocol.js";
import { RoomStore } from "../state/room-store.js";

/** A tab that was reloading at the first look is back at the second. */
const LOOK_AGAIN_MS = 5_000;

/** @param {string} room */
export const openRoom = async (room) => {
  const identity = new IdentityStore(storage, room);
  const given = globalThis.keyInHand;
  if (given?.room === room) {
    identity.pass = { key: given.key };
    globalThis.keyInHand = undefined;
  }
  if (givenSetting("keyed") !== undefined)
    await import("../browser/host-key.js").then(({ takeHostKey }) => takeHostKey(identity)).catch(() => {});
  const tab = await claimTab();
  const connection = connect(room, tab);
  if (host.isSigned)
    connection.jwt = async (cause) => (await import("../browser/host-jwt.js")).askHostJwt(cause);
  const isClosed = () => store.room.house.isOwned || isPrivate(room);
  // It is closed once, by whoever leaves the room.
  const end = new AbortController();
  const { signal } = end;
  connection.addEventListener("status", () => connection.status.phase === "idle" && end.abort());
  const fetchMessage = (/** @type {number} */ seq) =>
    messageOf(room, seq, isClosed() ? identity.read()?.token : undefined);
  const askWhy = () => import("./trouble.js").then(({ troubleOf }) => troubleOf(room));
  const store = new RoomStore(connection, {
    clock,
    fetchMessage,
    memory: memoryOf(room, signal),
    askWhy,
    isOnline: () => navigator.onLine,
  });
  // Whoever has this tab's outbox next is not written over.
  const adopt = () => adoptOrphans(room, tab, (key) => signal.aborted || connection.adopt(key));
  await adopt();
  const adoptLater = () => {
    const timer = setTimeout(adopt, LOOK_AGAIN_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
  };
  adoptLater();
  onTabLeft(adoptLater, signal);
  return store;
};

/**
 * How a room is drawn: a private conversation in a way of its own, which is loaded with the first.
 * @param {string} name
 */
export const lookOf = async (name) =>
  isPrivate(name)
    ? (await loadPart(() => import("../directs/conversation.js"))).draw
    : (/** @type {HTMLElement} */ room) => room;

/**
 * The newest messages, for whoever has given no name yet.
 * @param {string} room
 * @param {number} limit
 * @returns {Promise<Message[]>}
 */
export const peek = async (room, limit) => {
  const answer = await fetch(`/room/${room}/messages?limit=${limit}`);
  const { events } = answer.ok ? await answer.json() : {};
  if (!Array.isArray(events)) throw new Error(`status ${answer.status}`);
  return events;
};

/**
 * One message as it is now.
 * @param {string} room
 * @param {number} seq
 * @param {string} [token] Where not everybody may read.
 */
const messageOf = async (room, seq, token) => {
  const path = `/room/${room}/messages?before=${seq + 1}&limit=1`;
  const answer = await fetch(path, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { events } = await answer.json();
  return events[0]?.seq === seq ? events[0] : undefined;
};
