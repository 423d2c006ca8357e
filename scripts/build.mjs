// `npm run build [-- --native]`, and wrangler's build command: the Worker in build/, or the native host, one program,
// in target/native/.
//
// With ALCOVE_PROFILE=dev, as `npm start` sets it: quick to compile,
// unoptimised, and in build/dev/, so that neither build disturbs the other.

import { parseArgs } from "node:util";
import { buildNative } from "./lib/build-native.mjs";
import { buildWorker } from "./lib/build-worker.mjs";
import { main, say } from "./lib/say.mjs";
import { setUp, setUpNative } from "./lib/setup.mjs";

await main(async () => {
  const { values } = parseArgs({ options: { native: { type: "boolean" } } });
  if (values.native) {
    await setUpNative();
    return say(await buildNative());
  }
  const profile = process.env.ALCOVE_PROFILE ?? "release";
  await setUp({ profile });
  await buildWorker(profile);
});
