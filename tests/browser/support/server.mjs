/** A server with a port and data of its own, on the host that ALCOVE_HOST names; what it offers is told in served.mjs. */
import { isNative, requireWorker } from "../../support/host.mjs";
import { freePort, isFree } from "../../support/ports.mjs";

/** Vars for tests that are not about limits: nobody is ever too fast. */
export const UNHURRIED = { RATE_BURST: "1000000", RATE_PER_SECOND: "1000000" };

/**
 * Starts a server; vars are those of wrangler.toml except where a test says otherwise. A `wrapper` is a
 * module that stands in front of the Worker's own.
 */
export async function startServer(vars = {}, wrapper) {
  return startServerAt(await freePort(), vars, wrapper);
}

/** The port of each server that is the only one of its time. */
let port;

/** One server after the other, so that browsers can stay where the last one was. */
export async function startNextServer(vars) {
  if (port === undefined || !(await isFree(port))) port = await freePort();
  return startServerAt(port, vars);
}

async function startServerAt(port, vars, wrapper) {
  requireWorker(wrapper);
  const server = isNative() ? await native(vars, port) : await onWorkerd(vars, port, wrapper);
  await server.start();
  return server;
}

async function native(vars, port) {
  const { NativeServer } = await import("./native-server.mjs");
  return new NativeServer(vars, port);
}

async function onWorkerd(vars, port, wrapper) {
  const { WorkerdServer } = await import("./workerd-server.mjs");
  return new WorkerdServer(vars, port, wrapper);
}
