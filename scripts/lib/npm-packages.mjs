// Step: installs into node_modules what package-lock.json names.

import { existsSync, readFileSync } from "node:fs";
import { inProject, npmBin } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { Stop, step } from "./say.mjs";

/** wrangler 4.164 refuses to run on anything older. */
const WRANGLER_NODE = [22, 12];

export async function npmPackages() {
  if (!installed()) {
    await step("npm packages", (progress) =>
      // Warnings are hidden: on an older Node each one says that wrangler needs
      // a newer one, which is just what is being installed.
      runQuietly("npm", ["ci", "--loglevel=error"], { progress }),
    );
  }
  requireNode();
}

/** npm writes its own copy of the lock file last, so it also tells a finished install from a broken one. */
function installed() {
  const record = inProject("node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || present[path]?.version === version,
  );
}

function requireNode() {
  const version = output(existsSync(npmBin("node")) ? npmBin("node") : process.execPath, ["--version"]) ?? "v0.0";
  const [major, minor] = version.slice(1).split(".").map(Number);
  if (major > WRANGLER_NODE[0] || (major === WRANGLER_NODE[0] && minor >= WRANGLER_NODE[1])) return;
  throw new Stop(`Node ${WRANGLER_NODE.join(".")} or newer is needed, and this is ${version}: see nodejs.org.`);
}
