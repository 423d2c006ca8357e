/**
 * Turns what people enter to get into a room (its name, words that make one, or a link with whatever surrounds
 * it in the message it was copied from) into a room's address.
 *
 * @typedef {object} Destination
 * @property {string} room
 * @property {string} hash Of a message in it, or with a key to it, or "".
 * @property {string} [origin] Of the Alcove that the link leads to, if it is not this one.
 */

import { parseRoomName } from "../client/protocol.js";

/** No link is as long. */
const MOST_LENGTH = 2_000;
/** What is no part of a link, as in `<https://a.example/room/tea>`, or is white. */
const BESIDE_LINKS = /[\s<>"“”„«»「」]+/u;
/** An address without a scheme; of this server, without a host. */
const BARE = /^(?:(?:[\w-]+\.)*[\w-]+|\[[\da-f:]+\])?(?::\d{1,5})?\/room\//i;
const ROOM_PATH = /^\/room\/([^/]+)\/*$/i;
/** What ends the sentence or closes the bracket that a link is in, not the link. */
const BEHIND = /[^\p{L}\p{N}/_-]+$/u;
const BEFORE = /^[^\p{L}\p{N}/[]+/u;

/**
 * @param {string} given
 * @param {Pick<Location, "origin" | "host" | "protocol">} here Of the page.
 * @returns {Destination | undefined} Nothing if it leads to no room.
 */
export const destinationOf = (given, here) => {
  if (given.length > MOST_LENGTH) return undefined;
  const parts = given.split(BESIDE_LINKS);
  const link = parts.find((part) => /\/room\//i.test(part)) ?? parts.find((part) => part.includes("/"));
  if (link !== undefined) return linked(link, here);
  const room = foldedName(given);
  return room === undefined ? undefined : { room, hash: "" };
};

/**
 * @param {string} link
 * @param {Pick<Location, "origin" | "host" | "protocol">} here
 * @returns {Destination | undefined}
 */
const linked = (link, here) => {
  const url = parsed(wholeAddress(link.replace(BEHIND, ""), here));
  // A name before the host is there to be taken for the host.
  if (!url || url.username || url.password) return undefined;
  const part = ROOM_PATH.exec(url.pathname)?.[1] ?? "";
  const room = foldedName(decoded(part).replace(BEHIND, ""));
  if (room === undefined) return undefined;
  const hash = /^#(?:m\d{1,15}|key=[\w-]+(?:&m\d{1,15})?)/.exec(url.hash)?.[0] ?? "";
  return { room, hash, ...(url.host !== here.host && { origin: url.origin }) };
};

/**
 * Never of another scheme than the web's.
 * @param {string} link
 * @param {Pick<Location, "origin" | "protocol">} here
 */
const wholeAddress = (link, { origin, protocol }) => {
  const at = link.search(/https?:\/\//i);
  if (at >= 0) return link.slice(at);
  const bare = link.replace(BEFORE, "");
  if (!BARE.test(bare)) return "";
  return bare.startsWith("/") ? origin + bare : `${protocol}//${bare}`;
};

/** @param {string} address */
const parsed = (address) => {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
};

/** @param {string} part */
const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
};

/** Letters that are written as others where there are only those from a to z. */
/** @type {Record<string, string>} */
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" };

/**
 * The name of a room that is nearest to what was written: “Café Olé” is `cafe-ole`. Everybody's browser
 * makes the same of the same words, whatever its language. Nothing if a letter would be lost.
 * @param {string} words
 */
export const foldedName = (words) => {
  const given = words.trim();
  const exact = parseRoomName(given);
  if (exact !== undefined || given.length > MOST_LENGTH) return exact;
  // It was meant for an address, or for nothing that is read.
  if (/[/\\<>\p{Cc}]|^[a-z][a-z\d+.-]*:\S/iu.test(given)) return undefined;
  const letters = given
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, "")
    .replace(/[ßæœøđðłþı]/g, (letter) => PLAIN[letter] ?? letter);
  return parseRoomName(letters.replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-+|-+$/g, ""));
};
