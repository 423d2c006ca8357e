// Steps: a Rust toolchain is here, and it can compile to wasm32-unknown-unknown.
//
// The target comes from rustup where that can add it. Where it cannot, or there is none,
// `debian-std.mjs` builds it from source once, and links it into the toolchain.

import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildStandardLibrary } from "./debian-std.mjs";
import { isAsked } from "./install.mjs";
import { inProject } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { Stop, say, step } from "./say.mjs";

export const WASM = "wasm32-unknown-unknown";

/** Set to leave out every download that is not from a package registry. */
export const registriesOnly = Boolean(process.env.ALCOVE_REGISTRIES_ONLY);

export function requireRust() {
  const needed = /^rust-version = "(.+)"/m.exec(readFileSync(inProject("Cargo.toml"), "utf8"))[1];
  const found = rustRelease();
  if (!found || !output("cargo", ["--version"])) {
    throw new Stop(`Rust ${needed} or newer is needed (rustc and cargo in PATH): see rustup.rs.`);
  }
  const [major, minor] = found.split(".").map(Number);
  const [neededMajor, neededMinor] = needed.split(".").map(Number);
  if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    throw new Stop(`Rust ${needed} or newer is needed, and this is ${found}: run \`rustup update\`.`);
  }
}

/** The compiler's version, such as `1.95.0`; undefined where there is no compiler. */
export function rustRelease() {
  return /^release: (.+)$/m.exec(output("rustc", ["-vV"]) ?? "")?.[1];
}

export async function wasmTarget() {
  const libraries = output("rustc", ["--print", "target-libdir", "--target", WASM]);
  if (hasStandardLibrary(libraries)) return;
  await step("wasm target", async (progress) => {
    forgetDanglingLink(join(libraries, ".."));
    const isRustups = output("rustup", ["which", "rustc"]) === join(output("rustc", ["--print", "sysroot"]), "bin", "rustc");
    if (isRustups && !registriesOnly && (await addedByRustup(progress))) return "by rustup";
    if (!mayLinkTarget({ isRustups, wasTried: !registriesOnly, isAsked })) throw new Stop(NOT_LINKED);
    say(`Building Rust's target ${WASM} from Debian's source, with a link to it in ${join(libraries, "..")}.`);
    await buildStandardLibrary({ release: rustRelease(), libraries, progress });
    return "standard library built from source";
  });
}

const NOT_LINKED =
  `Rust's target ${WASM} is missing: run \`rustup target add ${WASM}\`. Where rustup's server cannot be reached, ` +
  "ALCOVE_INSTALL=1 has it built from Debian's source and linked into the toolchain.";

/** Whether a library of ours may be linked into the toolchain: never while rustup might add its own. */
export const mayLinkTarget = ({ isRustups, wasTried, isAsked }) => !isRustups || wasTried || isAsked;

const hasStandardLibrary = (folder) =>
  existsSync(folder) && readdirSync(folder).some((file) => /^libstd-.*\.rlib$/.test(file));

/** The cache that a former run linked here may have been deleted since. */
function forgetDanglingLink(path) {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(path);
}

async function addedByRustup(progress) {
  try {
    await runQuietly("rustup", ["target", "add", WASM], {
      progress,
      env: { RUSTUP_MAX_RETRIES: "1" },
      timeout: 120_000,
    });
    return true;
  } catch {
    return false;
  }
}
