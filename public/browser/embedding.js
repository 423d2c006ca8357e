/**
 * The options that a host page sets for an embedded room. They arrive in the hash of the frame's address,
 * where `embed.js` puts them. Outside a frame the hash is ignored; otherwise a link could set someone's name.
 *
 * @typedef {object} Embedding
 * @property {boolean} embedded In a frame of a host page.
 * @property {string} name To join under; "" if none is given.
 * @property {"" | "auto" | "light" | "dark"} theme
 * @property {string} language
 */

import { tidyName } from "../client/protocol.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

/** @type {Embedding} */
const ALONE = { embedded: false, name: "", theme: "", language: "" };

/**
 * @param {string} hash With the `#`.
 * @param {boolean} isFramed
 * @returns {Embedding}
 */
export const readEmbedding = (hash, isFramed) => {
  const given = new URLSearchParams(hash.slice(1));
  if (!isFramed || !given.has("embed")) return ALONE;
  return {
    embedded: true,
    name: tidyName(given.get("name") ?? ""),
    theme: THEMES.find((theme) => theme === given.get("theme")) ?? "",
    language: given.get("language") ?? "",
  };
};
