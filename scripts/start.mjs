// `npm start [-- --port N --host H]`: from nothing to a running chat.
//
// `wrangler dev` runs the quick build, keeps the rooms in .wrangler/, rebuilds
// when src/ changes; the page is built anew when public/ does.

import { relative } from "node:path";
import { buildWorker } from "./lib/build-worker.mjs";
import { serverOptions } from "./lib/options.mjs";
import { canTie, spawnTied, whenParentIsGone } from "./lib/parents.mjs";
import { inProject, npmBin, outDirs, root } from "./lib/paths.mjs";
import { main, say } from "./lib/say.mjs";
import { requirePort, whenReady } from "./lib/server.mjs";
import { setUp } from "./lib/setup.mjs";
import { workerdBinary } from "./lib/workerd.mjs";
import { settingsFromEnvironment } from "./lib/wrangler-config.mjs";

await main(async () => {
  const { port, host, url } = serverOptions();
  let stop = () => process.exit(1);
  whenParentIsGone(() => stop());
  await setUp();
  await buildWorker("dev");
  await requirePort(port, host);

  const settings = Object.entries(await settingsFromEnvironment());
  const args = [
    ...["dev", `${relative(root, outDirs.dev)}/index.js`],
    ...["--port", String(port), "--ip", host],
    "--show-interactive-dev-session=false",
    ...settings.flatMap(([name, value]) => ["--var", `${name}:${value}`]),
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
  say(`\nAlcove is at ${url}\n`);
});
