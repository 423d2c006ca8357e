/** What a room gets to know of a key. */

// Not `crypto.subtle`, which a page over plain HTTP in a local network does not have.
import { sha256 } from "@noble/hashes/sha2.js";

/**
 * @param {string} key
 * @returns {string} In hex.
 */
export const hashOf = (key) =>
  Array.from(sha256(new TextEncoder().encode(key)), (byte) => byte.toString(16).padStart(2, "0")).join("");
