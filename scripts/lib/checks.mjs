// The checks of `npm run lint`; `npm test` runs them too.

import { readFileSync } from "node:fs";
import { missingOptionals, withoutChecksum, withoutIntegrity, withRegistry } from "./lock-file.mjs";
import { inProject, loadCrate, npmBin } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { WASM } from "./rust.mjs";
import { say, step } from "./say.mjs";
import { lockedVersion } from "./tools.mjs";

const BINDGEN_LOCK = ["scripts", "wasm-bindgen", "Cargo.lock"];
const CARGO_LOCKS = [["Cargo.lock"], ["bench", "load", "Cargo.lock"], BINDGEN_LOCK];

const CHECKS = {
  "cargo fmt": ["cargo", ["fmt", "--all", "--check"]],
  "clippy, native": ["cargo", ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]],
  "clippy, wasm": ["cargo", ["clippy", "--locked", "--lib", "--target", WASM, "--", "-D", "warnings"]],
  "cargo fmt, load generator": ["cargo", ["fmt", "--check", "--manifest-path", inProject("bench", "load", "Cargo.toml")]],
  "clippy, load generator": ["cargo", ["clippy", "--locked", "--all-targets", ...loadCrate, "--", "-D", "warnings"]],
  "cargo fmt, wasm-bindgen": ["cargo", ["fmt", "--check", "--manifest-path", inProject("scripts", "wasm-bindgen", "Cargo.toml")]],
  "cargo fmt, fuzz targets": ["cargo", ["fmt", "--check", "--manifest-path", inProject("fuzz", "Cargo.toml")]],
  biome: [npmBin("biome"), ["check", "--error-on-warnings", "."]],
  "page types": [npmBin("tsc"), ["--noEmit", "--project", "tsconfig.json"]],
};

/** Runs every check, also after one has failed; says what each found. */
export async function lint() {
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
  await attempt("lock file", requirePortableLockFile);
  await attempt("Cargo.lock files", requireChecksums);
  return { failed };
}

/** `npm ci` must work with any registry, and on any platform, and check what it gets. */
async function requirePortableLockFile() {
  const lock = JSON.parse(readFileSync(inProject("package-lock.json"), "utf8"));
  const faults = [
    ...withRegistry(lock).map((path) => `${path} names a registry: install with this project's .npmrc`),
    ...withoutIntegrity(lock).map((path) => `${path} has no integrity: run \`npm run complete-lock\``),
    ...missingOptionals(lock).map(({ name }) => `${name} is missing: run \`npm run complete-lock\``),
  ];
  if (faults.length > 0) throw new Error(`package-lock.json:\n${faults.join("\n")}`);
}

/** Cargo takes a crate that has no checksum as it comes. And the tool must be the library's version. */
async function requireChecksums() {
  const faults = CARGO_LOCKS.flatMap((path) =>
    withoutChecksum(readFileSync(inProject(...path), "utf8")).map((crate) => `${path.join("/")}: ${crate} has no checksum`),
  );
  if (lockedVersion("wasm-bindgen-cli-support", BINDGEN_LOCK) !== lockedVersion("wasm-bindgen")) {
    faults.push("scripts/wasm-bindgen: wasm-bindgen-cli-support is not of the version that Cargo.lock names for wasm-bindgen");
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
