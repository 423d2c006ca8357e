/** The signatures in the test vectors of WebAuthn Level 3 hold, as the Worker has them verified, and no others do. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isOfPasskey } from "../../src/edge/crypto.js";

const vectors = JSON.parse(readFileSync(new URL("../webauthn.json", import.meta.url), "utf8")).filter(({ key }) => key);
const bytes = (text) => Buffer.from(text, "base64url");

function signed({ authentication: { authenticatorData, clientDataJSON } }) {
  const hash = createHash("sha256").update(bytes(clientDataJSON)).digest();
  return Buffer.concat([bytes(authenticatorData), hash]);
}

for (const vector of vectors) {
  test(vector.name, async () => {
    const { algorithm, key, raw } = vector;
    const question = { algorithm, key, data: signed(vector).toString("base64url"), signature: raw };
    assert.equal(await isOfPasskey(question), true);
    assert.equal(await isOfPasskey({ algorithm, key }), true);
    const change = (field) => {
      const changed = bytes(question[field]);
      changed[changed.length - 1] ^= 1;
      return { ...question, [field]: changed.toString("base64url") };
    };
    for (const field of ["data", "signature", "key"]) assert.equal(await isOfPasskey(change(field)), false, field);
    // A key is read as what it was made as, and as nothing else.
    for (const other of [-7, -8, -257, -37, 5].filter((one) => one !== algorithm)) {
      assert.equal(await isOfPasskey({ ...question, algorithm: other }), false, `${other}`);
    }
    assert.equal(await isOfPasskey({ ...question, signature: "" }), false);
  });
}

test("there are vectors of all three algorithms", () => {
  assert.deepEqual([...new Set(vectors.map(({ algorithm }) => algorithm))].sort((a, b) => b - a), [-7, -8, -257]);
});
