// What the peers have in common as programs: their options, how they report that they are ready, and how they
// end. Nothing about messages.

import { parseArgs } from "node:util";
import { whenStarterIsGone } from "../../../scripts/lib/parents.mjs";

const HOST = "127.0.0.1";

/** `--port N [--data DIR]`; with ANNOUNCE=0 in the environment, nobody is told who comes and goes. */
export function peerOptions() {
  const { values } = parseArgs({ options: { port: { type: "string" }, data: { type: "string" } } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error("--port N is needed");
  const announces = process.env.ANNOUNCE !== "0";
  return { host: HOST, port, announces, data: values.data, address: `${HOST}:${port}`, url: `http://${HOST}:${port}` };
}

/** One line of JSON; `pid` is the process whose work is measured. */
export function sayReady(url, pid = process.pid) {
  process.stdout.write(`${JSON.stringify({ ready: true, url, pid })}\n`);
}

/** Ends by a signal, and with whoever started it. */
export function whenToldToEnd(end) {
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  whenStarterIsGone(end);
}
