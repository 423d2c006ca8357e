/**
 * What of a device is part of an account, by field: when a value is worth telling, what is known of it, and what becomes of
 * two that have changed at once. Pure.
 *
 * @typedef {unknown} Value Any JSON; null: there is none.
 *
 * @typedef {object} Kind
 * @property {(value: Value) => string} sign Stands for a value: two with the same sign are the same. "" is none.
 * @property {(sign: string, before: string) => boolean} isNews
 * @property {(here: Value, there: Value, isFirst: boolean) => Value} joined Of what both have. `isFirst`: neither has ever
 * been the other's.
 * @property {boolean} isOwn What is here stays as it is, and is not told, where both had something at first.
 * @property {boolean} isLasting It goes only with its room.
 * @property {boolean} isWritten It was written by hand: nothing of it may be lost, so the account's is looked at first.
 */

const DAY_MS = 86_400_000;
/** Longer ones are kept by their hash. */
const MOST_SIGN = 24;

/** @type {Kind} The last that was written holds, as the account has them in order. */
const PLAIN = {
  sign: (value) => (isNone(value) ? "" : short(JSON.stringify(value))),
  isNews: (sign, before) => sign !== before,
  joined: (here, there, isFirst) => (isFirst ? there : here),
  isOwn: false,
  isLasting: false,
  isWritten: false,
};

const LASTING = { ...PLAIN, isLasting: true };

/** @type {Record<string, Kind>} */
const KINDS = {
  /** That a room is there at all, and when something last happened in it, which is not told for each message. */
  at: {
    ...LASTING,
    sign: (value) => (isNone(value) ? "" : String(Number(value) || 0)),
    isNews: (sign, before) => before === "" || Number(sign) - Number(before) >= DAY_MS,
    joined: (here, there) => Math.max(Number(here) || 0, Number(there) || 0),
  },
  /** Any of the same member is as good as another. */
  token: {
    ...LASTING,
    sign: (value) => {
      const { id, name } = Object(value);
      return isNone(value) ? "" : short(JSON.stringify([id, name]));
    },
    isOwn: true,
    joined: (here) => here,
  },
  key: LASTING,
  pair: LASTING,
  role: LASTING,
  title: LASTING,
  read: {
    ...LASTING,
    sign: (value) => (isNone(value) ? "" : short(`${Object(value).epoch} ${Object(value).seq}`)),
    joined: furtherRead,
  },
  draft: { ...PLAIN, isWritten: true, joined: bothDrafts },
};

/** @param {string} field */
export const kindOf = (field) => {
  const [of = "", , what = ""] = field.split("/");
  return (of === "room" && Object.hasOwn(KINDS, what) && KINDS[what]) || PLAIN;
};

/** The room that a field is of, if it is of one. @param {string} field */
export const roomIn = (field) => {
  const [of, room] = field.split("/");
  return of === "room" ? room : undefined;
};

/** @param {string} room @param {string} what */
export const ofRoom = (room, what) => `room/${room}/${what}`;

/** @param {Value} value */
const isNone = (value) => value === null || value === undefined;

/** @param {string} text */
const short = (text) => (text.length <= MOST_SIGN ? text : hash(text));

/** What has been read is not unread again. @param {any} here @param {any} there @param {boolean} isFirst */
function furtherRead(here, there, isFirst) {
  if (here?.epoch === there?.epoch) return Number(there?.seq) > Number(here?.seq) ? there : here;
  const isLater = Number(there?.at) > Number(here?.at);
  return isFirst && isLater ? there : here;
}

/**
 * Both, in an order that is the same on every device, unless one is part of the other.
 * @param {Value} here
 * @param {Value} there
 */
function bothDrafts(here, there) {
  const [a, b] = [String(here ?? ""), String(there ?? "")];
  // What is said of a message that is answered or edited is no text alone.
  if (a.includes(b) || a.includes("\0") || b.includes("\0")) return here;
  if (b.includes(a)) return there;
  return [a, b].sort().join("\n\n");
}

/** Of 53 bits, well mixed; nobody gains by finding two texts with the same one. @param {string} text */
const hash = (text) => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return `#${(4294967296 * (2097151 & b) + (a >>> 0)).toString(36)}`;
};
