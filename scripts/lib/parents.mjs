// No server outlives whoever started it, not even after a `kill -9`.
//
// `npm run …` is npm -> sh -> node -> server, and a signal that cannot be
// caught is not passed on: each link must notice that the one before is gone.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { root } from "./paths.mjs";
import { childEnv } from "./run.mjs";

const CHECK_MS = 250;

/** Linux only: the kernel can signal a process when its parent ends. */
export const canTie = existsSync("/usr/bin/setpriv");

/** Starts a server that gets `signal` when this process ends, if that can be had. */
export function spawnTied(command, args, signal, env) {
  const tie = canTie ? ["setpriv", "--pdeathsig", signal, "--"] : [];
  const [program, ...rest] = [...tie, command, ...args];
  return spawn(program, rest, { cwd: root, env: childEnv(env), stdio: ["ignore", "inherit", "inherit"] });
}

/** Calls `gone` once, when npm or the shell that npm put between has ended. Does nothing if npm did not start us. */
export function whenParentIsGone(gone) {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const npm = /^(ba|da|z)?sh$/.test(nameOf(shell)) ? parentOf(shell) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || parentOf(shell) === npm)) return;
    clearInterval(timer);
    gone();
  }, CHECK_MS);
  timer.unref();
}

// Both read Linux's /proc; elsewhere only the direct parent is watched.

function nameOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}

function parentOf(pid) {
  try {
    // "pid (name) state ppid …", and a name may hold spaces and brackets.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ")[1]);
  } catch {
    return undefined;
  }
}
