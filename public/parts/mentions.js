/**
 * Who is meant by `@name` in a text. Any name counts as it stands, whatever is in it, in capitals
 * or not, unless it only begins a longer word; what is in code or in an address is not meant for anyone.
 */

import { inTime } from "../browser/slow-texts.js";
import { composed } from "./fold.js";
import { pieces } from "./links.js";

const FENCES = /(?<!`)(`{3,})(?!`)[\s\S]*?(?<!`)\1(?!`)/g;
const SPANS = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;
const AT = /(?<![\p{L}\p{N}\p{M}_@])@/gu;
const STARTS_IN_WORD = /^[\p{L}\p{N}\p{M}_]/u;
const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}_]$/u;

/**
 * @typedef {object} Names To be found in texts.
 * @property {ReadonlySet<string>} folded
 * @property {readonly number[]} lengths Of them, the longest first.
 */

/**
 * Whether someone of this name is mentioned.
 * @param {string} text
 * @param {string} name
 */
export const mentions = (text, name) => {
  if (!text.includes("@")) return false;
  return inTime(
    text,
    () => isIn(text, namesOf([name])),
    () => false,
  );
};

/**
 * @param {string} text
 * @param {Names} names
 */
const isIn = (text, names) => {
  const talk = composed(text).replace(FENCES, " ").replace(SPANS, " ");
  return pieces(talk).some(({ text, href }) => !href && mentionsIn(text, names).length > 1);
};

/** @param {readonly string[]} names @returns {Names} */
export const namesOf = (names) => {
  const folded = new Set(names.map((name) => fold(composed(name))).filter((name) => name.trim() !== ""));
  return { folded, lengths: [...new Set([...folded].map(({ length }) => length))].sort((a, b) => b - a) };
};

/**
 * The text in parts, of which every second is one of the names, without its `@`. However many names there
 * are, each `@` costs as much as there are lengths of them.
 * @param {string} text
 * @param {Names} names
 */
export const mentionsIn = (text, { folded, lengths }) => {
  const talk = composed(text);
  const seen = fold(talk);
  const parts = [];
  let end = 0;
  for (const { index } of talk.matchAll(AT)) {
    const start = index + 1;
    if (start <= end) continue;
    const isName = (/** @type {number} */ length) => {
      const stop = start + length;
      return (
        stop <= seen.length &&
        folded.has(seen.slice(start, stop)) &&
        !(STARTS_IN_WORD.test(talk.slice(stop, stop + 2)) && ENDS_IN_WORD.test(talk.slice(start, stop)))
      );
    };
    const length = lengths.find(isName);
    if (length === undefined) continue;
    parts.push(talk.slice(end, index), talk.slice(start, start + length));
    end = start + length;
  }
  return [...parts, talk.slice(end)];
};

/**
 * @param {string} one
 * @param {string} other
 */
export const isSameName = (one, other) => fold(composed(one)) === fold(composed(other));

/**
 * Without case, and as long as before, so that places in it are places in the text.
 * @param {string} text
 */
const fold = (text) => {
  const small = text.replaceAll("ẞ", "ß");
  const large = small.toUpperCase();
  return large.length === text.length ? large : small.replace(/\p{L}/gu, largeAsLong);
};

/** @param {string} letter */
const largeAsLong = (letter) => {
  const large = letter.toUpperCase();
  return large.length === letter.length ? large : letter;
};
