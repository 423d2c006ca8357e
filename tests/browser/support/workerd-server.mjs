/**
 * The built Worker on workerd, as `npm run serve -- --runtime workerd` runs it. Its page can be another, as after a
 * deploy.
 */
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packedBeside } from "../../../scripts/lib/packed.mjs";
import { pageFiles, writePage } from "../../../scripts/lib/page.mjs";
import { outDirs } from "../../../scripts/lib/paths.mjs";
import { whenReady } from "../../../scripts/lib/server.mjs";
import { startWorkerd } from "../../../scripts/lib/workerd.mjs";
import { writeWorkerdConfig } from "../../../scripts/lib/workerd-config.mjs";
import { ONE_ADDRESS } from "../../support/one-address.mjs";
import { Served } from "./served.mjs";

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

export class WorkerdServer extends Served {
  #address;
  #build = join(this.data, "build");
  #page = join(this.#build, "public");
  #workerd;
  #wrapper;

  /** `wrapper`: see `startServer`. */
  constructor(vars, port, wrapper) {
    super(vars, port);
    this.#wrapper = wrapper;
    this.#address = `127.0.0.1:${port}`;
    // A build that is made meanwhile must not come in between.
    cpSync(outDirs.release, this.#build, { recursive: true, filter: isServed });
  }

  async starts() {
    // Secrets are not in the file: workerd takes them from its environment.
    this.#workerd = await withEnv({ ...ONE_ADDRESS, ...this.vars }, async () => {
      const config = await writeWorkerdConfig({
        data: this.data,
        build: this.#build,
        page: this.#page,
        address: this.#address,
        wrapper: this.#wrapper,
      });
      return startWorkerd(config);
    });
    await whenReady(this.url, this.#workerd);
  }

  get isRunning() {
    return this.#workerd.signalCode === null && this.#workerd.exitCode === null;
  }

  get pid() {
    return this.#workerd.pid;
  }

  signal(name) {
    this.#workerd.kill(name);
  }

  async ends(signal) {
    const ended = new Promise((resolve) => this.#workerd.once("exit", resolve));
    this.#workerd.kill(signal);
    await ended;
  }

  get rooms() {
    return join(this.data, "rooms", "alcove-RoomObject");
  }

  get objects() {
    return [join(this.data, "rooms")];
  }

  /** How many rooms are awake: as they fall asleep their database is closed, and the log beside it (-wal) goes away. */
  async awake() {
    return this.files.filter((file) => file.endsWith("-wal") && !file.startsWith("metadata")).length;
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
