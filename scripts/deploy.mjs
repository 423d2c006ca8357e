// `npm run deploy [-- --secrets] [-- …]`: builds the Worker and deploys it to Cloudflare. What it is given
// goes to `wrangler deploy`, but for `--secrets`: that makes the missing secrets, and sets them there.

import { spawnSync } from "node:child_process";
import { buildWorker } from "./lib/build-worker.mjs";
import { npmBin, root } from "./lib/paths.mjs";
import { childEnv, output, runLoudly } from "./lib/run.mjs";
import { main, Stop, say } from "./lib/say.mjs";
import { checkSecrets, missingSecrets } from "./lib/secrets.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const args = process.argv.slice(2);
  const setsSecrets = args.includes("--secrets");
  checkSecrets();
  await setUp();
  await buildWorker("release");
  const code = await runLoudly(npmBin("wrangler"), ["deploy", ...args.filter((arg) => arg !== "--secrets")]);
  if (code !== 0) throw new Stop(`wrangler deploy failed (${code}).`);
  if (args.includes("--dry-run")) return;

  const listed = output(npmBin("wrangler"), ["secret", "list", "--format", "json"], { cwd: root, env: childEnv() });
  if (listed === undefined) return say("Which secrets are set could not be asked: `npx wrangler secret list` tells.");
  const { made, given, news } = missingSecrets(JSON.parse(listed).map(({ name }) => name));
  if (!setsSecrets) return news && say(news);
  const secrets = { ...made, ...given };
  if (Object.keys(secrets).length === 0) return say("All secrets are set already.");
  // By standard input: a command line can be read by every user of this machine.
  const { status } = spawnSync(npmBin("wrangler"), ["secret", "bulk"], {
    cwd: root,
    env: childEnv(),
    input: JSON.stringify(secrets),
    stdio: ["pipe", "inherit", "inherit"],
  });
  if (status !== 0) throw new Stop(`The secrets could not be set (${status}).`);
  say(`Set ${Object.keys(secrets).join(", ")}.`);
});
