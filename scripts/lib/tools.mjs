// Step: the one build tool that has to be compiled is in the cache, by what it is compiled from.
//
// The build's `wasm-bindgen` (scripts/wasm-bindgen) is of exactly the version that the crate links.
// Cargo compiles it from crates.io, and checks what it gets, as nothing does with a release's archive.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, inProject } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { Stop, say, step } from "./say.mjs";

const CRATE = inProject("scripts", "wasm-bindgen");
const SOURCES = ["Cargo.toml", "Cargo.lock", "src/main.rs"];

/** The version of a crate that a lock file names. */
export const lockedVersion = (crate, lock = ["Cargo.lock"]) =>
  new RegExp(`name = "${crate}"\nversion = "(.+)"`).exec(readFileSync(inProject(...lock), "utf8"))[1];

/** The program that `buildTools` has put in place. */
export const bindgen = () => join(home(), "bin", "bindgen");

function home() {
  const hash = createHash("sha256");
  for (const name of SOURCES) hash.update(readFileSync(join(CRATE, name)));
  return join(cacheDir, `bindgen-${hash.digest("hex").slice(0, 12)}`);
}

export const hasTools = () => existsSync(bindgen());

export async function buildTools() {
  if (hasTools()) return;
  await step("wasm-bindgen", async (progress) => {
    // In the cache until it is done, so that Ctrl-C loses no work.
    const compileDir = join(cacheDir, "compiling");
    await compile(compileDir, progress);
    rmSync(compileDir, { recursive: true, force: true });
    return "compiled";
  });
}

/** Cargo holds what it downloads against the checksums of a lock file. */
async function compile(compileDir, progress) {
  const args = ["install", "--path", CRATE, "--debug", "--root", home()];
  const options = { progress, env: { CARGO_TARGET_DIR: compileDir } };
  try {
    await runQuietly("cargo", [...args, "--locked"], options);
  } catch (error) {
    if (!process.env.ALCOVE_UNLOCKED_TOOLS) {
      throw new Stop(`${error.message}\nIf this registry lacks a version, ALCOVE_UNLOCKED_TOOLS=1 takes others, unchecked.`);
    }
    say("! wasm-bindgen: not as locked, since ALCOVE_UNLOCKED_TOOLS is set: its dependencies are whatever the registry has.");
    await runQuietly("cargo", args, options);
  }
}
