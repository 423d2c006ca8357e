/** Why the room's socket does not open, as far as the server says so where it is asked otherwise. */

import { NO_SOCKET } from "../state/outage.js";

const SIGN_IN_NEEDED = "sign_in_needed";
/** A server may ask for more patience than its visitors have. */
const LONGEST_WAIT_MS = 300_000;

/**
 * What the server says to a request where it lets no socket in.
 * @param {string} room
 */
export const troubleOf = async (room) => {
  const answer = await fetch(`/room/${room}/messages?limit=1`);
  // Not only this room: nobody comes in here who is not signed in.
  if (
    answer.status === 401 &&
    (
      await answer
        .clone()
        .json()
        .catch(() => {})
    )?.error?.code === SIGN_IN_NEEDED
  )
    return { code: SIGN_IN_NEEDED, wait: 0 };
  if (answer.status !== 429 && answer.status !== 503) return { code: await socketTrouble(), wait: 0 };
  const wait = Number(answer.headers.get("Retry-After")) * 1_000 || 0;
  return { code: String((await answer.json()).error?.code), wait: Math.min(wait, LONGEST_WAIT_MS) };
};

/** Whether it is this page's address that is refused: a proxy may show the server another one. */
const socketTrouble = async () => {
  const answer = await fetch(`/health?origin=${encodeURIComponent(globalThis.origin)}`);
  return (await answer.json()).admitted === false ? "origin_forbidden" : NO_SOCKET;
};
