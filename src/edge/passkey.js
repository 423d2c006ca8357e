// Verifies what passkeys sign, by the platform's own WebCrypto.

/** How each COSE algorithm is called there. */
const ALGORITHMS = new Map([
  [-7, { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }],
  [-8, { name: "Ed25519" }],
  [-257, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }],
]);

/**
 * Whether a signature holds, of `{ algorithm, key, data, signature }` with bytes in base64url and the key as SPKI;
 * or, without a signature, whether there is such a key.
 */
export async function holds({ algorithm, key, data, signature }) {
  const how = ALGORITHMS.get(algorithm);
  if (!how) return false;
  try {
    const imported = await crypto.subtle.importKey("spki", bytes(key), how, false, ["verify"]);
    return signature === undefined || (await crypto.subtle.verify(how, imported, bytes(signature), bytes(data)));
  } catch {
    // No key, or no signature by one.
    return false;
  }
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
