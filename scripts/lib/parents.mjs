// No server outlives whoever started it, not even after a `kill -9`.
//
// `npm run …` is npm -> node -> server, and a signal that cannot be caught is
// not passed on: each link must notice that the one before is gone. (The scripts
// in package.json say `exec`, as the shell between would pass on no signal.)

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { root } from "./paths.mjs";
import { childEnv } from "./run.mjs";

const CHECK_MS = 250;

/** Linux only: the kernel can signal a process when its parent ends. */
export const canTie = existsSync("/usr/bin/setpriv");

/** Starts a server that gets `signal` when this process ends, if that can be had; `options` are those of `spawn`. */
export function spawnTied(command, args, signal, env, options = {}) {
  const tie = canTie ? ["setpriv", "--pdeathsig", signal, "--"] : [];
  const [program, ...rest] = [...tie, command, ...args];
  return spawn(program, rest, { cwd: root, env: childEnv(env), stdio: ["ignore", "inherit", "inherit"], ...options });
}

/** Calls `gone` once, when the npm that started us has ended. Started in another way, a server stays. */
export function whenParentIsGone(gone) {
  if (process.env.npm_lifecycle_event) whenStarterIsGone(gone);
}

/** Calls `gone` once, when the process that started us has ended, whichever it was. */
export function whenStarterIsGone(gone) {
  const starter = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === starter) return;
    clearInterval(timer);
    gone();
  }, CHECK_MS);
  timer.unref();
}
