/**
 * The page's language, and its number, list and plural formats. `before-paint.js` has already chosen the
 * language and written it on the document; nothing is chosen here.
 */

const root = globalThis.document?.documentElement;

/** One of the catalogues in `languages/`. */
export const language = root?.lang || "en";

/** The same language as this user has it: `en-GB` keeps its own clock and dates. */
export const locale = root?.dataset?.locale || language;

const numbers = new Intl.NumberFormat(locale);
// What a browser lacks makes words plainer, and nothing else.
const plurals = Intl.PluralRules && new Intl.PluralRules(locale);
const lists = Intl.ListFormat && new Intl.ListFormat(locale, { type: "conjunction" });

export const number = (/** @type {number} */ n) => numbers.format(n);

/** @param {readonly string[]} items */
export const list = (items) => lists?.format(items) ?? items.join(", ");

/**
 * The form for this number, with `#` for the number itself.
 * @param {number} n
 * @param {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} forms
 */
export const plural = (n, forms) =>
  (forms[plurals?.select(n) ?? (n === 1 ? "one" : "other")] ?? forms.other).replaceAll("#", number(n));

/**
 * The words for a code that the server gives, if there are any; for `constructor` there are none.
 * @param {Readonly<Record<string, string>>} words
 * @param {string} [code]
 */
export const wordsFor = (words, code = "") => (Object.hasOwn(words, code) ? words[code] : undefined);
