/**
 * What a message's text looks like: links, mentions, and Markdown once a text needs it. The words of
 * others are only ever text nodes here. The part that knows Markdown is loaded when it is first needed;
 * until then, and if it never comes, its marks are shown as they were written.
 *
 * @typedef {object} Options
 * @property {(code: string) => unknown} [onCopy] Copies code; answers whether it did. Without it there is no button.
 * @property {readonly string[]} [mentions] Names that are highlighted after an `@`.
 * @property {string} [me] The reader's own.
 */

import { pieces } from "./links.js";
import { html } from "./lit.js";
import { isSameName, mentionPattern } from "./mentions.js";

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
export const needsMarkdown = (text) => MARKDOWN.test(text) && !isEmojiOnly(text);

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
export const richText = (text, options = {}) => {
  const leaf = (/** @type {string} */ words) => linked(words, options);
  const blocks = needsMarkdown(text) ? markdown?.blocksOf(text) : undefined;
  return blocks && markdown ? markdown.view(blocks, leaf, options.onCopy) : leaf(text);
};

/**
 * The words as a reader sees them.
 * @param {string} text
 * @param {{ isOneLine?: boolean }} [options]
 */
export const plainText = (text, { isOneLine = false } = {}) => {
  const blocks = needsMarkdown(text) ? markdown?.blocksOf(text) : undefined;
  const words = blocks && markdown ? markdown.wordsOf(blocks) : text;
  return isOneLine ? words.replace(/\s+/g, " ").trim() : words;
};

/**
 * @param {string} words
 * @param {Options} options
 */
const linked = (words, options) =>
  pieces(words).map(({ text, href, host = "" }) =>
    href
      ? html`<a href=${href} dir="ltr" target="_blank" rel="noopener noreferrer">${text}${host && html` <span class="host">(${host})</span>`}</a>`
      : withMentions(text, options),
  );

/** @type {{ names?: readonly string[], me?: string, pattern?: RegExp }} */
let lastNames = {};

/**
 * @param {string} words
 * @param {Options} options
 */
const withMentions = (words, { mentions: names = [], me }) => {
  if (!words.includes("@")) return words;
  if (lastNames.names !== names || lastNames.me !== me)
    lastNames = { names, me, pattern: mentionPattern(me === undefined ? names : [...names, me]) };
  const { pattern } = lastNames;
  // The pattern has one group, so every second part is a name.
  return !pattern
    ? words
    : words.split(pattern).map((part, index) => {
        if (index % 2 === 0) return part;
        const isMe = me !== undefined && isSameName(me, part);
        return html`<span class=${isMe ? "mention me" : "mention"}>@${part}</span>`;
      });
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
