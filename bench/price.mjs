// `npm run bench:price`: what the platform bills for a message, and for an idle room.
//
// Counts, not times, so a busy machine changes little: the built Worker runs
// behind `meter/meter.js`. People read on standard error; the result is one
// line of JSON on standard output.

import { setTimeout as sleep } from "node:timers/promises";
import { buildWorker } from "../scripts/lib/build-worker.mjs";
import { inProject } from "../scripts/lib/paths.mjs";
import { main, say, sayAside, step } from "../scripts/lib/say.mjs";
import { setUp } from "../scripts/lib/setup.mjs";
import { startServer, UNHURRIED } from "../tests/browser/support/server.mjs";
import { Visitor } from "../tests/support/visitor.mjs";

const MEMBERS = 10;
const MESSAGES = 2_000;
const PER_SECOND = 200;
const ALONE = 200;
const IDLE_SOCKETS = 5;
const IDLE_SECONDS = 45;
const PING_EVERY_MS = 25_000;
/** Who leaves has a grace of 10 s, watched over by an alarm: a room silent for longer has none left. */
const SETTLED_AFTER_MS = 13_000;
/** A good client says `seen` this often. */
const SEEN_EVERY_BYTES = 1024 * 1024;

/** As the platform bills: an object has 128 MB, and a frame is a twentieth of a request. */
const GB = 0.128;
const FRAMES_PER_REQUEST = 20;

const CALLBACKS = ["constructed", "fetch", "webSocketMessage", "webSocketClose", "webSocketError", "alarm", "timer"];

sayAside();
await main(async () => {
  await setUp();
  await buildWorker("release");
  const server = await startServer(UNHURRIED, inProject("bench", "meter", "meter.js"));
  try {
    const busy = await busyRoom(server);
    const alone = await quietRoom(server);
    const idle = await idleRoom(server);
    report(busy, alone, idle);
    process.stdout.write(`${JSON.stringify(result(busy, alone, idle))}\n`);
  } finally {
    await server.stop();
  }
});

/** Many talk at once; what came of it from the first message to the last echo. */
async function busyRoom(server) {
  const members = await joined(server, "busy", MEMBERS);
  const before = await meter(server, "busy");
  await step(`${MESSAGES} messages, ${PER_SECOND} a second`, () => talk(members));
  const bill = since(before, await meter(server, "busy"));
  await leave(members);
  return bill;
}

async function talk(members) {
  const started = performance.now();
  for (let sent = 0; sent < MESSAGES; ) {
    const due = Math.min(MESSAGES, Math.ceil(((performance.now() - started) / 1000) * PER_SECOND));
    for (; sent < due; sent += 1) {
      members[sent % members.length].asks({ type: "say", text: `message ${sent + 1}, as long as most are in a chat` });
    }
    await sleep(2);
  }
  await Promise.all(members.map((member) => member.hasLog(MESSAGES)));
}

/** Each message waits for the echo of the one before, so each is a tick of its own. */
async function quietRoom(server) {
  const members = await joined(server, "quiet", 2);
  const before = await meter(server, "quiet");
  await step(`${ALONE} messages, one after the other`, async () => {
    for (let sent = 0; sent < ALONE; sent += 1) await members[sent % 2].says(`message ${sent + 1}`);
  });
  const bill = since(before, await meter(server, "quiet"));
  await leave(members);
  return bill;
}

/** Open sockets that only ping, after the last alarm; then one message, to see that the room had slept. */
async function idleRoom(server) {
  const members = await joined(server, "idle", IDLE_SOCKETS);
  await members[0].says("and then nobody said a word");
  const ping = () => Promise.all(members.map((member) => member.pings()));
  let before;
  await step("the idle room settles", async () => {
    do {
      before = await meter(server, "idle");
      await sleep(SETTLED_AFTER_MS);
    } while (callbacks(since(before, await meter(server, "idle"))) > 0);
  });
  before = await meter(server, "idle");
  await step(`${IDLE_SECONDS} s of idling`, async () => {
    await ping();
    await sleep(PING_EVERY_MS);
    await ping();
    await sleep(IDLE_SECONDS * 1000 - PING_EVERY_MS);
  });
  const after = await meter(server, "idle");
  await members[1].says("and then somebody did");
  const hadSlept = since(after, await meter(server, "idle")).constructed === 1;
  await leave(members);
  return { ...since(before, after), hadSlept };
}

async function joined(server, room, count) {
  const members = [];
  for (let index = 0; index < count; index += 1) {
    const member = await new Visitor(server.socketUrl(room)).opens();
    member.saysSeenEvery(SEEN_EVERY_BYTES);
    members.push(await member.greets(`Member ${index + 1}`));
  }
  // The joins have come in full, and their writes with them.
  await members[0].everythingUntilNow();
  return members;
}

async function leave(members) {
  await Promise.all(members.map((member) => member.leaves()));
}

async function meter(server, room) {
  const response = await fetch(`${server.link(room)}/meter`);
  return response.json();
}

function since(before, after) {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
}

function callbacks(bill) {
  return CALLBACKS.reduce((sum, name) => sum + bill[name], 0);
}

function result(busy, alone, idle) {
  const requests = busy.fetch + busy.alarm + busy.webSocketMessage / FRAMES_PER_REQUEST;
  return {
    rowsPerMessage: busy.rowsWritten / MESSAGES,
    rowsPerMessageAlone: alone.rowsWritten / ALONE,
    rowsReadPerMessage: busy.rowsRead / MESSAGES,
    requestsPerMillion: Math.round((requests / MESSAGES) * 1e6),
    gbSecondsPerMillion: Math.round((((busy.awakeMs / 1000) * GB) / MESSAGES) * 1e6),
    idle: {
      seconds: IDLE_SECONDS,
      rowsWritten: idle.rowsWritten,
      callbacks: callbacks(idle),
      awakeMs: idle.awakeMs,
      hadSlept: idle.hadSlept,
    },
  };
}

function report(busy, alone, idle) {
  const told = (bill) =>
    Object.entries(bill)
      .filter(([name, value]) => value && !name.endsWith("At"))
      .map(([name, value]) => `${name} ${value}`)
      .join(", ") || "nothing";
  say(`busy: ${told(busy)}`);
  say(`alone: ${told(alone)}`);
  say(`idle: ${told(idle)}`);
}
