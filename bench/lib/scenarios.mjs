// The scenarios: each is one command of the load generator, the same for every server.

import { readFileSync } from "node:fs";
import { load } from "./load.mjs";
import { figure } from "./numbers.mjs";
import { NO_RATE_LIMIT, SERVERS, startServer } from "./servers.mjs";

/** Those that take part in a scenario. */
const serversOf = (id) => Object.values(SERVERS).filter(({ only }) => !only || only === id);
/** The most members that the servers can have here: workerd needs two descriptors for each. */
const MOST_MEMBERS = Math.min(10_000, Math.floor((openFiles() / 2 - 50) / 100) * 100);
/** A peer that told ten thousand members of every newcomer would be busy for minutes before the measurement. */
const UNANNOUNCED = { ANNOUNCE: "0" };

/** Scenarios of one figure per server and round. `quick` is what the quick mode changes. */
export const SIDE_BY_SIDE = [
  {
    id: "saturation",
    title: "Saturation: 100 members, 10 of them speak as fast as is sustained",
    command: "saturation",
    options: ({ from, within }) => ({ members: 100, senders: 10, from, within, seconds: 2 }),
    quick: { seconds: 0.7, hold: 1.5, halvings: 1, within: 500 },
  },
  {
    id: "steady",
    title: "Steady: 100 members, 200 messages a second",
    command: "chat",
    options: () => ({ members: 100, senders: 10, rate: 200, seconds: 6 }),
    quick: { seconds: 2 },
  },
  {
    id: "quiet",
    title: "Quiet: 100 members, 5 messages a second",
    command: "chat",
    options: () => ({ members: 100, senders: 10, rate: 5, seconds: 8 }),
    quick: undefined,
  },
  {
    id: "storm",
    title: "Join storm: 1,000 members at once",
    command: "storm",
    options: ({ env }) => ({ members: 1_000, announced: env.ANNOUNCE !== UNANNOUNCED.ANNOUNCE }),
    quick: {},
  },
  {
    id: "fan-out",
    title: `Fan-out: ${MOST_MEMBERS.toLocaleString("en")} members, 2 messages a second`,
    command: "chat",
    options: () => ({ members: MOST_MEMBERS, senders: 2, rate: 2, seconds: 10 }),
    env: UNANNOUNCED,
    quick: undefined,
  },
  {
    id: "rooms",
    title: "Many rooms: 1,000 of 2 members, 200 messages a second in all",
    command: "chat",
    options: () => ({ rooms: 1_000, members: 2, senders: 1, rate: 200, seconds: 8, warmup: 2 }),
    quick: undefined,
  },
];

/** Runs a scenario: in each round every server once, beginning with another one each time, so that drift cancels. */
export async function sideBySide(scenario, { rounds, quick, progress }) {
  const all = serversOf(scenario.id);
  const results = Object.fromEntries(all.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < all.length; turn += 1) {
      const server = all[(round + turn) % all.length];
      progress(`round ${round + 1} of ${rounds}, ${server.name}`);
      const options = { ...scenario.options(server), ...(quick && scenario.quick) };
      results[server.id].push(await once(server, scenario.command, options, scenario));
    }
  }
  return results;
}

/** One command against a server of its own. */
async function once(server, command, options, { env, args } = {}) {
  const running = await startServer(server, { env, options: args });
  try {
    return await load(server, running, command, options);
  } finally {
    await running.stop();
  }
}

/** A curve that shows how the cost grows, or undefined where a server does not hold any more. */
const CURVES = [
  {
    id: "members",
    title: "members of a room, 2 messages a second",
    steps: [10, 30, 100, 300, 1_000, 3_000, MOST_MEMBERS],
    options: (members) => ({ members, senders: 2, rate: 2, seconds: 4, warmup: 0.5 }),
    env: UNANNOUNCED,
  },
  {
    id: "rate",
    title: "messages a second in a room of 100",
    steps: [1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 20_000, 30_000],
    options: (rate) => ({ members: 100, senders: 10, rate, seconds: rate < 10 ? 5 : 3, warmup: 0.5 }),
  },
  {
    id: "rooms",
    title: "rooms of 2 members, 200 messages a second in all",
    steps: [1, 10, 100, 1_000],
    options: (rooms) => ({ rooms, members: 2, senders: 1, rate: 200, seconds: 3 }),
  },
];

/** Latency above which a server does not hold any more, and is asked no further. */
const HOLDS_MS = 2_000;

export async function growth(progress) {
  const results = {};
  for (const { id, title, steps, options, env } of CURVES) {
    const points = Object.fromEntries(serversOf().map((server) => [server.id, []]));
    for (const step of steps) {
      for (const server of serversOf()) {
        const last = points[server.id].at(-1);
        if (last && (last.lost > 0 || last.latencyMs.p99 > HOLDS_MS)) continue;
        progress(`${step} ${id}, ${server.name}`);
        points[server.id].push({ x: step, ...(await once(server, "chat", options(step), { env })) });
      }
    }
    results[id] = { title, points };
  }
  return results;
}

/** Lengths of the log at which it is read, resumed and woken. */
const LENGTHS = [1_000, 10_000, 100_000, 1_000_000];

/** One room that grows, and a short one beside it: what their history and their sleep cost. */
export async function longLog(progress) {
  const server = SERVERS.alcove;
  const running = await startServer(server);
  const points = [];
  try {
    for (const messages of LENGTHS) {
      progress(`a log of ${messages}`);
      await load(server, running, "fill", { room: "long", to: messages });
      const history = await load(server, running, "history", { room: "long", samples: 15 });
      points.push({ ...history, x: messages });
    }
    progress("asleep");
    const rooms = ["long", "short-1", "short-2"];
    const wake = await load(server, running, "wake", { rooms, samples: 5 });
    return { points, wake };
  } finally {
    await running.stop();
  }
}

/** Five times what is sustained, on both hosts: without a rate limit, and with the one that people get. */
export async function overload(results, progress) {
  const limits = { unlimited: NO_RATE_LIMIT, limited: { RATE_BURST: "10", RATE_PER_SECOND: "5" } };
  const outcomes = {};
  for (const server of [SERVERS["alcove-native"], SERVERS.alcove]) {
    const runs = results.sideBySide.saturation?.[server.id];
    const sustained = runs ? figure(runs, "rate") : server.from;
    const options = { members: 100, senders: 10, rate: Math.round(sustained * 5), seconds: 6 };
    outcomes[server.id] = { offered: options.rate };
    for (const [name, env] of Object.entries(limits)) {
      progress(`${server.name}, ${name}`);
      outcomes[server.id][name] = await once(server, "overload", options, { env });
    }
  }
  return outcomes;
}

/** Busy rooms of the native host on one thread, and on two: the generator has its share of the same two cores. */
export async function cores({ rounds, progress }) {
  const options = { rooms: 200, members: 2, senders: 1, from: 4_000, seconds: 2 };
  const results = { one: [], two: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [threads, runs] of round % 2 ? Object.entries(results).toReversed() : Object.entries(results)) {
      progress(`round ${round + 1} of ${rounds}, ${threads}`);
      const args = ["--threads", threads === "one" ? "1" : "2"];
      runs.push(await once(SERVERS["alcove-native"], "saturation", options, { args }));
    }
  }
  return results;
}

/** Descriptors that a process may have, at most. */
function openFiles() {
  const [, , hard] = readFileSync("/proc/self/limits", "utf8").match(/Max open files\s+(\S+)\s+(\S+)/);
  return hard === "unlimited" ? Infinity : Number(hard);
}
