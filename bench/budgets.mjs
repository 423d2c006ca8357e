// `npm run budgets`: what the Worker and the page may cost, in bytes and counts: the page's on the
// real Worker in real Chromium.
//
// No times: these depend on the machine, and are for `npm run bench:page`.

import { chromium } from "../scripts/lib/chromium.mjs";
import { buildWorker } from "../scripts/lib/build-worker.mjs";
import { main, Stop, say, step } from "../scripts/lib/say.mjs";
import { setUp } from "../scripts/lib/setup.mjs";
import { MOST_GZIPPED, workerSize } from "../scripts/lib/worker-size.mjs";

const KIB = 1024;

/** Name -> what is allowed, in its unit. */
const BUDGETS = {
  "the Worker's WebAssembly, gzipped": { most: MOST_GZIPPED, unit: "bytes" },
  "first load, script and style, gzipped": { most: 60 * KIB, unit: "bytes" },
  "first load, over the wire": { most: 60 * KIB, unit: "bytes" },
  "first load, requests for them": { most: 10, unit: "count" },
  "first load, layout shift × 1000": { most: 0, unit: "count" },
  "a room of 10,000 messages, bytes received before it is read": { most: 64 * KIB, unit: "bytes" },
  "rows drawn at once while 10,000 are scrolled through": { most: 260, unit: "count" },
  "elements at once while 10,000 are scrolled through": { most: 6_000, unit: "count" },
  "heap grown by scrolling through 10,000": { most: 24 * KIB * KIB, unit: "bytes" },
};

const MESSAGES = 10_000;

await main(async () => {
  await setUp();
  await buildWorker("release");
  process.env.CHROMIUM = await chromium();
  const { openWorld } = await import("../tests/browser/support/world.mjs");
  const { UNHURRIED } = await import("../tests/browser/support/server.mjs");
  const { firstLoad } = await import("../tests/browser/support/first-load.mjs");
  const { fillRoom } = await import("../tests/browser/support/long-room.mjs");
  const world = await openWorld(UNHURRIED);
  const measured = { "the Worker's WebAssembly, gzipped": workerSize().gzipped };
  try {
    await step("first load", async () => {
      const { bytes, wire, requests, shift } = await firstLoad(world);
      measured["first load, script and style, gzipped"] = bytes;
      measured["first load, over the wire"] = wire;
      measured["first load, requests for them"] = requests;
      measured["first load, layout shift × 1000"] = shift;
    });
    await step(`${MESSAGES} messages`, () => fillRoom(world.server.socketUrl("long"), MESSAGES));
    await step("scrolling", async () => {
      Object.assign(measured, await scrolling(world));
    });
  } finally {
    await world.close();
  }
  const over = Object.entries(BUDGETS).filter(([name, budget]) => !report(name, budget, measured[name]));
  if (over.length > 0) throw new Stop(`${over.length} over budget.`);
});

/** Says how much of a budget is used; whether it is kept. */
function report(name, { most, unit }, value) {
  if (value === undefined) throw new Error(`nothing measured ${name}`);
  const shown = (n) => (unit === "bytes" ? `${(n / KIB).toFixed(1)} KiB` : String(n));
  const isKept = value <= most;
  say(`${isKept ? "✓" : "✗"} ${name}: ${shown(value)} of ${shown(most)}`);
  return isKept;
}

async function scrolling(world) {
  const ana = await world.person("Ana");
  let received = 0;
  ana.page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      received += Buffer.byteLength(payload);
    });
  });
  await ana.joins("long");
  await ana.reads(`message ${MESSAGES}`);
  const before = { received, heap: await heapOf(ana) };
  const most = await ana.part("scroller").evaluate(scrollToTheTop);
  await ana.part("toEnd").click();
  await ana.reads(`message ${MESSAGES}`);
  return {
    "a room of 10,000 messages, bytes received before it is read": before.received,
    "rows drawn at once while 10,000 are scrolled through": most.rows,
    "elements at once while 10,000 are scrolled through": most.elements,
    "heap grown by scrolling through 10,000": Math.max(0, (await heapOf(ana)) - before.heap),
  };
}

async function heapOf(person) {
  const session = await person.context.newCDPSession(person.page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}

/** Run in the page: scrolls up until the first message; the most that was ever drawn. */
async function scrollToTheTop(log) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const most = { rows: 0, elements: 0 };
  const isThere = () => [...log.querySelectorAll(".row .text")].some(({ textContent }) => textContent === "message 1");
  const deadline = performance.now() + 240_000;
  while (!isThere()) {
    if (performance.now() > deadline) throw new Error("the first message was not reached");
    log.scrollBy(0, -log.clientHeight);
    await nextFrame();
    most.rows = Math.max(most.rows, log.querySelectorAll(".row").length);
    most.elements = Math.max(most.elements, log.querySelectorAll("*").length);
  }
  return most;
}
