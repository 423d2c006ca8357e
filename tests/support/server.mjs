/** A server of a test's own, on the host that ALCOVE_HOST names; what it offers is told in room-server.mjs. */
import { isNative, requireWorker } from "./host.mjs";

/** Vars for tests that are not about limits: nobody is ever too fast. */
export const UNHURRIED = { RATE_BURST: "1000000", RATE_PER_SECOND: "1000000" };

/**
 * Starts the server; vars are those of wrangler.toml except where a test says otherwise. `front` is a
 * module of this folder that stands in front of the built Worker, `buckets` are names of bindings to R2.
 */
export async function startRoomServer(vars = {}, front = undefined, buckets = []) {
  requireWorker(front, buckets);
  const server = isNative() ? await nativeServer(vars) : await workerServer(vars, front);
  server.buckets = buckets;
  await server.start();
  return server;
}

async function nativeServer(vars) {
  const { NativeServer } = await import("./native-server.mjs");
  return new NativeServer(vars);
}

async function workerServer(vars, front) {
  const { WorkerServer } = await import("./worker-server.mjs");
  return new WorkerServer(vars, front);
}
