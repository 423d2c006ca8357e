// Everything measured besides load: the machine, the size of the build, how it starts, and what it would cost.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
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
