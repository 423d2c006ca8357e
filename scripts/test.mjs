// `npm test`: from nothing to all tests passed, and one line that sums them up.
//
// `-- --only NAME` or `-- --skip NAME` (lint, native, page, bench, e2e, faults, browser),
// each as often as wanted, for those who wait for one answer.

import { parseArgs } from "node:util";
import { RUNNERS } from "./lib/runners.mjs";
import { main, Stop, say, steps } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";
import { timesOf } from "./lib/times.mjs";

await main(async () => {
  const chosen = chosenRunners();
  await setUp();
  const times = [...steps];
  let passed = 0;
  let failed = 0;
  for (const name of chosen) {
    say(`\n── ${name} ──`);
    const started = performance.now();
    const result = await RUNNERS[name]().catch((error) => {
      say(`✗ ${error instanceof Stop ? error.message : error.stack}`);
      return { passed: 0, failed: 1 };
    });
    passed += result.passed;
    failed += result.failed;
    times.push({ name, seconds: (performance.now() - started) / 1000 });
  }
  if (times.length > 1) say(`\n${timesOf(times)}`);
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
