// The standard library for wasm32-unknown-unknown, built from Debian's source
// package: for machines that reach package registries but no toolchain server.
//
// rustc accepts a standard library only if that very compiler built it, so the
// source must be of exactly its version, whichever Debian suite has that. apt
// fetches it with a source list and state of its own (it checks Debian's
// signature as always, needs no root, and the system's lists stay as they are).

import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DEBIAN_KEYRING as KEYRING } from "./install.mjs";
import { cacheDir } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { Stop } from "./say.mjs";

const TARGET = "wasm32-unknown-unknown";

/** Small suites first: the large ones take some seconds to list. */
const SUITES = ["trixie-backports", "forky-backports", "bookworm-backports", "sid", "forky", "trixie", "bookworm"];

/**
 * Builds the library for compiler `release` into the cache, unless it is there,
 * and links it into the toolchain at `libraries`, where cargo, clippy and
 * editors find it without any flag.
 */
export async function buildStandardLibrary({ release, libraries, progress }) {
  const built = join(cacheDir, `rust-std-${release}-${TARGET}`);
  if (!existsSync(built)) {
    const work = join(cacheDir, `rust-std-${release}-build`);
    mkdirSync(work, { recursive: true });
    const source = await sourceOf(release, work, progress);
    await compile(source, work, built, progress);
    rmSync(work, { recursive: true });
  }
  link(built, dirname(libraries));
}

/** Downloads and unpacks rust-src; returns the folder that holds `library/`. */
async function sourceOf(release, work, progress) {
  const source = join(work, "src", "usr", "src", `rustc-${release}`);
  if (existsSync(source)) return source;
  const mirror = debianMirror();
  if (!mirror) throw missingTarget(release);
  for (const suite of SUITES) {
    progress(`looking for rust-src ${release} in ${suite}`);
    const apt = privateApt(work, mirror, suite);
    try {
      await runQuietly("apt-get", [...apt, "update"]);
    } catch {
      continue; // not every mirror carries every suite
    }
    const version = output("apt-cache", [...apt, "show", "rust-src"])
      ?.match(/^Version: (.+)$/gm)
      ?.map((line) => line.slice("Version: ".length))
      .find((candidate) => candidate.startsWith(`${release}+`));
    if (!version) continue;
    progress(`downloading rust-src ${version}`);
    await runQuietly("apt-get", [...apt, "download", `rust-src=${version}`], { cwd: work });
    const archive = readdirSync(work).find((file) => /^rust-src_.*\.deb$/.test(file));
    await runQuietly("dpkg", ["-x", join(work, archive), join(work, "unpacking")]);
    renameSync(join(work, "unpacking"), join(work, "src"));
    return source;
  }
  throw missingTarget(release);
}

/** The mirror that this machine uses for Debian itself; undefined on any other system. */
function debianMirror() {
  if (!existsSync(KEYRING)) return undefined;
  const sites = output("apt-get", ["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]) ?? "";
  return sites.split("\n").find((site) => /\/debian\/?$/.test(site));
}

function privateApt(work, mirror, suite) {
  const state = join(work, "apt", suite);
  mkdirSync(join(state, "lists", "partial"), { recursive: true });
  mkdirSync(join(state, "cache", "archives", "partial"), { recursive: true });
  const list = join(state, "sources.list");
  writeFileSync(list, `deb [signed-by=${KEYRING}] ${mirror} ${suite} main\n`);
  const settings = {
    "Dir::Etc::SourceList": list,
    "Dir::Etc::SourceParts": "-",
    "Dir::State": state,
    "Dir::Cache": join(state, "cache"),
    "APT::Sandbox::User": "",
    "Acquire::Languages": "none",
  };
  return Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

/** Builds std for an empty library, and keeps the standard library's own files. */
async function compile(source, work, built, progress) {
  const sysroot = output("rustc", ["--print", "sysroot"]);
  const expected = join(sysroot, "lib", "rustlib", "src", "rust");
  const linked = !existsSync(expected);
  if (linked) link(source, expected);
  const crate = join(work, "empty");
  mkdirSync(join(crate, "src"), { recursive: true });
  writeFileSync(join(crate, "Cargo.toml"), '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n');
  writeFileSync(join(crate, "src", "lib.rs"), "");
  try {
    await runQuietly("cargo", ["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET], {
      cwd: crate,
      progress,
      // Bootstrap: -Zbuild-std on a stable compiler. Bitcode: without it, LTO fails later.
      env: { RUSTC_BOOTSTRAP: "1", RUSTFLAGS: "-Cembed-bitcode=yes", CARGO_TARGET_DIR: join(work, "target") },
    });
  } finally {
    if (linked) rmSync(expected);
  }
  const deps = join(work, "target", TARGET, "release", "deps");
  const staged = join(work, "staged");
  mkdirSync(join(staged, "lib"), { recursive: true });
  for (const file of readdirSync(deps)) {
    if (file.endsWith(".rlib") && !file.startsWith("libempty-")) {
      copyFileSync(join(deps, file), join(staged, "lib", file));
    }
  }
  renameSync(staged, built);
}

function link(target, path) {
  try {
    rmSync(path, { force: true });
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  } catch (error) {
    throw new Stop(`The Rust toolchain cannot be extended (${error.message}): install its target ${TARGET} by the tool that installed Rust.`);
  }
}

const missingTarget = (release) =>
  new Stop(
    `Rust's target ${TARGET} is missing and could not be installed here: run \`rustup target add ${TARGET}\` ` +
      `(or install it for rustc ${release} by the tool that installed Rust), then run this again.`,
  );
