/**
 * Adds a style to a root that already exists, for parts that are loaded on demand.
 *
 * @import { CSSResult } from "lit"
 */

/**
 * Nothing where it is there already.
 * @param {Document | ShadowRoot} root
 * @param {CSSResult} style
 * @param {CSSResult} [before] The one that it comes next to; without it, all.
 */
export const adopt = (root, { styleSheet }, before) => {
  const sheets = root.adoptedStyleSheets;
  if (!styleSheet || sheets.includes(styleSheet)) return;
  const place = before?.styleSheet ? sheets.indexOf(before.styleSheet) + 1 : sheets.length;
  sheets.splice(place, 0, styleSheet);
};
