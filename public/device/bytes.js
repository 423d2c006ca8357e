/** Bytes as texts, and back. */

/** @param {Uint8Array} bytes @returns {string} In base64url. */
export const textOf = (bytes) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/**
 * @param {string} text
 * @param {number} [length] How many there have to be.
 * @returns {Uint8Array | undefined} Nothing where it is no such text.
 */
export const bytesOf = (text, length) => {
  if (!/^[\w-]*$/.test(text)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    return length === undefined || bytes.length === length ? bytes : undefined;
  } catch {
    return undefined;
  }
};

/** @param {Uint8Array} bytes */
export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
