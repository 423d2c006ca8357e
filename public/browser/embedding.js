/**
 * What a host page says of the room that it embeds: it stands in the hash of the frame's address, put
 * there by `embed.js`. Outside a frame a hash says nothing, or a link could give one a name.
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
