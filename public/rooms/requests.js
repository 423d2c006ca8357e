/**
 * Who asks in a room to talk in private, as it is kept with the room: by pair, and whether one has seen it. Pure.
 *
 * @import { Direct } from "../client/protocol.js"
 *
 * @typedef {{ pair: string, isSeen: boolean }} Request
 */

/** Of one room; more are not heard of. */
export const MOST_REQUESTS = 50;
const MOST_ID = 128;

/**
 * What is left of those that were known, and new ones, when a room tells of all.
 * @param {readonly Request[]} known
 * @param {readonly Direct[]} directs
 * @returns {Request[]}
 */
export const requestsOf = (known, directs) =>
  directs
    .filter(({ state }) => state === "request")
    .map(({ pair }) => known.find((each) => each.pair === pair) ?? { pair, isSeen: false })
    .slice(0, MOST_REQUESTS);

/**
 * When a room tells of one.
 * @param {readonly Request[]} known
 * @param {Direct} direct
 * @returns {readonly Request[]}
 */
export const requestsAfter = (known, direct) => {
  const others = known.filter(({ pair }) => pair !== direct.pair);
  if (direct.state !== "request") return others;
  return others.length < known.length
    ? known
    : [...known, ...requestsOf([], [direct])].slice(0, MOST_REQUESTS);
};

/** @param {{ requests?: readonly Request[] }} record How many one has not seen. */
export const newRequests = ({ requests = [] }) => requests.filter(({ isSeen }) => !isSeen).length;

/**
 * @param {unknown} value From wherever.
 * @returns {Request[] | undefined} Nothing if it is no list.
 */
export const soundRequests = (value) =>
  Array.isArray(value)
    ? value
        .slice(0, MOST_REQUESTS)
        .filter((each) => typeof each?.pair === "string" && each.pair && each.pair.length <= MOST_ID)
        .map(({ pair, isSeen }) => ({ pair, isSeen: isSeen === true }))
    : undefined;
