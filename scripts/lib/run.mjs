// Runs other programs.

import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { inProject, root } from "./paths.mjs";
import { Stop } from "./say.mjs";

const TAIL_LINES = 40;
/** No program of the tests is silent for so long, unless it waits for what will never come. */
const SILENCE_MS = 15 * 60_000;

/** What runs quietly right now. */
const running = new Set();

/** All of the works, at the same time. The first that fails ends the programs of the others. */
export async function together(works) {
  try {
    await Promise.all(works);
  } catch (error) {
    for (const child of running) child.kill();
    throw error;
  }
}

/** The environment of every child: the project's own programs first, no telemetry, a quiet wrangler. */
export function childEnv(extra = {}) {
  return {
    ...process.env,
    PATH: `${inProject("node_modules", ".bin")}:${process.env.PATH}`,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_WRITE_LOGS: "false",
    // Each would say at every start that a service could not be reached.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    ...extra,
  };
}

/** What a short command prints, trimmed; undefined if it is missing or fails. */
export function output(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], ...options });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * Runs a command quietly: `progress` gets each line, and only a failure shows
 * them (the last ones). Resolves when it exits with 0.
 */
export async function runQuietly(command, args, { progress = () => {}, env, cwd = root, timeout } = {}) {
  const lines = [];
  const child = spawn(command, args, { cwd, env: childEnv(env), stdio: ["ignore", "pipe", "pipe"], timeout });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      progress(line);
    });
  }
  running.add(child);
  const code = await exitCode(child, command).finally(() => running.delete(child));
  if (code !== 0) {
    const tail = lines.slice(-TAIL_LINES).join("\n");
    throw new Stop(`${command} ${args.join(" ")} failed (${code}):\n${tail}`);
  }
}

/** Runs a command whose output belongs on the terminal; resolves with its exit code. */
export function runLoudly(command, args, { env, cwd = root } = {}) {
  return exitCode(spawn(command, args, { cwd, env: childEnv(env), stdio: ["ignore", "inherit", "inherit"] }), command);
}

/**
 * Like `runLoudly`, and hands each line of standard output to `onLine` as well. `out`, where it is given, gets
 * all that would be on the terminal. Who says nothing for too long is ended, and has failed.
 */
export async function runAndRead(command, args, onLine, { env, cwd = root, out, silence = SILENCE_MS } = {}) {
  const child = spawn(command, args, { cwd, env: childEnv(env), stdio: ["ignore", "pipe", out ? "pipe" : "inherit"] });
  const hangs = new Promise((_, reject) => {
    const ends = () => {
      child.kill("SIGKILL");
      // Its own children may have them still.
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      reject(new Stop(`${command} ${args.join(" ")} said nothing for ${silence / 60_000} minutes, and was ended.`));
    };
    const timer = setTimeout(ends, silence);
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", () => timer.refresh());
    child.once("exit", () => clearTimeout(timer));
  });
  child.stdout.on("data", (data) => (out ?? process.stdout).write(data));
  child.stderr?.on("data", (data) => out.write(data));
  createInterface({ input: child.stdout }).on("line", onLine);
  return Promise.race([exitCode(child, command), hangs]);
}

function exitCode(child, command) {
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(error.code === "ENOENT" ? new Stop(`${command} is not installed, or not in PATH.`) : error),
    );
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
}
