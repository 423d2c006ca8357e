// `npm run bench:core [-- FILTER --quick …]`: what the core costs by itself, measured with criterion.
//
// Needs only Rust. All arguments go to criterion, which compares with the previous run: `-- --save-baseline
// main`, then `-- --baseline main`.

import { runLoudly } from "../scripts/lib/run.mjs";
import { requireRust } from "../scripts/lib/rust.mjs";
import { main, Stop } from "../scripts/lib/say.mjs";

await main(async () => {
  requireRust();
  const args = process.argv.slice(2);
  const code = await runLoudly("cargo", ["bench", "--locked", "--bench", "core", "--", ...args]);
  if (code !== 0) throw new Stop(`The benchmarks failed (${code}).`);
});
