// Pairs killed between request, answer and first message: a few of those of `npm run test:faults`.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { pairUnderKills } from "./pairing.mjs";
import { Random } from "./plan.mjs";

const KILLS = 3;

test("whoever goes on with what two had begun is in the one room of the two, whenever the server was killed", async (t) => {
  const seed = randomInt(2 ** 32);
  t.diagnostic(`seed ${seed}`);
  const { faults, ...numbers } = await pairUnderKills(KILLS, new Random(seed));
  t.diagnostic(JSON.stringify(numbers));
  assert.deepEqual(faults, []);
});
