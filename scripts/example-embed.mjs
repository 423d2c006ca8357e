// `npm run example:embed [-- --port N] [--alcove-port M | --alcove ORIGIN]`: a room on another site's page.
//
// Runs Alcove as `npm start` does, on port M, and the example beside it, on
// port N: another port is another origin. With `--alcove` it serves the example
// alone, for an Alcove that runs already.

import { parseArgs } from "node:util";
import { buildWorker } from "./lib/build-worker.mjs";
import { serveExample } from "./lib/example.mjs";
import { spawnTied, whenParentIsGone } from "./lib/parents.mjs";
import { inProject } from "./lib/paths.mjs";
import { main, Stop, say } from "./lib/say.mjs";
import { requirePort, whenReady } from "./lib/server.mjs";
import { setUp } from "./lib/setup.mjs";

const HOST = "127.0.0.1";

await main(async () => {
  const { port, alcovePort, alcove } = options();
  let stop = () => process.exit(0);
  whenParentIsGone(() => stop());
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => stop());
  await requirePort(port, HOST);

  // A browser may call the page's host either way.
  const origins = [`http://localhost:${port}`, `http://${HOST}:${port}`];
  const rooms = alcove ?? `http://localhost:${alcovePort}`;
  if (!alcove) {
    const server = await startAlcove(alcovePort, origins);
    stop = () => server.kill("SIGTERM");
    server.once("exit", (code) => process.exit(code ?? 0));
    await whenReady(`http://${HOST}:${alcovePort}`, server);
  }
  await serveExample({ alcove: rooms, port, host: HOST });
  say(`The example is at ${origins[0]}, with a room of ${rooms}`);
  if (alcove) say(`It needs an Alcove that lets it: ALLOWED_ORIGINS=${origins.join(",")} npm start`);
  else say(`To meet someone there, open ${rooms}/room/kiln-and-clay in another window.`);
});

/** `npm start` with these origins allowed; its first run may take long, so that is waited for before. */
async function startAlcove(port, origins) {
  await setUp();
  await buildWorker("dev");
  await requirePort(port, HOST);
  const env = { ALLOWED_ORIGINS: [process.env.ALLOWED_ORIGINS, ...origins].filter(Boolean).join(",") };
  return spawnTied(process.execPath, [inProject("scripts", "start.mjs"), "--port", String(port)], "TERM", env);
}

function options() {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8788" },
      "alcove-port": { type: "string", default: "8787" },
      alcove: { type: "string" },
    },
  });
  const portOf = (name) => {
    const port = Number(values[name]);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Stop(`--${name} ${values[name]} is no port number.`);
    return port;
  };
  if (values.alcove !== undefined && !/^https?:\/\/[^/]+$/.test(values.alcove)) {
    throw new Stop(`--alcove ${values.alcove} is no origin, such as http://localhost:8787.`);
  }
  return { port: portOf("port"), alcovePort: portOf("alcove-port"), alcove: values.alcove };
}
