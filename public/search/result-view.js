/**
 * Draws a message that was found: who, when, and the words around what was looked for. Templates only, for the panel of a
 * room and what finds in all rooms.
 *
 * @import { Hit } from "./ask.js"
 */

import { dayKey, dayName, exactTimeOf, timeOf } from "../i18n/dates.js";
import { loadFor, plainText } from "../text/rich-text.js";
import { html, nothing } from "../ui/lit.js";
import { excerptOf, readably } from "./excerpt.js";

const MOST_FILES = 3;

/**
 * Loads what reads them, where that is needed.
 * @param {readonly Hit[]} hits
 * @param {() => void} redraw
 */
export const loadReading = (hits, redraw) => void loadFor(hits.map(({ text = "" }) => text))?.then(redraw);

/** @param {Hit} hit */
export const excerptView = (hit) => {
  const text = hit.text ?? "";
  if (text === "") return html`<span class="excerpt" dir="auto">${filesOf(hit)}</span>`;
  const { words, marks } = readably(text, hit.marks, plainText);
  const { pieces, isBegun, isLeft } = excerptOf(words, marks);
  const drawn = pieces.map(({ words, isMarked }) => (isMarked ? html`<mark>${words}</mark>` : words));
  return html`<span class="excerpt" dir="auto">${isBegun ? "…" : nothing}${drawn}${isLeft ? "…" : nothing}</span>`;
};

/** The day, or the time of one of today. @param {Hit} hit @param {number} now */
export const timeView = ({ at }, now) =>
  html`<time datetime=${new Date(at).toISOString()} title=${exactTimeOf(at)}>${dayKey(at) === dayKey(now) ? timeOf(at) : dayName(at, now)}</time>`;

/** What a message without a text has. @param {Hit} hit */
const filesOf = ({ files }) =>
  Array.isArray(files)
    ? files
        .slice(0, MOST_FILES)
        .map((file) => String(file?.name ?? "").slice(0, 120))
        .join(" · ")
    : "";
