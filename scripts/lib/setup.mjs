// Everything a command needs before it can do its work. Each step looks first
// whether it is done, so a second run takes a fraction of a second, and a run
// that was interrupted goes on where it stopped.

import { npmPackages } from "./npm-packages.mjs";
import { requireRust, wasmTarget } from "./rust.mjs";
import { buildTools } from "./tools.mjs";

export async function setUp() {
  requireRust();
  await npmPackages();
  await wasmTarget();
  await buildTools();
}
