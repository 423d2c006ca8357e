/**
 * How well a name answers what somebody looks for. Pure: it is given both folded (text/search-fold.js).
 */

/** More of either is not looked at. */
const MOST = 120;

const WORD = /[\p{L}\p{N}]/u;

/**
 * Each word of the query in any place of the name: best at its beginning, then at that of a word, then anywhere, and
 * least where its letters only come one after the other.
 * @param {string} query
 * @param {string} name
 * @returns {number} 0 if it does not.
 */
export const scoreOf = (query, name) => {
  const within = name.slice(0, MOST);
  const words = query.slice(0, MOST).split(/\s+/).filter(Boolean);
  const scores = words.map((word) => scoreOfWord(word, within));
  if (scores.includes(0)) return 0;
  return scores.reduce((sum, score) => sum + score, 1 / (1 + within.length));
};

/**
 * @param {string} word
 * @param {string} name
 */
const scoreOfWord = (word, name) => {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 6 : 5;
  if (at > 0) return isWordBegun(word, name) ? 4 : 3;
  return isScattered(word, name) ? 1 : 0;
};

/**
 * @param {string} word
 * @param {string} name
 */
const isWordBegun = (word, name) => {
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1))
    if (at === 0 || !WORD.test(name[at - 1] ?? "")) return true;
  return false;
};

/**
 * @param {string} word
 * @param {string} name
 */
const isScattered = (word, name) => {
  let at = -1;
  for (const letter of word) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
};
