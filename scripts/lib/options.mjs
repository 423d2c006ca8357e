// What `npm start` and `npm run serve` take on the command line.

import { parseArgs } from "node:util";
import { Stop } from "./say.mjs";

/** Parses `--port` (or PORT), `--host` and `extra` options; adds the address to listen on and the URL to go to. */
export function serverOptions(extra = {}) {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: process.env.PORT ?? "8787" },
      host: { type: "string", default: "127.0.0.1" },
      ...extra,
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Stop(`--port ${values.port} is no port number.`);
  const withPort = (host) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
  // An address that stands for every interface is no address to go to.
  const everywhere = values.host === "0.0.0.0" || values.host === "::";
  return { ...values, port, address: withPort(values.host), url: `http://${withPort(everywhere ? "localhost" : values.host)}` };
}
