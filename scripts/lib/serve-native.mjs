// The native host, as `npm run serve` runs it: built, and never outliving the script.

import { constants } from "node:os";
import { buildNative } from "./build-native.mjs";
import { requireNativeData } from "./native-data.mjs";
import { dataOption } from "./options.mjs";
import { spawnTied } from "./parents.mjs";
import { Stop } from "./say.mjs";
import { setUpNative } from "./setup.mjs";

/**
 * Serves until it is told to end by a signal, or by what `stopsBy` is given; resolves when it has, with the program's
 * own exit code as this process's. The program says itself that it is ready, and what is wrong with its options.
 */
export async function serveNatively(args, stopsBy) {
  requireNativeData(dataOption(args));
  await setUpNative();
  const server = spawnTied(await buildNative(), args, "TERM", {}, { cwd: process.cwd() });
  const passesOn = (signal) => () => server.kill(signal);
  stopsBy(passesOn("SIGTERM"));
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, passesOn(signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Stop(error.message)));
    server.once("exit", (...how) => resolve(how));
  });
  process.exitCode = code ?? 128 + constants.signals[signal];
}
