/**
 * A push service of our own: takes messages as any does, reads them as the browser would, and checks who sends
 * them. What it answers is for a test to say.
 */
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { createServer } from "node:http";
import { Signal } from "./waiting.mjs";

const { subtle } = webcrypto;
const ECDH = { name: "ECDH", namedCurve: "P-256" };
const ECDSA = { name: "ECDSA", namedCurve: "P-256" };

export const base64 = (bytes) => Buffer.from(bytes).toString("base64url");
const bytesOf = (text) => new Uint8Array(Buffer.from(text, "base64url"));

/** A key as VAPID_KEY has it. */
export async function vapidKey() {
  const { publicKey, privateKey } = await subtle.generateKey(ECDSA, true, ["sign", "verify"]);
  const { d } = await subtle.exportKey("jwk", privateKey);
  return `${base64(await subtle.exportKey("raw", publicKey))}.${d}`;
}

export async function startPushService(options) {
  const service = new PushService(options);
  await service.start();
  return service;
}

class PushService {
  /** Its address, as an origin. */
  url;
  /** What came, in order: `{ browser, payload, ttl, topic, urgency, contact, at }`. */
  got = [];

  #key;
  #server;
  #browsers = new Map();
  #answers = new Map();
  #news = new Signal();

  /** @param {{ key: string }} options The key of the server, as VAPID_KEY has it. */
  constructor({ key }) {
    this.#key = key.split(".")[0];
  }

  async start() {
    this.#server = createServer((request, response) => void this.#receive(request, response));
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A browser's subscription, as `PushSubscription.toJSON` gives it. */
  async browser(name) {
    const keys = await subtle.generateKey(ECDH, true, ["deriveBits"]);
    const auth = webcrypto.getRandomValues(new Uint8Array(16));
    const point = new Uint8Array(await subtle.exportKey("raw", keys.publicKey));
    this.#browsers.set(name, { keys, auth, point });
    return { endpoint: `${this.url}/${name}`, keys: { p256dh: base64(point), auth: base64(auth) } };
  }

  /** From now on a browser's messages are answered so: a status, with headers perhaps; `hangs` never. */
  answers(name, status, headers = {}) {
    this.#answers.set(name, { status, headers });
  }

  /** Resolves once `look` finds something among what came. */
  until(look, describe, ms = 90_000) {
    return this.#news.until(look, describe, ms);
  }

  async #receive(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const browser = request.url.slice(1);
    try {
      const body = Buffer.concat(chunks);
      assert.equal(request.method, "POST");
      assert.equal(request.headers["content-encoding"], "aes128gcm");
      assert.ok(body.length <= 4_096);
      const contact = await this.#checkSender(request.headers.authorization);
      const payload = JSON.parse(await this.#decrypt(browser, body));
      const { ttl, topic, urgency } = request.headers;
      assert.match(topic, /^[A-Za-z0-9_-]{1,32}$/);
      this.got.push({ browser, payload, ttl, topic, urgency, contact, at: Date.now() });
    } catch (error) {
      this.got.push({ browser, error });
    }
    const { status, headers } = this.#answers.get(browser) ?? { status: 201, headers: {} };
    if (status !== "hangs") response.writeHead(status, headers).end("what it says");
    this.#news.tell();
  }

  /** RFC 8292. */
  async #checkSender(authorization) {
    const [, token, known] = /^vapid t=([^,]+), k=(\S+)$/.exec(authorization);
    assert.equal(known, this.#key);
    const [head, claims, signature] = token.split(".");
    const json = (part) => JSON.parse(Buffer.from(part, "base64url"));
    assert.deepEqual(json(head), { typ: "JWT", alg: "ES256" });
    const key = await subtle.importKey("raw", bytesOf(known), ECDSA, false, ["verify"]);
    const signed = Buffer.from(`${head}.${claims}`);
    const hash = { name: "ECDSA", hash: "SHA-256" };
    assert.ok(await subtle.verify(hash, key, bytesOf(signature), signed), "the signature");
    const { aud, exp, sub } = json(claims);
    assert.equal(aud, this.url);
    const left = exp - Date.now() / 1_000;
    assert.ok(left > 60 && left <= 86_400, `it holds for ${left} s`);
    return sub;
  }

  /** RFC 8291, as a browser reads it. */
  async #decrypt(name, body) {
    const { keys, auth, point } = this.#browsers.get(name);
    const [salt, theirs, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
    assert.ok(body.readUInt32BE(16) >= sealed.length);
    assert.equal(body[20], 65);
    const sender = await subtle.importKey("raw", theirs, ECDH, false, []);
    const shared = await subtle.deriveBits({ name: "ECDH", public: sender }, keys.privateKey, 256);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), point, theirs]);
    const secret = await hkdf(shared, auth, info, 32);
    const key = await hkdf(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
    const iv = await hkdf(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
    const aes = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
    const plain = Buffer.from(await subtle.decrypt({ name: "AES-GCM", iv }, aes, sealed));
    assert.equal(plain.at(-1), 2);
    return plain.subarray(0, -1).toString();
  }
}

async function hkdf(secret, salt, info, length) {
  const key = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8);
}
