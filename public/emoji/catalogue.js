/**
 * The catalogue of emoji: their order, names in the page's language, shortcodes and skin tones. The data is a
 * chunk of its own, made by `scripts/lib/emoji-data.mjs` and loaded on first use. Recently used emoji are not
 * kept here.
 *
 * @typedef {object} Emoji
 * @property {string} char In no skin tone.
 * @property {string} light In the lightest, or "" if it has no skin.
 * @property {string} name
 * @property {string[]} codes Shortcodes, without their colons.
 * @property {string[]} words What else one may look for.
 * @property {string[]} english The same in English, on pages in other languages.
 */

import { language } from "../i18n/locale.js";
import { loadEmojiWords } from "../i18n/strings.js";
import { fold } from "../text/search-fold.js";
import { canDraw } from "./emoji-fonts.js";

/** Skin tones are numbers from 0 (none, the yellow one) to 5 (dark). */
export const TONES = ["", "🏻", "🏼", "🏽", "🏾", "🏿"];
const ANY_TONE = /[\u{1f3fb}-\u{1f3ff}]/gu;
/** Below that, what is found in the middle of words has nothing to do with what was meant. */
const FEWEST_INSIDE = 3;
/** What is looked for, and in how many words; whatever is pasted after it changes nothing. */
const MOST_QUERY = 64;
const MOST_PARTS = 8;
const COUNTRY = /^\p{Regional_Indicator}{2}$/u;

/** @type {Promise<EmojiCatalogue> | undefined} */
let loading;

/** Fails without a network; the next call tries again. */
export const loadEmoji = () => {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

const load = async () => {
  const [list, words, english] = await Promise.all([
    import("emoji-data:list"),
    loadEmojiWords(),
    language === "en" ? { default: [] } : import("emoji-data:en"),
  ]);
  return new EmojiCatalogue(list.default, words.default, english.default, canDraw);
};

/**
 * @param {Emoji} emoji
 * @param {number} tone
 */
export const inTone = ({ char, light }, tone) =>
  tone === 0 || light === "" ? char : light.replaceAll("🏻", TONES[tone] ?? "🏻");

export class EmojiCatalogue {
  /**
   * Smileys, people, animals, food, travel, activities, objects, symbols, flags.
   * @type {Emoji[][]}
   */
  groups;
  /** @type {Map<string, Emoji>} */
  #byChar = new Map();
  /** @type {Map<string, Emoji>} */
  #byCode = new Map();
  /** @type {Searched[] | undefined} */
  #searched;

  /**
   * @param {EmojiRow[][]} list
   * @param {string[]} words In the list's order.
   * @param {string[]} english Empty where `words` is English.
   * @param {(emoji: string) => boolean} isDrawn
   */
  constructor(list, words, english, isDrawn) {
    const isKnown = knownBy(list, isDrawn);
    let at = 0;
    this.groups = list.map((group) =>
      group.flatMap((row) => {
        const [name = "", ...others] = words[at]?.split("|") ?? [];
        const emoji = {
          char: row[0],
          light: row[2] ?? "",
          name,
          codes: row[1] === "" ? [] : row[1].split(" "),
          words: others,
          english: english[at]?.split("|") ?? [],
        };
        at += 1;
        return isKnown(row) ? [emoji] : [];
      }),
    );
    for (const emoji of this.groups.flat()) {
      this.#byChar.set(bare(emoji.char), emoji);
      for (const code of emoji.codes) if (!this.#byCode.has(code)) this.#byCode.set(code, emoji);
    }
  }

  /**
   * The emoji that this is, in whatever skin.
   * @param {string} char
   */
  named(char) {
    return this.#byChar.get(bare(char));
  }

  /** @param {string} code */
  coded(code) {
    return this.#byCode.get(code.toLowerCase());
  }

  /**
   * The best first: by shortcode, then by name, then by the other words.
   * @param {string} query
   * @param {number} [limit]
   */
  search(query, limit = Number.POSITIVE_INFINITY) {
    const wanted = query.slice(0, MOST_QUERY);
    const same = this.named(wanted.trim());
    if (same) return [same];
    const phrase = spaced(wanted).trim();
    if (phrase === "") return [];
    this.#searched ??= this.groups.flat().map(searched);
    const parts = phrase.split(/\s+/, MOST_PARTS);
    return this.#searched
      .map((each) => ({ emoji: each.emoji, rank: Math.min(rank(each, phrase), rankOfAll(each, parts)) }))
      .filter(({ rank }) => rank < MISS)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, limit)
      .map(({ emoji }) => emoji);
  }
}

/** @typedef {{ emoji: Emoji, codes: string[], name: string, words: string[], english: string[] }} Searched */

/** @param {string} text */
const spaced = (text) => fold(text).replaceAll("_", " ");

/** @param {string} char */
const bare = (char) => char.replace(ANY_TONE, "").replaceAll("\ufe0f", "");

/** @param {Emoji} emoji @returns {Searched} */
const searched = (emoji) => ({
  emoji,
  codes: emoji.codes.map(spaced),
  name: spaced(emoji.name),
  words: emoji.words.map(spaced),
  english: emoji.english.map(spaced),
});

const MISS = 100;

/**
 * Several words in any order: all have to be there, and the worst counts.
 * @param {Searched} searched
 * @param {string[]} parts
 */
const rankOfAll = (searched, parts) => Math.max(...parts.map((part) => rank(searched, part))) + 1;

/**
 * @param {Searched} searched
 * @param {string} query
 */
const rank = ({ codes, name, words, english }, query) => {
  const starts = (/** @type {string} */ text) => text.startsWith(query);
  const startsWord = (/** @type {string} */ text) => text.includes(` ${query}`);
  if (codes.includes(query)) return 0;
  if (name === query) return 1;
  // Of what begins so, the one that is nearest to being whole: `smile` before `smiley`.
  if (codes.some(starts)) return 2 + Math.min(...codes.filter(starts).map(({ length }) => length)) / 100;
  if (starts(name)) return 3;
  if (startsWord(name) || codes.some(startsWord)) return 4;
  if (words.includes(query)) return 5;
  if (words.some((word) => starts(word) || startsWord(word))) return 6;
  if (english.some((word) => starts(word) || startsWord(word))) return 7;
  if (query.length < FEWEST_INSIDE) return MISS;
  const isInside = (/** @type {string} */ text) => text.includes(query);
  return isInside(name) || words.some(isInside) || codes.some(isInside) ? 8 : MISS;
};

/**
 * Which rows this platform can draw, found by one try for each version of Emoji, and one for the
 * flags of countries, which Windows has none of.
 * @param {EmojiRow[][]} list
 * @param {(emoji: string) => boolean} isDrawn
 * @returns {(row: EmojiRow) => boolean}
 */
const knownBy = (list, isDrawn) => {
  /** @type {Map<number, boolean>} */
  const versions = new Map();
  const hasFlags = isDrawn("🇩🇪");
  for (const [char, , , version] of list.flat())
    if (version !== undefined && !versions.has(version)) versions.set(version, isDrawn(char));
  return ([char, , , version]) =>
    (version === undefined || versions.get(version) === true) && (hasFlags || !COUNTRY.test(char));
};
