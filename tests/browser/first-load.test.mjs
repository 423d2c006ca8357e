// What it costs to open a room for the first time: a promise to those on a slow network.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { firstLoad } from "./support/first-load.mjs";
import { openWorld } from "./support/world.mjs";

let world;
before(async () => {
  world = await openWorld();
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

test("script and style of a first load are at most 60 KiB, in few requests, and nothing moves", async () => {
  const { bytes, requests, shift } = await firstLoad(world);
  assert.ok(bytes > 0 && bytes <= 60 * 1024, `${bytes} bytes`);
  assert.ok(requests <= 20, `${requests} requests`);
  assert.equal(shift, 0);
});
