// What the page does with the version that the server has.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const OWN = "one";
let served = OWN;
let told = 0;

globalThis.document = { documentElement: { dataset: { version: OWN } } };
globalThis.fetch = async () => {
  if (!served) throw new TypeError("no server");
  return { json: async () => ({ version: served }) };
};
const { loadPart } = await import("../../public/browser/load-part.js");
const { lookForUpdate, updates } = await import("../../public/browser/service-worker.js");
updates.addEventListener("update", () => {
  told += 1;
});

beforeEach(async () => {
  served = OWN;
  await lookForUpdate();
  told = 0;
});

const serve = async (version) => {
  served = version;
  await lookForUpdate();
};

test("the same version, or no answer, is no update", async () => {
  await serve(OWN);
  await serve(undefined);
  assert.equal(told, 0);
});

test("each other version is told once", async () => {
  await serve("two");
  await serve("two");
  assert.equal(told, 1);
  await serve("three");
  assert.equal(told, 2);
});

test("a version that was taken back is none", async () => {
  await serve("two");
  await serve(OWN);
  assert.equal(told, 1);
});

const isGone = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
const tellsAgain = () =>
  new Promise((resolve) => updates.addEventListener("update", resolve, { once: true }));

test("a part that is there is passed on", async () => {
  assert.equal(await loadPart(async () => "the part"), "the part");
  assert.equal(told, 0);
});

test("a part that is gone with its version is told as an update, also if that was told before", async () => {
  await serve("two");
  const again = tellsAgain();
  await assert.rejects(loadPart(isGone), /Failed to fetch/);
  await again;
  assert.equal(told, 2);
});

test("a part that is missing because there is no server is no update", async () => {
  served = undefined;
  await assert.rejects(loadPart(isGone), /Failed to fetch/);
  await lookForUpdate();
  assert.equal(told, 0);
});
