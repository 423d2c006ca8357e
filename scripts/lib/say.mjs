// The scripts' output: one line per step, a sign of life in long ones, and errors as one sentence that says
// what to do.

import { performance } from "node:perf_hooks";

const HEARTBEAT_MS = 10_000;

/** An error whose message is meant for the person at the terminal; no stack trace is shown. */
export class Stop extends Error {}

export const say = (line) => output.write(`${line}\n`);

let output = process.stdout;

/** For scripts whose standard output is their result: all that is said goes to standard error from now on. */
export function sayAside() {
  output = process.stderr;
}

/**
 * Runs one step and closes it with one line, such as `✓ wasm target (30 s)`.
 * `work` is given `progress(text)`; the last text is shown every ten seconds,
 * without the paths that cargo adds in brackets.
 */
export async function step(name, work) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  let latest = "";
  const heartbeat = setInterval(() => say(`  … ${name}, ${seconds()} s${latest && `: ${latest}`}`), HEARTBEAT_MS);
  try {
    const note = await work((text) => {
      latest = text.replace(/\(.*/, "").trim().slice(0, 80);
    });
    say(`✓ ${name}${note ? `: ${note}` : ""} (${seconds()} s)`);
    steps.push({ name, seconds: seconds() });
  } finally {
    clearInterval(heartbeat);
  }
}

/** Every step that was taken, and how long it took. */
export const steps = [];

/** Runs a script's `main` and turns what it throws into an exit code. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    process.stderr.write(`✗ ${error instanceof Stop ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
