/**
 * The server as an operator runs it, on the host that ALCOVE_HOST names: `scripts/serve.mjs` on a port of its own, with
 * its rooms in a folder that outlives every crash.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isNative } from "../support/host.mjs";
import { within } from "../support/waiting.mjs";

const SERVE = fileURLToPath(new URL("../../scripts/serve.mjs", import.meta.url));
const STARTS_WITHIN_MS = 300_000;
const STOPS_WITHIN_MS = 60_000;

/** Below the ports from which outgoing connections are given theirs, lest one of them takes ours. */
const PORTS = { first: 20_000, count: 10_000 };

export class ServedServer {
  port;

  #env;
  #data;
  #runtime = isNative() ? "native" : "workerd";
  /** What it said since it was last started, line by line. */
  said = [];
  /** Its own process group: the script and its server die at one blow. */
  #process;
  #endAtExit = () => {
    this.#signalGroup("SIGKILL");
    this.#forget();
  };

  /** `vars` are settings of wrangler.toml. */
  constructor(vars, data = mkdtempSync(join(tmpdir(), "alcove-faults-"))) {
    this.#data = data;
    // As if started by npm, it ends when we do, even if we are killed.
    this.#env = { ...process.env, npm_lifecycle_event: "serve", ...vars };
    process.once("exit", this.#endAtExit);
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when it answers. After the first time it comes back on the same port. */
  async start() {
    this.port ??= await freePort();
    const args = [SERVE, "--port", String(this.port), "--data", this.#data, "--runtime", this.#runtime];
    const server = spawn(process.execPath, args, {
      env: this.#env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = server;
    const said = [];
    this.said = said;
    const isReady = new Promise((resolve, reject) => {
      const listen = (line) => {
        said.push(line);
        if (line.startsWith("Alcove is at ")) resolve();
      };
      for (const stream of [server.stdout, server.stderr]) createInterface({ input: stream }).on("line", listen);
      server.once("close", () => reject(new Error(`the server did not start:\n${said.join("\n")}`)));
    });
    await within(isReady, () => `the server is not ready:\n${said.join("\n")}`, STARTS_WITHIN_MS);
  }

  /** Kills everything of it at once; nothing is finished or told. */
  async kill() {
    const ended = this.#ended();
    this.#signalGroup("SIGKILL");
    await ended;
  }

  /** Kills the script alone; resolves when the server itself has ended, too. */
  async killScript() {
    const ended = this.#ended();
    this.#process.kill("SIGKILL");
    await ended;
  }

  /** Asks it to stop; resolves with its exit code. */
  async term() {
    const ended = this.#ended();
    this.#process.kill("SIGTERM");
    return ended;
  }

  /** Ends it for good. */
  async stop() {
    if (this.#process?.exitCode === null && this.#process.signalCode === null) await this.kill();
    process.off("exit", this.#endAtExit);
    this.#forget();
  }

  /** "close" waits for the output to end too, so the server itself, which has it open, is gone by then. */
  #ended() {
    const server = this.#process;
    const ended = new Promise((resolve) => server.once("close", (code) => resolve(code)));
    return within(ended, () => "the server did not end", STOPS_WITHIN_MS);
  }

  #forget() {
    rmSync(this.#data, { recursive: true, force: true, maxRetries: 3 });
  }

  #signalGroup(signal) {
    try {
      if (this.#process?.pid) process.kill(-this.#process.pid, signal);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
}

async function freePort() {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    const probe = createServer();
    const isFree = await new Promise((resolve) => {
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
