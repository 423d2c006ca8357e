// `npm run bench [-- --quick] [--only saturation,steady [--write]] [--rounds 3]`: Alcove beside what people would
// pick instead, on loopback.
//
// Prints tables and goals, and writes bench/results.json and the tables and charts of
// docs/performance.md. With `--quick` it only prints; with `--only`, `--write` puts what was measured in
// place of what is there. Takes three quarters of an hour, quickly two minutes. Linux only: it reads /proc.

import { parseArgs } from "node:util";
import { installBun } from "../scripts/lib/bun.mjs";
import { buildLoad } from "./lib/load.mjs";
import { buildSocketioxide } from "./lib/socketioxide.mjs";
import { fsyncMs } from "./lib/numbers.mjs";
import { printGoals, printScenario, readResults, writeResults } from "./lib/report.mjs";
import { cores, growth, longLog, overload, SIDE_BY_SIDE, sideBySide } from "./lib/scenarios.mjs";
import { machine, nativeSize, price, size } from "./lib/surroundings.mjs";
import { buildNative } from "../scripts/lib/build-native.mjs";
import { buildWorker } from "../scripts/lib/build-worker.mjs";
import { main, Stop, step } from "../scripts/lib/say.mjs";
import { setUp } from "../scripts/lib/setup.mjs";

await main(async () => {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      rounds: { type: "string" },
      write: { type: "boolean" },
    },
  });
  if (process.platform !== "linux") throw new Stop("The benchmark reads CPU time and memory from /proc: it needs Linux.");
  const { quick } = values;
  const rounds = Number(values.rounds ?? (quick ? 1 : 3));
  const only = values.only?.split(",");
  const wanted = (id, isQuick = true) => (only ? only.includes(id) : !quick || isQuick);
  await setUp();
  await buildWorker("release");
  await buildNative();
  await buildLoad();
  await installBun();
  await buildSocketioxide();

  const writes = values.write ?? (!quick && !only);
  const before = writes ? readResults() : {};
  const date = new Date().toISOString().slice(0, 10);
  const results = { ...before, date, machine: machine(), fsyncMs: fsyncMs(), rounds, sideBySide: { ...before.sideBySide } };
  // After each step: what was measured for half an hour is not lost by what fails after it.
  const keep = () => {
    if (writes) writeResults(results);
  };
  for (const scenario of SIDE_BY_SIDE.filter(({ id, quick: short }) => wanted(id, short !== undefined))) {
    await step(scenario.title, async (progress) => {
      results.sideBySide[scenario.id] = await sideBySide(scenario, { rounds, quick, progress });
    });
    printScenario(scenario.id, results.sideBySide[scenario.id]);
    keep();
  }
  const alone = async (id, title, work, isQuick = true) => {
    if (!wanted(id, isQuick)) return;
    await step(title, async (progress) => {
      results[id] = await work(progress);
    });
    keep();
  };
  await alone("cores", "Two cores: 200 busy rooms on one thread and on two", (progress) => cores({ rounds, progress }), false);
  await alone("longLog", "A log that grows", longLog, false);
  await alone("overload", "Five times too much", (progress) => overload(results, progress), false);
  await alone("price", "What the platform would bill", price, false);
  await alone("size", "Size and start", size);
  await alone("native", "Size and start of the native host", nativeSize, false);
  await alone("growth", "How the cost grows", growth, false);
  printGoals(results);
});
