// The command-line options of `npm start` and `npm run serve`.

import { hostname, networkInterfaces } from "node:os";
import { parseArgs } from "node:util";
import { Stop } from "./say.mjs";

/** What `npm run serve` can run. */
const RUNTIMES = ["native", "workerd"];

/** Takes `--runtime` out of the options of `npm run serve`; the rest is for what it names. */
export function runtimeOption(args = process.argv.slice(2)) {
  const parsed = parseArgs({ args, strict: false, tokens: true, options: { runtime: { type: "string", default: RUNTIMES[0] } } });
  const { runtime } = parsed.values;
  if (!RUNTIMES.includes(runtime)) throw new Stop(`--runtime ${runtime}: there are ${RUNTIMES.join(" and ")}.`);
  const taken = parsed.tokens.filter(({ name }) => name === "runtime").flatMap(({ index, inlineValue }) => (inlineValue ? [index] : [index, index + 1]));
  return { runtime, args: args.filter((_, index) => !taken.includes(index)) };
}

/** Where the native host is to keep its rooms, if the command line says so; what else it says is for the host to judge. */
export const dataOption = (args) => String(parseArgs({ args, strict: false, options: { data: { type: "string", default: "data" } } }).values.data);

/** Parses `--port` (or PORT), `--host` and `extra` options; adds the address to listen on, the URL to go to, and HOSTS for where it is not set. */
export function serverOptions(extra = {}, args = process.argv.slice(2)) {
  const { values } = parseArgs({
    args,
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
  const names = ["localhost", "127.0.0.1", "::1", ...(everywhere ? ownNames() : [values.host])];
  return {
    ...values,
    port,
    everywhere,
    address: withPort(values.host),
    url: `http://${withPort(everywhere ? "localhost" : values.host)}`,
    hosts: [...new Set(names.map(withPort))].join(","),
  };
}

/** By which names a neighbour may call this machine: its own, also as the local network tells it, and its addresses. */
function ownNames() {
  const addresses = Object.values(networkInterfaces()).flat();
  const name = hostname().toLowerCase();
  return [name, ...(name.includes(".") ? [] : [`${name}.local`]), ...addresses.map(({ address }) => address)];
}
