// How large the built Worker is, and may be.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { outDirs } from "./paths.mjs";

/**
 * What the release may have, gzipped. Each cold start of a room compiles it. Past this, something
 * is in it that the room does not need: a crate's tables, or the text of errors that nobody reads.
 * It was 250 KB before the room bounded what strangers may do, and its operator could act; 320 KB before members wrote
 * to each other in private; 385 KB before it withstood strangers who knock, report and upload; 395 KB before accounts, the
 * users of other sites, sign-in by a provider and push; 500 KB before it searched, and took files. What nobody asks of it is
 * not compiled, so a room wakes as fast.
 */
export const MOST_GZIPPED = 560_000;

/** Bytes of the WebAssembly in a build, as it is and gzipped. */
export function workerSize(out = outDirs.release) {
  const module = readFileSync(join(out, "index_bg.wasm"));
  return { bytes: module.length, gzipped: gzipSync(module).length };
}
