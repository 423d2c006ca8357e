// A running workerd: started so that it never outlives this process, ended so
// that no write is lost.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a server that was told to stop may finish the requests under way. */
const GRACE_MS = 2_000;

/** Starts workerd on `config`; resolves with the child process. */
export async function startWorkerd(config, extraArgs = []) {
  const { default: workerd } = await import("workerd");
  const command = [workerd.default, "serve", ...extraArgs, config];
  // Linux: the kernel ends workerd with this process, even after `kill -9`.
  if (existsSync("/usr/bin/setpriv")) command.unshift("setpriv", "--pdeathsig", "KILL", "--");
  // Node raises its limit of open files to the highest allowed, and children inherit that.
  return spawn(command[0], command.slice(1), { stdio: ["ignore", "inherit", "inherit"] });
}

/** Tells workerd to finish, and ends it after the grace period: open WebSockets would keep it for ever. */
export async function stopWorkerd(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(GRACE_MS, undefined, { ref: false })]);
  child.kill("SIGKILL");
  await ended;
}
