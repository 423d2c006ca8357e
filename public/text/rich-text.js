/**
 * Draws a message's text: links, mentions and Markdown, once a text needs them. Other people's words are only
 * ever text nodes. The parts that draw links and Markdown are loaded on first use; until then, and if they
 * never arrive, a text is shown as it was written.
 *
 * @import { People } from "./linkify.js"
 *
 * @typedef {object} Copying
 * @property {(code: string) => unknown} [onCopy] Copies code; answers whether it did. Without it there is no button.
 *
 * @typedef {People & Copying} Options
 */

import { graphemes } from "./graphemes.js";
import { inTime } from "./slow-texts.js";

/** Where something may begin that Markdown knows: a marker at something, or the first of a line. */
const MARKDOWN = /`|[*_~]\S|\]\(|^[ \t]*(?:\\?> |\\?[-*][ \t]|\d{1,9}\\?[.)][ \t])/m;

/** Where an address or a mention may begin. */
const LINKED = /[@＠]|:\/\/|[\p{L}\p{N}]\.\p{L}/u;

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

/**
 * Whether an address or a mention may be in the text. Says no for sure, and yes perhaps.
 * @param {string} text
 */
export const needsLinks = (text) => LINKED.test(text);

/**
 * A part of the page that is loaded when a text first needs it. One that does not come is as one that
 * has nothing to say.
 * @template T
 * @param {() => Promise<T>} load
 */
const onDemand = (load) => {
  /** @type {Promise<void> | undefined} */
  let loading;
  const part = {
    /** @type {T | undefined} */
    loaded: undefined,
    isSettled: false,
    load: () => {
      loading ??= load()
        .then((loaded) => {
          part.loaded = loaded;
        })
        .catch(() => {})
        .then(() => {
          part.isSettled = true;
        });
      return loading;
    },
  };
  return part;
};
const markdown = onDemand(() => import("./markdown-view.js"));
const links = onDemand(() => import("./linkify.js"));

/** How many of the parts have come, or will not: with another, texts are drawn anew. */
export const settledParts = () => Number(markdown.isSettled) + Number(links.isSettled);

/**
 * Resolves when all that the texts need is there, or is known not to come; nothing if that is so already.
 * @param {readonly string[]} texts
 */
export const loadFor = (texts) => {
  const missing = [];
  if (!markdown.isSettled && texts.some(needsMarkdown)) missing.push(markdown.load());
  if (!links.isSettled && texts.some(needsLinks)) missing.push(links.load());
  return missing.length > 0 ? Promise.all(missing) : undefined;
};

/** What Markdown looks like, once it is known. */
export const markdownStyle = () => markdown.loaded?.markdownStyle;

/** Names to be found in texts, once mentions are known. */
export const makeNames = () => links.loaded && new links.loaded.Names();

/**
 * The inside of `<div class="text" dir="auto">`, without white space that would be part of the text.
 * @param {string} text
 * @param {Options} [options]
 */
export const richText = (text, options = {}) =>
  inTime(
    text,
    () => {
      const leaf = (/** @type {string} */ words) => links.loaded?.linked(words, options) ?? words;
      const blocks = needsMarkdown(text) ? markdown.loaded?.blocksOf(text) : undefined;
      return (blocks && markdown.loaded?.view(blocks, leaf, options.onCopy)) ?? leaf(text);
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
    const blocks = needsMarkdown(text) ? markdown.loaded?.blocksOf(text) : undefined;
    return (blocks && markdown.loaded?.wordsOf(blocks)) ?? text;
  };
  const words = inTime(text, read, () => text);
  return isOneLine ? words.replace(/\s+/g, " ").trim() : words;
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
