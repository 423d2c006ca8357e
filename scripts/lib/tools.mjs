// Steps: the compiled build tools are in the cache, by version.
//
// `worker-build` drives the build; `wasm-bindgen` must be of exactly the
// version that the crate links. A release download is tried first where there
// is one; cargo compiles them from crates.io otherwise, once per version.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, inProject } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { registriesOnly } from "./rust.mjs";
import { step } from "./say.mjs";

/** Unoptimised, they take half the time to compile, and 0.3 s more at each build of the Worker. */
const CHEAP_PROFILE = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_DEBUG: "0",
};

const lockedVersion = (crate) =>
  new RegExp(`name = "${crate}"\nversion = "(.+)"`).exec(readFileSync(inProject("Cargo.lock"), "utf8"))[1];

/** Each tool: the crate that holds it, its program, its version, and its prebuilt archive if there is one. */
function tools() {
  const bindgen = lockedVersion("wasm-bindgen");
  return [
    {
      crate: "wasm-bindgen-cli",
      program: "wasm-bindgen",
      version: bindgen,
      archive: `https://github.com/wasm-bindgen/wasm-bindgen/releases/download/${bindgen}/wasm-bindgen-${bindgen}-${releasePlatform()}.tar.gz`,
    },
    // It is published in step with the `worker` crate.
    { crate: "worker-build", program: "worker-build", version: lockedVersion("worker") },
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
      if (await downloaded(tool)) return "downloaded";
      await compile(tool, progress);
      return "compiled";
    });
  }
  // Kept until now so that Ctrl-C loses no work, and since both share dependencies.
  if (missing.length > 0) rmSync(compileDir, { recursive: true, force: true });
}

async function downloaded(tool) {
  if (registriesOnly || !tool.archive) return false;
  const unpacked = join(cacheDir, `${tool.program}-download`);
  mkdirSync(unpacked, { recursive: true });
  const archive = join(unpacked, "archive.tar.gz");
  try {
    await runQuietly("curl", ["-fsSL", "--connect-timeout", "3", "--max-time", "60", "-o", archive, tool.archive]);
    await runQuietly("tar", ["-xzf", archive, "-C", unpacked, "--strip-components=1"]);
    await runQuietly(join(unpacked, tool.program), ["--version"]);
    mkdirSync(join(home(tool), "bin"), { recursive: true });
    renameSync(join(unpacked, tool.program), path(tool));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(unpacked, { recursive: true });
  }
}

const compileDir = join(cacheDir, "compiling");

async function compile(tool, progress) {
  const args = ["install", tool.crate, "--version", `=${tool.version}`, "--root", home(tool)];
  const options = { progress, env: { ...CHEAP_PROFILE, CARGO_TARGET_DIR: compileDir } };
  try {
    await runQuietly("cargo", [...args, "--locked"], options);
  } catch {
    // A registry mirror may lack a version that the tool's own lock file names.
    await runQuietly("cargo", args, options);
  }
}

function releasePlatform() {
  const arch = process.arch === "arm64" ? "aarch64" : "x86_64";
  return `${arch}-${process.platform === "darwin" ? "apple-darwin" : "unknown-linux-musl"}`;
}
