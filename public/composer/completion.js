/**
 * Finds what can be completed at the caret: a shortcode after `:`, a member after `@`. Pure: text and caret
 * in, suggestions and their replacement out. It draws nothing and loads nothing.
 *
 * @typedef {object} Completion
 * @property {"emoji" | "member"} kind
 * @property {number} start Of the `:` or `@`.
 * @property {number} end The caret.
 * @property {string} query
 */

import { fold, UNSPACED } from "../text/search-fold.js";

export const MOST_SUGGESTIONS = 8;
const inOrder = new Intl.Collator(undefined, { numeric: true });

// Not within a word, a time, an address or a path. An emoji may come before it.
const AT_WORD_START = String.raw`(?<![\p{L}\p{N}[\p{M}--[\ufe0f\u20e3]]_:\/@.])`;
const SHORTCODE = new RegExp(
  String.raw`${AT_WORD_START}:(?<query>\p{L}[\p{L}\p{M}\p{N}_+\-]{1,40}|[+\-]1)$`,
  "v",
);
const CLOSED_SHORTCODE = new RegExp(String.raw`${AT_WORD_START}:(?<query>[\p{L}\p{N}_+\-]{2,50}):$`, "v");
// A name may have spaces, so a query goes on until nobody is called so. Before it, as in `mentions.js`.
const MENTION = /(?<![[\p{LC}\p{Nd}_:\/@＠.]]\p{M}*)[@＠](?<query>(?!\s)[^\n@＠]{0,32})$/v;
const LINK = /https?:\/\/|www\./i;
const GOES_ON = new RegExp(String.raw`^[[\p{L}\p{N}_]--[${UNSPACED}]]`, "v");

/**
 * @param {string} text
 * @param {number} caret
 * @returns {Completion | undefined}
 */
export const completing = (text, caret) => {
  if (GOES_ON.test(text.slice(caret))) return undefined;
  return find("emoji", SHORTCODE, text, caret) ?? find("member", MENTION, text, caret);
};

/**
 * The `:smile:` that has just been closed.
 * @param {string} text
 * @param {number} caret
 * @returns {Completion | undefined}
 */
export const closedShortcode = (text, caret) => find("emoji", CLOSED_SHORTCODE, text, caret);

/**
 * @param {Completion["kind"]} kind
 * @param {RegExp} pattern
 * @param {string} text
 * @param {number} caret
 * @returns {Completion | undefined}
 */
const find = (kind, pattern, text, caret) => {
  const match = pattern.exec(text.slice(0, caret));
  if (!match || LINK.test(wordBefore(text, match.index)) || isInCode(text, match.index)) return undefined;
  return { kind, start: match.index, end: caret, query: match.groups?.query ?? "" };
};

/**
 * @param {string} text
 * @param {number} at
 */
const wordBefore = (text, at) => {
  let start = at;
  while (start > 0 && !/\s/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, at);
};

/**
 * Between backticks, or after some that will surely be closed: a fence, or one at the start of a
 * word on the same line.
 * @param {string} text
 * @param {number} at
 */
export const isInCode = (text, at) => {
  const runs = [...text.matchAll(/`+/g)];
  /** The next run of the same length, from the last to the first. @type {(number | undefined)[]} */
  const closings = [];
  /** @type {Map<number, number>} */
  const nextOf = new Map();
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const { length } = /** @type {RegExpExecArray} */ (runs[i])[0];
    closings[i] = nextOf.get(length);
    nextOf.set(length, i);
  }
  for (let i = 0; i < runs.length; i += 1) {
    const open = /** @type {RegExpExecArray} */ (runs[i]);
    if (open.index >= at) return false;
    const closing = closings[i];
    if (closing === undefined) {
      const isFence = open[0].length >= 3;
      const isAtWord = !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, open.index - 2), open.index));
      if (isFence || (isAtWord && !text.slice(open.index, at).includes("\n"))) return true;
    } else {
      if (/** @type {RegExpExecArray} */ (runs[closing]).index >= at) return true;
      i = closing;
    }
  }
  return false;
};

/**
 * Others before oneself; by the start of the name, then of one of its words, then anywhere. Among these
 * who spoke last comes first, and then the names as one counts.
 * @param {ReadonlyMap<string, string>} members
 * @param {string} you One's own id.
 * @param {string} query
 * @param {ReadonlyMap<string, number>} [spokeAt] When each said something last.
 */
export const matchingMembers = (members, you, query, spokeAt = new Map()) => {
  const wanted = fold(query);
  const rank = (/** @type {string} */ id, /** @type {string} */ name) => {
    const folded = fold(name);
    const own = id === you ? 10 : 0;
    if (folded.startsWith(wanted)) return own;
    // Once there is a space, it is the rest of a sentence unless it is the rest of a name.
    if (/\s/.test(wanted)) return Number.POSITIVE_INFINITY;
    if (folded.includes(` ${wanted}`)) return own + 1;
    return folded.includes(wanted) ? own + 2 : Number.POSITIVE_INFINITY;
  };
  return [...members]
    .map(([id, name]) => ({ id, name, rank: rank(id, name), at: spokeAt.get(id) ?? 0 }))
    .filter((each) => each.rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || b.at - a.at || inOrder.compare(a.name, b.name))
    .map(({ id, name }) => ({ id, name }));
};

/**
 * What takes the place of what was typed: followed by a space, the one that is there if there is one.
 * @param {string} text
 * @param {Completion} completion
 * @param {string} insertion
 * @returns {{ start: number, end: number, insertion: string }}
 */
export const accepted = (text, { start, end }, insertion) => ({
  start,
  end: text[end] === " " ? end + 1 : end,
  insertion: `${insertion} `,
});
