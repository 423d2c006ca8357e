// `npm run build`, and wrangler's build command: the Worker in build/.
//
// With ALCOVE_PROFILE=dev, as `npm start` sets it: quick to compile,
// unoptimised, and in build/dev/, so that neither build disturbs the other.

import { buildWorker } from "./lib/build-worker.mjs";
import { main } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const profile = process.env.ALCOVE_PROFILE ?? "release";
  await setUp({ profile });
  await buildWorker(profile);
});
