/**
 * Text with its links and mentions. Loaded when a text first needs it (rich-text.js).
 *
 * @import { Names } from "./mentions.js"
 *
 * @typedef {object} People
 * @property {Names} [mentions] Names that are highlighted after an `@`.
 * @property {string} [me] The reader's own.
 */

import { html, nothing } from "../ui/lit.js";
import { pieces } from "./links.js";
import { mentionsIn, nameKey } from "./mentions.js";

export { Names } from "./mentions.js";

/**
 * @param {string} words
 * @param {People} options
 */
export const linked = (words, options) =>
  pieces(words).map(({ text, href, host = "" }) =>
    href
      ? html`<a href=${href} dir="ltr" target=${targetOf(href)} rel="noopener noreferrer">${text}${host && html` <span class="host">(${host})</span>`}</a>`
      : withMentions(text, options),
  );

/** A program of its own opens what is no page. @param {string} href */
const targetOf = (href) => (href.startsWith("mailto:") ? nothing : "_blank");

/**
 * Isolated, so that a name at the start of a sentence does not turn it.
 * @param {string} words
 * @param {People} options
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
