// `npm run lint`: formatting, clippy, the page's types, the lock file.

import { lint } from "./lib/checks.mjs";
import { main } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  await setUp();
  const { failed } = await lint();
  if (failed > 0) process.exitCode = 1;
});
