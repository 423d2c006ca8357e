/**
 * Takes a text apart into what is shown differently: now links, and texts that are only emoji. The
 * pieces put together are the text again, character by character; Markdown will have its place here.
 *
 * @typedef {{ text: string, href?: string }} Piece
 */

// A scheme, or a `www.` at the start of a word, and all that is no space, quote or angle bracket.
const LINK = /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)[^\s<>"“”«»\p{Cc}]+/giu;
/** What ends a sentence, not a link. */
const TRAILING = /[.,:;!?'’*_~…]+$/u;

/**
 * @param {string} text
 * @returns {Piece[]}
 */
export const pieces = (text) => {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trim(match[0]);
    const href = hrefOf(link);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
};

/**
 * Leaves a closing bracket to the sentence, unless it was opened in the link.
 * @param {string} link
 */
const trim = (link) => {
  let trimmed = link;
  for (let before = ""; before !== trimmed; ) {
    before = trimmed;
    trimmed = trimmed.replace(TRAILING, "");
    if (isUnbalanced(trimmed, "(", ")") || isUnbalanced(trimmed, "[", "]")) trimmed = trimmed.slice(0, -1);
  }
  return trimmed;
};

/**
 * @param {string} text
 * @param {string} open
 * @param {string} close
 */
const isUnbalanced = (text, open, close) =>
  text.endsWith(close) && text.split(close).length > text.split(open).length;

/** @param {string} link */
const hrefOf = (link) => {
  try {
    const url = new URL(link.toLowerCase().startsWith("www.") ? `https://${link}` : link);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && url.hostname.length > 0 ? url.href : undefined;
  } catch {
    return undefined;
  }
};

const MOST_BIG_EMOJI = 8;
const EMOJI_ONLY = /^(?:\p{RGI_Emoji}|\s)+$/v;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** @param {string} text */
export const isEmojiOnly = (text) => {
  if (text.length > MOST_BIG_EMOJI * 24 || !EMOJI_ONLY.test(text) || text.trim() === "") return false;
  const count = [...graphemes.segment(text)].filter(({ segment }) => segment.trim() !== "").length;
  return count <= MOST_BIG_EMOJI;
};
