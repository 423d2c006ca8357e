// Bytes as base64url, as keys, signatures and tokens are written.

/** @param {string} value */
export function fromBase64(value) {
  const binary = atob(value.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** @param {Uint8Array} value */
export function toBase64(value) {
  const plain = btoa(String.fromCharCode(...value));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
