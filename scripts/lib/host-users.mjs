// Step: builds the example in Rust that signs who somebody is, for the test that runs it.

import { join } from "node:path";
import { targetDir } from "./paths.mjs";
import { runQuietly } from "./run.mjs";
import { step } from "./say.mjs";

export const HOST_USERS = join(targetDir, "debug", "examples", "host-users");

/** As the native tests are compiled, which then need what it depends on. */
export async function buildHostUsers() {
  await step("example in Rust", async (progress) => {
    await runQuietly("cargo", ["build", "--locked", "--profile", "test", "--example", "host-users"], { progress });
  });
}
