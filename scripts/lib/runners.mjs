// The test runners of `npm test`, and how each one's closing lines are counted.

import { existsSync, readdirSync } from "node:fs";
import { installBun } from "./bun.mjs";
import { buildWorker } from "./build-worker.mjs";
import { lint } from "./checks.mjs";
import { chromium } from "./chromium.mjs";
import { headlessShell } from "./headless-shell.mjs";
import { inProject, loadCrate, npmBin } from "./paths.mjs";
import { pythonPackages } from "./python.mjs";
import { runAndRead } from "./run.mjs";

/**
 * Name -> runs it and resolves with `{ passed, failed }`; `out`, if given, gets what it prints. In the order in which
 * they give an answer soonest. Only the first of a lane may print past `out`.
 */
export const RUNNERS = {
  page: (out) => nodeTests("page", out),
  lint: async () => ({ passed: 0, ...(await lint()) }),
  native: (out) => counted("cargo", ["test", "--locked"], cargoCount, { out }),
  bench: async (out) => {
    const load = await counted("cargo", ["test", "--locked", ...loadCrate], cargoCount, { out });
    const peers = await nodeTests("bench", out);
    return { passed: load.passed + peers.passed, failed: load.failed + peers.failed };
  },
  e2e: (out) => nodeTests("e2e", out),
  faults: (out) => nodeTests("faults", out),
  browser: browserTests,
};

/** Name -> what has to be there before it begins. */
export const PREPARATIONS = {
  bench: installBun,
  async e2e() {
    await buildWorker("release");
    await pythonPackages();
  },
  faults: () => buildWorker("release"),
  async browser() {
    await buildWorker("release");
    await chromium();
    await headlessShell();
  },
};

/**
 * Those that run at the same time, in lanes: two processors are busy until the end. The page's tests are in none, as
 * they measure how long its functions take.
 */
export const SIDE_BY_SIDE = [["lint", "native", "bench", "e2e", "faults"], ["browser"]];

/** One file at a time: each starts servers on a small machine. */
function nodeTests(folder, out) {
  const files = testFiles(folder);
  const args = ["--test", "--test-reporter=spec", "--test-concurrency=1", ...files];
  return counted(npmBin("node"), args, nodeCount, { out });
}

/** What failed runs once more, and is not counted: with a trace, by which all tests would take twice as long. */
async function browserTests(out = process.stdout) {
  const args = [npmBin("playwright"), "test", "--config", "tests/browser"];
  const env = { CHROMIUM: await chromium(), HEADLESS_SHELL: await headlessShell() };
  const result = await counted(npmBin("node"), args, playwrightCount, { out, env });
  if (result.failed > 0) {
    out.write("\nWhat failed runs once more, for its traces …\n");
    const again = [...args, "--last-failed", "--max-failures=5", "--reporter=dot"];
    await runAndRead(npmBin("node"), again, () => {}, { out: { write: () => {} }, env: { ...env, TRACE: "on" } });
    out.write("They are in target/browser-traces: npx playwright show-trace FOLDER/trace.zip\n");
  }
  return result;
}

function testFiles(folder) {
  const path = inProject("tests", folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith(".test.mjs"))
    .sort()
    .map((file) => `tests/${folder}/${file}`);
}

/** `test result: ok. 12 passed; 0 failed; …`, once per test program. */
function cargoCount(line) {
  const match = /^test result: .*?(\d+) passed; (\d+) failed/.exec(line);
  return match && { passed: Number(match[1]), failed: Number(match[2]) };
}

/** `ℹ pass 12`, and the same for `fail` and `cancelled`. */
function nodeCount(line) {
  const match = /^ℹ (pass|fail|cancelled) (\d+)$/.exec(line);
  return match && { passed: 0, failed: 0, [match[1] === "pass" ? "passed" : "failed"]: Number(match[2]) };
}

/** `  12 passed (3.4m)`, and the same for what has not passed. */
function playwrightCount(line) {
  const match = /^ {2}(\d+) (passed|failed|flaky|interrupted|did not run)\b/.exec(line);
  return match && { passed: 0, failed: 0, [match[2] === "passed" ? "passed" : "failed"]: Number(match[1]) };
}

/** Runs a test program; one that executes no test, or ends badly without counting a failure, has failed. */
async function counted(command, args, count, { env, out }) {
  const total = { passed: 0, failed: 0 };
  const code = await runAndRead(
    command,
    args,
    (line) => {
      const found = count(line);
      total.passed += found?.passed ?? 0;
      total.failed += found?.failed ?? 0;
    },
    { env, out },
  );
  if (total.passed + total.failed === 0) (out ?? process.stdout).write(`✗ ${command} executed no test.\n`);
  if (total.failed === 0 && (code !== 0 || total.passed === 0)) total.failed = 1;
  return total;
}
