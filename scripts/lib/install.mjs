// What may be installed on this machine, outside of the project and its cache: only what was announced,
// and only by root or where ALCOVE_INSTALL=1 asks for it.

import { existsSync } from "node:fs";
import { output, runQuietly } from "./run.mjs";
import { say } from "./say.mjs";

/** Debian itself: other systems have packages of the same names that are something else. */
export const DEBIAN_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Whether whoever runs this has asked for whatever it lacks. */
export const isAsked = process.env.ALCOVE_INSTALL === "1";

/** What stands before a command that changes the system; undefined if it may not be run. */
export function asRoot({ isRoot, isAsked, hasSudo }) {
  if (isRoot) return [];
  return isAsked && hasSudo ? ["sudo"] : undefined;
}

/** Packages are installed one after the other: apt-get lets nobody in while it runs. */
let turn = Promise.resolve();

/** Installs a package of Debian and resolves with true, if this is Debian and that is allowed. */
export function installPackage(name, reason, progress) {
  const installed = turn.then(() => install(name, reason, progress));
  turn = installed.catch(() => {});
  return installed;
}

async function install(name, reason, progress) {
  const isDebian = existsSync(DEBIAN_KEYRING) && output("apt-get", ["--version"]);
  const prefix = asRoot({ isRoot: process.getuid?.() === 0, isAsked, hasSudo: Boolean(output("sudo", ["-V"])) });
  if (!isDebian || !prefix) return false;
  say(`Installing Debian's package ${name} (apt-get): ${reason}`);
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", name]]) {
    const [command, ...rest] = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    await runQuietly(command, rest, { progress });
  }
  return true;
}
