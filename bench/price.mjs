// `npm run bench:price`: what the platform bills for a message, for an idle room, and
// for one that wakes: a plain one, one with an owner, one that others watch, and one
// that was searched; and for a file.
//
// Counts, not times, so a busy machine changes little: the built Worker runs
// behind `meter/meter.js`. People read on standard error; the result is one
// line of JSON on standard output. Ends with 1 if anything costs more than
// docs/performance.md says.

import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { buildWorker } from "../scripts/lib/build-worker.mjs";
import { inProject } from "../scripts/lib/paths.mjs";
import { main, Stop, say, sayAside, step } from "../scripts/lib/say.mjs";
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

/** In rows of a MiB: as a photo has them after the page has shrunk it. */
const FILE_BYTES = 1_000_000;
const READS = 10;

const CALLBACKS = ["constructed", "fetch", "webSocketMessage", "webSocketClose", "webSocketError", "alarm", "timer"];

const KINDS = ["plain", "owned", "watched", "searched"];
/** One for each member, the others nobody's. */
const WATCHES = 7;

/** What a message may cost that is alone in its tick, and the first one after a sleep: as docs/performance.md says. */
const MESSAGE = { rowsWritten: 1, rowsRead: 2, statements: 1, webSocketMessage: 1, framesPerMember: 1 };
const PRICES = {
  plain: { message: MESSAGE, wake: { ...MESSAGE, rowsRead: 22, statements: 8 } },
  owned: { message: MESSAGE, wake: { ...MESSAGE, rowsRead: 47, statements: 12 } },
};
PRICES.watched = PRICES.plain;
PRICES.searched = {
  message: { ...MESSAGE, rowsWritten: 2, rowsRead: 4, statements: 3 },
  wake: { ...MESSAGE, rowsWritten: 3, rowsRead: 25, statements: 10 },
};
/** Rows that are written for a file, in its room and beside its bytes. */
const FILE_ROWS = { sent: 19, said: 3, [`read ${READS} times`]: 0, deleted: 17 };

sayAside();
await main(async () => {
  await setUp();
  await buildWorker("release");
  const server = await startServer(UNHURRIED, inProject("bench", "meter", "meter.js"));
  try {
    const busy = await busyRoom(server);
    const alone = {};
    for (const kind of KINDS) alone[kind] = await quietRoom(server, kind);
    const idle = await idleRooms(server);
    const file = await aFile(server);
    report(busy, alone, idle, file);
    process.stdout.write(`${JSON.stringify(result(busy, alone, idle, file))}\n`);
    judge(alone, idle, file);
  } finally {
    await server.stop();
  }
});

/** Many talk at once; what came of it from the first message to the last echo. */
async function busyRoom(server) {
  const members = await joined(server, "busy", "plain", MEMBERS);
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
async function quietRoom(server, kind) {
  const room = `quiet-${kind}`;
  const members = await joined(server, room, kind, 2);
  const watches = await watching(server, room, kind, members);
  const before = await meter(server, room);
  const frames = framesTo(members);
  await step(`${ALONE} messages in the ${kind} room, one after the other`, async () => {
    for (let sent = 0; sent < ALONE; sent += 1) await members[sent % 2].says(`message ${sent + 1}`);
    // The last echo may be on its way to one of them.
    await Promise.all(members.map((member) => member.hasLog(ALONE)));
    await areTold(watches, members[0]);
  });
  const bill = { ...since(before, await meter(server, room)), frames: framesTo(members) - frames };
  await leave([...members, ...watches]);
  return bill;
}

/** Open sockets that only ping, after the last alarm; then one message to each, to see that it had slept. */
async function idleRooms(server) {
  const rooms = {};
  for (const kind of KINDS) {
    const members = await joined(server, `idle-${kind}`, kind, IDLE_SOCKETS);
    const watches = await watching(server, `idle-${kind}`, kind, members);
    await members[0].says("and then nobody said a word");
    rooms[kind] = { members, watches };
  }
  const everybody = Object.values(rooms).flatMap(({ members, watches }) => [...members, ...watches]);
  const ping = () => Promise.all(everybody.map((member) => member.pings()));
  const bills = () => Promise.all(KINDS.map((kind) => meter(server, `idle-${kind}`)));
  let before;
  await step("the idle rooms settle", async () => {
    let after;
    do {
      before = await bills();
      await sleep(SETTLED_AFTER_MS);
      after = await bills();
    } while (after.some((bill, at) => callbacks(since(before[at], bill)) > 0));
  });
  before = await bills();
  await step(`${IDLE_SECONDS} s of idling`, async () => {
    await ping();
    await sleep(PING_EVERY_MS);
    await ping();
    await sleep(IDLE_SECONDS * 1000 - PING_EVERY_MS);
  });
  const after = await bills();
  const idle = {};
  for (const [at, kind] of KINDS.entries()) {
    idle[kind] = { ...since(before[at], after[at]), wake: await wake(server, kind, rooms[kind], after[at]) };
  }
  await leave(everybody);
  return idle;
}

/** What the first message after a sleep costs, until all have it. */
async function wake(server, kind, { members, watches }, before) {
  const frames = framesTo(members);
  const { cid } = await members[1].says("and then somebody did");
  await Promise.all(members.filter((member) => member !== members[1]).map((member) => member.sees({ cid })));
  await areTold(watches, members[1]);
  const bill = { ...since(before, await meter(server, `idle-${kind}`)), frames: framesTo(members) - frames };
  return { ...bill, hadSlept: bill.constructed === 1 };
}

/** A file that is sent, said, read and deleted, and what each took of the room's object and of those for files. */
async function aFile(server) {
  const [ana, ben] = await joined(server, "file", "plain", 2);
  const costs = {};
  const bills = async () => ({ room: await meter(server, "file"), files: await fileMeter(server) });
  const counted = async (what, act) => {
    const before = await bills();
    await step(what, act);
    const after = await bills();
    costs[what] = { room: since(before.room, after.room), files: since(before.files, after.files) };
  };
  const link = `${server.link("file")}/files`;
  const headers = { Authorization: `Bearer ${ana.token}` };
  const bytes = randomBytes(FILE_BYTES);
  let id;
  await counted("sent", async () => {
    const fields = { cid: "file", name: "photo.jpg", bytes: FILE_BYTES };
    const begun = await fetch(link, { method: "POST", headers, body: JSON.stringify(fields) });
    ({ id } = await begun.json());
    const put = await fetch(`${link}/${id}?at=0`, { method: "PUT", headers, body: bytes });
    if (!put.ok) throw new Error(`the file was answered ${put.status}`);
  });
  let seq;
  await counted("said", async () => {
    ({ seq } = await ana.does({ type: "say", files: [{ id }] }));
    await ben.sees({ seq });
  });
  await counted(`read ${READS} times`, async () => {
    for (let read = 0; read < READS; read += 1) {
      const answer = await fetch(`${link}/${id}/photo.jpg?t=${ben.welcome.files.ticket}`);
      if (!bytes.equals(Buffer.from(await answer.arrayBuffer()))) throw new Error("the file is not as it was sent");
    }
  });
  await counted("deleted", async () => {
    await ana.does({ type: "delete", seq });
    // Its bytes go after that was told, and with them the object that knows of their sum.
    while ((await fileMeter(server)).deleted < 2) await sleep(50);
    await ana.everythingUntilNow();
  });
  await leave([ana, ben]);
  return costs;
}

/** As members of a plain room, or as those of a room that the first of them owns. */
async function joined(server, room, kind, count) {
  const members = [];
  for (let index = 0; index < count; index += 1) {
    const member = await new Visitor(server.socketUrl(room)).opens();
    member.saysSeenEvery(SEEN_EVERY_BYTES);
    members.push(await member.greets(`Member ${index + 1}`, kind === "owned" ? keyOf(index) : {}));
    if (kind === "owned" && index === 0) await invites(member);
  }
  if (kind === "searched") await isIndexed(server, room, members[0].token);
  // The joins have come in full, and their writes with them.
  await members[0].everythingUntilNow();
  return members;
}

/** Searches until all is in the index. */
async function isIndexed(server, room, token) {
  for (;;) {
    const answer = await fetch(`${server.link(room)}/search?q=anything`, { headers: { Authorization: `Bearer ${token}` } });
    const { complete } = await answer.json();
    if (complete) return;
    await sleep(50);
  }
}

/** Those who only watch the room, if it is one that is watched. */
async function watching(server, room, kind, members) {
  const watches = [];
  for (let index = 0; kind === "watched" && index < WATCHES; index += 1) {
    const watch = await new Visitor(server.socketUrl(room)).opens();
    watches.push(await watch.greets(undefined, { watch: true, token: members[index]?.token }));
  }
  return watches;
}

/** Resolves once all watches know of everything that this member does. */
function areTold(watches, { after }) {
  return Promise.all(watches.map((watch) => watch.sees({ type: "head", seq: after })));
}

function key(word) {
  return word.padEnd(22, "A");
}

/** The first creates the room, the second comes by a key, and the others as visitors. */
function keyOf(index) {
  return [{ key: key("owner"), create: {} }, { key: key("moderator") }][index] ?? {};
}

function invites(owner) {
  const hash = createHash("sha256").update(key("moderator")).digest("hex");
  return owner.does({ type: "mint", hash, role: "moderator" });
}

function framesTo(members) {
  return members.reduce((sum, { frames }) => sum + frames.length, 0);
}

async function leave(members) {
  await Promise.all(members.map((member) => member.leaves()));
}

async function meter(server, room) {
  const response = await fetch(`${server.link(room)}/meter`);
  return response.json();
}

async function fileMeter(server) {
  const response = await fetch(`${server.url}/meter/files`);
  return response.json();
}

function since(before, after) {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
}

function callbacks(bill) {
  return CALLBACKS.reduce((sum, name) => sum + bill[name], 0);
}

function result(busy, alone, idle, file) {
  const requests = busy.fetch + busy.alarm + busy.webSocketMessage / FRAMES_PER_REQUEST;
  return {
    rowsPerMessage: busy.rowsWritten / MESSAGES,
    rowsPerMessageAlone: alone.plain.rowsWritten / ALONE,
    rowsPerMessageOwned: alone.owned.rowsWritten / ALONE,
    rowsPerMessageWatched: alone.watched.rowsWritten / ALONE,
    rowsPerMessageSearched: alone.searched.rowsWritten / ALONE,
    rowsReadPerMessage: busy.rowsRead / MESSAGES,
    requestsPerMillion: Math.round((requests / MESSAGES) * 1e6),
    gbSecondsPerMillion: Math.round((((busy.awakeMs / 1000) * GB) / MESSAGES) * 1e6),
    idle: {
      seconds: IDLE_SECONDS,
      rowsWritten: idle.plain.rowsWritten,
      callbacks: callbacks(idle.plain),
      awakeMs: idle.plain.awakeMs,
      hadSlept: idle.plain.wake.hadSlept,
    },
    rowsPerFile: rowsOf(file),
  };
}

function rowsOf(file) {
  const rows = ([what, { room, files }]) => [what, room.rowsWritten + files.rowsWritten];
  return Object.fromEntries(Object.entries(file).map(rows));
}

/** Compares what was counted with what may be. */
function judge(alone, idle, file) {
  const over = [];
  const compare = (what, prices, bill, messages, members) => {
    const counted = { ...bill, framesPerMember: bill.frames / members };
    for (const [name, most] of Object.entries(prices)) {
      if (counted[name] > most * messages) over.push(`${what}: ${name} ${counted[name]}, not ${most * messages}`);
    }
  };
  for (const kind of KINDS) {
    const { wake: first, ...resting } = idle[kind];
    compare(`${ALONE} messages in the ${kind} room`, PRICES[kind].message, alone[kind], ALONE, 2);
    compare(`the first message in the ${kind} room that slept`, PRICES[kind].wake, first, 1, IDLE_SOCKETS);
    if (!first.hadSlept) over.push(`the idle ${kind} room did not sleep`);
    const busyWith = resting.rowsWritten + resting.statements + callbacks(resting);
    if (busyWith > 0) over.push(`the idle ${kind} room was busy: ${told(resting)}`);
  }
  for (const [what, rows] of Object.entries(rowsOf(file))) {
    if (rows > FILE_ROWS[what]) over.push(`a file, ${what}: rowsWritten ${rows}, not ${FILE_ROWS[what]}`);
  }
  if (over.length > 0) throw new Stop(`Costs more than it may:\n${over.join("\n")}`);
}

function report(busy, alone, idle, file) {
  say(`busy: ${told(busy)}`);
  for (const kind of KINDS) {
    say(`${kind}, alone: ${told(alone[kind])}`);
    say(`${kind}, idle: ${told(idle[kind])}`);
    say(`${kind}, waking: ${told(idle[kind].wake)}`);
  }
  for (const [what, { room, files }] of Object.entries(file)) {
    say(`a file of a megabyte, ${what}: its room: ${told(room)}; objects of files: ${told(files)}`);
  }
}

function told(bill) {
  const isCount = ([name, value]) => Number.isFinite(value) && value !== 0 && !name.endsWith("At");
  const counts = Object.entries(bill).filter(isCount);
  return counts.map(([name, value]) => `${name} ${value}`).join(", ") || "nothing";
}
