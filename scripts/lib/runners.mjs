// The test runners of `npm test`, and how each one's closing lines are counted.

import { buildNative, nativeCrate } from "./build-native.mjs";
import { installBun } from "./bun.mjs";
import { buildWorker } from "./build-worker.mjs";
import { lint } from "./checks.mjs";
import { chromium } from "./chromium.mjs";
import { headlessShell } from "./headless-shell.mjs";
import { buildHostUsers } from "./host-users.mjs";
import { buildPage } from "./page.mjs";
import { loadCrate, npmBin } from "./paths.mjs";
import { pythonPackages } from "./python.mjs";
import { runAndRead } from "./run.mjs";
import { E2E, FAULTS, pathOf, testNames } from "./test-files.mjs";

/**
 * Name -> runs it and resolves with `{ passed, failed }`; `out`, if given, gets what it prints. In the order in which
 * they give an answer soonest. Only the first of a lane may print past `out`.
 */
export const RUNNERS = {
  page: (out) => nodeTests("page", testNames("page"), { out, atOnce: 2 }),
  lint: async () => ({ passed: 0, ...(await lint()) }),
  native: async (out) => {
    const core = await counted("cargo", ["test", "--locked"], cargoCount, { out });
    return sum([core, await counted("cargo", ["test", ...nativeCrate], cargoCount, { out })]);
  },
  bench: async (out) => {
    const load = await counted("cargo", ["test", "--locked", ...loadCrate], cargoCount, { out });
    return sum([load, await nodeTests("bench", testNames("bench"), { out })]);
  },
  e2e: (out) => onHost("native", "e2e", E2E, { out, atOnce: 2 }),
  "e2e-worker": (out) => onHost("worker", "e2e", E2E, { out, atOnce: 2 }),
  faults: async (out) => sum([await onHost("native", "faults", FAULTS, { out }), await onHost("worker", "faults", FAULTS, { out })]),
  browser: browserTests,
};

export const worker = () => buildWorker("release");

/** Name -> what has to be there before it begins, besides the page, which the native host has in its program. */
export const PREPARATIONS = {
  lint: [],
  native: [],
  bench: [installBun],
  e2e: [worker, buildNative, buildHostUsers, pythonPackages],
  "e2e-worker": [worker, buildHostUsers, pythonPackages],
  faults: [worker, buildNative],
  browser: [worker, buildNative, chromium, headlessShell],
};

/**
 * Those that run at the same time, in lanes: two processors are busy until the end. What compiles is in one, what
 * mostly waits for servers in another. The page's tests are in none, as they measure how long its functions take.
 */
export const SIDE_BY_SIDE = [
  ["lint", "native", "bench", "faults"],
  ["e2e", "e2e-worker"],
  ["browser"],
];

const sum = (results) => {
  const of = (what) => results.reduce((total, each) => total + each[what], 0);
  return { passed: of("passed"), failed: of("failed") };
};

/** The tests of a folder that run on a host. */
function onHost(host, folder, hosts, { out, atOnce }) {
  const names = Object.keys(hosts).filter((name) => hosts[name].includes(host));
  return nodeTests(folder, names, { out, atOnce, env: { ALCOVE_HOST: host } });
}

/** A file that takes so long waits for what will never come. */
const FILE_MS = 10 * 60_000;

/** One file at a time, unless they mostly wait, or start no server: the machine may be small. */
function nodeTests(folder, names, { atOnce = 1, ...options }) {
  const files = names.map((name) => pathOf(folder, name));
  const args = ["--test", "--test-reporter=spec", `--test-timeout=${FILE_MS}`, `--test-concurrency=${atOnce}`, ...files];
  return counted(npmBin("node"), args, nodeCount, options);
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
