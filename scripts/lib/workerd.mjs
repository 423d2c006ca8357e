// A running workerd: started so that it never outlives this process, and stopped so that no write is lost.

import { setTimeout as sleep } from "node:timers/promises";
import { spawnTied } from "./parents.mjs";

/** How long a server that was told to stop may finish the requests under way. */
const GRACE_MS = 1_000;

/** The program itself; `workerd` in node_modules/.bin may be a script round it. */
export async function workerdBinary() {
  const { default: workerd } = await import("workerd");
  return workerd.default;
}

/** Starts workerd on `config`; resolves with the child process. */
export async function startWorkerd(config) {
  const binary = await workerdBinary();
  // Children inherit the mask, so what workerd writes is for its own user alone.
  const mask = process.umask(0o077);
  try {
    // Node raises its limit of open files to the highest allowed, and children inherit that, too.
    return spawnTied(binary, ["serve", config], "KILL");
  } finally {
    process.umask(mask);
  }
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
