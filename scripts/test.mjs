// `npm test`: from nothing to all tests passed, and one line that sums them up.
//
// `-- --only NAME` or `-- --skip NAME` (page, lint, native, bench, e2e, e2e-worker, faults, browser),
// each as often as wanted, for those who wait for one answer.

import { parseArgs } from "node:util";
import { HeldBack } from "./lib/held-back.mjs";
import { buildPage } from "./lib/page.mjs";
import { PREPARATIONS, RUNNERS, SIDE_BY_SIDE, worker } from "./lib/runners.mjs";
import { main, Stop, say, steps } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";
import { timesOf } from "./lib/times.mjs";

await main(async () => {
  const chosen = chosenRunners();
  const needsWorker = chosen.some((name) => PREPARATIONS[name]?.includes(worker));
  await setUp({ profile: needsWorker ? "release" : undefined });
  const times = [...steps];
  const lanes = SIDE_BY_SIDE.map((lane) => lane.filter((name) => chosen.includes(name)));
  const results = [];
  for (const name of chosen.filter((each) => !lanes.flat().includes(each))) {
    title(name);
    results.push(await result(name, RUNNERS[name]));
  }
  results.push(...(await sideBySide(lanes)));
  times.push(...results);
  if (times.length > 1) say(`\n${timesOf(times)}`);
  const [passed, failed] = ["passed", "failed"].map((what) => results.reduce((sum, each) => sum + each[what], 0));
  say(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});

function chosenRunners() {
  const names = { type: "string", multiple: true };
  const { values } = parseArgs({ options: { only: names, skip: names } });
  const unknown = [...(values.only ?? []), ...(values.skip ?? [])].find((name) => !RUNNERS[name]);
  if (unknown) throw new Stop(`There is no test runner ${unknown}; there are ${Object.keys(RUNNERS).join(", ")}.`);
  return Object.keys(RUNNERS).filter((name) => (values.only?.includes(name) ?? true) && !values.skip?.includes(name));
}

/** Lanes at the same time, the runners of a lane one after the other; what each prints is shown by runner. */
async function sideBySide(lanes) {
  const names = lanes.flat();
  const unprepared = await prepare(names);
  const outs = new Map(names.map((name) => [name, new HeldBack()]));
  const runs = new Map();
  for (const lane of lanes) {
    let before;
    for (const name of lane) {
      before = Promise.resolve(before).then(() => unprepared.get(name) ?? result(name, RUNNERS[name], outs.get(name)));
      runs.set(name, before);
    }
  }
  const results = [];
  for (const name of names) {
    title(name);
    outs.get(name).opens();
    results.push(await runs.get(name));
  }
  return results;
}

/** What these need, each of it once and all at the same time; the results of those that do not get it, by name. */
async function prepare(names) {
  if (names.length > 0) await buildPage();
  const works = new Map();
  for (const work of names.flatMap((name) => PREPARATIONS[name])) {
    if (!works.has(work)) works.set(work, result("preparation", () => work().then(() => ({ failed: 0 }))));
  }
  const unprepared = new Map();
  for (const name of names) {
    const made = await Promise.all(PREPARATIONS[name].map((work) => works.get(work)));
    if (made.some(({ failed }) => failed > 0)) unprepared.set(name, { name, seconds: 0, passed: 0, failed: 1 });
  }
  return unprepared;
}

function title(name) {
  say(`\n── ${name} ──`);
}

/** `{ name, seconds, passed, failed }` of a runner; if it throws, that is said, and is one failure. */
async function result(name, runs, out) {
  const started = performance.now();
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await runs(out);
  } catch (error) {
    (out ?? process.stdout).write(`✗ ${error instanceof Stop ? error.message : error.stack}\n`);
  }
  return { name, seconds: (performance.now() - started) / 1000, ...counts };
}
