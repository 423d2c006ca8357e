/**
 * A key to a room: 128 random bits, as it stands in a link.
 *
 * @param {(bytes: number) => Uint8Array} randomBytes
 */
export const newKey = (randomBytes) =>
  btoa(String.fromCharCode(...randomBytes(16)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
