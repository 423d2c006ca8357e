/** The native host, as it is: its page is in the program. */
import { join } from "node:path";
import { NativeProcess } from "../../support/native-process.mjs";
import { ONE_ADDRESS } from "../../support/one-address.mjs";
import { freePort } from "../../support/ports.mjs";
import { Served } from "./served.mjs";

export class NativeServer extends Served {
  #port;
  #metrics;
  #process;

  constructor(vars, port) {
    super(vars, port);
    this.#port = port;
  }

  async starts() {
    if (!this.#process) {
      this.#metrics = `127.0.0.1:${await freePort()}`;
      this.#process = new NativeProcess({ data: this.data, port: this.#port, args: ["--metrics", this.#metrics] });
    }
    await this.#process.start({ ...ONE_ADDRESS, ...this.vars });
  }

  get isRunning() {
    return this.#process?.isRunning ?? false;
  }

  get pid() {
    return this.#process.pid;
  }

  signal(name) {
    this.#process.signal(name);
  }

  ends(signal) {
    return this.#process.ends(signal);
  }

  /** How many rooms are awake. */
  async awake() {
    const metrics = await (await fetch(`http://${this.#metrics}/metrics`)).text();
    return Number(/^alcove_rooms_awake (\d+)$/m.exec(metrics)[1]);
  }

  get rooms() {
    return join(this.data, "rooms");
  }

  get objects() {
    return [this.data];
  }
}
