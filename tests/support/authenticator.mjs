/**
 * An authenticator in software: makes passkeys and uses them as the standard says (WebAuthn Level 3), or, where a
 * test wants it, not quite.
 */
import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

/** How each COSE algorithm makes keys and signs with them. */
const ALGORITHMS = {
  "-7": {
    make: () => generateKeyPairSync("ec", { namedCurve: "P-256" }),
    sign: (key, data) => sign("sha256", data, key),
    cose: ({ x, y }) => cbor(new Map([[1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]])),
  },
  "-8": {
    make: () => generateKeyPairSync("ed25519"),
    sign: (key, data) => sign(null, data, key),
    cose: ({ x }) => cbor(new Map([[1, 1], [3, -8], [-1, 6], [-2, bytes(x)]])),
  },
  "-257": {
    make: () => generateKeyPairSync("rsa", { modulusLength: 2048 }),
    sign: (key, data) => sign("sha256", data, key),
    cose: ({ n, e }) => cbor(new Map([[1, 3], [3, -257], [-1, bytes(n)], [-2, bytes(e)]])),
  },
};

const bytes = (text) => Buffer.from(text, "base64url");

const FLAGS = { up: 1, uv: 4, be: 8, bs: 16, at: 64, ed: 128 };

/** One that holds passkeys for whatever site. `clock` makes it count what it signs. */
export class Authenticator {
  #counts;
  #passkeys = [];

  constructor({ counts = false } = {}) {
    this.#counts = counts;
  }

  /** The passkeys that it holds, each `{ id, rpId, handle, algorithm, key, counter }`. */
  get passkeys() {
    return this.#passkeys;
  }

  /**
   * Makes a passkey; returns a `RegistrationResponseJSON`. `change` may say other things than are true: `client`
   * and `flags` are merged, `rpId`, `cose`, `publicKey` and `id` stand instead.
   */
  create(options, origin, { algorithm = options.pubKeyCredParams[0].alg, client, flags, rpId = options.rp.id, ...change } = {}) {
    const how = ALGORITHMS[algorithm];
    const { publicKey, privateKey } = how.make();
    const passkey = { id: randomBytes(32), rpId: options.rp.id, handle: bytes(options.user.id), algorithm, key: privateKey, counter: 0 };
    this.#passkeys.push(passkey);
    const clientDataJSON = clientData("webauthn.create", options.challenge, origin, client);
    const cose = change.cose ?? how.cose(publicKey.export({ format: "jwk" }));
    const id = change.id ?? passkey.id;
    const length = Buffer.from([passkey.id.length >> 8, passkey.id.length & 255]);
    const credential = Buffer.concat([Buffer.alloc(16), length, passkey.id, cose]);
    const authData = Buffer.concat([head(rpId, { up: true, at: true, ...flags }, this.#next(passkey)), credential]);
    const attestationObject = cbor(new Map([["fmt", "none"], ["attStmt", new Map()], ["authData", authData]]));
    return {
      id: b64(id),
      rawId: b64(id),
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(clientDataJSON),
        authenticatorData: b64(authData),
        attestationObject: b64(attestationObject),
        transports: ["internal"],
        publicKey: b64(change.publicKey ?? publicKey.export({ type: "spki", format: "der" })),
        publicKeyAlgorithm: change.publicKeyAlgorithm ?? algorithm,
      },
    };
  }

  /** Uses a passkey, the newest of this site unless told; returns an `AuthenticationResponseJSON`. */
  get(options, origin, { passkey = this.#passkeys.findLast(({ rpId }) => rpId === options.rpId), client, flags, rpId = options.rpId, ...change } = {}) {
    const clientDataJSON = clientData("webauthn.get", options.challenge, origin, client);
    const authData = Buffer.concat([head(rpId, { up: true, ...flags }, change.counter ?? this.#next(passkey)), change.rest ?? Buffer.alloc(0)]);
    const signed = Buffer.concat([authData, sha256(clientDataJSON)]);
    const signature = ALGORITHMS[passkey.algorithm].sign(change.key ?? passkey.key, signed);
    return {
      id: b64(change.id ?? passkey.id),
      rawId: b64(change.id ?? passkey.id),
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: {},
      response: {
        clientDataJSON: b64(clientDataJSON),
        authenticatorData: b64(authData),
        signature: b64(change.signature ? change.signature(signature) : signature),
        userHandle: "handle" in change ? change.handle && b64(change.handle) : b64(passkey.handle),
      },
    };
  }

  /** Another one with a copy of the same passkeys, as they are now. */
  clone() {
    const copy = new Authenticator({ counts: this.#counts });
    copy.#passkeys = this.#passkeys.map((passkey) => ({ ...passkey, key: createPrivateKey(passkey.key.export({ type: "pkcs8", format: "pem" })) }));
    return copy;
  }

  #next(passkey) {
    if (this.#counts) passkey.counter += 1;
    return passkey.counter;
  }
}

function clientData(type, challenge, origin, change) {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, other: "may be here", ...change }));
}

function head(rpId, flags, counter) {
  const set = Object.entries(FLAGS).filter(([name]) => flags[name]);
  const start = Buffer.from([set.reduce((all, [, flag]) => all | flag, 0), 0, 0, 0, 0]);
  start.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), start]);
}

/** The little of CBOR that authenticators write. */
export function cbor(value) {
  if (typeof value === "number") return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  if (typeof value === "string") return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map) return Buffer.concat([cborHead(5, value.size), ...[...value].flat().map(cbor)]);
  return Buffer.concat([cborHead(2, value.length), value]);
}

function cborHead(kind, number) {
  if (number < 24) return Buffer.from([(kind << 5) | number]);
  if (number < 256) return Buffer.from([(kind << 5) | 24, number]);
  return Buffer.from([(kind << 5) | 25, number >> 8, number & 255]);
}
