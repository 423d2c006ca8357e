/**
 * What is shown of a message that was found: the words around the first mark, with all marks in them, as a reader sees
 * them. Pure.
 *
 * @typedef {{ words: string, isMarked: boolean }} Piece
 * @typedef {{ pieces: Piece[], isBegun: boolean, isLeft: boolean }} Excerpt `isBegun`: something stands before it;
 *   `isLeft`: behind it.
 */

/** UTF-16 units. */
export const MOST_SHOWN = 240;
/** So many before the first mark, where the text is too long to be shown whole. */
const LEAD = 60;
/** A word is not cut, unless it is longer. */
const LONGEST_WORD = 24;
const MOST_MARKS = 100;

/**
 * @param {string} text
 * @param {unknown} marks `[[start, length], …]` in UTF-16 units; whatever is none is left out.
 * @returns {Excerpt}
 */
export const excerptOf = (text, marks) => {
  const sound = soundMarks(marks, text);
  const from = text.length <= MOST_SHOWN ? 0 : beginning(text, sound[0]?.[0] ?? 0);
  const to = Math.min(text.length, ending(text, from + MOST_SHOWN));
  /** @type {Piece[]} */
  const pieces = [];
  let at = from;
  const add = (/** @type {number} */ end, /** @type {boolean} */ isMarked) => {
    if (end > at) pieces.push({ words: text.slice(at, end), isMarked });
    at = Math.max(at, end);
  };
  for (const [start, end] of sound) {
    if (start >= to) break;
    add(Math.min(start, to), false);
    add(Math.min(end, to), true);
  }
  add(to, false);
  return { pieces, isBegun: from > 0, isLeft: to < text.length };
};

/**
 * A text without its signs of Markdown, and where its marks are in that. They go through the reading as letters, since
 * what is beside a word decides what a sign means. As it was written where no mark would be left.
 * @param {string} text
 * @param {unknown} marks
 * @param {(text: string) => string} read The words of a text as a reader sees them.
 * @returns {{ words: string, marks: [number, number][] }}
 */
export const readably = (text, marks, read) => {
  const sound = soundMarks(marks, text);
  const asWritten = { words: text, marks: sound.map(([from, to]) => mark(from, to)) };
  if (EDGES.test(text)) return asWritten;
  let at = 0;
  const pieces = sound.map(([from, to]) => {
    const piece = `${text.slice(at, from)}${OPEN}${text.slice(from, to)}${CLOSE}`;
    at = to;
    return piece;
  });
  let words = "";
  /** @type {[number, number][]} */
  const left = [];
  /** Where the open mark begins; one that began in what is not shown is none. @type {number | undefined} */
  let from;
  for (const piece of read(pieces.join("") + text.slice(at)).split(EDGES)) {
    if (piece === OPEN) from = words.length;
    else if (piece !== CLOSE) words += piece;
    else {
      if (from !== undefined && words.length > from) left.push(mark(from, words.length));
      from = undefined;
    }
  }
  return sound.length > 0 && left.length === 0 ? asWritten : { words, marks: left };
};

/** Two letters that hardly anybody writes: of Cherokee, in small. */
const [OPEN, CLOSE] = ["\uabbe", "\uabbf"];
const EDGES = /([\uabbe\uabbf])/;

/** @param {number} from @param {number} to @returns {[number, number]} */
const mark = (from, to) => [from, to - from];

/**
 * In order, none over another, none through the middle of a character.
 * @param {unknown} marks
 * @param {string} text
 */
const soundMarks = (marks, text) => {
  if (!Array.isArray(marks)) return [];
  const ranges = marks.slice(0, MOST_MARKS).flatMap((mark) => {
    const [start, length] = Array.isArray(mark) ? mark : [];
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(length) || start < 0 || length < 1) return [];
    return start < text.length ? [[start, Math.min(start + length, text.length)]] : [];
  });
  ranges.sort(([a = 0], [b = 0]) => a - b);
  /** @type {[number, number][]} */
  const sound = [];
  for (const [start = 0, end = 0] of ranges) {
    const from = Math.max(whole(text, start), sound.at(-1)?.[1] ?? 0);
    const to = isSplit(text, end) ? end + 1 : end;
    if (to > from) sound.push([from, to]);
  }
  return sound;
};

/**
 * Where an excerpt begins that has the first mark in it.
 * @param {string} text
 * @param {number} mark
 */
const beginning = (text, mark) => {
  const wanted = Math.min(Math.max(0, mark - LEAD), text.length - MOST_SHOWN);
  if (wanted <= 0) return 0;
  const space = text.slice(wanted, Math.min(mark, wanted + LONGEST_WORD)).search(/\s\S/);
  return space < 0 ? whole(text, wanted) : wanted + space + 1;
};

/** @param {string} text @param {number} wanted */
const ending = (text, wanted) => {
  if (wanted >= text.length) return text.length;
  const word = text.slice(wanted - LONGEST_WORD, wanted + 1).search(/\s\S*$/);
  return word < 0 ? whole(text, wanted) : wanted - LONGEST_WORD + word;
};

/** Between two halves of a character: before it. @param {string} text @param {number} at */
const whole = (text, at) => (isSplit(text, at) ? at - 1 : at);

/** @param {string} text @param {number} at */
const isSplit = (text, at) =>
  (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
