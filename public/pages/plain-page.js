/**
 * Puts a page that consists of a few words into the reader's language. Without this script, it shows them in
 * English.
 *
 * @param {string} title
 * @param {Record<"h1" | "p" | "a", string>} words
 */
export const speak = (title, words) => {
  document.title = title;
  for (const [tag, text] of Object.entries(words)) {
    const element = document.querySelector(`.lost ${tag}`);
    if (element) element.textContent = text;
  }
};
