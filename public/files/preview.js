/**
 * What a picture looks like from afar, in at most 40 bytes, by ThumbHash: drawn until the picture is here. What comes from
 * others may be anything; what cannot be drawn is not there.
 */

import { rgbaToThumbHash, thumbHashToDataURL } from "thumbhash";

/** On the wire. */
const MOST_BYTES = 40;
/** Those that were drawn last are drawn again most. */
const MOST_KEPT = 200;

/** @type {Map<string, string>} */
const drawn = new Map();

/**
 * @param {number} width At most 100.
 * @param {number} height At most 100.
 * @param {Uint8ClampedArray} rgba
 */
export const previewOf = (width, height, rgba) => {
  const hash = rgbaToThumbHash(width, height, rgba);
  return btoa(String.fromCharCode(...hash))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
};

/**
 * The address of a tiny picture; "" if there is none.
 * @param {string | undefined} preview
 */
export const previewUrl = (preview) => {
  if (!preview) return "";
  const known = drawn.get(preview);
  if (known !== undefined) return known;
  const url = draw(preview);
  drawn.set(preview, url);
  const [oldest = ""] = drawn.keys();
  if (drawn.size > MOST_KEPT) drawn.delete(oldest);
  return url;
};

/** @param {string} preview */
const draw = (preview) => {
  try {
    const bytes = Uint8Array.from(atob(preview.replaceAll("-", "+").replaceAll("_", "/")), (each) =>
      each.charCodeAt(0),
    );
    return bytes.length >= 5 && bytes.length <= MOST_BYTES ? thumbHashToDataURL(bytes) : "";
  } catch {
    return "";
  }
};
