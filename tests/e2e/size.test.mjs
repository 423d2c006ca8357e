/** The size of the Worker that all other tests here run: it must not grow unnoticed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_GZIPPED, workerSize } from "../../scripts/lib/worker-size.mjs";

test("the Worker is within its budget, gzipped", () => {
  const { gzipped } = workerSize();
  assert.ok(gzipped <= MOST_GZIPPED, `${gzipped} bytes of ${MOST_GZIPPED}`);
});
