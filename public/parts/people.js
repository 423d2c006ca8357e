/**
 * How a member looks: a colour by id and an initial. Nothing here is stored; the same id has the
 * same colour for everyone.
 */

const HUES = 12;

/**
 * FNV-1a: short, and spreads ids that differ in one character.
 * @param {string} id
 */
export const hueOf = (id) => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % HUES;
};

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * The first whole character, be it an emoji of several code points.
 * @param {string} name
 */
export const initialOf = (name) => {
  for (const { segment } of graphemes.segment(name.trim())) return segment.toLocaleUpperCase();
  return "·";
};
