/**
 * What `/embed.js` itself says on a host page, by language. It stands apart from the catalogues in
 * `languages/`, since host pages load it and need none of the rest.
 */

const english = {
  title: (/** @type {string} */ room) => `Chat room ${room}`,
  noRoom: "This chat cannot be shown: the name of its room is missing or wrong.",
  refused: "This chat cannot be shown here.",
  open: "Open it in a new tab",
};

/** @type {Record<string, typeof english>} */
const WORDS = { en: english };

/**
 * The words in the first language that there is.
 * @param {readonly string[]} languages
 */
export const wordsIn = (languages) => {
  const found = languages.map((each) => each.split("-")[0] ?? "").find((each) => Object.hasOwn(WORDS, each));
  return WORDS[found ?? "en"] ?? english;
};
