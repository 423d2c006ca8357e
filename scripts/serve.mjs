// `npm run serve -- --port N --data DIR [--host H]`: self-hosting.
//
// The release build on workerd itself: rooms as SQLite files in DIR, the page
// from public/. A setting in wrangler.toml's [vars] is overridden by an
// environment variable of the same name. HOSTS, where it is empty, is what this
// machine is called.

import { buildWorker } from "./lib/build-worker.mjs";
import { serverOptions } from "./lib/options.mjs";
import { whenParentIsGone } from "./lib/parents.mjs";
import { outDirs } from "./lib/paths.mjs";
import { main, say } from "./lib/say.mjs";
import { keepSecrets } from "./lib/secrets.mjs";
import { requirePort, whenReady } from "./lib/server.mjs";
import { setUp } from "./lib/setup.mjs";
import { startWorkerd, stopWorkerd } from "./lib/workerd.mjs";
import { writeWorkerdConfig } from "./lib/workerd-config.mjs";
import { wranglerConfig } from "./lib/wrangler-config.mjs";

await main(async () => {
  const { port, host, everywhere, address, url, hosts, data } = serverOptions({ data: { type: "string", default: "data" } });
  let stop = () => process.exit(1);
  whenParentIsGone(() => stop());
  await setUp();
  await buildWorker("release");
  await requirePort(port, host);
  keepSecrets(data);
  const config = await writeWorkerdConfig({ data, build: outDirs.release, address, defaults: { HOSTS: hosts } });
  const server = await startWorkerd(config);

  let stopping = false;
  stop = () => {
    stopping = true;
    return stopWorkerd(server);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  server.once("exit", (code, signal) => {
    if (stopping) return say("Stopped.");
    process.stderr.write(`✗ workerd ended by itself (${signal ?? code}).\n`);
    process.exitCode = 1;
  });

  await whenReady(url, server).catch(async (error) => {
    await stop();
    throw error;
  });
  if (everywhere && !(await wranglerConfig()).vars.HOSTS) {
    say(`It goes by ${hosts}: set HOSTS if it has other names.`);
  }
  say(`Alcove is at ${url} (rooms in ${data})`);
});
