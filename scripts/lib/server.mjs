// Around a server's start: checks that the port is free, and waits until the Worker answers.

import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Stop } from "./say.mjs";

/** A server that was just killed may hold its port for a moment. */
const PORT_WAIT_MS = 5_000;

/** A busy machine needs a while to start two servers. */
const READY_WAIT_MS = 180_000;

/** Throws `Stop` if someone else keeps the port. */
export async function requirePort(port, host) {
  const deadline = Date.now() + PORT_WAIT_MS;
  while (!(await isFree(port, host))) {
    if (Date.now() > deadline) throw new Stop(`Port ${port} on ${host} is taken: choose another with --port.`);
    await sleep(100);
  }
}

function isFree(port, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(new Stop(error.message))));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Resolves as soon as the Worker answers; rejects if `child` ends before. */
export async function whenReady(url, child) {
  const deadline = Date.now() + READY_WAIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Stop("The server ended before it was ready.");
    try {
      if ((await fetch(`${url}/health`)).ok) return;
    } catch {}
    await sleep(50);
  }
  throw new Stop(`The server does not answer at ${url}/health.`);
}
