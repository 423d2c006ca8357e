/**
 * Asks a room's server for messages, and reads what it answers.
 *
 * @import { Message } from "../client/protocol.js"
 *
 * @typedef {Message & { marks: unknown, files?: unknown }} Hit
 *
 * @typedef {object} Question
 * @property {string} room
 * @property {string} [token] Of a member, where not everybody may read.
 * @property {string} query
 * @property {number} [before]
 * @property {number} [limit]
 * @property {"newest" | "best"} [order]
 * @property {AbortSignal} signal
 *
 * @typedef {object} Page
 * @property {string} epoch
 * @property {boolean} isComplete All of the room was looked through.
 * @property {Hit[]} hits
 * @property {number | undefined} next Where the next page begins; nothing behind the last.
 *
 * @typedef {"offline" | "limited" | "refused" | "gone" | "unsupported" | "invalid" | "failed"} Trouble
 */

import { isMoment } from "../client/protocol.js";

const WITHIN_MS = 20_000;
/** A server may ask for more patience than people have. */
const LONGEST_WAIT_S = 300;
const SOONEST_WAIT_S = 1;
/** Of a room in which nobody was yet, or that is gone. */
const NO_ROOM = ["not_created", "gone", "room_closed"];

export class SearchTrouble extends Error {
  /**
   * @param {Trouble} why
   * @param {number} [wait] Seconds.
   */
  constructor(why, wait = 0) {
    super(why);
    this.why = why;
    this.wait = wait;
  }
}

/**
 * @param {Question} question
 * @returns {Promise<Page>} It fails with a `SearchTrouble`, and where it was given up with the reason for that.
 */
export const ask = async ({ room, token, query, before, limit = 20, order = "newest", signal }) => {
  const path = new URLSearchParams({ q: query, limit: String(limit), order });
  if (before !== undefined) path.set("before", String(before));
  const end = new AbortController();
  const stop = () => end.abort();
  signal.addEventListener("abort", stop);
  const timer = setTimeout(stop, WITHIN_MS);
  try {
    signal.throwIfAborted();
    const answer = await fetch(`/room/${room}/search?${path}`, {
      ...(token && { headers: { Authorization: `Bearer ${token}` } }),
      signal: end.signal,
    });
    if (!answer.ok) throw await troubleOf(answer);
    return pageOf(await answer.json());
  } catch (error) {
    if (error instanceof SearchTrouble) throw error;
    signal.throwIfAborted();
    // A JSON that is none is no answer of this server's.
    throw new SearchTrouble(error instanceof SyntaxError ? "failed" : "offline");
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
};

/** @param {Response} answer */
const troubleOf = async (answer) => {
  const code = await answer.json().then(
    (body) => body?.error?.code,
    () => undefined,
  );
  const { status } = answer;
  if (status === 429 || status === 503) {
    const wait = Math.ceil(Number(answer.headers.get("Retry-After"))) || SOONEST_WAIT_S;
    return new SearchTrouble("limited", Math.min(Math.max(wait, SOONEST_WAIT_S), LONGEST_WAIT_S));
  }
  if (status === 404) return new SearchTrouble(NO_ROOM.includes(code) ? "gone" : "unsupported");
  if (status === 410) return new SearchTrouble("gone");
  if (status === 401 || status === 403) return new SearchTrouble("refused");
  return new SearchTrouble(status === 400 ? "invalid" : "failed");
};

/** @param {any} answer @returns {Page} */
const pageOf = (answer) => {
  if (!Array.isArray(answer?.results)) throw new SearchTrouble("failed");
  /** @type {Hit[]} */
  const hits = answer.results.filter(isHit);
  const next = Number.isSafeInteger(answer.next) ? answer.next : hits.at(-1)?.seq;
  return {
    epoch: String(answer.epoch ?? ""),
    isComplete: answer.complete !== false,
    hits,
    next: answer.more === true ? next : undefined,
  };
};

/** @param {any} hit */
const isHit = (hit) =>
  Number.isSafeInteger(hit?.seq) &&
  isMoment(hit.at) &&
  typeof hit.from?.id === "string" &&
  typeof hit.from.name === "string" &&
  typeof (hit.text ?? "") === "string" &&
  hit.deleted !== true;
