/**
 * What is known of a file by its first bytes, its name and its numbers, and how large it is drawn. Pure.
 *
 * @import { RoomFile } from "../client/protocol.js"
 *
 * @typedef {{ width: number, height: number }} Size
 */

import { locale } from "../i18n/locale.js";

/** A picture in the log is no longer than this on either side, in CSS pixels. */
const MOST_SIDE = 320;
/** Nothing is too narrow to be pressed. */
const LEAST_SIDE = 64;
/** The longer side of what is sent, in pixels: more than most screens show. */
export const MOST_SENT = 2_560;

/** The five kinds of pictures that a server shows. */
const PICTURE = /^image\/(?:png|jpeg|gif|webp|avif)$/;
const AUDIO = /^audio\/(?:mpeg|ogg|wav|mp4|webm)$/;
const VIDEO = /^video\/(?:mp4|webm)$/;

/**
 * How it is shown: by the type that the server has found, and by nothing that its sender says.
 * @param {{ type: string, removed?: boolean }} file
 * @returns {"picture" | "audio" | "video" | "file"}
 */
export const kindOf = ({ type, removed }) => {
  if (removed) return "file";
  if (PICTURE.test(type)) return "picture";
  return AUDIO.test(type) ? "audio" : VIDEO.test(type) ? "video" : "file";
};

/**
 * The type of a picture by its first bytes; "" if it is none of those that a page can draw anywhere.
 * @param {Uint8Array} bytes At least the first 32.
 */
export const sniffed = (bytes) => {
  const text = String.fromCharCode(...bytes.subarray(0, 32));
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(text)) return "image/gif";
  if (/^RIFF.{4}WEBP/s.test(text)) return "image/webp";
  return /^.{4}ftypavi[fs]/s.test(text) ? "image/avif" : "";
};

/** By their first bytes: HEIC and its kin, TIFF and what cameras make of it, JPEG XL and JPEG 2000. */
const PHOTO = [
  /^.{4}ftyp(?:he[iv][cmsx]|mi[af][f1]|msf1|crx )/s,
  /^(?:II\*\0|MM\0\*|IIRO|IIRS|MMOR|IIU\0|FUJIFILMCCD-RAW)/,
  /^.{4}(?:JXL |jP {2})/s,
];
const PHOTO_ENDING =
  /\.(?:hei[cf]s?|hif|tiff?|dng|cr[23w]|nef|nrw|arw|sr[2fw]|orf|raf|rw[2l]|pef|x3f|3fr|iiq|jxl|jp[2x]|j2k)$/i;

/**
 * Is it a picture that few browsers can draw? Most do not even know a type for it, and cameras write into it where it
 * was taken: it is known by its first bytes, or else by its name.
 * @param {Uint8Array} bytes At least the first 32.
 * @param {string} name
 */
export const isPhoto = (bytes, name) => {
  const text = String.fromCharCode(...bytes.subarray(0, 32));
  return PHOTO_ENDING.test(name) || PHOTO.some((each) => each.test(text));
};

/**
 * As large as it may be, in its own shape.
 * @param {Size} size
 * @param {number} most
 * @returns {Size}
 */
export const fitted = ({ width, height }, most) => {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
};

/**
 * The box of a picture in the log: known before there is anything to draw in it. What would be too narrow is cut by it.
 * @param {Partial<Size>} picture
 * @returns {Size}
 */
export const boxOf = ({ width, height }) => {
  if (!isSide(width) || !isSide(height)) return { width: MOST_SIDE, height: (MOST_SIDE * 3) / 4 };
  const fit = fitted({ width, height }, MOST_SIDE);
  return { width: Math.max(fit.width, LEAST_SIDE), height: Math.max(fit.height, LEAST_SIDE) };
};

/** @param {unknown} side @returns {side is number} */
const isSide = (side) => typeof side === "number" && side >= 1 && side <= 65_535;

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** So that one can imagine it. @param {number} bytes */
export const sizeIn = (bytes) => {
  const step = bytes < 1_000 ? 0 : bytes < 999_500 ? 1 : bytes < 999_500_000 ? 2 : 3;
  const value = bytes / 1_000 ** step;
  const maximumFractionDigits = value < 10 && step > 1 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits,
  }).format(value);
};

/** A name with the ending of what the file has become. @param {string} name @param {string} type */
export const renamed = (name, type) => {
  const ending = ENDINGS[type];
  if (!ending || ending.test(name)) return name;
  const stem = name.replace(/\.[^.]{1,10}$/, "");
  return `${stem || name}.${type.slice("image/".length).replace("jpeg", "jpg")}`;
};

/** @type {Record<string, RegExp>} */
const ENDINGS = {
  "image/png": /\.a?png$/i,
  "image/jpeg": /\.jpe?g$/i,
  "image/webp": /\.webp$/i,
  "image/gif": /\.gif$/i,
  "image/avif": /\.avif$/i,
};

/**
 * What is drawn of a name that is too long is its two ends. They are two boxes, so nothing is cut that is one to the eye,
 * as letters that join or a mark on one: between other than plain letters, the second is no more than what follows the
 * last dot.
 * @param {Pick<RoomFile, "name">} file
 */
export const ends = ({ name }) => {
  const cut = name.length - END_OF_NAME;
  if (name.length <= LONG_NAME) return [name, ""];
  if (PLAIN.test(name.slice(cut - 1, cut + 1))) return [name.slice(0, cut), name.slice(cut)];
  const dot = name.lastIndexOf(".");
  const isEnding = dot > 0 && name.length - dot <= LONG_NAME;
  return isEnding ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
};

const LONG_NAME = 12;
const END_OF_NAME = 8;
const PLAIN = /^[ -~]{2}$/;
