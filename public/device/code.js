/**
 * The code by which another device gets one's rooms: 128 random bits for a camera, or six words for who has none. It is
 * never sent. What is derived from it names the room where the two devices meet, opens its door, and proves to each that
 * the other knows the code.
 *
 * Not `crypto.subtle`, which a page over plain HTTP in a local network does not have.
 *
 * @typedef {object} Keys
 * @property {string} room Where the two meet.
 * @property {string} door The key to it, which the server gets to see.
 * @property {Uint8Array} proof What nobody sees but the two.
 */

import { hkdf } from "@noble/hashes/hkdf.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { bytesOf, hexOf, textOf } from "./bytes.js";

const SECRET_BYTES = 16;
const WORDS = 6;
/** So many letters tell each word of the list from all others. */
const TELLING = 4;
/** More is no code. */
const MOST_LENGTH = 200;
const LABEL = "alcove second device 1";
/** A guess costs 32 MB and 0.15 s on a server; what it takes a phone was not measured. */
const SLOWLY = { N: 2 ** 15, r: 8, p: 1, dkLen: 32 };
const HASH = "#device=";

/** @typedef {(bytes: number) => Uint8Array} RandomBytes */

/** @param {RandomBytes} randomBytes */
export const newSecret = (randomBytes) => textOf(randomBytes(SECRET_BYTES));

/**
 * 66 random bits.
 * @param {RandomBytes} randomBytes
 */
export const newWords = (randomBytes) => {
  const bytes = randomBytes(2 * WORDS);
  const random = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: WORDS }, (_, i) => wordAt(random.getUint16(2 * i))).join(" ");
};

/** 65,536 is a multiple of 2,048, so none is likelier than another. @param {number} random */
const wordAt = (random) => wordlist[random % wordlist.length];

/**
 * The link that a camera reads. What is behind the `#` goes to no server.
 * @param {string} secret
 * @param {string} origin
 */
export const linkWith = (secret, origin) => `${origin}/${HASH}${secret}`;

/**
 * @param {string} hash Of the address.
 * @returns {string | undefined} The secret; "" if there is to be one and it is none.
 */
export const secretIn = (hash) => {
  if (!hash.startsWith(HASH)) return undefined;
  const secret = hash.slice(HASH.length);
  return bytesOf(secret, SECRET_BYTES) ? secret : "";
};

/**
 * What somebody has typed, as the six words: in any case, with anything between them, also only by their first letters.
 * @param {string} typed
 * @returns {{ words: string } | { unknown: string } | { count: number }} Else the first word that is none, or how many
 * there are.
 */
export const readWords = (typed) => {
  const parts =
    typed
      .slice(0, MOST_LENGTH)
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z]+/g) ?? [];
  const found = parts.map((part) => wordFor(part));
  const unknown = parts[found.indexOf(undefined)];
  if (unknown !== undefined) return { unknown };
  return found.length === WORDS ? { words: found.join(" ") } : { count: found.length };
};

/** @param {string} part */
const wordFor = (part) =>
  wordlist.find((word) => word === part || (part.length >= TELLING && word.startsWith(part)));

/**
 * @param {string} code A secret, or six words.
 * @returns {Promise<Keys>}
 */
export const keysOf = async (code) => {
  const master = bytesOf(code, SECRET_BYTES) ?? (await scryptAsync(code, LABEL, SLOWLY));
  const derived = (/** @type {string} */ what, /** @type {number} */ length) =>
    hkdf(sha256, master, new TextEncoder().encode(LABEL), new TextEncoder().encode(what), length);
  return {
    room: `device-${hexOf(derived("room", 16))}`,
    door: textOf(derived("door", 16)),
    proof: derived("proof", 32),
  };
};
