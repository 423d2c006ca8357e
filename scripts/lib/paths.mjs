// Where things are: the project, what it builds, and what it caches.

import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the clone. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A path inside the project. */
export const inProject = (...parts) => join(root, ...parts);

/** A program that an npm package brought along. */
export const npmBin = (name) => inProject("node_modules", ".bin", name);

/** Compiled tools, kept outside `target/` so that `cargo clean` and a new clone keep them. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "alcove");

/** The built Worker, as deployed and self-hosted and as `npm start` rebuilds it, and the built page. */
export const outDirs = { release: inProject("build"), dev: inProject("build", "dev"), page: inProject("build", "public") };

/** What cargo builds. */
export const targetDir = resolve(root, process.env.CARGO_TARGET_DIR || "target");

/** Where the load generator of the benchmark is, and what it builds, as cargo wants to be told. */
export const loadCrate = ["--manifest-path", inProject("bench", "load", "Cargo.toml"), "--target-dir", inProject("target", "bench-load")];
