// Notices that whoever started us is gone.
//
// `npm run …` is npm -> sh -> node, and a `kill -9` of npm reaches neither of
// its children: without this, the server would live on and keep its port.

import { readFileSync } from "node:fs";

const CHECK_MS = 250;

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
