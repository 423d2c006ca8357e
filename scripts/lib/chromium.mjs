// Step: provides a Chromium for the browser tests.

import { existsSync } from "node:fs";
import { installPackage } from "./install.mjs";
import { npmBin } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { registriesOnly } from "./rust.mjs";
import { Stop, say, step } from "./say.mjs";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium: CHROMIUM, an installed one, Debian's package, or Playwright's download, in this order. */
export async function chromium() {
  const found = present();
  if (found) return found;
  await step("chromium", async (progress) => {
    if (await installPackage("chromium", "the browser tests need it.", progress)) return "Debian's package";
    if (await byPlaywright(progress)) return "Playwright's download";
    throw new Stop(
      "The browser tests need Chromium: install it, or set CHROMIUM to its path. On Debian, ALCOVE_INSTALL=1 has it installed; " +
        "`npm test -- --skip browser` does without.",
    );
  });
  return present() ?? downloadedPath();
}

const present = () => [process.env.CHROMIUM, ...INSTALLED].find((path) => path && existsSync(path));

async function byPlaywright(progress) {
  if (registriesOnly) return false;
  say("Downloading Playwright's Chromium into its cache, for the browser tests.");
  try {
    await runQuietly(npmBin("playwright"), ["install", "chromium"], { progress });
    return existsSync(await downloadedPath());
  } catch {
    return false;
  }
}

async function downloadedPath() {
  const playwright = await import("@playwright/test");
  return playwright.chromium.executablePath();
}
