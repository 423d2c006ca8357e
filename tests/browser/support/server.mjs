/**
 * The built Worker on workerd, as `npm run serve` runs it, with a port and data of its own. It can be killed
 * hard and started again, as only a whole server can.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { packedBeside } from "../../../scripts/lib/packed.mjs";
import { pageFiles, writePage } from "../../../scripts/lib/page.mjs";
import { outDirs } from "../../../scripts/lib/paths.mjs";
import { whenReady } from "../../../scripts/lib/server.mjs";
import { startWorkerd } from "../../../scripts/lib/workerd.mjs";
import { writeWorkerdConfig } from "../../../scripts/lib/workerd-config.mjs";
import { ONE_ADDRESS } from "../../support/one-address.mjs";
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
  const server = new Server(vars, port, wrapper);
  await server.start();
  return server;
}

const CONTENT_NAME = /-([A-Z0-9]{8})(?=\.(js|css))/g;

/** Another hash. */
const turned = (hash) => hash.slice(1) + hash[0];

/** No browser here asks for source maps. */
const isServed = (path) => !path.endsWith(".map");

/** A promise of the page with SERVICE_WORKER=off, which is built once. */
let withoutWorker;

/** The page that every server begins with: path -> contents. */
function builtPage() {
  const folder = join(outDirs.release, "public");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const paths = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

class Server {
  /** Where it listens, as an origin. */
  url;
  /** What it serves under a name is what everybody gets under that name. */
  isAsBuilt = true;

  #address;
  #vars;
  #data = mkdtempSync(join(tmpdir(), "alcove-browser-"));
  #build = join(this.#data, "build");
  #page = join(this.#build, "public");
  #workerd;
  #isHanging = false;
  #wrapper;

  constructor(vars, port, wrapper) {
    this.#vars = vars;
    this.#wrapper = wrapper;
    this.#address = `127.0.0.1:${port}`;
    this.url = `http://${this.#address}`;
    // A build that is made meanwhile must not come in between.
    cpSync(outDirs.release, this.#build, { recursive: true, filter: isServed });
  }

  async start() {
    this.#isHanging = false;
    // Secrets are not in the file: workerd takes them from its environment.
    this.#workerd = await withEnv({ ...ONE_ADDRESS, ...this.#vars }, async () => {
      const config = await writeWorkerdConfig({
        data: this.#data,
        build: this.#build,
        page: this.#page,
        address: this.#address,
        wrapper: this.#wrapper,
      });
      return startWorkerd(config);
    });
    await whenReady(this.url, this.#workerd);
  }

  get pid() {
    return this.#workerd.pid;
  }

  /** The files of its rooms, by name. */
  get files() {
    const folder = join(this.#data, "rooms", "alcove-RoomObject");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** All that it has stored, whatever of it is still in use. */
  get stored() {
    const folder = join(this.#data, "rooms", "alcove-RoomObject");
    return this.files.map((file) => readFileSync(join(folder, file), "latin1")).join("");
  }

  /** The same of all objects, and of what the platform keeps beside them. */
  get everything() {
    const folder = join(this.#data, "rooms");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("");
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

  /**
   * A new version of the page takes the place of the old, as by a deploy: a text in it is another, and so
   * is every name that comes from content. Of the old one nothing is left.
   */
  deploys(before, after) {
    this.isAsBuilt = false;
    // Of the new one nothing is compressed.
    for (const file of readdirSync(packedBeside(this.#page))) rmSync(join(packedBeside(this.#page), file), { recursive: true });
    const { version } = JSON.parse(readFileSync(join(this.#page, "shell.json"), "utf8"));
    const renewed = (text) => text.replaceAll(version, turned(version)).replace(CONTENT_NAME, (_, hash) => `-${turned(hash)}`);
    for (const file of readdirSync(this.#page, { recursive: true }).filter((each) => /\.(js|css|html|json)$/.test(each))) {
      const path = join(this.#page, file);
      writeFileSync(path, renewed(readFileSync(path, "utf8")).replaceAll(before, after));
      renameSync(path, join(this.#page, renewed(file)));
    }
  }

  /** Another build of the page: path -> contents. */
  async serves(files) {
    this.isAsBuilt = false;
    await writePage(new Map([...files].filter(([path]) => isServed(path))), this.#page);
  }

  /** As by a deploy with SERVICE_WORKER=off, or on again. */
  async switchesTheWorker(isOn) {
    withoutWorker ??= pageFiles({ isWorkerOff: true });
    await this.serves(isOn ? builtPage() : await withoutWorker);
  }

  /** The machine is there and takes connections, and does not answer. */
  hangs() {
    this.#isHanging = true;
    this.#workerd.kill("SIGSTOP");
  }

  /** Answers, whatever was done to it. */
  async isThere() {
    if (this.#isHanging) await this.isKilled();
    const { signalCode, exitCode } = this.#workerd;
    if (signalCode !== null || exitCode !== null) await this.start();
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
