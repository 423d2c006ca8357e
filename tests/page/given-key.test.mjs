// What a host page gives for its room: taken only in its form.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isKey, readCreate } from "../../public/client/given-key.js";
import { newKey } from "../../public/client/new-key.js";

test("a key is 22 characters of base64url", () => {
  assert.ok(isKey(newKey((bytes) => new Uint8Array(bytes).fill(255))));
  for (const other of [
    "",
    "x".repeat(21),
    "x".repeat(23),
    `${"x".repeat(21)}ä`,
    `${"x".repeat(22)}\n`,
    22,
    null,
    undefined,
    ["x".repeat(22)],
  ])
    assert.equal(isKey(other), false, String(other));
});

test("what a room is to be is an object with settings, as plain data", () => {
  assert.deepEqual(readCreate({}), { settings: {} });
  const settings = { access: "ask", title: "Tea" };
  const copy = readCreate({ settings });
  assert.deepEqual(copy, { settings });
  assert.notEqual(copy.settings, settings);
  const circle = {};
  circle.settings = circle;
  const others = [
    null,
    [],
    "{}",
    1,
    { settings: [] },
    { settings: "ask" },
    { access: "ask" },
    { settings, key: "x" },
    circle,
    { settings: { slow: 1n } },
  ];
  for (const other of others) assert.equal(readCreate(other), undefined);
});

test("settings have a bound", () => {
  const bytes = (count) => ({
    settings: { topic: "x".repeat(count - JSON.stringify({ topic: "" }).length) },
  });
  assert.ok(readCreate(bytes(4_000)));
  assert.equal(readCreate(bytes(4_001)), undefined);
});
