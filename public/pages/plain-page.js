/**
 * Puts a page that is nothing but a few words into the reader's language. In English, and without this,
 * it says them itself.
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
