// The test runners of `npm test`, and how each one's closing lines are counted.

import { existsSync, readdirSync } from "node:fs";
import { installBun } from "./bun.mjs";
import { buildWorker } from "./build-worker.mjs";
import { lint } from "./checks.mjs";
import { chromium } from "./chromium.mjs";
import { inProject, loadCrate, npmBin } from "./paths.mjs";
import { pythonPackages } from "./python.mjs";
import { runAndRead } from "./run.mjs";
import { say } from "./say.mjs";

/** Name -> runs it and resolves with `{ passed, failed }`. In the order in which they give an answer soonest. */
export const RUNNERS = {
  lint: async () => ({ passed: 0, ...(await lint()) }),
  native: () => counted("cargo", ["test", "--locked"], cargoCount),
  page: () => nodeTests("page"),
  bench: async () => {
    const load = await counted("cargo", ["test", "--locked", ...loadCrate], cargoCount);
    await installBun();
    const peers = await nodeTests("bench");
    return { passed: load.passed + peers.passed, failed: load.failed + peers.failed };
  },
  e2e: async () => {
    await buildWorker("release");
    await pythonPackages();
    return nodeTests("e2e");
  },
  faults: async () => {
    await buildWorker("release");
    return nodeTests("faults");
  },
  browser: async () => {
    if (testFiles("browser").length === 0) return { passed: 0, failed: 0 };
    await buildWorker("release");
    return nodeTests("browser", { CHROMIUM: await chromium() }, 2);
  },
};

/** One file at a time: each starts servers on a small machine. Browsers mostly wait, so two of them do. */
async function nodeTests(folder, env, atOnce = 1) {
  const files = testFiles(folder);
  if (files.length === 0) return { passed: 0, failed: 0 };
  const args = ["--test", "--test-reporter=spec", `--test-concurrency=${atOnce}`, ...files];
  return counted(npmBin("node"), args, nodeCount, env);
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

/** Runs a test program; one that executes no test, or ends badly without counting a failure, has failed. */
async function counted(command, args, count, env) {
  const total = { passed: 0, failed: 0 };
  const code = await runAndRead(
    command,
    args,
    (line) => {
      const found = count(line);
      total.passed += found?.passed ?? 0;
      total.failed += found?.failed ?? 0;
    },
    { env },
  );
  if (total.passed + total.failed === 0) say(`✗ ${command} executed no test.`);
  if (total.failed === 0 && (code !== 0 || total.passed === 0)) total.failed = 1;
  return total;
}
