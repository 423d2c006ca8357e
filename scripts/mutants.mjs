// `npm run mutants -- FILE… [--test NAME]`: which changes of a small module its tests do not notice.
//
// Installs nothing: cargo-mutants has to be there. It changes a copy of the crate in one place after another and
// runs the unit tests, and those in tests/ that are named. Of what they miss, some means the same as before.

import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { inProject } from "./lib/paths.mjs";
import { output, runLoudly } from "./lib/run.mjs";
import { requireRust } from "./lib/rust.mjs";
import { main, Stop } from "./lib/say.mjs";

/** cargo-mutants ends with this if mutants were missed, or took too long: a result, no failure. */
const HAS_MISSED = [2, 3];

await main(async () => {
  const { values, positionals } = parseArgs({ options: { test: { type: "string", multiple: true } }, allowPositionals: true });
  if (positionals.length === 0) throw new Stop("Say which files to change: npm run mutants -- src/rate.rs [--test NAME]");
  const absent = positionals.find((file) => !existsSync(inProject(file)));
  if (absent) throw new Stop(`There is no file ${absent}.`);
  requireRust();
  if (!output("cargo", ["mutants", "--version"])) throw new Stop("cargo-mutants is needed: run `cargo install --locked cargo-mutants`.");

  const files = positionals.flatMap((file) => ["--file", file]);
  const tests = ["--lib", ...(values.test ?? []).map((name) => `--test=${name}`)].map((test) => `--cargo-arg=${test}`);
  const env = { CARGO_TARGET_DIR: inProject("target", "mutants") };
  const code = await runLoudly("cargo", ["mutants", ...files, ...tests, "--output", inProject("target")], { env });
  if (code !== 0 && !HAS_MISSED.includes(code)) throw new Stop(`cargo-mutants ended with ${code}.`);
});
