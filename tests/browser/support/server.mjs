/**
 * The built Worker on workerd, as `npm run serve` runs it, on a port and with data of its own. It can be
 * killed without a word and started again, as only a whole server can.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outDirs } from "../../../scripts/lib/paths.mjs";
import { whenReady } from "../../../scripts/lib/server.mjs";
import { startWorkerd } from "../../../scripts/lib/workerd.mjs";
import { writeWorkerdConfig } from "../../../scripts/lib/workerd-config.mjs";

/** Vars for tests that are not about limits: nobody is ever too fast. */
export const UNHURRIED = { RATE_BURST: "1000000", RATE_PER_SECOND: "1000000" };

/** Starts a server; vars are those of wrangler.toml except where a test says otherwise. */
export async function startServer(vars = {}) {
  const server = new Server(vars, await freePort());
  await server.start();
  return server;
}

class Server {
  /** Where it listens, as an origin. */
  url;

  #address;
  #vars;
  #data = mkdtempSync(join(tmpdir(), "alcove-browser-"));
  #build = join(this.#data, "build");
  #workerd;

  constructor(vars, port) {
    this.#vars = vars;
    this.#address = `127.0.0.1:${port}`;
    this.url = `http://${this.#address}`;
    // A build that is made meanwhile must not come in between.
    cpSync(outDirs.release, this.#build, { recursive: true });
  }

  async start() {
    const config = await withEnv(this.#vars, () =>
      writeWorkerdConfig({ data: this.#data, build: this.#build, address: this.#address }),
    );
    this.#workerd = await startWorkerd(config);
    await whenReady(this.url, this.#workerd);
  }

  /** The machine under it fails: nothing is finished, nobody is told. */
  async isKilled() {
    if (this.#workerd.signalCode !== null || this.#workerd.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#workerd.once("exit", resolve));
    this.#workerd.kill("SIGKILL");
    await ended;
  }

  async stop() {
    await this.isKilled();
    rmSync(this.#data, { recursive: true, force: true });
  }

  link(room) {
    return `${this.url}/room/${room}`;
  }

  socketUrl(room) {
    return this.link(room).replace("http", "ws");
  }
}

/** Settings reach the configuration by the environment, as for an operator. */
async function withEnv(vars, work) {
  const before = Object.keys(vars).map((name) => [name, process.env[name]]);
  Object.assign(process.env, vars);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
