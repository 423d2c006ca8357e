/**
 * Makes what is sent of what was chosen. A picture is drawn anew, no larger than others look at it: so its place, its
 * time and its maker are gone, and it stands as it was held. One that moves is sent as it is, without what it says of
 * itself. One that cannot be drawn here is sent only after that was said. Everything else goes as it is; of a video it is
 * told how large it is.
 *
 * @typedef {object} Prepared
 * @property {Blob} blob
 * @property {string} name
 * @property {string} type
 * @property {number} [width]
 * @property {number} [height]
 * @property {string} [preview]
 * @property {boolean} [isAsIs] It is a picture of which nothing could be taken away.
 */

import { clock } from "../browser/clock.js";
import { fitted, isPhoto, MOST_SENT, renamed, sniffed } from "./kinds.js";
import { previewOf } from "./preview.js";
import { isMoving, stripped } from "./strip.js";

/** What a preview is made of. */
const MOST_SEEN = 100;
const QUALITY = 0.85;
/** For a video to say how large it is. */
const MOST_MS = 3_000;
/** A screenshot is sharpest as it is; beyond this it is a photograph. */
const MOST_LOSSLESS = 1_500_000;

/**
 * Rejected where it cannot be read, as a folder.
 * @param {File} file
 * @returns {Promise<Prepared>}
 */
export const prepared = async (file) => {
  const { name, type } = file;
  const asIs = { blob: file, name, type };
  const first = new Uint8Array(await file.slice(0, 32).arrayBuffer());
  const kind = sniffed(first);
  // What can be drawn at any size is not looked at as a picture.
  const isCalledSo = type.startsWith("image/") && !type.startsWith("image/svg");
  const isPicture = kind !== "" || isCalledSo || isPhoto(first, name);
  if (!isPicture) return type.startsWith("video/") ? { ...asIs, ...(await sizeOfVideo(file)) } : asIs;
  const picture = await decoded(file);
  if (!picture) return { ...asIs, isAsIs: true };
  try {
    const bytes = canMove(kind) ? new Uint8Array(await file.arrayBuffer()) : undefined;
    const moves = bytes ? isMoving(bytes, kind) : false;
    if (moves && bytes) return { ...asIs, ...unchanged(bytes, kind, picture), type: kind };
    return { ...asIs, ...(await drawnAnew(picture, kind || type, name)) };
  } finally {
    picture.close();
  }
};

/**
 * So that its box is known beforehand. Some phones load nothing of a video that is not played.
 * @param {File} file
 * @returns {Promise<{ width?: number, height?: number }>}
 */
const sizeOfVideo = async (file) => {
  const video = document.createElement("video");
  const url = URL.createObjectURL(file);
  const loaded = new Promise((resolve) => {
    video.onloadedmetadata = video.onerror = resolve;
    clock.setTimeout(() => resolve(undefined), MOST_MS);
  });
  video.preload = "metadata";
  video.src = url;
  await loaded;
  const { videoWidth: width, videoHeight: height } = video;
  video.removeAttribute("src");
  video.load();
  URL.revokeObjectURL(url);
  return width && height ? { width, height } : {};
};

const canMove = (/** @type {string} */ kind) => kind !== "" && kind !== "image/jpeg";

/** @param {Blob} file */
const decoded = async (file) => {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return undefined;
  }
};

/**
 * @param {Uint8Array} bytes
 * @param {string} kind
 * @param {ImageBitmap} picture Its first.
 */
const unchanged = (bytes, kind, picture) => {
  const { width, height } = picture;
  const clean = stripped(bytes, kind);
  const { preview } = seenFromAfar(picture);
  return clean
    ? { blob: new Blob([clean], { type: kind }), width, height, preview }
    : { width, height, preview, isAsIs: true };
};

/**
 * @param {ImageBitmap} picture
 * @param {string} type
 * @param {string} name
 */
const drawnAnew = async (picture, type, name) => {
  const size = fitted(picture, MOST_SENT);
  const canvas = drawn(picture, size);
  const { preview, isOpaque } = seenFromAfar(picture);
  const blob = await encoded(canvas, type, isOpaque);
  // Some phones keep the memory of each.
  canvas.width = canvas.height = 0;
  if (!blob) return { isAsIs: true };
  return { blob, type: blob.type, name: renamed(name, blob.type), ...size, preview };
};

/**
 * What was without loss stays so as long as it is small; else the smaller of what the browser can write.
 * @param {HTMLCanvasElement} canvas
 * @param {string} type
 * @param {boolean} isOpaque
 */
const encoded = async (canvas, type, isOpaque) => {
  const isExact = type === "image/png" || type === "image/gif";
  const exact = isExact || !isOpaque ? await written(canvas, "image/png") : undefined;
  if (exact && isExact && exact.size <= MOST_LOSSLESS) return exact;
  const smaller = await written(canvas, isOpaque && type !== "image/webp" ? "image/jpeg" : "image/webp");
  // A browser that does not write WebP writes PNG.
  if (!exact || !smaller) return smaller ?? exact;
  return smaller.size < exact.size ? smaller : exact;
};

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} type
 * @returns {Promise<Blob | undefined>}
 */
const written = (canvas, type) =>
  new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), type, QUALITY));

/**
 * @param {ImageBitmap} picture
 * @param {{ width: number, height: number }} size
 */
const drawn = (picture, { width, height }) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: Math.max(width, height) <= MOST_SEEN });
  if (!context) return canvas;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return canvas;
};

/** @param {ImageBitmap} picture */
const seenFromAfar = (picture) => {
  const { width, height } = fitted(picture, MOST_SEEN);
  const context = drawn(picture, { width, height }).getContext("2d");
  const rgba = context?.getImageData(0, 0, width, height).data;
  if (!rgba) return { isOpaque: false };
  let isOpaque = true;
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) isOpaque = false;
  return { isOpaque, preview: previewOf(width, height, rgba) };
};
