// The servers that are compared: how each is started, which protocol it uses, and which process it is.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nativeBinary } from "../../scripts/lib/build-native.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { childEnv } from "../../scripts/lib/run.mjs";
import { Stop } from "../../scripts/lib/say.mjs";
import { BUN } from "../../scripts/lib/bun.mjs";
import { SOCKETIOXIDE } from "./socketioxide.mjs";

const HOST = "127.0.0.1";
const PORT = 8_931;
const READY_WAIT_MS = 60_000;

/** Nobody is ever too fast: the one setting that differs from what people get. */
export const NO_RATE_LIMIT = { RATE_BURST: "1000000000", RATE_PER_SECOND: "1000000000" };
/** All of them come from one machine, and write in minutes what a room writes in a year. */
export const NO_BUDGETS = {
  NETWORK_JOINS_PER_MINUTE: "0",
  NETWORK_ROOMS_PER_MINUTE: "0",
  NETWORK_READS_PER_MINUTE: "0",
  NETWORK_SIGN_INS_PER_MINUTE: "0",
  MAX_NETWORK_SOCKETS: "0",
  ROOM_JOINS_PER_SECOND: "0",
  ROOM_ROWS_PER_DAY: "0",
  MAX_ROOM_BYTES: "0",
  // A twentieth of a room is kept for those who were there before.
  MAX_SOCKETS: "12000",
};

const peer = (id, name, dialect, from) => ({
  id,
  name,
  dialect,
  from,
  script: [inProject("bench", "peers", `${id}.mjs`)],
  env: { NODE_ENV: "production" },
});

const alcove = (id, name, from, program) => ({ id, name, dialect: "alcove", from, ...program, env: { ...NO_RATE_LIMIT, ...NO_BUDGETS } });

/**
 * `from`: messages a second at which the search for saturation begins; `within`: what 99 of 100 deliveries may
 * take there, if not a second; `only`: the one scenario in which a server takes part.
 */
export const SERVERS = {
  "alcove-native": alcove("alcove-native", "Alcove, native", 40_000, { program: nativeBinary(), script: [], within: 200 }),
  alcove: alcove("alcove", "Alcove on workerd", 16_000, { script: [inProject("scripts", "serve.mjs"), "--runtime", "workerd"] }),
  "socket-io": peer("socket-io", "Socket.IO", "socket-io", 800),
  socketioxide: { ...peer("socketioxide", "socketioxide", "socket-io", 4_000), program: SOCKETIOXIDE, script: [] },
  ws: peer("ws", "ws", "json", 800),
  "ws-window": { ...peer("ws-window", "ws, gathering", "json-list", 16_000), script: [inProject("bench", "peers", "ws.mjs")], env: { NODE_ENV: "production", WINDOW_MS: "25" } },
  bun: { ...peer("bun", "Bun", "json", 8_000), program: BUN },
  "bun-unannounced": { ...peer("bun-unannounced", "Bun, unannounced", "json", 8_000), script: [inProject("bench", "peers", "bun.mjs")], program: BUN, env: { ANNOUNCE: "0" }, only: "storm" },
  "durable-object": peer("durable-object", "JS Durable Object", "json", 400),
};

/** Starts a server on an empty folder, or on `data`, with more `options` than it needs; resolves when it answers. */
export async function startServer(server, { env = {}, data, options = [] } = {}) {
  const folder = data ?? mkdtempSync(join(tmpdir(), "alcove-bench-"));
  const args = [...server.script, "--port", String(PORT), "--data", folder, ...options];
  const child = spawn(server.program ?? process.execPath, args, {
    env: childEnv({ ...server.env, ...env }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = `http://${HOST}:${PORT}`;
  try {
    await answers(child, url);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    url: url.replace("http", "ws"),
    data: folder,
    pid: workingProcess(child.pid),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      if (!data) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves once the server has said that it is ready, with its first line. */
function answers(child, url) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Stop(`The server at ${url} is not ready.`)), READY_WAIT_MS);
    child.once("exit", (code) => reject(new Stop(`The server at ${url} ended (${code}).`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      // Ours are told by the name that browsers have passkeys for.
      if (![url, url.replace(HOST, "localhost")].some((name) => line.includes(name))) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Who does the work: the process itself, or the workerd that it started. */
function workingProcess(pid) {
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, , parent] = readFileSync(`/proc/${id}/stat`, "utf8").match(/\((.*)\) (\S) (\d+)/);
      if (name === "workerd" && Number(parent) === pid) return Number(id);
    } catch {
      // It has ended meanwhile.
    }
  }
  return pid;
}
