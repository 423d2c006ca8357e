/**
 * What a new room's name is made of, and how it is read. How one is made is in `room-names.js`, which
 * a room does without.
 */

/** Digits and letters that are not mistaken for each other. */
export const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
export const GROUPS = 4;
export const GROUP_LENGTH = 5;

export const NEW_NAME = new RegExp(`^([a-z]+)((?:-[${ALPHABET}]{${GROUP_LENGTH}}){${GROUPS}})$`);

/**
 * The word one tells such a room by, and the key after it; of any other name there is only the word.
 * @param {string} name
 */
export const nameParts = (name) => {
  const [, word = name, key = ""] = NEW_NAME.exec(name) ?? [];
  return { word, key };
};
