/**
 * Finds who is mentioned by `@name` in a text. Any name matches as it stands, whatever it contains, in any
 * case, unless it is only the beginning of a longer word; code and addresses mention nobody.
 */

import { pieces } from "./links.js";
import { composed, UNSPACED } from "./search-fold.js";
import { inTime } from "./slow-texts.js";

const FENCES = /(?<!`)(`{3,})(?!`)[\s\S]*?(?<!`)\1(?!`)/g;
const SPANS = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;
/** As on the keyboards for Latin and for East Asian letters. */
const ANY_AT = /[@＠﹫]/;
/** Behind a letter or a digit, it is most likely part of an address, where words are parted by spaces. */
const AT = new RegExp(String.raw`(?<!(?![${UNSPACED}])[\p{L}\p{N}_@]\p{M}*)@`, "gu");
const IN_WORD = /[\p{L}\p{N}\p{M}_]$/u;
const GOES_ON = /^[\p{L}\p{N}_]/u;
/** What never begins a word. */
const ADDS_ON = /^[\p{M}\p{Lm}]/u;
const UNSPACED_START = new RegExp(`^[${UNSPACED}]`, "u");
const UNSPACED_END = new RegExp(String.raw`[${UNSPACED}]\p{M}*$`, "u");

const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
const VARIANT = /\p{Variation_Selector}/u;
const SPACE = /\p{Zs}/u;
const ASCII = /[!-~\n]/;
/** As most names are. */
const PLAIN = /^(?:[!-~]| (?! ))*$/;

/** More than are met in a visit, unless somebody makes them up. */
const MOST_NAMES = 10_000;
/** A page of messages is drawn again and again; each is looked through once. */
const MOST_KEPT = 600;
/** If more are met at once, it is quicker to look through the texts again. */
const MOST_LOOKED_FOR = 20;

/** Names to be found in texts. Whoever was known once stays known, so that no mention comes and goes. */
export class Names {
  /** @type {Set<string>} */
  #written = new Set();
  /** @type {Set<string>} */
  #folded = new Set();
  /** Of the folded ones, the longest first. @type {number[]} */
  lengths = [];
  /** By text: how that is compared, and who is in it. @type {Map<string, string[]>} */
  #found = new Map();

  /** @param {Iterable<string>[]} lists Of names. */
  note(...lists) {
    if (this.#written.size > MOST_NAMES) this.#forget();
    /** @type {string[]} */
    const fresh = [];
    for (const names of lists)
      for (const name of names)
        if (!this.#written.has(name)) {
          this.#written.add(name);
          const key = nameKey(name);
          if (key.trim() !== "") fresh.push(key);
        }
    if (fresh.length > 0) this.#learn(fresh);
    return this;
  }

  /** @param {string[]} keys */
  #learn(keys) {
    for (const key of keys) this.#folded.add(key);
    this.lengths = [...new Set([...this.lengths, ...keys.map(({ length }) => length)])].sort((a, b) => b - a);
    if (keys.length > MOST_LOOKED_FOR) this.#found.clear();
    for (const [text, [inside = ""]] of this.#found)
      if (keys.some((key) => inside.includes(`@${key}`))) this.#found.delete(text);
  }

  #forget() {
    this.lengths = [];
    this.#written.clear();
    this.#folded.clear();
    this.#found.clear();
  }

  /** @param {string} key */
  has(key) {
    return this.#folded.has(key);
  }

  /**
   * Who is mentioned in a text: the same words as long as the same are.
   * @param {string} text
   */
  mentionedIn(text) {
    if (!ANY_AT.test(text)) return "";
    let found = this.#found.get(text);
    if (!found) {
      const look = () => [
        nameKey(text),
        mentionsIn(text, this)
          .flatMap(({ name }) => name ?? [])
          .join("@"),
      ];
      found = inTime(text, look, () => [""]);
      if (this.#found.size >= MOST_KEPT) this.#found.clear();
      this.#found.set(text, found);
    }
    return found[1] ?? "";
  }
}

/**
 * Whether someone of this name is mentioned, and not one of the others whose name is longer.
 * @param {string} text
 * @param {string} name
 * @param {Names | Iterable<string>} [others] To read thousands of names takes long: whoever asks again has
 *   them read.
 */
export const mentions = (text, name, others = []) => {
  if (!ANY_AT.test(text)) return false;
  const own = new Names().note([name]);
  const all = () => (others instanceof Names ? others : new Names().note(others)).note([name]);
  const look = () => isIn(text, name, own) && isIn(text, name, all());
  return inTime(text, look, () => false);
};

/**
 * @param {string} text
 * @param {string} name
 * @param {Names} names
 */
const isIn = (text, name, names) => {
  const talk = composed(text).replace(FENCES, " ").replace(SPANS, " ");
  const own = nameKey(name);
  return pieces(talk).some(
    ({ text, href }) => !href && mentionsIn(text, names).some(({ name }) => name === own),
  );
};

/**
 * The text in parts, of which some are mentions, with their `@`. However many names there are, each `@`
 * costs as much as there are lengths of them.
 * @param {string} text
 * @param {Names} names
 * @returns {{ text: string, name?: string }[]} `name` as `nameKey` has it.
 */
export const mentionsIn = (text, names) => {
  if (!ANY_AT.test(text)) return [{ text }];
  const { talk, key, starts, ends } = read(text);
  const parts = [];
  let [done, end] = [0, 0];
  for (const { index } of key.matchAll(AT)) {
    const from = index + 1;
    if (index < done) continue;
    const length = names.lengths.find(
      (each) => names.has(key.slice(from, from + each)) && isWhole(key, from, from + each),
    );
    if (length === undefined) continue;
    const stop = from + length;
    const start = starts[index] ?? 0;
    if (start > end) parts.push({ text: talk.slice(end, start) });
    end = ends[stop - 1] ?? talk.length;
    parts.push({ text: talk.slice(start, end), name: key.slice(from, stop) });
    done = stop;
  }
  if (end < talk.length) parts.push({ text: talk.slice(end) });
  return parts;
};

/**
 * Whether a name in this place is no beginning of a longer word. Where words are not parted by spaces,
 * nobody can tell.
 * @param {string} key
 * @param {number} from
 * @param {number} stop
 */
const isWhole = (key, from, stop) => {
  const after = key.slice(stop, stop + 2);
  if (ADDS_ON.test(after)) return false;
  const name = key.slice(from, stop);
  return !GOES_ON.test(after) || !IN_WORD.test(name) || UNSPACED_START.test(after) || UNSPACED_END.test(name);
};

/**
 * A name as it is compared.
 * @param {string} name
 */
export const nameKey = (name) => (PLAIN.test(name) ? name.toUpperCase() : read(name).key);

/**
 * A text as it is compared: without case, what cannot be seen, and all spaces but the first, and with one
 * kind of apostrophe and of hyphen; and where in the text each of its characters starts and ends.
 * @param {string} text
 */
const read = (text) => {
  const talk = composed(text);
  /** @type {number[]} */
  const starts = [];
  /** @type {number[]} */
  const ends = [];
  let key = "";
  let at = 0;
  for (const character of talk) {
    const end = at + character.length;
    const same = compared(character);
    if (same !== " " || !key.endsWith(" ")) {
      for (let unit = 0; unit < same.length; unit += 1) {
        starts.push(at);
        ends.push(end);
      }
      key += same;
    }
    // Says how what is before it looks.
    if (same === "" && VARIANT.test(character) && ends.length > 0) ends[ends.length - 1] = end;
    at = end;
  }
  return { talk, key, starts, ends };
};

/** @param {string} character */
const compared = (character) => {
  if (ASCII.test(character)) return character.toUpperCase();
  if (SPACE.test(character)) return " ";
  if (UNSEEN.test(character)) return "";
  if ("’‘ʼ".includes(character)) return "'";
  if ("‐‑".includes(character)) return "-";
  return character.normalize("NFKC").toLowerCase().toUpperCase();
};
