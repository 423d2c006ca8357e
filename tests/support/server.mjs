/**
 * The built Worker in Miniflare, which is workerd: the real runtime with real sockets, on a port of its own.
 * It also offers what only the platform can do to a room: put it to sleep, evict it, and reach its database.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { parse } from "smol-toml";
import { ONE_ADDRESS } from "./one-address.mjs";
import { ReferencePage } from "./reference-page.mjs";
import { Visitor } from "./visitor.mjs";
import { within } from "./waiting.mjs";

const WORKER = "alcove";
const OBJECT = "RoomObject";
const ACCOUNT = "AccountObject";

const inProject = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Vars for tests that are not about limits: nobody is ever too fast. */
export const UNHURRIED = { RATE_BURST: "1000000", RATE_PER_SECOND: "1000000" };

/**
 * Starts the server; vars are those of wrangler.toml except where a test says otherwise. `front` is a
 * module of this folder that stands in front of the built one.
 */
export async function startRoomServer(vars = {}, front = undefined) {
  const server = new RoomServer(vars, front);
  await server.start();
  return server;
}

class RoomServer {
  /** Where it listens, as an origin. */
  url;

  #vars;
  #front;
  #data = mkdtempSync(join(tmpdir(), "alcove-e2e-"));
  #miniflare;
  #visitors = new Set();

  constructor(vars, front) {
    this.#vars = vars;
    this.#front = front;
  }

  get host() {
    return new URL(this.url).host;
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
      resourcePersistencePath: this.#data,
      compatibilityDate: config.compatibility_date,
      compatibilityFlags: config.compatibility_flags,
      modulesRoot: inProject("build"),
      modules: [
        ...this.#frontModule(),
        { type: "ESModule", path: inProject("build/index.js") },
        { type: "CompiledWasm", path: inProject("build/index_bg.wasm") },
      ],
      bindings: { ...config.vars, ...ONE_ADDRESS, ...this.#vars },
      durableObjects: {
        ROOMS: { className: OBJECT, useSQLite: true },
        ACCOUNTS: { className: ACCOUNT, useSQLite: true },
      },
      assets: {
        directory: inProject("build/public"),
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
    const contents = readFileSync(inProject(`tests/support/${this.#front}`), "utf8");
    return [{ type: "ESModule", path: inProject(`build/${this.#front}`), contents }];
  }

  /** Stops it and starts it again over the same data, perhaps with other vars. */
  async restart(vars = this.#vars) {
    await this.#miniflare.dispose();
    this.#vars = vars;
    await this.start();
  }

  async stop() {
    for (const visitor of this.#visitors) visitor.gone();
    await this.#miniflare.dispose();
    rmSync(this.#data, { recursive: true, force: true });
  }

  // ---- who comes ----

  /** An open socket that has not said hello. */
  async connect(room, options) {
    const visitor = new Visitor(this.socketUrl(room), options);
    this.#visitors.add({ gone: () => visitor.vanishes() });
    return visitor.opens();
  }

  /** A member that has its welcome. */
  async join(room, name, hello = {}) {
    const visitor = await this.connect(room);
    return visitor.greets(name, hello);
  }

  /** Several members at once. */
  joinAll(room, ...names) {
    return Promise.all(names.map((name) => this.join(room, name)));
  }

  /** The reference client that the page uses; `storage` is shared by those of one browser. */
  page(room, options) {
    const page = new ReferencePage(this, room, options);
    this.#visitors.add({ gone: () => page.close() });
    return page;
  }

  socketUrl(room) {
    return `${this.url.replace("http", "ws")}/room/${room}`;
  }

  // ---- what the platform does ----

  /** Drops the room from memory; sockets stay open, and the next event wakes it. */
  async sleep(room) {
    await this.#evict(room, "hibernate").catch((error) => {
      // It sleeps already.
      if (!/not currently running/.test(error.message)) throw error;
    });
  }

  /** Drops the room and all its sockets, as a deploy or a crash does. */
  evict(room) {
    return this.#evict(room, "close");
  }

  #evict(room, webSockets) {
    const evicted = this.#miniflare.unsafeEvictDurableObject(WORKER, OBJECT, { name: room, webSockets });
    return within(evicted, () => `room ${room} could not be evicted`);
  }

  /**
   * Opens the database of the only room there is, while the server is stopped, then starts it again.
   * Resolves with what `work` returns.
   */
  async database(work) {
    await this.#miniflare.dispose();
    const rooms = this.#rooms;
    if (rooms.length !== 1) throw new Error(`not one room's database but ${rooms.join(", ") || "none"}`);
    try {
      return this.#opened(rooms[0], work);
    } finally {
      await this.start();
    }
  }

  /** What `work` returns of the database of each room; the server is stopped, and stays so. */
  async databases(work) {
    await this.#miniflare.dispose();
    return this.#rooms.map((file) => this.#opened(file, work));
  }

  /** The same of each account, and of each identity at a provider. */
  async accounts(work) {
    await this.#miniflare.dispose();
    return this.#objects(ACCOUNT).map((file) => this.#opened(file, work));
  }

  /** When the alarms of all rooms are to ring. The runtime keeps them in a database of its own. */
  get alarms() {
    const read = (database) => database.prepare("SELECT scheduled_time / 1000000 AS at FROM _cf_ALARM").all();
    return this.#opened(this.#alarms, read).map(({ at }) => at);
  }

  /** Has all alarms ring at once when the server starts again; it has to be stopped. */
  ringAlarms() {
    const now = BigInt(Date.now()) * 1_000_000n;
    this.#opened(this.#alarms, (database) => database.prepare("UPDATE _cf_ALARM SET scheduled_time = ?").run(now));
    // A room's own copy, by which the runtime tells an alarm that is not the room's any more.
    for (const file of this.#rooms) {
      this.#opened(file, (database) => {
        const tables = database.prepare("SELECT count(*) AS count FROM sqlite_master WHERE name = '_cf_METADATA'").get();
        if (tables.count > 0) database.prepare("UPDATE _cf_METADATA SET value = ? WHERE key = 1").run(now);
      });
    }
  }

  get #alarms() {
    return this.#databases.find((file) => file.endsWith(`${WORKER}-${OBJECT}/metadata.sqlite`));
  }

  get #rooms() {
    return this.#objects(OBJECT);
  }

  /** The databases of the objects of a class. */
  #objects(className) {
    return this.#databases.filter((file) => file.includes(`-${className}/`) && !file.endsWith("metadata.sqlite"));
  }

  get #databases() {
    return readdirSync(this.#data, { recursive: true }).filter((file) => file.endsWith(".sqlite"));
  }

  #opened(file, work) {
    const database = new DatabaseSync(join(this.#data, file));
    try {
      return work(database);
    } finally {
      database.close();
    }
  }
}
