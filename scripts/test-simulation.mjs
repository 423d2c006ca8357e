// `npm run test:simulation -- --seeds N` and `npm run test:hostile -- --cases N`: run the native tests that
// find more the longer they look, for as long as you choose.
//
// The test is the first argument; its output is passed on, and one line sums it up.

import { parseArgs } from "node:util";
import { runAndRead } from "./lib/run.mjs";
import { requireRust } from "./lib/rust.mjs";
import { main, Stop, say } from "./lib/say.mjs";

/** The option that says how much, and as much as takes a few minutes. */
const LONG = {
  simulation: { option: "seeds", usual: "100000", program: ["simulation"] },
  hostile: { option: "cases", usual: "1000000", program: ["native", "hostile::"] },
};

await main(async () => {
  const [test, ...args] = process.argv.slice(2);
  const { option, usual, program } = LONG[test] ?? {};
  if (!option) throw new Stop(`There is no long test ${test}; there are ${Object.keys(LONG).join(", ")}.`);
  const { values } = parseArgs({ args, options: { [option]: { type: "string", default: usual } } });
  const count = values[option];
  if (!/^[1-9]\d*$/.test(count)) throw new Stop(`--${option} ${count} is no number of ${option}.`);
  requireRust();

  const started = Date.now();
  const command = ["test", "--locked", "--release", "--test", ...program, "--", "--nocapture"];
  let result = "";
  const remember = (line) => {
    if (line.startsWith("test result: ")) result = line;
  };
  const code = await runAndRead("cargo", command, remember, { env: { [option.toUpperCase()]: count } });
  if (code !== 0) throw new Stop(`${test} failed (${code}): the seed to repeat it is above.`);
  const passed = /(\d+) passed/.exec(result)?.[1];
  say(`\n${test}: ${count} ${option}, ${passed} tests passed, ${Math.round((Date.now() - started) / 1000)} s`);
});
