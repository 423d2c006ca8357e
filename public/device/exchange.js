/**
 * How the two devices agree on keys that nobody has afterwards, who saw the code as little as the server: an X25519 exchange
 * of keys made for this once, with the code as a second secret. Pure.
 *
 * 1. The giver says the hash of its key, before it knows who comes. So nobody in the middle can choose keys by which both
 *    devices show the same number.
 * 2. The taker says its key, 3. the giver its own, each with a proof that it knows the code.
 * 4. From then on all is sealed, each direction with a key of its own and a count, so that nothing can be changed, left
 *    out, repeated or put in.
 *
 * What does not fit throws, and ends it: there is no second try.
 */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesOf, textOf } from "./bytes.js";

const KEY = 32;
const NONCE = 12;
/** Of the number that both show. */
const DIGITS = 6;
const LABEL = "alcove second device 1";

/** @typedef {(bytes: number) => Uint8Array} RandomBytes */

/** Of one direction. */
class Sealed {
  #key;
  #count = 0;

  /** @param {Uint8Array} key */
  constructor(key) {
    this.#key = key;
  }

  get #cipher() {
    const nonce = new Uint8Array(NONCE);
    new DataView(nonce.buffer).setUint32(0, this.#count);
    this.#count += 1;
    return chacha20poly1305(this.#key, nonce);
  }

  /** @param {Uint8Array} bytes */
  seal(bytes) {
    return textOf(this.#cipher.encrypt(bytes));
  }

  /** @param {string} text */
  open(text) {
    return this.#cipher.decrypt(needed(bytesOf(text)));
  }
}

/**
 * @typedef {object} Agreed
 * @property {string} check The number that both devices show.
 * @property {Sealed} fromGiver
 * @property {Sealed} fromTaker
 */

export class GiverExchange {
  #secret;
  #mine;
  #proof;
  #room;

  /**
   * @param {{ room: string, proof: Uint8Array }} keys
   * @param {RandomBytes} randomBytes
   */
  constructor({ room, proof }, randomBytes) {
    this.#secret = randomBytes(KEY);
    this.#mine = x25519.getPublicKey(this.#secret);
    this.#proof = proof;
    this.#room = room;
  }

  /** What it says first. */
  get offer() {
    const promise = sha256(this.#mine);
    return textOf(joined(promise, proofOf(this.#proof, "offer", promise)));
  }

  /**
   * @param {string} text What the taker said.
   * @returns {Agreed & { answer: string }}
   */
  take(text) {
    const { said: theirs, proof: theirProof } = halves(text);
    const promise = sha256(this.#mine);
    check(theirProof, proofOf(this.#proof, "taker", promise, theirs));
    const script = joined(promise, theirs, this.#mine);
    const answer = textOf(joined(this.#mine, proofOf(this.#proof, "giver", script)));
    return { answer, ...agreed(this.#secret, theirs, this.#proof, this.#room, script) };
  }
}

export class TakerExchange {
  #secret;
  #mine;
  #proof;
  #room;
  /** @type {Uint8Array} */
  #promise = new Uint8Array();

  /**
   * @param {{ room: string, proof: Uint8Array }} keys
   * @param {RandomBytes} randomBytes
   */
  constructor({ room, proof }, randomBytes) {
    this.#secret = randomBytes(KEY);
    this.#mine = x25519.getPublicKey(this.#secret);
    this.#proof = proof;
    this.#room = room;
  }

  /**
   * @param {string} offer
   * @returns {string} What it says.
   */
  answer(offer) {
    const { said: promise, proof: theirProof } = halves(offer);
    check(theirProof, proofOf(this.#proof, "offer", promise));
    this.#promise = promise;
    return textOf(joined(this.#mine, proofOf(this.#proof, "taker", promise, this.#mine)));
  }

  /**
   * @param {string} text The giver's answer to it.
   * @returns {Agreed}
   */
  agree(text) {
    const { said: theirs, proof: theirProof } = halves(text);
    const script = joined(this.#promise, this.#mine, theirs);
    check(this.#promise, sha256(theirs));
    check(theirProof, proofOf(this.#proof, "giver", script));
    return agreed(this.#secret, theirs, this.#proof, this.#room, script);
  }
}

/**
 * @param {Uint8Array} secret
 * @param {Uint8Array} theirs
 * @param {Uint8Array} proof
 * @param {string} room
 * @param {Uint8Array} script All that was said.
 * @returns {Agreed}
 */
const agreed = (secret, theirs, proof, room, script) => {
  const shared = joined(x25519.getSharedSecret(secret, theirs), proof);
  const salt = sha256(joined(letters(room), script));
  const bytes = hkdf(sha256, shared, salt, letters(`${LABEL} keys`), 2 * KEY + 4);
  const number = new DataView(bytes.buffer, bytes.byteOffset + 2 * KEY).getUint32(0) % 10 ** DIGITS;
  return {
    check: String(number).padStart(DIGITS, "0"),
    fromGiver: new Sealed(bytes.slice(0, KEY)),
    fromTaker: new Sealed(bytes.slice(KEY, 2 * KEY)),
  };
};

/**
 * @param {Uint8Array} key
 * @param {string} what
 * @param {Uint8Array[]} said
 */
const proofOf = (key, what, ...said) => hmac(sha256, key, joined(letters(`${LABEL} ${what} `), ...said));

/** Takes as long whatever differs. @param {Uint8Array} a @param {Uint8Array} b */
const check = (a, b) => {
  const differing = a.reduce((sum, byte, i) => sum | (byte ^ (b[i] ?? 0)), a.length ^ b.length);
  if (differing !== 0) throw new Error("not by who knows the code");
};

/** @param {string} text */
const halves = (text) => {
  const bytes = needed(bytesOf(text, 2 * KEY));
  return { said: bytes.slice(0, KEY), proof: bytes.slice(KEY) };
};

/** @param {Uint8Array | undefined} bytes */
const needed = (bytes) => {
  if (!bytes) throw new Error("of another form");
  return bytes;
};

const letters = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {Uint8Array[]} parts */
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
