/**
 * Prepares a text on its way from the field to the wire: removes invisible characters that no server accepts,
 * and measures its size. Pure, and linear in the text, which may be a whole pasted file.
 */

import { isBlank, utf8Length, wellFormed } from "../client/protocol.js";

/** The frame round a text, with the longest numbers. */
const FRAME_BYTES = 128;

/** How a terminal is told of colours, titles and links; only what has an end. */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)|[#%()*+./-][0-~]|[78=>DEHMNOZc])/g;
/** Among them the line breaks of Word (U+000B) and of pages (U+000C). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const LINE_BREAKS = /\r\n?|[\x0b\x0c\x85\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\x00-\x08\x0e-\x1f\x7f]/g;

/**
 * Text from anywhere, such as a terminal or Word, as it can be sent.
 * @param {string} text
 */
export const tidied = (text) => text.replace(ESCAPES, "").replace(LINE_BREAKS, "\n").replace(FORBIDDEN, "");

/**
 * What is sent of a text: without blank lines round it.
 * @param {string} text
 */
export const sendable = (text) => {
  const lines = wellFormed(tidied(text)).split("\n");
  const isSeen = (/** @type {string} */ line) => !isBlank(line);
  return lines.slice(lines.findIndex(isSeen), lines.findLastIndex(isSeen) + 1).join("\n");
};

/**
 * Of the frame that carries it: quotes and line breaks take more there.
 * @param {string} text
 */
export const bytesOf = (text) => FRAME_BYTES + utf8Length(JSON.stringify(text));

const FENCE = /^ {0,3}(`{3,})([^`]*)$/;

/**
 * Whether a block of code is open there: a line more is a line of it.
 * @param {string} text
 * @param {number} at
 */
export const isInFence = (text, at) => {
  let open = 0;
  for (const line of text.slice(0, at).split("\n")) {
    const [, ticks = "", rest = ""] = FENCE.exec(line) ?? [];
    if (open === 0) open = ticks.length;
    else if (ticks.length >= open && rest.trim() === "") open = 0;
  }
  return open > 0;
};
