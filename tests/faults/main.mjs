// `npm run test:faults [-- --kills 20 --drops 200 --clients 12 --rate 20 --creates 100 --pairs 100 --seed S --host native …]`:
// nothing is lost.
//
// The served release build, on the native host and then on workerd (`--host worker`), under
// load from real sockets, killed and cut off at moments drawn from the seed;
// then every acknowledged frame has to be there, once, and everyone has to have
// seen the same. Then it is killed so often (`--creates`) while rooms are being
// created, and (`--pairs`) while two people come to write to each other. Ends
// with lines of numbers, and with 1 if anything was lost, doubled or out of
// order.

import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { FULL, Random } from "./plan.mjs";
import { HOSTS } from "../support/host.mjs";
import { buildNative } from "../../scripts/lib/build-native.mjs";
import { buildWorker } from "../../scripts/lib/build-worker.mjs";
import { main, Stop, say } from "../../scripts/lib/say.mjs";
import { setUp } from "../../scripts/lib/setup.mjs";

const MOST_SHOWN = 20;
/** How often the server is killed while rooms are being created. */
const CREATES = 100;
/** And while private conversations are being opened. */
const PAIRS = 100;

const BUILDS = { native: buildNative, worker: () => buildWorker("release") };

await main(async () => {
  const { hosts, seed, ...numbers } = chosenStory();
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  await setUp();
  for (const host of hosts) await BUILDS[host]();
  const faults = [];
  for (const host of hosts) {
    say(`\n${host}, seed ${seed}`);
    process.env.ALCOVE_HOST = host;
    faults.push(...(await faultsOf(numbers, seed)));
  }
  if (faults.length > 0) throw new Stop(`${faults.length} faults; \`--seed ${seed}\` repeats the story.`);
});

/** All stories on one host; what was found is also said. */
async function faultsOf({ creates, pairs, ...story }, seed) {
  // Only now are its packages certain to be there.
  const { tellStory } = await import("./story.mjs");
  const { createUnderKills } = await import("./creating.mjs");
  const { pairUnderKills } = await import("./pairing.mjs");
  const told = await tellStory(story, seed, say);
  const created = await createUnderKills(creates, new Random(seed), say);
  const paired = await pairUnderKills(pairs, new Random(seed), say);
  const faults = [told, created, paired].flatMap((each) => each.faults);
  for (const { kind, what } of faults.slice(0, MOST_SHOWN)) say(`✗ ${kind}: ${what}`);
  for (const { faults: _, ...numbers } of [told, created, paired]) say(`\n${table(numbers)}`);
  return faults;
}

function chosenStory() {
  const defaults = { ...FULL, creates: CREATES, pairs: PAIRS, seed: randomInt(2 ** 32) };
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: "string" }]));
  const { values } = parseArgs({ options: { ...options, host: { type: "string", multiple: true, default: HOSTS } } });
  const unknown = values.host.find((host) => !HOSTS.includes(host));
  if (unknown) throw new Stop(`--host ${unknown}: there are ${HOSTS.join(" and ")}.`);
  const number = ([name, usual]) => {
    const value = Number(values[name] ?? usual);
    if (!Number.isInteger(value) || value < 0) throw new Stop(`--${name} ${values[name]} is no whole number.`);
    return [name, value];
  };
  return { hosts: values.host, ...Object.fromEntries(Object.entries(defaults).map(number)) };
}

/** A line of names and a line of numbers below them. */
function table(numbers) {
  const columns = Object.entries(numbers).map((pair) => pair.map(String));
  const line = (at) => columns.map((pair) => pair[at].padStart(Math.max(...pair.map(({ length }) => length)))).join("  ");
  return `${line(0)}\n${line(1)}`;
}
