// `npm run test:mutations [-- --test costs]`: shows that the tests are worth their time.
//
// Breaks one rule of the room after another, each with one line of `tests/mutations.json`, in a copy of the
// crate, and fails if a broken room still passes the test that checks the rule: the simulation if none is
// named.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inProject } from "./lib/paths.mjs";
import { runQuietly } from "./lib/run.mjs";
import { main, Stop, say, step } from "./lib/say.mjs";

/** With the native host, which is one of the workspace. */
const COPIED = ["Cargo.toml", "Cargo.lock", "build.rs", "src", "tests", "bench/core", "native"];
const USUAL_TEST = "simulation";

await main(async () => {
  const { values } = parseArgs({ options: { test: { type: "string" } } });
  const all = JSON.parse(readFileSync(inProject("tests", "mutations.json"), "utf8"));
  const mutations = all
    .map((mutation) => ({ test: USUAL_TEST, ...mutation }))
    .filter(({ test }) => !values.test || test === values.test);
  if (mutations.length === 0) throw new Stop(`No law is held by a test ${values.test}.`);
  for (const { file, from } of mutations) {
    const found = readFileSync(inProject(file), "utf8").split(from).length - 1;
    if (found !== 1) throw new Stop(`${file} does not hold exactly once: ${from}`);
  }
  const copy = mkdtempSync(join(tmpdir(), "alcove-mutations-"));
  try {
    for (const name of COPIED) cpSync(inProject(name), join(copy, name), { recursive: true });
    const env = { CARGO_TARGET_DIR: inProject("target", "mutations"), SEEDS: "3000" };
    const program = (test) => (test === USUAL_TEST ? [test] : ["native", `${test}::`]);
    const run = (test) => runQuietly("cargo", ["test", "--quiet", "--test", ...program(test)], { cwd: copy, env });
    for (const test of new Set(mutations.map(({ test }) => test))) await step(`the room as it is passes: ${test}`, () => run(test));
    const missed = [];
    for (const { law, file, from, to, test } of mutations) {
      const path = join(copy, file);
      const source = readFileSync(path, "utf8");
      writeFileSync(path, source.replace(from, () => to));
      await step(law, async () => {
        const caught = await isCaught(() => run(test));
        if (!caught) missed.push(law);
        return caught ? "broken, and caught" : "broken, and MISSED";
      });
      writeFileSync(path, source);
    }
    say(`\n${mutations.length - missed.length} of ${mutations.length} broken laws were caught`);
    if (missed.length > 0) throw new Stop(`The tests missed: ${missed.join("; ")}.`);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

/** A failing test catches a mutation; one that does not even compile proves nothing. */
async function isCaught(test) {
  try {
    await test();
    return false;
  } catch (failure) {
    if (/could not compile/.test(failure.message)) throw failure;
    return true;
  }
}
