/**
 * An AVIF that moves, without what it says of its making. Nothing in it is moved, as tables of it tell by numbers of bytes
 * where what is: what has to go is written over. Pure, and linear in the bytes, which may be anything: of what is not known
 * here, nothing is made.
 */

/** What is made of others. */
const HOLDERS = new Set(["moov", "trak", "mdia", "minf", "stbl", "meta", "iprp", "ipco"]);
/** What has words of its maker, or nothing at all. */
const WORDS = new Set(["free", "skip", "wide", "uuid", "udta", "udes", "crtt", "mdft"]);
/** What pictures are made of, but for their properties, of which there are many. */
const PARTS = new Set(
  `ftyp mdat hdlr pitm iloc iinf iref ipma idat grpl dinf mvhd tkhd mdhd edts tref vmhd nmhd
  stsd stts ctts cslg stsc stsz stz2 stco co64 stss sdtp sgpd sbgp`.split(/\s+/),
);
/** Each with when it was made and changed. */
const DATED = new Set(["mvhd", "tkhd", "mdhd"]);
const PICTURES = new Set(["av01", "grid", "iden", "iovl", "tmap"]);
/** What is said of pictures. Nothing at all would be no XMP, and no Exif either. */
const SAID = new Set(["Exif", "mime", "uri "]);
const EMPTY_EXIF = [0, 0, 0, 0, 0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const BLANK = 0x20;
/** Boxes in boxes. */
const DEEPEST = 8;

/** @typedef {{ name: string, from: number, inside: number, to: number }} Box */

/**
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer> | undefined} As long as they are; undefined if something of it is not known here.
 */
export const strippedAvif = (bytes) => {
  try {
    const file = new Avif(Uint8Array.from(bytes));
    file.walk(0, bytes.length, 0, "");
    return file.bytes;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** It throws a RangeError, as a DataView does, where it is not made as it should be. */
class Avif {
  #view;
  /** What has been written over: whoever says the same of many parts takes no more time than all of it. */
  #written = 0;

  /** @param {Uint8Array<ArrayBuffer>} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {number} depth
   * @param {string} holder
   */
  walk(from, to, depth, holder) {
    if (depth > DEEPEST) throw new RangeError("too deep");
    /** @type {Box[]} */
    const boxes = [];
    for (let at = from; at < to; at = boxes.at(-1)?.to ?? to) boxes.push(this.#box(at, to));
    if (holder === "meta") this.#clean(boxes);
    for (const { name, from, inside, to } of boxes) {
      if (WORDS.has(name)) this.#forget(from, inside, to);
      else if (HOLDERS.has(name)) this.walk(inside + (name === "meta" ? 4 : 0), to, depth + 1, name);
      else if (DATED.has(name)) this.bytes.fill(0, inside + 4, inside + (this.#u8(inside) === 1 ? 20 : 12));
      else if (holder !== "ipco" && !PARTS.has(name)) throw new RangeError(`not known: ${name}`);
      // Words and sounds that go with the pictures.
      if (holder === "mdia" && name === "hdlr" && !/^(?:pict|auxv)$/.test(this.#name(inside + 8)))
        throw new RangeError("not of pictures");
    }
  }

  /** @param {number} from @param {number} end @returns {Box} */
  #box(from, end) {
    const length = this.#number(from, 4);
    const to = length === 0 ? end : from + length;
    // One of more than 4 GB has its length elsewhere.
    if (to > end || to < from + 8) throw new RangeError("no box");
    return { name: this.#name(from + 4), from, inside: from + 8, to };
  }

  /** Of a box there is nothing left but its length. @param {number} from @param {number} inside @param {number} to */
  #forget(from, inside, to) {
    this.bytes.set([0x66, 0x72, 0x65, 0x65], from + 4);
    this.bytes.fill(0, inside, to);
  }

  /** Of the items of a `meta`, what is said of pictures. @param {Box[]} boxes */
  #clean(boxes) {
    const find = (/** @type {string} */ name) => {
      const [box, more] = boxes.filter((each) => each.name === name);
      if (more) throw new RangeError("two of one");
      return box;
    };
    const [said, places] = [find("iinf"), find("iloc")];
    const types = said ? this.#types(said) : new Map();
    if (places) this.#visit(places, types, find("idat")?.inside);
  }

  /** Of each item by its number. @param {Box} box */
  #types({ inside, to }) {
    const types = new Map();
    const start = inside + 4 + (this.#u8(inside) === 0 ? 2 : 4);
    for (let at = start; at < to; ) {
      const box = this.#box(at, to);
      const version = this.#u8(box.inside);
      if (box.name !== "infe" || version < 2) throw new RangeError("not known");
      const wide = version === 2 ? 2 : 4;
      const type = this.#name(box.inside + 4 + wide + 2);
      if (!PICTURES.has(type) && !SAID.has(type)) throw new RangeError(`not known: ${type}`);
      types.set(this.#number(box.inside + 4, wide), type);
      at = box.to;
    }
    return types;
  }

  /**
   * @param {Box} box
   * @param {Map<number, string>} types
   * @param {number | undefined} idat Where what is kept beside the items begins.
   */
  #visit({ inside, to }, types, idat) {
    const version = this.#u8(inside);
    if (version > 2) throw new RangeError("not known");
    const sizes = this.#number(inside + 4, 2);
    const [ofOffset, ofLength, ofBase, ofIndex] = [12, 8, 4, 0].map((by) => (sizes >> by) & 15);
    const isEmpty = !ofOffset && !ofLength && !(version > 0 && ofIndex);
    const wide = version < 2 ? 2 : 4;
    let at = inside + 6;
    const next = (/** @type {number | undefined} */ length = 0) => {
      at += length;
      if (at > to) throw new RangeError("too short");
      return this.#number(at - length, length);
    };
    for (let items = next(wide); items > 0; items -= 1) {
      const type = types.get(next(wide)) ?? "";
      const method = version === 0 ? 0 : next(2) & 15;
      const isElsewhere = next(2) !== 0;
      const base = next(ofBase);
      let extents = next(2);
      // Many that take no bytes would be nothing but work.
      if (extents > 1 && isEmpty) throw new RangeError("not known");
      for (; extents > 0; extents -= 1) {
        if (version > 0) next(ofIndex);
        const offset = base + next(ofOffset);
        const length = next(ofLength);
        if (!SAID.has(type)) continue;
        const start = method === 0 ? 0 : method === 1 ? idat : undefined;
        if (start === undefined || isElsewhere || length === 0) throw new RangeError("not known");
        this.#blank(start + offset, length, type);
      }
    }
  }

  /** @param {number} from @param {number} length @param {string} type */
  #blank(from, length, type) {
    this.#written += length;
    // A track may say the same as the file.
    if (from + length > this.bytes.length || this.#written > 2 * this.bytes.length)
      throw new RangeError("not there");
    const isExif = type === "Exif";
    this.bytes.fill(isExif ? 0 : BLANK, from, from + length);
    if (isExif && length >= EMPTY_EXIF.length) this.bytes.set(EMPTY_EXIF, from);
  }

  /** @param {number} at */
  #u8(at) {
    return this.#view.getUint8(at);
  }

  /** @param {number} at @param {number} length In bytes. */
  #number(at, length) {
    let value = 0;
    for (let n = 0; n < length; n += 1) value = value * 256 + this.#u8(at + n);
    return value;
  }

  /** @param {number} at */
  #name(at) {
    return String.fromCharCode(this.#u8(at), this.#u8(at + 1), this.#u8(at + 2), this.#u8(at + 3));
  }
}
