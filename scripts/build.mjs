// `npm run build`, and wrangler's build command: the Worker in build/.
// With --dev: quick to compile, unoptimised, in build/dev/.

import { parseArgs } from "node:util";
import { buildWorker } from "./lib/build-worker.mjs";
import { main } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const { values } = parseArgs({ options: { dev: { type: "boolean" } } });
  await setUp();
  await buildWorker(values.dev ? "dev" : "release");
});
