// `npm start [-- --port N --host H]`: from nothing to a running chat.
//
// `wrangler dev` runs the quick build, keeps the rooms in .wrangler/, rebuilds
// when src/ changes; the page is built anew when public/ does.

import { rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildWorker } from "./lib/build-worker.mjs";
import { serverOptions } from "./lib/options.mjs";
import { canTie, spawnTied, whenParentIsGone } from "./lib/parents.mjs";
import { inProject, npmBin, outDirs, root } from "./lib/paths.mjs";
import { privateFolder } from "./lib/private-folder.mjs";
import { main, say, steps } from "./lib/say.mjs";
import { keepSecrets } from "./lib/secrets.mjs";
import { requirePort, whenReady } from "./lib/server.mjs";
import { setUp } from "./lib/setup.mjs";
import { firstRun } from "./lib/times.mjs";
import { workerdBinary } from "./lib/workerd.mjs";
import { secretsAsEnvFile, settingsFromEnvironment } from "./lib/wrangler-config.mjs";

/** What wrangler keeps. */
const STATE = inProject(".wrangler");

await main(async () => {
  const { port, host, url, hosts } = serverOptions();
  let stop = () => process.exit(1);
  whenParentIsGone(() => stop());
  await setUp({ profile: "dev" });
  await buildWorker("dev");
  await requirePort(port, host);

  // Rooms and their keys are in there: it is nobody else's to read.
  const news = privateFolder(STATE);
  if (news) say(news);
  keepSecrets(STATE);
  const settings = Object.entries(await settingsFromEnvironment({ HOSTS: hosts }));
  const args = [
    ...["dev", `${relative(root, outDirs.dev)}/index.js`],
    ...["--port", String(port), "--ip", host],
    "--show-interactive-dev-session=false",
    ...settings.flatMap(([name, value]) => ["--var", `${name}:${value}`]),
    ...secretsFile(),
  ];
  const wrangler = spawnTied(npmBin("wrangler"), args, "TERM", {
    ALCOVE_PROFILE: "dev",
    ...(canTie && { MINIFLARE_WORKERD_PATH: inProject("scripts", "workerd", "tied.sh"), WORKERD_BINARY: await workerdBinary() }),
  });
  let stopping = false;
  stop = () => {
    stopping = true;
    wrangler.kill("SIGTERM");
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  wrangler.once("exit", (code) => {
    if (!stopping) process.exitCode = code ?? 1;
  });

  await whenReady(url, wrangler).catch((error) => {
    stop();
    throw error;
  });
  const times = firstRun(steps, performance.now() / 1000);
  if (times) say(times);
  say(`\nAlcove is at ${url}\n`);
});

/** Not on the command line, which every user of this machine can read. */
function secretsFile() {
  const secrets = secretsAsEnvFile();
  if (!secrets) return [];
  const path = join(STATE, "secrets.env");
  rmSync(path, { force: true });
  writeFileSync(path, secrets, { mode: 0o600 });
  process.once("exit", () => rmSync(path, { force: true }));
  return ["--env-file", path];
}
