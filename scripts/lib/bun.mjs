// The Bun that is compared: a package of its own, so that nobody downloads it who does not measure.

import { existsSync } from "node:fs";
import { inProject } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { Stop, step } from "./say.mjs";

const FOLDER = inProject("bench", "peers", "bun");
const PACKAGES = { x64: "bun-linux-x64", arm64: "bun-linux-aarch64" };

/** The program, once `installBun` has put it there. */
export const BUN = inProject("bench", "peers", "bun", "node_modules", "@oven", PACKAGES[process.arch] ?? "none", "bin", "bun");

export async function installBun() {
  if (!existsSync(BUN)) {
    await step("Bun", (progress) => runQuietly("npm", ["ci", "--prefix", FOLDER, "--loglevel=error"], { progress }));
  }
  if (!output(BUN, ["--version"])) throw new Stop("Bun is one of the servers compared, and does not run on this machine.");
}
