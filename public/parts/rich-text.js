/**
 * What a message's text looks like: links, mentions, and Markdown once a text needs it. The words of
 * others are only ever text nodes here. The part that knows Markdown is loaded when it is first needed;
 * until then, and if it never comes, its marks are shown as they were written.
 *
 * @typedef {object} Options
 * @property {(code: string) => unknown} [onCopy] Copies code; answers whether it did. Without it there is no button.
 * @property {import("./mentions.js").Names} [mentions] Names that are highlighted after an `@`.
 * @property {string} [me] The reader's own.
 */

import { inTime } from "../browser/slow-texts.js";
import { graphemes } from "./graphemes.js";
import { pieces } from "./links.js";
import { html, ifDefined } from "./lit.js";
import { mentionsIn, nameKey } from "./mentions.js";

/** Where something may begin that Markdown knows: a marker at something, or the first of a line. */
const MARKDOWN = /`|[*_~]\S|\]\(|^[ \t]*(?:\\?> |\\?[-*][ \t]|\d{1,9}\\?[.)][ \t])/m;

/** @type {typeof import("./markdown-view.js") | undefined} */
let markdown;
/** @type {Promise<void> | undefined} */
let loading;
let isSettled = false;

/**
 * Whether anything in the text may be Markdown. Says no for sure, and yes perhaps.
 * @param {string} text
 */
export const needsMarkdown = (text) =>
  inTime(
    text,
    () => MARKDOWN.test(text) && !isEmojiOnly(text),
    () => false,
  );

/** Whether `loadMarkdown` has nothing more to bring. */
export const isMarkdownSettled = () => isSettled;

/** Resolves when Markdown can be drawn, or when it is known that it cannot: texts then stay as written. */
export const loadMarkdown = () => {
  loading ??= import("./markdown-view.js")
    .then((loaded) => {
      markdown = loaded;
    })
    .catch(() => {})
    .then(() => {
      isSettled = true;
    });
  return loading;
};

/**
 * The inside of `<div class="text" dir="auto">`, without white space that would be part of the text.
 * @param {string} text
 * @param {Options} [options]
 */
export const richText = (text, options = {}) =>
  inTime(
    text,
    () => {
      const leaf = (/** @type {string} */ words) => linked(words, options);
      const blocks = needsMarkdown(text) ? markdown?.blocksOf(text) : undefined;
      return blocks && markdown ? markdown.view(blocks, leaf, options.onCopy) : leaf(text);
    },
    () => [text],
  );

/**
 * The words as a reader sees them.
 * @param {string} text
 * @param {{ isOneLine?: boolean }} [options]
 */
export const plainText = (text, { isOneLine = false } = {}) => {
  const read = () => {
    const blocks = needsMarkdown(text) ? markdown?.blocksOf(text) : undefined;
    return blocks && markdown ? markdown.wordsOf(blocks) : text;
  };
  const words = inTime(text, read, () => text);
  return isOneLine ? words.replace(/\s+/g, " ").trim() : words;
};

/**
 * @param {string} words
 * @param {Options} options
 */
const linked = (words, options) =>
  pieces(words).map(({ text, href, host = "" }) =>
    href
      ? html`<a href=${href} dir="ltr" target=${ifDefined(targetOf(href))} rel="noopener noreferrer">${text}${host && html` <span class="host">(${host})</span>`}</a>`
      : withMentions(text, options),
  );

/** A program of its own opens what is no page. @param {string} href */
const targetOf = (href) => (href.startsWith("mailto:") ? undefined : "_blank");

/**
 * Isolated, so that a name at the start of a sentence does not turn it.
 * @param {string} words
 * @param {Options} options
 */
const withMentions = (words, { mentions, me }) => {
  if (!mentions) return words;
  const own = me === undefined ? undefined : nameKey(me);
  return mentionsIn(words, mentions).map(({ text, name }) =>
    name === undefined
      ? text
      : html`<bdi class=${name === own ? "mention me" : "mention"} translate="no">${text}</bdi>`,
  );
};

const MOST_BIG_EMOJI = 8;
const EMOJI = /^\p{RGI_Emoji}$/v;
/** Of letters one is an emoji. Most texts have others, and need not wait for a browser to load what it knows of emoji. */
const LETTER = /(?!ℹ)\p{L}/u;

/** @param {string} text */
export const isEmojiOnly = (text) =>
  text.length <= MOST_BIG_EMOJI * 24 &&
  !LETTER.test(text) &&
  inTime(
    text,
    () => isFewEmoji(text),
    () => false,
  );

/**
 * One by one, since a pattern for all of them would try every way to divide them.
 * @param {string} text
 */
const isFewEmoji = (text) => {
  let count = 0;
  for (const { segment } of graphemes(text)) {
    if (segment.trim() === "") continue;
    count += 1;
    if (count > MOST_BIG_EMOJI || !EMOJI.test(segment)) return false;
  }
  return count > 0;
};
