// Step: builds the native host: the page, and one program of cargo's that has the page in it.

import { statSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "./page.mjs";
import { targetDir } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { step } from "./say.mjs";

/** As Cargo.toml names it: as released, and built in a fraction of the time. */
const PROFILE = "native";

/** The crate, as cargo wants to be told. Its tests use the profile, too, so that what it depends on is compiled once. */
export const nativeCrate = ["--locked", "--package", "alcove-server", "--profile", PROFILE];

/** The program that `buildNative` makes. */
export const nativeBinary = () => join(targetDir, PROFILE, "alcove");

/** What it may have, the page in it: one copies it to where it runs. */
export const MOST_BYTES = 20_000_000;

/** Builds it, unless it is there as cargo would make it; resolves with its path. */
export async function buildNative() {
  await buildPage();
  await step("native host", async (progress) => {
    await runQuietly("cargo", ["build", ...nativeCrate], { progress });
    return `${Math.round(statSync(nativeBinary()).size / 1e6)} MB`;
  });
  return nativeBinary();
}
