// The headless shell of Chromium, which opens a page in half the time of the whole browser.

import { existsSync } from "node:fs";
import { installPackage } from "./install.mjs";
import { say } from "./say.mjs";

const INSTALLED = "/usr/bin/chromium-headless-shell";

/** Its path: HEADLESS_SHELL, or Debian's package; undefined where there is none, and the whole browser serves. */
export async function headlessShell() {
  if (process.env.HEADLESS_SHELL) return process.env.HEADLESS_SHELL;
  // Who names a browser wants the tests to be run by that.
  if (process.env.CHROMIUM) return undefined;
  if (!existsSync(INSTALLED)) {
    await installPackage("chromium-headless-shell", "the browser tests take half the time by it.", () => {}).catch(() =>
      say("It cannot be had, so the tests take the whole browser."),
    );
  }
  return existsSync(INSTALLED) ? INSTALLED : undefined;
}
