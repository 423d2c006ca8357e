// Every test file runs somewhere: the lists of what runs on which host name each one, and no other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BROWSER_ON_WORKER, E2E, FAULTS, testNames } from "../../scripts/lib/test-files.mjs";

test("each file of a folder whose tests run on hosts has its hosts", () => {
  assert.deepEqual(Object.keys(E2E).sort(), testNames("e2e"));
  assert.deepEqual(Object.keys(FAULTS).sort(), testNames("faults"));
  for (const hosts of Object.values({ ...E2E, ...FAULTS })) assert.ok(hosts.length > 0);
});

test("what runs in a browser on the Worker is there", () => {
  const names = testNames("browser");
  assert.deepEqual(
    BROWSER_ON_WORKER.filter((name) => !names.includes(name)),
    [],
  );
});
