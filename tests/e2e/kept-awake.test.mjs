// What the tests of rest would see of an object that something keeps awake.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startServer } from "../browser/support/server.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { fallsAsleep, silentRoom, VARS } from "../support/rest.mjs";

test("a time in which one that something keeps awake is seen to be awake", async () => {
  const [kept, server] = [await startServer(VARS, inProject("tests", "support", "kept-awake.js")), await startServer(VARS)];
  try {
    await silentRoom(kept);
    const ana = await silentRoom(server);
    assert.ok(await fallsAsleep(server));
    await ana.says("two");
    assert.ok(await fallsAsleep(server));
    assert.ok((await kept.awake()) > 0);
  } finally {
    await Promise.all([kept.stop(), server.stop()]);
  }
});
