/**
 * A member's avatar: two colours and a shape, derived from the id, and an initial. Nothing is stored; the same
 * id looks the same to everyone. There are so many combinations that nobody gets someone else's by rejoining a
 * few times.
 */

import { graphemes } from "../text/graphemes.js";

const HUES = 12;
const SHAPES = 6;

/**
 * @param {string} id
 * @returns {{ hue: number, shape: number, second: number }}
 */
export const lookOf = (id) => {
  const hash = hashOf(id);
  const rest = Math.floor(hash / HUES);
  return { hue: hash % HUES, shape: rest % SHAPES, second: Math.floor(rest / SHAPES) % HUES };
};

/** @param {string} id */
export const hueOf = (id) => lookOf(id).hue;

/**
 * FNV-1a: short, and spreads ids that differ in one character.
 * @param {string} id
 */
const hashOf = (id) => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** What is not seen by itself, at the beginning. */
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{M}\p{White_Space}]+/u;

/**
 * The first whole character that is seen, be it an emoji of several code points.
 * @param {string} name
 */
export const initialOf = (name) => {
  for (const { segment } of graphemes(name.replace(UNSEEN, ""))) return segment.toLocaleUpperCase();
  return "·";
};
