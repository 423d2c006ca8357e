// The load generator: builds it, and runs it against a server.

import { spawn } from "node:child_process";
import { inProject, loadCrate } from "../../scripts/lib/paths.mjs";
import { runQuietly } from "../../scripts/lib/run.mjs";
import { Stop, step } from "../../scripts/lib/say.mjs";

const PROGRAM = inProject("target", "bench-load", "release", "alcove-load");

export async function buildLoad() {
  await step("load generator", (progress) =>
    runQuietly("cargo", ["build", "--release", "--locked", ...loadCrate], { progress }),
  );
}

/** Runs a command of the generator against a running server; resolves with its report. */
export function load({ dialect }, { url, pid }, command, options = {}) {
  const args = Object.entries(options).filter(([, value]) => value !== undefined).flatMap(([name, value]) => [`--${name}`, ...[value].flat().map(String)]);
  const all = ["--dialect", dialect, "--url", url, "--pid", String(pid), command, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(PROGRAM, all, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (errors += data));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Stop(`${command}: ${errors.trim()}`))));
  });
}
