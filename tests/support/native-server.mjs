/** The native host, on a port of its own. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { NativeProcess } from "./native-process.mjs";
import { ONE_ADDRESS } from "./one-address.mjs";
import { freePort } from "./ports.mjs";
import { RoomServer } from "./room-server.mjs";
import { within } from "./waiting.mjs";

/** How long a room with nothing to do stays awake: shorter than what tests wait for asleep, so that they wait for little. */
const SLEEP_AFTER_MS = "500";
/** Between two looks at whether it sleeps, which tells nobody. */
const LOOK_MS = 10;

export class NativeServer extends RoomServer {
  #process;

  async start() {
    if (!this.#process) {
      const port = await freePort();
      this.#process = new NativeProcess({ data: this.data, port });
      this.url = `http://127.0.0.1:${port}`;
    }
    await this.#process.start({ SLEEP_AFTER_MS, ...ONE_ADDRESS, ...this.vars });
  }

  /** What it said since it was last started. */
  get said() {
    return this.#process.said;
  }

  halts() {
    return this.#process.ends("SIGTERM");
  }

  /** It falls asleep by itself: then its database is closed, and the log beside it (-wal) is gone. */
  async sleep(room) {
    const isAwake = () => {
      const file = this.#fileOf(room);
      return file !== undefined && existsSync(join(this.data, `${file}-wal`));
    };
    let isOver = false;
    const asleep = async () => {
      while (isAwake() && !isOver) await pause(LOOK_MS);
    };
    try {
      await within(asleep(), () => `room ${room} did not fall asleep`);
    } finally {
      isOver = true;
    }
  }

  /** With all others. */
  async evict() {
    await this.#process.ends("SIGKILL");
    await this.start();
  }

  #fileOf(room) {
    return this.roomFiles.find((file) => file.endsWith(`/${room}.sqlite`));
  }

  get roomFiles() {
    return this.databaseFiles.filter((file) => file.startsWith("rooms/"));
  }

  get accountFiles() {
    return this.databaseFiles.filter((file) => file.startsWith("accounts/"));
  }

  /** When all alarms are to ring. */
  get alarms() {
    const read = (database) => database.prepare("SELECT at FROM alarm").all();
    return this.opened("alarms.sqlite", read).map(({ at }) => at);
  }

  /** Has all alarms ring at once when the server starts again; it has to be stopped. */
  ringAlarms() {
    this.opened("alarms.sqlite", (database) => database.prepare("UPDATE alarm SET at = ?").run(Date.now()));
  }
}
