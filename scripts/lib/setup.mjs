// Everything a command needs before it can do its work. Each step looks first
// whether it is done, so a second run takes a fraction of a second, and a run
// that was interrupted goes on where it stopped.

import { compileWorker } from "./build-worker.mjs";
import { npmPackages } from "./npm-packages.mjs";
import { together } from "./run.mjs";
import { requireRust, wasmTarget } from "./rust.mjs";
import { buildTools, hasTools } from "./tools.mjs";

/**
 * `profile`: of the Worker that is wanted next. A first run compiles it meanwhile: npm waits for the
 * network, and each compilation ends with crates that wait for each other.
 */
export async function setUp({ profile } = {}) {
  requireRust();
  const isFirst = !hasTools();
  const compiled = wasmTarget().then(() => isFirst && profile && compileWorker(profile));
  await together([npmPackages(), buildTools(), compiled]);
}

/** The same for the native host, which needs Rust, and npm's packages for its page. */
export async function setUpNative() {
  requireRust();
  await npmPackages();
}
