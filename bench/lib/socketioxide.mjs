// The Rust peer that is compared: a crate of its own, so that nobody compiles it who does not measure.

import { inProject } from "../../scripts/lib/paths.mjs";
import { runQuietly } from "../../scripts/lib/run.mjs";
import { step } from "../../scripts/lib/say.mjs";

const CRATE = ["--manifest-path", inProject("bench", "peers", "socketioxide", "Cargo.toml"), "--target-dir", inProject("target", "bench-peers")];

/** The program, once `buildSocketioxide` has built it. */
export const SOCKETIOXIDE = inProject("target", "bench-peers", "release", "peer-socketioxide");

export async function buildSocketioxide() {
  await step("socketioxide", (progress) => runQuietly("cargo", ["build", "--release", "--locked", ...CRATE], { progress }));
}
