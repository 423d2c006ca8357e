/** How much a server has written to the logs of its rooms, by which a kill finds each room at another point. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

export class Written {
  #data;
  #before = new Map();

  /** From now on, of the rooms in this folder. */
  constructor(data) {
    this.#data = data;
    for (const log of this.#logs()) this.#before.set(log, bytesOf(log));
  }

  bytes() {
    return this.#logs().reduce((sum, log) => sum + Math.max(0, bytesOf(log) - (this.#before.get(log) ?? 0)), 0);
  }

  /** Resolves when so much is written, or nothing more is to come. */
  async reaches(bytes, isOver) {
    while (this.bytes() < bytes && !isOver()) await nextTurn();
  }

  /** The write-ahead logs. */
  #logs() {
    const files = readdirSync(this.#data, { recursive: true }).filter((file) => file.endsWith("-wal"));
    return files.map((file) => join(this.#data, file));
  }
}

/** A file may go while it is looked at. */
const bytesOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
