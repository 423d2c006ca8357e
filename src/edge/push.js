// Gives messages to push services: encrypted for one browser (RFC 8291), signed by this server (RFC 8292).
// WebCrypto does it all, and is asynchronous: so it is here, and not in Rust.

import { fromBase64, toBase64 } from "./base64url.js";

/** How long a push service has to answer. */
const PATIENCE_MS = 20_000;
/** How long it may keep a message for a browser that is not there. */
const KEPT_SECONDS = 86_400;
/** A signature holds for 24 hours at most; one is used for half of that, so that no clock matters. */
const SIGNED_MS = 12 * 3_600_000;
const CACHED_MS = SIGNED_MS / 2;
/** Push services of which the signatures are kept. */
const MOST_CACHED = 50;
/** What is on its way in one record (RFC 8188): more than any message has. */
const RECORD_SIZE = 4_096;

const text = new TextEncoder();

/**
 * Gives one message to a push service. Never fails: what goes wrong is a status.
 *
 * @param {{ endpoint: string, p256dh: string, auth: string, site: string, payload: string, topic: string, is_urgent: boolean }} what
 * @param {{ VAPID_KEY?: string, PUSH_CONTACT?: string }} env
 * @returns {Promise<{ status: number, retryAfter?: number }>} 0 if nothing was answered; 410 for keys that are none.
 *   `retryAfter`: how many milliseconds it wants to have its peace, if it said so.
 */
export async function sendPush(what, env) {
  const { endpoint, p256dh, auth, payload, topic } = what;
  let body;
  try {
    body = await encrypt(text.encode(payload), { p256dh: fromBase64(p256dh), auth: fromBase64(auth) });
  } catch {
    return { status: 410 };
  }
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        authorization: await signature(endpoint, env.PUSH_CONTACT || what.site, env.VAPID_KEY),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        ttl: `${KEPT_SECONDS}`,
        topic,
        urgency: what.is_urgent ? "high" : "normal",
      },
      body,
      // Where a push service sends us is not one that the operator has listed.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    // What it says besides is nobody's business.
    await response.body?.cancel().catch(() => {});
    return { status: response.status, retryAfter: retryAfter(response.headers.get("retry-after")) };
  } catch {
    return { status: 0 };
  }
}

/**
 * Milliseconds of `Retry-After`: seconds, or a date.
 * @param {string | null} value
 */
export function retryAfter(value, now = Date.now()) {
  if (value === null) return undefined;
  if (!/^\d{1,9}$| GMT$/.test(value)) return undefined;
  const wait = / GMT$/.test(value) ? Date.parse(value) - now : Number(value) * 1_000;
  return Number.isFinite(wait) ? Math.max(wait, 0) : undefined;
}

/**
 * Encrypts for a browser (RFC 8291, aes128gcm).
 * @param {Uint8Array} plain
 * @param {{ p256dh: Uint8Array, auth: Uint8Array }} browser
 * @param {{ salt?: Uint8Array, keys?: CryptoKeyPair }} [chosen] Of tests: else random.
 */
export async function encrypt(plain, { p256dh, auth }, { salt = random(16), keys } = {}) {
  const ecdh = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", p256dh, ecdh, false, []);
  const ours = keys ?? (await crypto.subtle.generateKey(ecdh, true, ["deriveBits"]));
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256);
  const info = bytes(text.encode("WebPush: info\0"), p256dh, point);
  const secret = await derive(new Uint8Array(shared), auth, info, 32);
  const key = await derive(secret, salt, text.encode("Content-Encoding: aes128gcm\0"), 16);
  const nonce = await derive(secret, salt, text.encode("Content-Encoding: nonce\0"), 12);
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  // The last record ends with a 2.
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, aes, bytes(plain, [2]));
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, RECORD_SIZE);
  return bytes(salt, size, [point.length], point, new Uint8Array(sealed));
}

async function derive(secret, salt, info, length) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8);
  return new Uint8Array(bits);
}

/** By push service: what it is shown, and until when. */
const signatures = new Map();

/**
 * What tells a push service who we are (RFC 8292).
 * @param {string} endpoint
 * @param {string} contact
 * @param {string | undefined} vapid The point of our key, a dot, and its private number.
 */
export async function signature(endpoint, contact, vapid = "", now = Date.now()) {
  const { origin } = new URL(endpoint);
  const name = `${origin} ${contact} ${vapid}`;
  const known = signatures.get(name);
  if (known && known.until > now) return known.value;
  const [point, secret] = vapid.trim().split(".");
  const raw = fromBase64(point);
  const [x, y] = [toBase64(raw.subarray(1, 33)), toBase64(raw.subarray(33, 65))];
  const jwk = { kty: "EC", crv: "P-256", x, y, d: secret };
  const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("jwk", jwk, ecdsa, false, ["sign"]);
  const claims = { aud: origin, exp: Math.floor((now + SIGNED_MS) / 1_000), sub: contact };
  const part = (value) => toBase64(text.encode(JSON.stringify(value)));
  const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
  const made = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, text.encode(signed));
  const value = `vapid t=${signed}.${toBase64(new Uint8Array(made))}, k=${point}`;
  if (signatures.size >= MOST_CACHED) signatures.clear();
  signatures.set(name, { value, until: now + CACHED_MS });
  return value;
}

function bytes(...parts) {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
