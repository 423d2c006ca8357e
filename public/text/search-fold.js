/**
 * Folds letters for searching: ignores case, accents, and the Arabic and German spellings that people mix. For
 * comparing only, never for showing. Indic vowel signs stay: they are letters.
 */

const MARKS = /(?:[\u0300-\u036f\u064b-\u065f\u0670]|\u0640|\ufe0f)/g;

/** Letters of scripts that do not part words by spaces, or hang on to them what others do not: for a class. */
export const UNSPACED = ["Han", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"]
  .map((script) => String.raw`\p{sc=${script}}`)
  .join("");

/** Browsers put marks in order one by one, each past all before it. */
const MOST_MARKS = /\p{M}{64}/u;

/**
 * In its composed form, or any other; as it is, if there are more marks than any letter has.
 * @param {string} text
 * @param {"NFC" | "NFD" | "NFKC"} [form]
 */
export const composed = (text, form = "NFC") => (MOST_MARKS.test(text) ? text : text.normalize(form));

/** @param {string} text */
export const fold = (text) =>
  composed(
    composed(text, "NFD")
      .replace(MARKS, "")
      .toLowerCase()
      .replaceAll("ß", "ss")
      .replaceAll("ى", "ي")
      .replaceAll("ة", "ه"),
  );
