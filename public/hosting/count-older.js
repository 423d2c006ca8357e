/**
 * How many messages are older than a moment, without reading all of them: the place in the log is found by halving, and
 * beyond one page the number is estimated from how close messages stand there.
 *
 * @import { Message } from "../client/protocol.js"
 *
 * @typedef {(before: number, limit: number) => Promise<{ events: Message[], more: boolean }>} Ask A page of messages
 * older than `before`.
 */

/** Halvings: enough for a few thousandths of the longest log. */
const MOST_STEPS = 12;
const PAGE = 50;

/**
 * @param {number} moment
 * @param {{ first: number, last: number }} log The numbers of its ends.
 * @param {Ask} ask
 * @returns {Promise<number>} About so many.
 */
export const countOlder = async (moment, { first, last }, ask) => {
  let low = first;
  let high = last + 1;
  for (let step = 0; step < MOST_STEPS && high - low > PAGE / 2; step += 1) {
    const middle = Math.floor((low + high) / 2);
    const [newest] = (await ask(middle, 1)).events;
    if (newest && newest.at >= moment) high = newest.seq;
    else low = middle;
  }
  const { events, more } = await ask(high, PAGE);
  const older = events.filter(({ at }) => at < moment);
  const [oldest] = older;
  if (!oldest || !more) return older.length;
  const newest = older.at(-1) ?? oldest;
  const density = older.length / (newest.seq - oldest.seq + 1);
  return rounded(older.length + (oldest.seq - first) * density);
};

/** To two digits. @param {number} n */
const rounded = (n) => Number(n.toPrecision(2));
