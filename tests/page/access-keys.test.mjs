// Links into a room, as those make them who may: what is asked of the room, and what becomes of them.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { hashOf } from "../../public/client/key-hash.js";
import { newKey } from "../../public/client/new-key.js";
import { endOf, mintOf } from "../../public/hosting/access-keys.js";

const NOW = 1_800_000_000_000;

test("a key is 22 characters of base64url, and the room gets the SHA-256 of these", () => {
  for (let i = 0; i < 50; i += 1) {
    const bytes = randomBytes(16);
    const key = newKey(() => bytes);
    assert.equal(key, bytes.toString("base64url"));
    assert.equal(key.length, 22);
    assert.equal(hashOf(key), createHash("sha256").update(key).digest("hex"));
  }
});

test("a link is asked for with its terms, and never with its key", () => {
  const key = newKey(randomBytes);
  const plain = { type: "mint", hash: hashOf(key), role: "member" };
  assert.deepEqual(mintOf(key, { role: "member", label: "  ", lasts: 0, uses: 0, ask: false }, NOW), plain);
  const whole = mintOf(
    key,
    { role: "reader", label: " Book\n club ", lasts: 60_000, uses: 5, ask: true },
    NOW,
  );
  assert.deepEqual(whole, {
    ...plain,
    role: "reader",
    label: "Book  club",
    expires: NOW + 60_000,
    uses: 5,
    ask: true,
  });
  assert.ok(!JSON.stringify(whole).includes(key));
});

test("nobody new comes by a link after its time, or once it is used up", () => {
  assert.equal(endOf({ used: 1_000 }, NOW), "");
  assert.equal(endOf({ used: 4, uses: 5, expires: NOW + 1 }, NOW), "");
  assert.equal(endOf({ used: 5, uses: 5 }, NOW), "usedUp");
  assert.equal(endOf({ used: 5, uses: 5, expires: NOW }, NOW), "ended");
});
