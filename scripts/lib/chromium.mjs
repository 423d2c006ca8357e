// Step: a Chromium for the browser tests.

import { existsSync } from "node:fs";
import { npmBin } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { registriesOnly } from "./rust.mjs";
import { Stop, step } from "./say.mjs";

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
    if (await byApt(progress)) return "Debian's package";
    if (await byPlaywright(progress)) return "Playwright's download";
    throw new Stop("The browser tests need Chromium: install it, or set CHROMIUM to its path (or run `npm test -- --skip browser`).");
  });
  return present() ?? downloadedPath();
}

const present = () => [process.env.CHROMIUM, ...INSTALLED].find((path) => path && existsSync(path));

async function byApt(progress) {
  // Ubuntu's package of that name is a stub for another package manager.
  const isDebian = existsSync("/usr/share/keyrings/debian-archive-keyring.gpg") && output("apt-get", ["--version"]);
  if (!isDebian || process.getuid() !== 0) return false;
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["update"], { progress, env });
  await runQuietly("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { progress, env });
  return true;
}

async function byPlaywright(progress) {
  if (registriesOnly) return false;
  try {
    await runQuietly(npmBin("playwright-core"), ["install", "chromium"], { progress });
    return existsSync(await downloadedPath());
  } catch {
    return false;
  }
}

async function downloadedPath() {
  const playwright = await import("playwright-core");
  return playwright.chromium.executablePath();
}
