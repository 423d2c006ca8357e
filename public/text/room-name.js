/**
 * What a generated room name is made of, and how it is read. `room-names.js` generates them; a room does
 * without that.
 */

/** Digits and letters that are not mistaken for each other. */
export const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
export const GROUPS = 4;
export const GROUP_LENGTH = 5;

const GROUP = `-[${ALPHABET}]{${GROUP_LENGTH}}`;
export const NEW_NAME = new RegExp(`^([a-z]+)(${GROUP})((?:${GROUP}){${GROUPS - 1}})$`);

/**
 * The word and the first letters of the key, by which one tells such a room, and the rest of the key;
 * of any other name there is only the word.
 * @param {string} name
 */
export const nameParts = (name) => {
  const [, word = name, key = "", rest = ""] = NEW_NAME.exec(name) ?? [];
  return { word, key, rest };
};

/** What rooms are called that have a name which nobody could read. @type {Map<string, string>} */
const called = new Map();

/**
 * @param {string} name
 * @param {string} words
 */
export const nameRoom = (name, words) => called.set(name, words);

/**
 * A name where there is no place for one that nobody could read anyway.
 * @param {string} name
 */
export const shortName = (name) => {
  const words = called.get(name);
  if (words) return words;
  const { word, key, rest } = nameParts(name);
  return rest ? `${word}${key}…` : word;
};
