// Everything a command needs before it can do its work. Each step looks first
// whether it is done, so a second run takes a fraction of a second, and a run
// that was interrupted goes on where it stopped.

import { compileWorker } from "./build-worker.mjs";
import { npmPackages } from "./npm-packages.mjs";
import { together } from "./run.mjs";
import { requireRust, wasmTarget } from "./rust.mjs";
import { buildTools } from "./tools.mjs";

/**
 * `profile`: of the Worker that is wanted next, compiled meanwhile. On two cores all at once is as quick
 * as its longest part: npm waits for the network, and both compilations end with crates that wait for
 * each other.
 */
export async function setUp({ profile } = {}) {
  requireRust();
  const compiled = wasmTarget().then(() => profile && compileWorker(profile));
  await together([npmPackages(), buildTools(), compiled]);
}
