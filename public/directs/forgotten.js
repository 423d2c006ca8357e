/**
 * Looks into a private conversation that was forgotten on this device: nothing else tells that the other has written there
 * since. One is not in it for that, and nothing of it is kept.
 *
 * @import { Direct, Member } from "../client/protocol.js"
 * @import { Head } from "../client/watch.js"
 * @import { Mark } from "../rooms/room-record.js"
 */

import { clock } from "../browser/clock.js";
import { IdentityStore } from "../client/identity.js";
import { inMemory } from "../client/in-memory.js";
import { watchOf } from "../rooms/watching.js";

const WITHIN_MS = 15_000;
/** What was looked at since is left alone. */
const FRESH_MS = 10 * 60_000;
const OVER = ["waiting", "stopped", "idle"];

/** When each was looked at. @type {Map<string, number>} */
const lookedAt = new Map();
/** One after the other. @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * @param {Mark} mark
 * @param {Direct} direct
 * @param {Member} you
 * @returns {Promise<Head | undefined>} How things stand there, if there is something new.
 */
export const newsSince = async (mark, direct, you) => {
  const now = clock.now();
  if (now - (lookedAt.get(mark.room) ?? Number.NEGATIVE_INFINITY) < FRESH_MS) return undefined;
  lookedAt.set(mark.room, now);
  const looking = last.then(() => look(mark, direct, you));
  last = looking;
  const head = await looking;
  if (!head) return undefined;
  if (head.epoch === mark.epoch) return head.unread > 0 ? head : undefined;
  // Up to where it was known is not: what is new is the newest at least.
  return (head.at ?? 0) > mark.at ? { ...head, after: Math.max(0, head.seq - 1), unread: 1 } : undefined;
};

/**
 * @param {Mark} mark
 * @param {Direct} direct
 * @param {Member} you
 * @returns {Promise<Head | undefined>}
 */
const look = ({ room, epoch, seq }, { token = "" }, { id, name }) => {
  const storage = inMemory();
  new IdentityStore(storage, room).write({ id, name, token });
  const place = epoch !== undefined && seq !== undefined ? { epoch, after: seq } : undefined;
  const watch = watchOf(room, place, storage);
  /** @type {unknown} */
  let timer;
  const head = new Promise((/** @type {(head?: Head) => void} */ resolve) => {
    watch.addEventListener("head", (event) => resolve(/** @type {CustomEvent} */ (event).detail));
    watch.addEventListener("status", () => OVER.includes(watch.status.phase) && resolve());
    timer = clock.setTimeout(() => resolve(), WITHIN_MS);
  });
  watch.open();
  return head.finally(() => {
    clock.clearTimeout(timer);
    watch.close();
  });
};
