// Rooms killed between the hello that creates them and its welcome: a few of those of `npm run test:faults`.

import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { createUnderKills } from "./creating.mjs";
import { Random } from "./plan.mjs";

const KILLS = 3;

test("whoever says again what created a room is its one owner, whenever the server was killed", async (t) => {
  const seed = randomInt(2 ** 32);
  t.diagnostic(`seed ${seed}`);
  const { faults, ...numbers } = await createUnderKills(KILLS, new Random(seed));
  t.diagnostic(JSON.stringify(numbers));
  assert.deepEqual(faults, []);
});
