/** The size of what all other tests here run: it must not grow unnoticed. */
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { test } from "node:test";
import { MOST_BYTES, nativeBinary } from "../../scripts/lib/build-native.mjs";
import { MOST_GZIPPED, workerSize } from "../../scripts/lib/worker-size.mjs";
import { isNative } from "../support/host.mjs";

test("the Worker, gzipped, or the native host is within its budget", () => {
  const [bytes, most] = isNative() ? [statSync(nativeBinary()).size, MOST_BYTES] : [workerSize().gzipped, MOST_GZIPPED];
  assert.ok(bytes <= most, `${bytes} bytes of ${most}`);
});
