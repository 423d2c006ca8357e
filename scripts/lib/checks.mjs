// The checks of `npm run lint`; `npm test` runs them too.

import { readFileSync } from "node:fs";
import { inProject, npmBin } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { WASM } from "./rust.mjs";
import { say, step } from "./say.mjs";
import { vendor } from "./vendor.mjs";

const CHECKS = {
  "cargo fmt": ["cargo", ["fmt", "--check"]],
  "clippy, native": ["cargo", ["clippy", "--locked", "--all-targets", "--", "-D", "warnings"]],
  "clippy, wasm": ["cargo", ["clippy", "--locked", "--lib", "--target", WASM, "--", "-D", "warnings"]],
  biome: [npmBin("biome"), ["check", "--error-on-warnings", "."]],
  "page types": [npmBin("tsc"), ["--noEmit", "--project", "tsconfig.json"]],
};

/** Runs every check, also after one has failed; says what each found. */
export async function lint() {
  await vendor(); // the page's types are checked against it
  let failed = 0;
  const attempt = async (name, work) => {
    try {
      await step(name, work);
    } catch (error) {
      failed += 1;
      say(`✗ ${error.message}`);
    }
  };
  for (const [name, [command, args]] of Object.entries(CHECKS)) {
    await attempt(name, (progress) => runQuietly(command, args, { progress }));
  }
  await attempt("lock file names no registry", requireBareLockFile);
  return { failed };
}

/** With registry addresses in it, `npm ci` fails wherever another registry is used. */
async function requireBareLockFile() {
  const { packages } = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8"));
  const named = Object.keys(packages).filter((path) => packages[path].resolved);
  if (named.length > 0) {
    throw new Error(`package-lock.json has a "resolved" address for ${named.join(", ")}: run \`npm install\` with this project's .npmrc.`);
  }
}
