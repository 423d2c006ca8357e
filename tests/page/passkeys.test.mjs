// Passkeys between the server's form and the browser's, and what goes wrong with them.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  assertionOf,
  creationFrom,
  makePasskey,
  registrationOf,
  requestFrom,
  usePasskey,
} from "../../public/account/passkeys.js";

const bytes = (...each) => new Uint8Array(each).buffer;
const given = Object.getOwnPropertyDescriptor(globalThis, "navigator");

afterEach(() => {
  Object.defineProperty(globalThis, "navigator", given);
  delete globalThis.PublicKeyCredential;
  delete globalThis.isSecureContext;
});

/** A browser that has passkeys, and answers so. */
function browser(credentials) {
  Object.defineProperty(globalThis, "navigator", { value: { credentials }, configurable: true });
  globalThis.PublicKeyCredential = class {};
  globalThis.isSecureContext = true;
}

test("what the server asks for is bytes where a browser wants bytes, and the rest as it is", () => {
  const options = {
    challenge: "AQID",
    rp: { id: "a.example", name: "Alcove" },
    user: { id: "BAU", name: "Ana", displayName: "Ana" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    excludeCredentials: [{ type: "public-key", id: "_-8", transports: ["internal"] }],
    timeout: 300_000,
  };
  const made = creationFrom(options);
  assert.deepEqual([...made.challenge], [1, 2, 3]);
  assert.deepEqual([...made.user.id], [4, 5]);
  assert.equal(made.user.displayName, "Ana");
  assert.deepEqual([...made.excludeCredentials[0].id], [0xff, 0xef]);
  assert.deepEqual(made.pubKeyCredParams, options.pubKeyCredParams);
  const asked = requestFrom({ challenge: "AQID", rpId: "a.example", userVerification: "preferred" });
  assert.deepEqual([...asked.challenge], [1, 2, 3]);
  assert.deepEqual(
    { ...asked, challenge: 0 },
    { challenge: 0, rpId: "a.example", userVerification: "preferred" },
  );
  for (const challenge of ["*", undefined, 7])
    assert.throws(() => requestFrom({ challenge }), { code: "unavailable" });
});

test("what the browser gives is text in base64url, as the standard names it", () => {
  const common = { id: "AQI", rawId: bytes(1, 2), type: "public-key", authenticatorAttachment: "platform" };
  const registered = registrationOf({
    ...common,
    response: {
      clientDataJSON: bytes(3),
      attestationObject: bytes(4),
      getAuthenticatorData: () => bytes(5),
      getPublicKey: () => bytes(6),
      getPublicKeyAlgorithm: () => -7,
      getTransports: () => ["internal"],
    },
  });
  const said = {
    id: "AQI",
    rawId: "AQI",
    type: "public-key",
    authenticatorAttachment: "platform",
    clientExtensionResults: {},
  };
  assert.deepEqual(registered, {
    ...said,
    response: {
      clientDataJSON: "Aw",
      attestationObject: "BA",
      authenticatorData: "BQ",
      publicKey: "Bg",
      publicKeyAlgorithm: -7,
      transports: ["internal"],
    },
  });
  const response = {
    clientDataJSON: bytes(3),
    authenticatorData: bytes(5),
    signature: bytes(7),
    userHandle: bytes(8),
  };
  assert.deepEqual(assertionOf({ ...common, response }), {
    ...said,
    response: { clientDataJSON: "Aw", authenticatorData: "BQ", signature: "Bw", userHandle: "CA" },
  });
  assert.ok(
    !("userHandle" in assertionOf({ ...common, response: { ...response, userHandle: null } }).response),
  );
});

test("what goes wrong has a code that there are words for", async () => {
  const options = { challenge: "AQID" };
  globalThis.isSecureContext = false;
  await assert.rejects(usePasskey(options), { code: "insecure" });
  globalThis.isSecureContext = true;
  await assert.rejects(usePasskey(options), { code: "unsupported" });
  for (const [name, code] of [
    ["NotAllowedError", "cancelled"],
    ["AbortError", "aborted"],
    ["InvalidStateError", "already"],
    ["SecurityError", "insecure"],
    ["NotSupportedError", "unsupported"],
    ["constructor", "unavailable"],
  ]) {
    const fails = async () => {
      throw Object.assign(new Error(), { name });
    };
    browser({ get: fails, create: fails });
    await assert.rejects(usePasskey(options), { code }, name);
    await assert.rejects(makePasskey({ challenge: "AQID", user: { id: "AQ" } }), { code }, name);
  }
  browser({ get: async () => null });
  await assert.rejects(usePasskey(options), { code: "cancelled" });
});
