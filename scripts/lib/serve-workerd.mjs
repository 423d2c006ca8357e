// The Worker on workerd itself, as `npm run serve -- --runtime workerd` runs it.

import { buildWorker } from "./build-worker.mjs";
import { serverOptions } from "./options.mjs";
import { outDirs } from "./paths.mjs";
import { say } from "./say.mjs";
import { keepSecrets } from "./secrets.mjs";
import { requirePort, whenReady } from "./server.mjs";
import { setUp } from "./setup.mjs";
import { startWorkerd, stopWorkerd } from "./workerd.mjs";
import { writeWorkerdConfig } from "./workerd-config.mjs";
import { wranglerConfig } from "./wrangler-config.mjs";

/** Serves until it is told to end by a signal, or by what `stopsBy` is given; resolves once it is ready. */
export async function serveOnWorkerd(args, stopsBy) {
  const { port, host, everywhere, address, url, hosts, data } = serverOptions({ data: { type: "string", default: "data" } }, args);
  await setUp();
  await buildWorker("release");
  await requirePort(port, host);
  keepSecrets(data);
  const config = await writeWorkerdConfig({ data, build: outDirs.release, address, defaults: { HOSTS: hosts } });
  const server = await startWorkerd(config);

  let stopping = false;
  const stop = () => {
    stopping = true;
    return stopWorkerd(server);
  };
  stopsBy(stop);
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
}
