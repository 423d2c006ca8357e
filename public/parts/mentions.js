/**
 * Who is spoken to: `@Name` in a text. It knows no members; it is asked about one name at a time.
 */

/**
 * @param {string} text
 * @param {string} name
 * @returns {boolean} Whether the text has `@name`, in any case, and not as the beginning of a longer word.
 */
export const mentions = (text, name) => {
  if (name === "") return false;
  const escaped = name.normalize("NFC").replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_])@${escaped}(?![\\p{L}\\p{N}_])`, "iu").test(text.normalize("NFC"));
};
