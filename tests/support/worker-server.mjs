/** The built Worker in Miniflare, which is workerd: the real runtime with real sockets, on a port of its own. */
import { existsSync, readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { inProject } from "../../scripts/lib/paths.mjs";
import { ONE_ADDRESS } from "./one-address.mjs";
import { RoomServer } from "./room-server.mjs";
import { within } from "./waiting.mjs";

const WORKER = "alcove";
const OBJECT = "RoomObject";
const ACCOUNT = "AccountObject";
const FILE = "FileObject";

export class WorkerServer extends RoomServer {
  /** Names of bindings to R2, from the next start on. */
  buckets = [];
  #front;
  #miniflare;

  /** `front`: see `startRoomServer`. */
  constructor(vars, front) {
    super(vars);
    this.#front = front;
  }

  async start() {
    const config = parse(readFileSync(inProject("wrangler.toml"), "utf8"));
    if (!existsSync(inProject(config.main))) throw new Error("the Worker is not built: npm run build");
    // Miniflare asks a service on the internet for a location, unless told not to.
    process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
    const options = convertV4MiniflareOptions({
      name: WORKER,
      host: "127.0.0.1",
      port: 0,
      log: new Log(LogLevel.ERROR),
      // The room's own log is for operators.
      handleStructuredLogs: () => {},
      resourcePersistencePath: this.data,
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      modulesRoot: inProject("build"),
      modules: [
        ...this.#frontModule(),
        { type: "ESModule", path: inProject("build", "index.js") },
        { type: "CompiledWasm", path: inProject("build", "index_bg.wasm") },
      ],
      bindings: { ...config.vars, ...ONE_ADDRESS, ...this.vars },
      durableObjects: {
        ROOMS: { className: OBJECT, useSQLite: true },
        ACCOUNTS: { className: ACCOUNT, useSQLite: true },
        FILE_OBJECTS: { className: FILE, useSQLite: true },
      },
      r2Buckets: this.buckets,
      assets: {
        directory: inProject("build", "public"),
        binding: config.assets.binding,
        run_worker_first: config.assets.run_worker_first,
        routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
        assetConfig: {
          html_handling: config.assets.html_handling,
          not_found_handling: config.assets.not_found_handling,
        },
      },
    });
    this.#miniflare = new Miniflare(options);
    const url = await within(this.#miniflare.ready, () => "the server did not start", 60_000);
    this.url = url.origin;
  }

  #frontModule() {
    if (!this.#front) return [];
    const contents = readFileSync(inProject("tests", "support", this.#front), "utf8");
    return [{ type: "ESModule", path: inProject("build", this.#front), contents }];
  }

  halts() {
    return this.#miniflare.dispose();
  }

  /** A bucket that is bound by this name. */
  bucket(name) {
    return this.#miniflare.getR2Bucket(name, WORKER);
  }

  /** The next event wakes it. */
  async sleep(room) {
    await this.#evict(room, "hibernate").catch((error) => {
      // It sleeps already.
      if (!/not currently running/.test(error.message)) throw error;
    });
  }

  evict(room) {
    return this.#evict(room, "close");
  }

  #evict(room, webSockets) {
    const evicted = this.#miniflare.unsafeEvictDurableObject(WORKER, OBJECT, { name: room, webSockets });
    return within(evicted, () => `room ${room} could not be evicted`);
  }

  get roomFiles() {
    return this.#objects(OBJECT);
  }

  get accountFiles() {
    return this.#objects(ACCOUNT);
  }

  /** The databases of the objects of a class. */
  #objects(className) {
    return this.databaseFiles.filter((file) => file.includes(`-${className}/`) && !file.endsWith("metadata.sqlite"));
  }

  /** When the alarms of all rooms are to ring. The runtime keeps them in a database of its own. */
  get alarms() {
    const read = (database) => database.prepare("SELECT scheduled_time / 1000000 AS at FROM _cf_ALARM").all();
    return this.opened(this.#alarmFile, read).map(({ at }) => at);
  }

  /** The databases of the objects that have bytes of files, or know which have the same. */
  get fileFiles() {
    return this.#objects(FILE);
  }

  /** Has all alarms of rooms ring at once when the server starts again; it has to be stopped. */
  ringAlarms() {
    this.#ring(OBJECT);
  }

  /** The same of files. */
  ringFileAlarms() {
    this.#ring(FILE);
  }

  #ring(className) {
    const now = BigInt(Date.now()) * 1_000_000n;
    const alarms = this.#alarmFileOf(className);
    this.opened(alarms, (database) => database.prepare("UPDATE _cf_ALARM SET scheduled_time = ?").run(now));
    // An object's own copy, by which the runtime tells an alarm that is not the object's any more.
    for (const file of this.#objects(className)) {
      this.opened(file, (database) => {
        const tables = database.prepare("SELECT count(*) AS count FROM sqlite_master WHERE name = '_cf_METADATA'").get();
        if (tables.count > 0) database.prepare("UPDATE _cf_METADATA SET value = ? WHERE key = 1").run(now);
      });
    }
  }

  get #alarmFile() {
    return this.#alarmFileOf(OBJECT);
  }

  #alarmFileOf(className) {
    return this.databaseFiles.find((file) => file.endsWith(`${WORKER}-${className}/metadata.sqlite`));
  }
}
