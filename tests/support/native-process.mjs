/** The native host's program, as a test runs it: with settings from its environment, and never outliving the test. */
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { nativeBinary } from "../../scripts/lib/build-native.mjs";
import { spawnTied } from "../../scripts/lib/parents.mjs";
import { within } from "./waiting.mjs";

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 30_000;

/**
 * What is otherwise than for an operator: a server goes by any name, and reaches those that tests start beside it.
 * Secrets that it would make for itself are for tests that have them: what they are for is off in others, as at the
 * edge.
 */
const settings = (vars) => ({
  HOSTS: "",
  OUTGOING: "public,private,local",
  ...(!vars.SITE_KEY && { SIGN_IN: "off" }),
  ...(!vars.VAPID_KEY && { PUSH: "off" }),
  ...vars,
});

export class NativeProcess {
  /** What it said since it was last started, line by line. */
  said = [];

  #args;
  #child;

  constructor({ data, port, args = [] }) {
    this.#args = ["--data", data, "--port", String(port), ...args];
  }

  get pid() {
    return this.#child.pid;
  }

  get isRunning() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves once it listens. */
  async start(vars = {}) {
    const program = nativeBinary();
    if (!existsSync(program)) throw new Error("the native host is not built: npm run build -- --native");
    this.said = [];
    this.#child = spawnTied(program, this.#args, "KILL", settings(vars), { stdio: ["ignore", "pipe", "pipe"] });
    const isReady = new Promise((resolve, reject) => {
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          this.said.push(line);
          if (line.startsWith("Alcove is at ")) resolve();
        });
      }
      this.#child.once("error", reject);
      this.#child.once("close", () => reject(new Error(`the server did not start:\n${this.said.join("\n")}`)));
    });
    await within(isReady, () => `the server is not ready:\n${this.said.join("\n")}`, STARTS_WITHIN_MS);
  }

  signal(name) {
    this.#child.kill(name);
  }

  /** Resolves with its exit code, if it is its own, once it has ended by this signal. */
  async ends(signal) {
    if (!this.isRunning) return this.#child?.exitCode;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill(signal);
    return within(ended, () => `the server did not end by ${signal}:\n${this.said.join("\n")}`, STOPS_WITHIN_MS);
  }
}
