/**
 * Generates names for new rooms: a word to tell them apart, and 100 random bits that nobody can guess. The
 * link is the key to a room, so it has to be as strong as one.
 */

import { ALPHABET, GROUP_LENGTH, GROUPS, NEW_NAME } from "../text/room-name.js";

const WORDS =
  "alder amber bay birch cedar clover cove dune elm fern fir garden grove harbor haven hazel heath holly island ivy larch linden maple meadow moss olive orchard pine reed sage willow yew".split(
    " ",
  );

/** @param {(bytes: number) => Uint8Array} randomBytes */
export const newRoomName = (randomBytes) => {
  const [word = 0, ...rest] = randomBytes(1 + GROUPS * GROUP_LENGTH);
  const letters = rest.map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  const groups = Array.from({ length: GROUPS }, (_, i) =>
    letters.slice(i * GROUP_LENGTH, (i + 1) * GROUP_LENGTH),
  );
  return [WORDS[word % WORDS.length], ...groups].join("-");
};

/** So many letters and digits among each other are no word and no date. */
const ENOUGH_RANDOM = 12;

/**
 * Whether somebody could come upon a name by trying, as far as one can tell by looking at it.
 * @param {string} name
 */
export const isGuessable = (name) => {
  const parts = name.split(/[-_]/).filter((part) => /\d/.test(part) && /[a-z]/i.test(part));
  return !NEW_NAME.test(name) && parts.join("").length < ENOUGH_RANDOM;
};
