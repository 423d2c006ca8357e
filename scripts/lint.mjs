// `npm run lint`: formatting, clippy, the page's types, the lock file.

import { lint } from "./lib/checks.mjs";
import { buildPage } from "./lib/page.mjs";
import { main } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  await setUp();
  // The native host has the page in its program.
  await buildPage();
  const { failed } = await lint();
  if (failed > 0) process.exitCode = 1;
});
