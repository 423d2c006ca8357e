/**
 * What is sent, in pieces that fit into a message each; and the short notes beside them.
 */

/** With its seal and in base64url a piece has 3,975 characters of the 4,000 of a message. */
const PIECE_BYTES = 2_960;
/** Before each: which one it is, and of how many. */
const HEAD_BYTES = 4;
/** Far more than the most rooms that a device keeps take up. */
const MOST_PIECES = 250;
const MOST_NOTE = 500;
/** Letters of what the other device says it is. */
const MOST_DEVICE = 40;
/** What is none in “Firefox · Android (14)”. */
const NO_DEVICE = /[^\p{L}\p{Nd} ·.()-]/gu;

/**
 * @param {unknown} parcel
 * @returns {Uint8Array[]}
 */
export const pieces = (parcel) => {
  const bytes = new TextEncoder().encode(JSON.stringify(parcel));
  const whole = Math.ceil(bytes.length / PIECE_BYTES);
  return Array.from({ length: whole }, (_, i) => {
    const part = bytes.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES);
    const piece = new Uint8Array(HEAD_BYTES + part.length);
    new DataView(piece.buffer).setUint16(0, i + 1);
    new DataView(piece.buffer).setUint16(2, whole);
    piece.set(part, HEAD_BYTES);
    return piece;
  });
};

/** Those that have come. What makes no sense throws. */
export class Pieces {
  /** @type {Uint8Array[]} */
  #parts = [];
  #whole = 0;

  /**
   * @param {Uint8Array} piece
   * @returns {{ got: number, whole: number, parcel?: unknown }} With the last one, what was sent.
   */
  take(piece) {
    const head = new DataView(piece.buffer, piece.byteOffset, HEAD_BYTES);
    const [number, whole] = [head.getUint16(0), head.getUint16(2)];
    const isNext = number === this.#parts.length + 1 && number <= whole && whole <= MOST_PIECES;
    const part = piece.subarray(HEAD_BYTES);
    if (!isNext || part.length > PIECE_BYTES || (this.#whole && whole !== this.#whole))
      throw new Error("not the next piece");
    this.#whole = whole;
    this.#parts.push(part);
    if (number < whole) return { got: number, whole };
    const bytes = Uint8Array.from(this.#parts.flatMap((each) => [...each]));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { got: number, whole, parcel: JSON.parse(text) };
  }
}

/**
 * What may be shown of what the other device says it is, which is whatever the other side likes.
 * @param {unknown} device
 */
export const shownDevice = (device) => {
  if (typeof device !== "string") return "";
  const letters = [...device.slice(0, MOST_NOTE).replace(NO_DEVICE, "").trim()];
  return letters.slice(0, MOST_DEVICE).join("");
};

/** @param {{ device?: string, rooms?: number, others?: number, no?: boolean }} note */
export const writeNote = (note) => new TextEncoder().encode(JSON.stringify(note));

/**
 * @param {Uint8Array} bytes
 * @returns {Record<string, unknown>}
 */
export const readNote = (bytes) => {
  if (bytes.length > MOST_NOTE) throw new Error("too long");
  return Object(JSON.parse(new TextDecoder().decode(bytes)));
};
