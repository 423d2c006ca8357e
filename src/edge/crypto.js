// Signatures, judged by the platform's WebCrypto. It is asynchronous: so it is here, and not in Rust.

import { fromBase64 } from "./base64url.js";

const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const ED25519 = { name: "Ed25519" };
const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** How passkeys call algorithms (COSE). */
const OF_PASSKEYS = new Map([
  [-7, ES256],
  [-8, ED25519],
  [-257, RS256],
]);

/**
 * Whether what a passkey has signed holds, of `{ algorithm, key, data, signature }` with bytes in base64url and the
 * key as SPKI; or, without a signature, whether there is such a key.
 */
export function isOfPasskey({ algorithm, key, data, signature }) {
  return holds(async () => {
    const how = OF_PASSKEYS.get(algorithm);
    const imported = await crypto.subtle.importKey("spki", fromBase64(key), how, false, ["verify"]);
    return signature === undefined || crypto.subtle.verify(how, imported, fromBase64(signature), fromBase64(data));
  });
}

/**
 * Whether a key, a point of P-256, has signed a JWT.
 * @param {Uint8Array} key
 * @param {string} jwt
 */
export function isOfHost(key, jwt) {
  return holds(async () => {
    const end = jwt.lastIndexOf(".");
    const imported = await crypto.subtle.importKey("raw", key, ES256, false, ["verify"]);
    return crypto.subtle.verify(ES256, imported, fromBase64(jwt.slice(end + 1)), new TextEncoder().encode(jwt.slice(0, end)));
  });
}

/** What is no key, or no signature by one, throws. */
const holds = (verify) => verify().catch(() => false);
