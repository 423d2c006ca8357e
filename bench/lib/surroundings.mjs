// Everything measured besides load: the machine, the size of the build, how it starts, and what it would cost.

import { spawn } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { inProject, outDirs } from "../../scripts/lib/paths.mjs";
import { output } from "../../scripts/lib/run.mjs";
import { median } from "./numbers.mjs";
import { SERVERS, startServer } from "./servers.mjs";

const STARTS = 5;
/** Jiffies a second, in /proc. */
const TICKS = 100;

export function machine() {
  const { version } = JSON.parse(readFileSync(inProject("node_modules", "workerd", "package.json"), "utf8"));
  return {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: `Linux ${release()}`,
    node: process.version,
    workerd: version,
    rustc: output("rustc", ["--version"]),
  };
}

/** Bytes of the WebAssembly, and the CPU seconds from nothing to the first answer, beside the JS Durable Object. */
export async function size() {
  const wasm = readFileSync(join(outDirs.release, "index_bg.wasm"));
  const starts = { alcove: [], "durable-object": [] };
  for (let round = 0; round < STARTS; round += 1) {
    for (const id of Object.keys(starts)) {
      const running = await startServer(SERVERS[id]);
      starts[id].push(cpuSeconds(running.pid));
      await running.stop();
    }
  }
  return {
    raw: wasm.length,
    gzipped: gzipSync(wasm).length,
    startCpuSeconds: Object.fromEntries(Object.entries(starts).map(([id, times]) => [id, median(times)])),
  };
}

/** Rooms on disk at a start, and how many of them are one file: file systems bound the names of one. */
const ROOMS = 100_000;
const NAMES = 1_000;

/** Bytes of the native host, and how long it takes to be ready, with many rooms on disk. */
export async function nativeSize() {
  const server = SERVERS["alcove-native"];
  const data = mkdtempSync(join(tmpdir(), "alcove-bench-"));
  try {
    await (await startServer(server, { data })).stop();
    for (let room = 0; room < ROOMS; room += 1) {
      const folder = join(data, "rooms", (room % 256).toString(16).padStart(2, "0"));
      if (room < 256) mkdirSync(folder, { recursive: true });
      const first = join(data, "rooms", `${((room - (room % NAMES)) % 256).toString(16).padStart(2, "0")}`, `bench-${room - (room % NAMES)}.sqlite`);
      const file = join(folder, `bench-${room}.sqlite`);
      if (file === first) writeFileSync(file, Buffer.alloc(4_096));
      else linkSync(first, file);
    }
    const times = [];
    for (let round = 0; round < STARTS; round += 1) {
      const begun = performance.now();
      const running = await startServer(server, { data });
      times.push(performance.now() - begun);
      await running.stop();
    }
    return { rooms: ROOMS, startMs: median(times), bytes: statSync(server.program).size };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** What the platform would bill, as bench/price.mjs measures it. */
export function price() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inProject("bench", "price.mjs")], { stdio: ["ignore", "pipe", "ignore"] });
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`price.mjs ended with ${code}`))));
  });
}
