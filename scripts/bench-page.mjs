// `npm run bench:page [-- --rounds 5 --long 100000 --seconds 10 --rate 200]`: how quick the page is.
//
// Opening a long room against a short one, interleaved, as a ratio of medians;
// and how long the page is busy at a time while many messages arrive.

import { parseArgs } from "node:util";
import { median } from "../bench/lib/numbers.mjs";
import { buildWorker } from "./lib/build-worker.mjs";
import { chromium } from "./lib/chromium.mjs";
import { main, say, step } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

const SHORT = 50;

await main(async () => {
  const number = (usual) => ({ type: "string", default: String(usual) });
  const { values } = parseArgs({
    options: { rounds: number(5), long: number(100_000), seconds: number(10), rate: number(200) },
  });
  const [rounds, long, seconds, rate] = ["rounds", "long", "seconds", "rate"].map((name) => Number(values[name]));
  await setUp();
  await buildWorker("release");
  process.env.CHROMIUM = await chromium();
  const { openWorld } = await import("../tests/browser/support/world.mjs");
  const { UNHURRIED } = await import("../tests/browser/support/server.mjs");
  const { fillRoom } = await import("../tests/browser/support/long-room.mjs");
  const world = await openWorld(UNHURRIED);
  try {
    for (const count of [SHORT, long]) {
      await step(`a room of ${count} messages`, () => fillRoom(world.server.socketUrl(`room-${count}`), count));
    }
    await opening(world, long, rounds);
    await arriving(world, seconds, rate);
  } finally {
    await world.close();
  }
});

/** From the click on a link to the newest message on the screen. */
async function opening(world, long, rounds) {
  const times = { [SHORT]: [], [long]: [] };
  const ana = await world.person("Ana");
  // The first time is the browser's: it reads the scripts.
  await ana.joins("warm-up");
  for (let round = 0; round < rounds; round += 1) {
    for (const count of [SHORT, long]) {
      await ana.page.goto("about:blank");
      const started = performance.now();
      await ana.opens(`room-${count}`);
      await ana.reads(`message ${count}`);
      times[count].push(performance.now() - started);
    }
  }
  const [short, far] = [median(times[SHORT]), median(times[long])];
  say(`opening a room of ${SHORT}: ${short.toFixed(0)} ms, of ${long}: ${far.toFixed(0)} ms, ratio ${(far / short).toFixed(2)}`);
}

async function arriving(world, seconds, rate) {
  const ana = await world.person("Ben");
  await ana.joins("busy");
  const visitor = await world.visitor("busy", "Wordy");
  await ana.page.evaluate(watchLongTasks);
  const count = seconds * rate;
  const started = performance.now();
  await new Promise((resolve) => {
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - started) / 1000) * rate));
      for (; sent < due; sent += 1) visitor.asks({ type: "say", text: `message ${sent + 1}, **as** they come` });
      if (sent < count) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  await visitor.hasLog(count);
  await ana.page.waitForFunction(lastIs, `message ${count},`);
  const { tasks, busy, frames } = await ana.page.evaluate(() => window.watched());
  const longest = Math.max(0, ...tasks);
  say(`${rate} messages a second for ${seconds} s: ${tasks.length} tasks over 50 ms (longest ${longest.toFixed(0)} ms, ${busy.toFixed(0)} ms in all), ${(frames / seconds).toFixed(0)} frames/s`);
}

// ---- run in the page ----

function watchLongTasks() {
  const tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  let frames = 0;
  const frame = () => {
    frames += 1;
    requestAnimationFrame(frame);
  };
  frame();
  window.watched = () => ({ tasks, frames, busy: tasks.reduce((sum, each) => sum + each, 0) });
}

function lastIs(start) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return [...timeline.querySelectorAll(".row .text")].at(-1)?.textContent.startsWith(start);
}
