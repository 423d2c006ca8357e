// Steps: the compiled build tools are in the cache, by version.
//
// `worker-build` drives the build; `wasm-bindgen` must be of exactly the
// version that the crate links. Cargo compiles both from crates.io, once per
// version: it checks what it gets, as nothing does with a release's archive.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, inProject } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { Stop, say, step } from "./say.mjs";

/** Unoptimised, they take half the time to compile, and 0.3 s more at each build of the Worker. */
const CHEAP_PROFILE = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_DEBUG: "0",
};

/** The version of a crate that a lock file names. */
export const lockedVersion = (crate, lock = ["Cargo.lock"]) =>
  new RegExp(`name = "${crate}"\nversion = "(.+)"`).exec(readFileSync(inProject(...lock), "utf8"))[1];

/** Each tool: its crate, program and version, and what cargo installs it from. */
function tools() {
  const bindgen = lockedVersion("wasm-bindgen");
  const build = lockedVersion("worker");
  return [
    {
      crate: "wasm-bindgen-cli",
      program: "wasm-bindgen",
      version: bindgen,
      from: ["--path", inProject("scripts", "wasm-bindgen")],
    },
    // It is published in step with the `worker` crate.
    { crate: "worker-build", program: "worker-build", version: build, from: ["worker-build", "--version", `=${build}`] },
  ];
}

const home = ({ crate, version }) => join(cacheDir, `${crate}-${version}`);
const path = (tool) => join(home(tool), "bin", tool.program);

/** The path of a tool that `buildTools` has put in place. */
export const toolPath = (program) => path(tools().find((tool) => tool.program === program));

export async function buildTools() {
  const missing = tools().filter((tool) => !existsSync(path(tool)));
  for (const tool of missing) {
    await step(`${tool.program} ${tool.version}`, async (progress) => {
      await compile(tool, progress);
      return "compiled";
    });
  }
  // Kept until now so that Ctrl-C loses no work, and since both share dependencies.
  if (missing.length > 0) rmSync(compileDir, { recursive: true, force: true });
}

const compileDir = join(cacheDir, "compiling");

/** Cargo holds what it downloads against the checksums of a lock file. */
async function compile(tool, progress) {
  const args = ["install", ...tool.from, "--root", home(tool)];
  const options = { progress, env: { ...CHEAP_PROFILE, CARGO_TARGET_DIR: compileDir } };
  try {
    await runQuietly("cargo", [...args, "--locked"], options);
  } catch (error) {
    if (!process.env.ALCOVE_UNLOCKED_TOOLS) {
      throw new Stop(`${error.message}\nIf this registry lacks a version, ALCOVE_UNLOCKED_TOOLS=1 takes others, unchecked.`);
    }
    say(`! ${tool.program}: not as locked, since ALCOVE_UNLOCKED_TOOLS is set: its dependencies are whatever the registry has.`);
    await runQuietly("cargo", args, options);
  }
}
