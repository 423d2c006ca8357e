/**
 * Pictures that move are sent as they are, since a browser would keep only the first of their pictures; but without what
 * they say of their making: where, when, by whom and with what. Pure, and linear in the bytes, which may be anything.
 */

import { strippedAvif } from "./strip-avif.js";

/** What pictures are made of, and how they look: nothing else is kept, whoever may have put it there. */
const PNG = /^(?:[A-Z].*|acTL|fcTL|fdAT|tRNS|cHRM|gAMA|iCCP|sBIT|sRGB|cICP|mDCV|cLLI|bKGD|hIST|pHYs|sPLT)$/s;
const WEBP = /^(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP)$/;
/** Bits of a WebP's head that promise Exif and XMP. */
const WEBP_PROMISES = 0x0c;
/** The only extensions of a GIF's makers by which it moves. */
const LOOPS = /^(?:NETSCAPE2\.0|ANIMEXTS1\.0)$/;

/**
 * Whether it moves; undefined if that cannot be told.
 * @param {Uint8Array} bytes
 * @param {string} type
 */
export const isMoving = (bytes, type) => {
  if (type === "image/png") return partsOfPng(bytes)?.some(({ name }) => name === "acTL");
  if (type === "image/webp") return partsOfWebp(bytes)?.some(({ name }) => name === "ANIM");
  if (type === "image/gif") {
    const parts = partsOfGif(bytes);
    return parts && parts.filter(({ name }) => name === "picture").length > 1;
  }
  return type === "image/avif" ? ascii(bytes, 8, 4) === "avis" : false;
};

/**
 * The same without what it says of itself; undefined if it is not made as it should be, or of a kind that is not known here.
 * @param {Uint8Array} bytes
 * @param {string} type
 */
export const stripped = (bytes, type) => {
  if (type === "image/png") return kept(bytes, partsOfPng(bytes), ({ name }) => PNG.test(name));
  if (type === "image/gif") return kept(bytes, partsOfGif(bytes), ({ name }) => name !== "words");
  if (type === "image/avif") return strippedAvif(bytes);
  if (type !== "image/webp") return undefined;
  const file = kept(bytes, partsOfWebp(bytes), ({ name }) => WEBP.test(name));
  if (!file) return undefined;
  const view = new DataView(file.buffer);
  view.setUint32(4, file.length - 8, true);
  if (ascii(file, 12, 4) === "VP8X") file[20] = (file[20] ?? 0) & ~WEBP_PROMISES;
  return file;
};

/**
 * @typedef {{ name: string, from: number, to: number }} Part
 *
 * @param {Uint8Array} bytes
 * @param {readonly Part[] | undefined} parts That it is made of, from the first byte to the last.
 * @param {(part: Part) => boolean} isKept Of those behind its head.
 */
const kept = (bytes, parts, isKept) => {
  if (!parts) return undefined;
  const left = parts.filter((part) => part.from === 0 || isKept(part));
  const file = new Uint8Array(left.reduce((sum, { from, to }) => sum + to - from, 0));
  let at = 0;
  for (const { from, to } of left) {
    file.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  return file;
};

/** What comes behind the end is no part of it. @param {Uint8Array} bytes @returns {Part[] | undefined} */
const partsOfPng = (bytes) => {
  const view = viewOf(bytes);
  const parts = [{ name: "head", from: 0, to: 8 }];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const to = at + 12 + view.getUint32(at);
    const name = ascii(bytes, at + 4, 4);
    if (to > bytes.length) return undefined;
    parts.push({ name, from: at, to });
    if (name === "IEND") return parts;
    at = to;
  }
  return undefined;
};

/** @param {Uint8Array} bytes @returns {Part[] | undefined} */
const partsOfWebp = (bytes) => {
  if (bytes.length < 12) return undefined;
  const view = viewOf(bytes);
  const end = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts = [{ name: "head", from: 0, to: 12 }];
  let at = 12;
  while (at + 8 <= end) {
    const length = view.getUint32(at + 4, true);
    const to = at + 8 + length + (length & 1);
    if (to > bytes.length) return undefined;
    parts.push({ name: ascii(bytes, at, 4), from: at, to });
    at = to;
  }
  return parts.length > 1 ? parts : undefined;
};

/** @param {Uint8Array} bytes @returns {Part[] | undefined} */
const partsOfGif = (bytes) => {
  if (bytes.length < 14) return undefined;
  let at = 13 + tableAt(bytes, 10);
  const parts = [{ name: "head", from: 0, to: at }];
  while (at < bytes.length) {
    const from = at;
    const kind = bytes[at];
    if (kind === 0x3b) return [...parts, { name: "end", from, to: at + 1 }];
    let name = "rest";
    if (kind === 0x2c) {
      name = "picture";
      at += 10 + tableAt(bytes, at + 9) + 1;
    } else if (kind === 0x21) {
      const label = bytes[at + 1];
      const isWords = label === 0xfe || (label === 0xff && !LOOPS.test(ascii(bytes, at + 3, 11)));
      if (isWords) name = "words";
      at += 2;
    } else return undefined;
    for (let length = bytes[at]; length !== 0; length = bytes[at]) {
      if (length === undefined) return undefined;
      at += 1 + length;
    }
    at += 1;
    parts.push({ name, from, to: at });
  }
  return undefined;
};

/** The bytes of a table of colours, by the byte that tells of it. @param {Uint8Array} bytes @param {number} at */
const tableAt = (bytes, at) => {
  const flags = bytes[at] ?? 0;
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
};

/** @param {Uint8Array} bytes */
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** @param {Uint8Array} bytes @param {number} from @param {number} length */
const ascii = (bytes, from, length) => String.fromCharCode(...bytes.subarray(from, from + length));
