/**
 * Adds Markdown markers around the selected text, or removes them. Loaded with the first formatting shortcut.
 * Pure.
 */

/**
 * @param {string} all
 * @param {number} from
 * @param {number} to
 * @param {string} marker
 * @returns {{ start: number, end: number, text: string, selection: [number, number] }} What to put in the
 *   place of what, and what is selected then.
 */
export const marked = (all, from, to, marker) => {
  const chosen = all.slice(from, to);
  const start = from + (chosen.length - chosen.trimStart().length);
  const end = Math.max(start, to - (chosen.length - chosen.trimEnd().length));
  const words = all.slice(start, end);
  const { length } = marker;
  if (isMarked(all, start, end, marker))
    return {
      start: start - length,
      end: end + length,
      text: words,
      selection: [start - length, end - length],
    };
  if (words.length > 2 * length && isMarked(all, start + length, end - length, marker))
    return { start, end, text: words.slice(length, -length), selection: [start, end - 2 * length] };
  return { start, end, text: marker + words + marker, selection: [start + length, end + length] };
};

/**
 * Whether these markers, and no longer ones, are round a part of a text.
 * @param {string} all
 * @param {number} start
 * @param {number} end
 * @param {string} marker
 */
const isMarked = (all, start, end, marker) => {
  const [sign = ""] = marker;
  const before = all.slice(0, start);
  const after = all.slice(end);
  const opening = before.length - trimmedEnd(before, sign);
  const closing = countAtStart(after, sign);
  // Three are bold and italic at once.
  const is = (/** @type {number} */ run) => run === marker.length || run === 3;
  return is(opening) && is(closing);
};

/**
 * @param {string} text
 * @param {string} sign
 */
const trimmedEnd = (text, sign) => {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === sign) end -= 1;
  return end;
};

/**
 * @param {string} text
 * @param {string} sign
 */
const countAtStart = (text, sign) => {
  let count = 0;
  while (text.charAt(count) === sign) count += 1;
  return count;
};
