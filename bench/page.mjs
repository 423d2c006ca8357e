// `npm run bench:page [-- --rounds 5 --long 100000 --seconds 10 --rate 200 --members 1000 --joins 300]`: how quick
// the page is. `--only opening,arriving,coming` is a part of it.
//
// Opening a long room against a short one, interleaved, as a ratio of medians;
// how long the page is busy at a time while many messages arrive; and while people come to a room of many,
// with mentions and reactions in sight: where each is told by name, and where the room only counts.

import { parseArgs } from "node:util";
import { median } from "./lib/numbers.mjs";
import { buildWorker } from "../scripts/lib/build-worker.mjs";
import { chromium } from "../scripts/lib/chromium.mjs";
import { main, say, step } from "../scripts/lib/say.mjs";
import { setUp } from "../scripts/lib/setup.mjs";

const SHORT = 50;

await main(async () => {
  const number = (usual) => ({ type: "string", default: String(usual) });
  const all = ["opening", "arriving", "coming"];
  const { values } = parseArgs({
    options: {
      rounds: number(5),
      long: number(100_000),
      seconds: number(10),
      rate: number(200),
      members: number(1_000),
      joins: number(300),
      only: { type: "string", default: all.join() },
    },
  });
  const [rounds, long, seconds, rate] = ["rounds", "long", "seconds", "rate"].map((name) => Number(values[name]));
  const [members, joins] = [Number(values.members), Number(values.joins)];
  const isWanted = (part) => values.only.split(",").includes(part);
  await setUp();
  await buildWorker("release");
  process.env.CHROMIUM = await chromium();
  const { openWorld } = await import("../tests/browser/support/world.mjs");
  const { UNHURRIED } = await import("../tests/browser/support/server.mjs");
  const { fillRoom } = await import("../tests/browser/support/long-room.mjs");
  const within = async (vars, work) => {
    const world = await openWorld({ ...UNHURRIED, ...vars });
    try {
      await work(world);
    } finally {
      await world.close();
    }
  };
  if (isWanted("opening"))
    await within({}, async (world) => {
      for (const count of [SHORT, long]) {
        await step(`a room of ${count} messages`, () => fillRoom(world.server.socketUrl(`room-${count}`), count));
      }
      await opening(world, long, rounds);
    });
  if (isWanted("arriving")) await within({}, (world) => arriving(world, seconds, rate));
  if (isWanted("coming")) {
    await within({ MAX_ROSTER: String(2 * members) }, (world) => coming(world, members, joins, "each is told"));
    await within({}, (world) => coming(world, members, joins, "the room counts"));
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

/** People come, one after the other for a minute, to a room of many that somebody reads. */
async function coming(world, members, joins, how) {
  const room = "crowd";
  const ben = await world.visitor(room, "Ben");
  for (let i = 1; i <= 60; i += 1) {
    const { seq } = await ben.says(`message ${i} for @Ben, @Ana and @Guest ${i}`);
    if (i % 3 === 0) await ben.does({ type: "react", seq, emoji: "👍", on: true });
  }
  await step(`a room of ${members}`, async () => {
    for (let i = 2; i <= members - 1; i += 1) await world.visitor(room, `Guest ${i}`);
  });
  const ana = await world.person("Ana");
  await ana.page.addInitScript(watchLongTasks);
  await world.browser.startTracing(ana.page, { categories: ["toplevel"] });
  await ana.joins(room);
  await ana.sees(isCounted, members.toLocaleString("en-GB"), "the count");
  const opened = await ana.page.evaluate(() => window.watched());
  const openedOwn = longestOwn(await world.browser.stopTracing());
  await ana.page.evaluate(() => window.watchAgain());
  await world.browser.startTracing(ana.page, { categories: ["toplevel"] });
  const started = performance.now();
  for (let i = 1; i <= joins; i += 1) {
    await world.visitor(room, `Guest ${members + i}`);
    const due = started + (i * 60_000) / joins;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  await ana.sees(isCounted, (members + joins).toLocaleString("en-GB"), "the count");
  const { tasks, busy } = await ana.page.evaluate(() => window.watched());
  const own = longestOwn(await world.browser.stopTracing());
  const longest = Math.max(0, ...tasks);
  say(
    `${joins} come within a minute to a room of ${members}, ${how}: ${tasks.length} tasks over 50 ms (longest ${longest.toFixed(0)} ms, ${busy.toFixed(0)} ms in all; of the processor ${own} ms); opening it: longest ${Math.max(0, ...opened.tasks).toFixed(0)} ms (of the processor ${openedOwn} ms)`,
  );
}

/** The longest task of a page by the processor's time, which what else runs on the machine has no part in. */
function longestOwn(trace) {
  const { traceEvents } = JSON.parse(trace);
  const key = ({ pid, tid }) => `${pid} ${tid}`;
  const mains = new Set(traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(key));
  const tasks = traceEvents.filter((event) => event.name === "ThreadControllerImpl::RunTask" && mains.has(key(event)));
  const own = tasks.map(({ tdur = 0 }) => tdur / 1_000);
  return own.reduce((most, each) => Math.max(most, each), 0).toFixed(0);
}

// ---- run in the page ----

function watchLongTasks() {
  let tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });
  let frames = 0;
  const frame = () => {
    frames += 1;
    requestAnimationFrame(frame);
  };
  frame();
  window.watchAgain = () => {
    tasks = [];
  };
  window.watched = () => ({ tasks, frames, busy: tasks.reduce((sum, each) => sum + each, 0) });
}

/** By the page's own hand: looking it up by its role would be a long task itself. */
function isCounted(count) {
  const room = document.querySelector("alcove-room").shadowRoot;
  return room.querySelector("alcove-top-bar").shadowRoot.querySelector(".people span")?.textContent === count;
}

function lastIs(start) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return [...timeline.querySelectorAll(".row .text")].at(-1)?.textContent.startsWith(start);
}
