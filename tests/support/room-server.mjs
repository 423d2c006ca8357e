/**
 * What a test's server offers, whichever host it is on: those who come to its rooms, and what only its host can do:
 * put a room to sleep, evict it, and reach its database.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ReferencePage } from "./reference-page.mjs";
import { Visitor } from "./visitor.mjs";

/**
 * A host adds `start()` and `halts()`; `sleep(room)`, which drops a room from memory while its sockets stay open; and
 * `evict(room)`, which drops it with them, as a deploy or a crash does. And, of the data of a server that was halted,
 * `roomFiles`, `accountFiles`, `alarms` and `ringAlarms()`.
 */
export class RoomServer {
  /** Where it listens, as an origin. */
  url;

  vars;
  data = mkdtempSync(join(tmpdir(), "alcove-e2e-"));
  #visitors = new Set();

  constructor(vars) {
    this.vars = vars;
  }

  get host() {
    return new URL(this.url).host;
  }

  /** Stops it and starts it again over the same data, perhaps with other vars. */
  async restart(vars = this.vars) {
    await this.halts();
    this.vars = vars;
    await this.start();
  }

  async stop() {
    for (const visitor of this.#visitors) visitor.gone();
    await this.halts();
    rmSync(this.data, { recursive: true, force: true });
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

  // ---- what it has stored ----

  /**
   * Opens the database of the only room there is, while the server is stopped, then starts it again.
   * Resolves with what `work` returns.
   */
  async database(work) {
    await this.halts();
    const rooms = this.roomFiles;
    if (rooms.length !== 1) throw new Error(`not one room's database but ${rooms.join(", ") || "none"}`);
    try {
      return this.opened(rooms[0], work);
    } finally {
      await this.start();
    }
  }

  /** What `work` returns of the database of each room; the server is stopped, and stays so. */
  async databases(work) {
    await this.halts();
    return this.roomFiles.map((file) => this.opened(file, work));
  }

  /** The same of each account, and of each identity at a provider. */
  async accounts(work) {
    await this.halts();
    return this.accountFiles.map((file) => this.opened(file, work));
  }

  /** All files of databases, as paths in the data. */
  get databaseFiles() {
    const top = readdirSync(this.data, { withFileTypes: true });
    // Not the folder of files: what is in it may go while it is read.
    const folders = top.filter((entry) => entry.isDirectory() && entry.name !== "files");
    const below = folders.flatMap(({ name }) => readdirSync(join(this.data, name), { recursive: true }).map((file) => join(name, file)));
    return [...top.map(({ name }) => name), ...below].filter((file) => file.endsWith(".sqlite"));
  }

  /** What `work` returns of a database, by its path in the data. */
  opened(file, work) {
    const database = new DatabaseSync(join(this.data, file));
    try {
      return work(database);
    } finally {
      database.close();
    }
  }
}
