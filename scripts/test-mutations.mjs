// `npm run test:mutations`: shows that the simulation is worth its time.
//
// Breaks one law of the room after the other, each by one line of
// `tests/mutations.json`, in a copy of the crate, and fails if a broken room
// still passes the simulation.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inProject } from "./lib/paths.mjs";
import { runQuietly } from "./lib/run.mjs";
import { main, Stop, say, step } from "./lib/say.mjs";

const COPIED = ["Cargo.toml", "Cargo.lock", "build.rs", "src", "tests", "benches"];
const TEST = ["test", "--quiet", "--test", "simulation"];

await main(async () => {
  const mutations = JSON.parse(readFileSync(inProject("tests", "mutations.json"), "utf8"));
  for (const { file, from } of mutations) {
    const found = readFileSync(inProject(file), "utf8").split(from).length - 1;
    if (found !== 1) throw new Stop(`${file} does not hold exactly once: ${from}`);
  }
  const copy = mkdtempSync(join(tmpdir(), "alcove-mutations-"));
  try {
    for (const name of COPIED) cpSync(inProject(name), join(copy, name), { recursive: true });
    const test = () => runQuietly("cargo", TEST, { cwd: copy, env: { CARGO_TARGET_DIR: inProject("target", "mutations") } });
    await step("the room as it is passes", test);
    const missed = [];
    for (const { law, file, from, to } of mutations) {
      const path = join(copy, file);
      const source = readFileSync(path, "utf8");
      writeFileSync(path, source.replace(from, () => to));
      await step(law, async () => {
        const caught = await isCaught(test);
        if (!caught) missed.push(law);
        return caught ? "broken, and caught" : "broken, and MISSED";
      });
      writeFileSync(path, source);
    }
    say(`\n${mutations.length - missed.length} of ${mutations.length} broken laws were caught`);
    if (missed.length > 0) throw new Stop(`The simulation missed: ${missed.join("; ")}.`);
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
