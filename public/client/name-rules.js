/**
 * Which characters a name may contain: those that are drawn, and those that mean something where they stand.
 * The same rules as the server's (`src/model/visible.rs`), which has the last word.
 */

import { lengthFault, tidyName } from "./protocol.js";

/** More than any language piles up on one letter. */
const MOST_MARKS = 3;

const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
/** Blank or without a glyph of its own, or another one on each device. */
const NOTHING =
  /[\u070f\u2800\ufff9-\ufffc\u{16fe4}\u{13430}-\u{1345f}\u{1bc9d}\u{1d159}\u{1da9b}-\u{1daaf}\ue000-\uf8ff\p{Noncharacter_Code_Point}\u{40000}-\u{10ffff}]/u;
/** Extends the character before it without taking room, as the voicing marks of halfwidth Katakana do. */
const MARK = /(?![\uff9e\uff9f])\p{Grapheme_Extend}/u;
const COMMON_MARK =
  /[\u0300-\u036f]|[\u0483-\u0489]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ua66f-\ua69f]|[\ufe20-\ufe2f]/u;
/** Latin, Greek, Cyrillic, symbols and emoji: other scripts' marks are often not drawn on them. */
const WESTERN =
  /[\0-\u052f\u1d00-\u1dbf\u1e00-\u2bff\u2c60-\u2c7f\ua640-\ua69f\ua720-\ua7ff\uab30-\uab6f\uff00-\uff65\u{1d400}-\u{1d7ff}\u{1f000}-\u{1fbff}]/u;
const EMOJI = /\p{Emoji}/u;
/** Of scripts whose letters take their shape from their neighbours. */
const JOINING =
  /(?!\p{Default_Ignorable_Code_Point})[\u0600-\u0dff\u1000-\u109f\u1780-\u18af\u1900-\u1c4f\ua800-\ua95f\ua980-\uaaff\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\u{10a00}-\u{11fff}\u{1e900}-\u{1e95f}]/u;
/** Of the Indic scripts in which a joiner behind it makes another form. */
const VIRAMA = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]/u;
const IDEOGRAPH = /[\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/u;
const MONGOLIAN = /[\u1820-\u18aa]/u;
/** England, Scotland and Wales: tags that no other flag has. */
const FLAGS = /\u{1f3f4}(?:gbeng|gbsct|gbwls)\u{7f}/gu;
const TAG = /[\u{e0020}-\u{e007f}]/u;
const TAGS = /[\u{e0020}-\u{e007f}]/gu;

/** What would break the line or turn it round. */
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * What is wrong with a member name, by the server's code for it, or `undefined`. The server has
 * the last word; this only saves a round trip.
 * @param {string} name
 * @param {number} [limit]
 * @returns {"name_empty" | "name_too_long" | "name_invalid" | undefined}
 */
export const nameFault = (name, limit) => {
  const tidy = tidyName(name);
  return lengthFault(tidy, limit) ?? (UNFIT.test(tidy) || !isDrawn(tidy) ? "name_invalid" : undefined);
};

/**
 * The name without what keeps it from being one, as pasted from where that was not seen; "" if that is
 * not all that is wrong.
 * @param {string} name
 */
export const cleanName = (name) => {
  const inOneLine = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  const clean = tidyName(drawnPart(inOneLine.replace(new RegExp(UNFIT, "gu"), "")));
  return nameFault(clean) ? "" : clean;
};

/**
 * Whether each character is drawn, or means something where it stands, and marks are no pile.
 * @param {string} name
 */
export const isDrawn = (name) => {
  const flagless = withoutFlags(name);
  return drawnPart(flagless) === flagless;
};

/**
 * A name without what is not drawn and means nothing, and without piles of marks.
 * @param {string} name
 */
export const drawnPart = (name) => {
  const characters = [...name];
  let base = "";
  let marks = 0;
  const isFit = (/** @type {string} */ each, /** @type {number} */ at) => {
    if (IGNORABLE.test(each)) return meansSomething(characters, at);
    if (NOTHING.test(each)) return false;
    if (MARK.test(each)) {
      marks += 1;
      return marks <= MOST_MARKS && bears(base, each);
    }
    base = each;
    marks = 0;
    return true;
  };
  return characters.filter(isFit).join("");
};

/**
 * The flags that are made of tags become flags without.
 * @param {string} name
 */
const withoutFlags = (name) => {
  if (!TAG.test(name)) return name;
  const flagged = /\u{1f3f4}[\u{e0020}-\u{e007f}]+/gu;
  return name.replace(flagged, (flag) => {
    const read = flag.replace(TAGS, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000));
    return read.replace(FLAGS, "") === "" ? "\u{1f3f4}" : flag;
  });
};

/**
 * @param {string} base
 * @param {string} mark
 */
const bears = (base, mark) => base !== "" && (COMMON_MARK.test(mark) || !WESTERN.test(base));

/**
 * Whether one that draws nothing changes how its neighbours are drawn.
 * @param {readonly string[]} characters
 * @param {number} at
 */
const meansSomething = (characters, at) => {
  const [each = "", before = "", after = ""] = [characters[at], characters[at - 1], characters[at + 1]];
  const joinsLetters = VIRAMA.test(before) || (JOINING.test(before) && JOINING.test(after));
  switch (each) {
    case "\u200d":
      return joinsLetters || ((isPicture(before) || /[\ufe0e\ufe0f]/u.test(before)) && isPicture(after));
    case "\u200c":
      return joinsLetters;
    case "\ufe0e":
    case "\ufe0f":
      return isPicture(before) || (/[0-9#*]/.test(before) && after === "\u20e3");
    case "\u180e":
      return MONGOLIAN.test(before) && MONGOLIAN.test(after);
  }
  if (/[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u.test(each)) return IDEOGRAPH.test(before);
  return /[\u180b-\u180d\u180f]/u.test(each) && MONGOLIAN.test(before);
};

/** An emoji, but for digits, `#` and `*`. @param {string} character */
const isPicture = (character) => character > "\u007f" && EMOJI.test(character);
