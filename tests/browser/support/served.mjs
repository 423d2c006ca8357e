/** A server of one process, whichever host it is: it can be killed hard and started again, as only a whole server can. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A host adds `starts()`, `isRunning`, `pid`, `signal(name)` and `ends(signal)`, of its process; `awake()`, how many rooms
 * are awake; `objects`, the folders of all that it stores; and `rooms`, that of the rooms.
 */
export class Served {
  /** Where it listens, as an origin. */
  url;
  /** What it serves under a name is what everybody gets under that name. */
  isAsBuilt = true;

  vars;
  data = mkdtempSync(join(tmpdir(), "alcove-browser-"));
  #isHanging = false;

  constructor(vars, port) {
    this.vars = vars;
    this.url = `http://127.0.0.1:${port}`;
  }

  async start() {
    this.#isHanging = false;
    await this.starts();
  }

  /** The files of its rooms, by name. */
  get files() {
    return filesBelow(this.rooms).map(({ name }) => name);
  }

  /** All that it has stored of its rooms, whatever of it is still in use. */
  get stored() {
    return contents(filesBelow(this.rooms));
  }

  /** The same of all objects, and of what the platform keeps beside them. */
  get everything() {
    return contents(this.objects.flatMap(filesBelow));
  }

  /** The machine under it fails: nothing is finished, nobody is told. */
  async isKilled() {
    if (this.isRunning) await this.ends("SIGKILL");
  }

  async stop() {
    await this.isKilled();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** The machine is there and takes connections, and does not answer. */
  hangs() {
    this.#isHanging = true;
    this.signal("SIGSTOP");
  }

  /** Answers, whatever was done to it. */
  async isThere() {
    if (this.#isHanging) await this.isKilled();
    if (!this.isRunning) await this.start();
  }

  link(room) {
    return `${this.url}/room/${room}`;
  }

  socketUrl(room) {
    return this.link(room).replace("http", "ws");
  }
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile());
}

const contents = (files) => files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("");
