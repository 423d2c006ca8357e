/**
 * Who is meant by `@name` in a text. Pure. Any name counts as it stands, whatever is in it, in capitals
 * or not, unless it only begins a longer word; what is in code or in an address is not meant for anyone.
 */

import { pieces } from "./links.js";

const FENCES = /(?<!`)(`{3,})(?!`)[\s\S]*?(?<!`)\1(?!`)/g;
const SPANS = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;
const WORD = "[\\p{L}\\p{N}\\p{M}_]";

/**
 * Whether someone of this name is mentioned.
 * @param {string} text
 * @param {string} name
 */
export const mentions = (text, name) => {
  const pattern = mentionPattern([name]);
  if (!pattern || !text.includes("@")) return false;
  const talk = text.normalize("NFC").replace(FENCES, " ").replace(SPANS, " ");
  return pieces(talk).some(({ text, href }) => !href && text.search(pattern) >= 0);
};

/**
 * Finds every mention of one of the names, with the name as its first group.
 * @param {readonly string[]} names
 */
export const mentionPattern = (names) => {
  const parts = [...new Set(names)]
    .filter((name) => name.trim() !== "")
    .sort((a, b) => b.length - a.length)
    .map((name) => escaped(name) + (new RegExp(`${WORD}$`, "u").test(name) ? `(?!${WORD})` : ""));
  return parts.length === 0 ? undefined : new RegExp(`(?<!${WORD}|@)@(${parts.join("|")})`, "giu");
};

/**
 * @param {string} one
 * @param {string} other
 */
export const isSameName = (one, other) => new RegExp(`^${escaped(one)}$`, "iu").test(other);

/** @param {string} name */
const escaped = (name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
