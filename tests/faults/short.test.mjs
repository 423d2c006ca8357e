// The release build, killed and cut off under load: a few minutes of `npm run test:faults` in half a minute.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { SHORT } from "./plan.mjs";
import { tellStory } from "./story.mjs";

test("whatever happens to server and network, everything arrives once and in one order", async (t) => {
  const seed = randomInt(2 ** 32);
  t.diagnostic(`seed ${seed}`);
  const { faults, ...numbers } = await tellStory(SHORT, seed);
  t.diagnostic(JSON.stringify(numbers));
  assert.deepEqual(faults, []);
  assert.equal(numbers.sent, numbers.acknowledged + numbers.refused);
});
