/**
 * Parses language tags as browsers report them, including those that come from system settings, such as
 * `de_DE.UTF-8` or `de-DE@posix`, which `Intl` rejects.
 */

/** @param {string} tag */
const plain = (tag) => `${tag}`.split(/[@.]/)[0]?.replace(/_/g, "-") ?? "";

/** @param {string} tag */
export const languageOf = (tag) => (plain(tag).split("-")[0] ?? "").toLowerCase();

/**
 * What `Intl` takes: the first of these tags that is of this language, else the language.
 * @param {string} language
 * @param {readonly string[]} tags
 */
export const localeFor = (language, tags) => {
  const tag = tags.find((each) => languageOf(each) === language);
  try {
    return (tag && Intl.getCanonicalLocales(plain(tag))[0]) || language;
  } catch {
    return language;
  }
};

/**
 * The first language that is asked for and that there is, else English.
 * @param {readonly string[]} languages
 * @param {readonly string[]} tags
 */
export const bestOf = (languages, tags) =>
  tags.map(languageOf).find((each) => languages.includes(each)) ?? "en";
