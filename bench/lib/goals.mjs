// The goals: each reads its figure from the results, and says whether it is met. A ratio is always of two
// medians of one run.

import { MOST_BYTES } from "../../scripts/lib/build-native.mjs";
import { MOST_GZIPPED } from "../../scripts/lib/worker-size.mjs";
import { figure } from "./numbers.mjs";

const KIB = 1024;
const HOST = "alcove-native";
const PEERS = [
  ["socket-io", "Socket.IO", 20],
  ["ws", "ws", 20],
  ["durable-object", "the JS Durable Object", 40],
];

/** `{scenario, figure, goal, value, met}` of everything that was measured. */
export function goals(results) {
  const rows = [];
  const add = (scenario, name, goal, value, met) => rows.push({ scenario, figure: name, goal, value, met });
  const checks = [saturation, steady, quiet, storm, fanOut, rooms, longLog, overload, size, price];
  for (const check of [...Object.values(NATIVE), ...checks]) check(results, add);
  return rows;
}

/** Those of the native host; all others are those of workerd. */
const NATIVE = {
  saturation({ sideBySide: { saturation: runs } }, add) {
    if (!runs?.[HOST]) return;
    const rate = (id) => figure(runs[id], "deliveriesPerSecond");
    const [toBun, toWindow, p99] = [rate(HOST) / rate("bun"), rate(HOST) / rate("ws-window"), figure(runs[HOST], "latencyMs.p99")];
    add("native: saturation", "deliveries/s to Bun's", "≥ 2 ×", times(toBun), toBun >= 2);
    add("native: saturation", "deliveries/s to those of ws, gathering", "> 1 ×", times(toWindow), toWindow > 1);
    add("native: saturation", "p99", "≤ 200 ms", ms(p99), p99 <= 200);
  },
  steady({ sideBySide: { steady: runs } }, add) {
    if (!runs?.[HOST]) return;
    const ratio = figure(runs[HOST], "cpuMicrosPerDelivery") / figure(runs.bun, "cpuMicrosPerDelivery");
    add("native: steady", "CPU a delivery to Bun's", "≤ 1 ×", times(ratio), ratio <= 1);
    for (const [name, most] of [
      ["p50", 3],
      ["p99", 8],
    ]) {
      const latency = figure(runs[HOST], `latencyMs.${name}`);
      add("native: steady", name, `≤ ${most} ms`, ms(latency), latency <= most);
    }
  },
  storm({ sideBySide: { storm: runs } }, add) {
    if (!runs?.[HOST]) return;
    for (const [id, name, goal] of [
      ["bun-unannounced", "Bun's, who tells nobody", 0.5],
      ["socket-io", "Socket.IO's", 50],
    ]) {
      const ratio = figure(runs[HOST], "joinsPerSecond") / figure(runs[id], "joinsPerSecond");
      add("native: join storm", `joins/s to ${name}`, `≥ ${goal} ×`, times(ratio), ratio >= goal);
    }
  },
  fanOut({ sideBySide: { "fan-out": runs } }, add) {
    if (!runs?.[HOST]) return;
    const ratio = figure(runs[HOST], "toLastMs.p50") / figure(runs.bun, "toLastMs.p50");
    const socket = figure(runs[HOST], "rssPerSocketBytes");
    add("native: fan-out", "time to the last to Bun's", "≤ 1.2 ×", times(ratio), ratio <= 1.2);
    add("native: fan-out", "memory a socket", "≤ 12 KiB", kib(socket), socket <= 12 * KIB);
  },
  rooms({ sideBySide: { rooms: runs } }, add) {
    if (!runs?.[HOST]) return;
    const p50 = figure(runs[HOST], "latencyMs.p50");
    const ratio = figure(runs[HOST], "cpuMicrosPerDelivery") / figure(runs.bun, "cpuMicrosPerDelivery");
    const room = 2 * figure(runs[HOST], "rssPerSocketBytes");
    add("native: many rooms", "p50", "≤ 2 ms", ms(p50), p50 <= 2);
    add("native: many rooms", "CPU a delivery to Bun's", "≤ 2 ×", times(ratio), ratio <= 2);
    add("native: many rooms", "memory of a room with its two sockets", "≤ 40 KiB", kib(room), room <= 40 * KIB);
  },
  cores({ cores: runs }, add) {
    if (!runs) return;
    const ratio = figure(runs.two, "deliveriesPerSecond") / figure(runs.one, "deliveriesPerSecond");
    add("native: two cores", "deliveries/s on two threads to one", "≥ 1.7 ×", times(ratio), ratio >= 1.7);
  },
  size({ native: built }, add) {
    if (!built) return;
    add("native: start", `to ready, with ${thousands(built.rooms)} rooms on disk`, "≤ 100 ms", ms(built.startMs), built.startMs <= 100);
    add("native: size", "the program", `≤ ${MOST_BYTES / 1e6} MB`, `${(built.bytes / 1e6).toFixed(1)} MB`, built.bytes <= MOST_BYTES);
  },
};

function saturation({ sideBySide: { saturation: runs } }, add) {
  if (!runs) return;
  const rate = (id) => figure(runs[id], "deliveriesPerSecond");
  for (const [id, name, goal] of PEERS) {
    const ratio = rate("alcove") / rate(id);
    add("saturation", `deliveries/s to those of ${name}`, `≥ ${goal} ×`, times(ratio), ratio >= goal);
  }
}

function steady({ sideBySide: { steady: runs } }, add) {
  if (!runs) return;
  const cpu = (id) => figure(runs[id], "cpuMicrosPerDelivery");
  const ratio = cpu("alcove") / cpu("socket-io");
  const p99 = figure(runs.alcove, "latencyMs.p99");
  add("steady", "CPU a delivery to Socket.IO's", "≤ 1 ×", times(ratio), ratio <= 1);
  add("steady", "p99", "≤ 50 ms", ms(p99), p99 <= 50);
}

function quiet({ sideBySide: { quiet: runs }, fsyncMs }, add) {
  if (!runs) return;
  const p50 = (id) => figure(runs[id], "latencyMs.p50");
  const most = 2 * p50("ws") + fsyncMs;
  add("quiet", "p50", `≤ 2 × ws + one fsync = ${ms(most)}`, ms(p50("alcove")), p50("alcove") <= most);
}

function storm({ sideBySide: { storm: runs } }, add) {
  if (!runs) return;
  const of = (path) => (id) => figure(runs[id], path);
  const [joins, cpu] = [of("joinsPerSecond"), of("cpuSeconds")];
  const faster = joins("alcove") / joins("socket-io");
  const cheaper = cpu("socket-io") / cpu("alcove");
  add("join storm", "joins/s to Socket.IO's", "≥ 10 ×", times(faster), faster >= 10);
  add("join storm", "Socket.IO's CPU seconds to ours", "≥ 10 ×", times(cheaper), cheaper >= 10);
}

function fanOut({ sideBySide: { "fan-out": runs }, growth }, add) {
  if (!runs) return;
  const last = (id) => figure(runs[id], "toLastMs.p50");
  const ratio = last("alcove") / last("socket-io");
  add("fan-out", "time to the last of 10,000 to Socket.IO's", "≤ 1.5 ×", times(ratio), ratio <= 1.5);
  const socket = (members) => growth?.members.points.alcove.find(({ x }) => x === members)?.rssPerSocketBytes;
  if (!socket(10_000)) return;
  const growing = socket(10_000) / socket(1_000);
  add("fan-out", "memory a socket at 10,000 to that at 1,000", "≤ 1.1 ×", times(growing), growing <= 1.1);
}

function rooms({ sideBySide: { rooms: runs } }, add) {
  if (!runs) return;
  const of = (path) => figure(runs.alcove, path) / figure(runs["durable-object"], path);
  for (const [name, path, goal] of [
    ["p50", "latencyMs.p50", 2],
    ["p99", "latencyMs.p99", 2],
    ["memory a socket", "rssPerSocketBytes", 1.05],
  ]) {
    add("many rooms", `${name} to the JS Durable Object's`, `≤ ${goal} ×`, times(of(path)), of(path) <= goal);
  }
}

function longLog({ longLog: log }, add) {
  if (!log) return;
  const [first, last] = [log.points[0], log.points.at(-1)];
  const flat = (name, path, from) => {
    const ratio = last[path] / from[path];
    add("history", `${name}, ${thousands(last.x)} messages to ${thousands(from.x)}`, "flat: ≤ 1.3 ×", times(ratio), ratio <= 1.3);
  };
  flat("newest page", "newestMs", first);
  flat("a page in the middle", "middleMs", first);
  // A shorter log than what is resumed would not be the same work.
  flat("resume of 5,000", "resumeMs", log.points.find(({ x }) => x >= 5_000));
  const { long, ...short } = log.wake;
  const empty = figure(Object.values(short), "asleepMs");
  const ratio = long.asleepMs / empty;
  add("wake", `first frame with ${thousands(last.x)} messages to an empty log`, "the same: ≤ 1.3 ×", times(ratio), ratio <= 1.3);
}

function overload({ overload: hosts }, add) {
  for (const [id, runs] of Object.entries(hosts ?? {})) overloadOf(id === HOST ? "native: overload" : "overload", runs, add);
}

function overloadOf(scenario, runs, add) {
  for (const [name, run] of [["without a limit", runs.unlimited], ["with the usual limit", runs.limited]]) {
    add(scenario, `usable after the flood, ${name}`, "≤ 1,000 ms", ms(run.usableAfterMs), run.usableAfterMs <= 1_000);
    const { bystanders, bystandersStillThere: there } = run;
    add(scenario, `members who did not flood and are still there, ${name}`, `all ${bystanders}`, String(there), there === bystanders);
  }
  const refused = runs.limited.whole.errors.rate_limited ?? 0;
  add(scenario, "`rate_limited` to those who flood", "> 0", String(refused), refused > 0);
}

function size({ size: built }, add) {
  if (!built) return;
  add("size", "WebAssembly, gzipped", `≤ ${MOST_GZIPPED / 1_000} KB`, `${Math.round(built.gzipped / 1_000)} KB`, built.gzipped <= MOST_GZIPPED);
}

function price({ price: bill }, add) {
  if (!bill) return;
  add("price", "rows written a message", "≤ 1.05", bill.rowsPerMessage.toFixed(3), bill.rowsPerMessage <= 1.05);
  const idle = bill.idle.rowsWritten + bill.idle.callbacks;
  add("price", "rows and callbacks of an idle room", "0", String(idle), idle === 0);
}

/** The figures of a scenario, side by side: column -> how to read and say it. */
export const COLUMNS = {
  saturation: { "deliveries/s": ["deliveriesPerSecond", thousands], "frames/s": ["framesPerSecond", thousands], "messages/s": ["rate", thousands], p50: ["latencyMs.p50", ms], p99: ["latencyMs.p99", ms] },
  steady: { "frames/s": ["framesPerSecond", thousands], "CPU a delivery": ["cpuMicrosPerDelivery", micros], p50: ["latencyMs.p50", ms], p99: ["latencyMs.p99", ms] },
  quiet: { p50: ["latencyMs.p50", ms], p99: ["latencyMs.p99", ms], "CPU a delivery": ["cpuMicrosPerDelivery", micros] },
  storm: { "joins/s": ["joinsPerSecond", thousands], "all know all": ["settledSeconds", seconds], frames: ["frames", thousands], CPU: ["cpuSeconds", seconds] },
  "fan-out": { "to the last, p50": ["toLastMs.p50", ms], "to the last, p99": ["toLastMs.p99", ms], "CPU a delivery": ["cpuMicrosPerDelivery", micros], "memory a socket": ["rssPerSocketBytes", kib] },
  rooms: { p50: ["latencyMs.p50", ms], p99: ["latencyMs.p99", ms], "CPU a delivery": ["cpuMicrosPerDelivery", micros], "memory a socket": ["rssPerSocketBytes", kib] },
};

export function thousands(value) {
  return Math.round(value).toLocaleString("en");
}

export function ms(value) {
  return `${value < 100 ? value.toFixed(1) : thousands(value)} ms`;
}

function times(ratio) {
  return `${ratio.toFixed(ratio < 10 ? 2 : 1)} ×`;
}

function micros(value) {
  return `${value.toFixed(2)} µs`;
}

function seconds(value) {
  return `${value.toFixed(2)} s`;
}

function kib(value) {
  return `${Math.round(value / KIB)} KiB`;
}
