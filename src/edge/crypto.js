// Signatures, judged by the platform's WebCrypto. It is asynchronous: so it is here, and not in Rust.

/** How JWTs call algorithms, and what the platform calls them, with the form of their keys. */
const ALGORITHMS = {
  ES256: { form: "raw", name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
};

/**
 * Whether a key has signed this. What is no key, or no signature by one, has not.
 * @param {keyof typeof ALGORITHMS} algorithm
 * @param {Uint8Array} key
 * @param {string} data
 * @param {Uint8Array} signature
 */
export async function verify(algorithm, key, data, signature) {
  const { form, ...how } = ALGORITHMS[algorithm];
  try {
    const imported = await crypto.subtle.importKey(form, key, how, false, ["verify"]);
    return await crypto.subtle.verify(how, imported, signature, new TextEncoder().encode(data));
  } catch {
    return false;
  }
}

/** The bytes of a text in base64url. */
export const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
