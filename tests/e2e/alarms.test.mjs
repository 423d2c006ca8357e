// Alarms that ring while their room cannot be woken: what the room has to do by itself, it does afterwards, though
// nobody asks it for anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

/** Between two looks at something that tells nobody. */
const LOOK_MS = 50;
const MINUTE = 60_000;

async function until(look, what) {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const found = look();
    if (found !== undefined) return found;
    await pause(LOOK_MS);
  }
  throw new Error(`never: ${what}`);
}

/** The alarm of the room rings while the server has these vars: resolves with when it is to ring again. */
async function ringsInVain(server, vars) {
  const before = Date.now();
  await server.restart(vars);
  return until(() => server.alarms.find((at) => at > before + MINUTE), "the alarm is set again");
}

/** The server starts with these vars, and all alarms ring. Resolves once none is left. */
async function rings(server, vars) {
  await server.databases(() => {});
  server.ringAlarms();
  await server.restart(vars);
  await until(() => (server.alarms.length === 0 ? true : undefined), "all alarms have rung");
}

const has = (database, table) =>
  database.prepare("SELECT count(*) AS count FROM sqlite_master WHERE name = ?").get(table).count > 0;

/** A room with an end, and something in it. */
async function ending(server) {
  const ana = await server.join("ends", "Ana", { key: "k".repeat(22), create: { ends: 2 } });
  await ana.says("secret");
  assert.equal(server.alarms.length, 1);
}

const isWiped = async (server) => (await server.databases((database) => has(database, "message"))).every((is) => !is);

test("a room whose time is over during maintenance goes when that has ended", async () => {
  const server = await startRoomServer(UNHURRIED);
  try {
    await ending(server);
    const again = await ringsInVain(server, { ...UNHURRIED, MAINTENANCE: "on" });
    assert.ok(again <= Date.now() + 10 * MINUTE, "soon enough");
    assert.equal(await isWiped(server), false, "it was not woken");
    await server.restart({ ...UNHURRIED, MAINTENANCE: "on" });
    await rings(server, UNHURRIED);
    assert.equal(await isWiped(server), true);
    await server.start();
  } finally {
    await server.stop();
  }
});

test("a room whose log could not be read goes when it can", async () => {
  const server = await startRoomServer(UNHURRIED);
  try {
    await ending(server);
    const setVersion = (change) => (database) =>
      database.exec(`UPDATE meta SET value = value ${change} WHERE key = 'schema_version'`);
    await server.database(setVersion("+ 90"));
    await ringsInVain(server, UNHURRIED);
    assert.equal(await isWiped(server), false);
    await server.start();
    await server.database(setVersion("- 90"));
    await rings(server, UNHURRIED);
    assert.equal(await isWiped(server), true);
    await server.start();
  } finally {
    await server.stop();
  }
});

test("a letter that waits when maintenance begins arrives when that has ended", async () => {
  const server = await startRoomServer({ ...UNHURRIED, LOSES_LETTERS: "on" }, "loses-letters.js");
  try {
    const [ana, bo] = await server.joinAll("meeting", "Ana", "Bo");
    const { pair } = await ana.does({ type: "direct", to: bo.id });
    await bo.sees({ type: "direct", pair, state: "request" });
    assert.equal((await bo.isRefused({ type: "direct", pair, answer: "accept" })).code, "storage_failed");
    await ringsInVain(server, { ...UNHURRIED, MAINTENANCE: "on" });
    const letters = (database) =>
      has(database, "letter") ? database.prepare("SELECT count(*) AS count FROM letter").get().count : 0;
    assert.deepEqual((await server.databases(letters)).sort(), [0, 1]);
    await server.restart({ ...UNHURRIED, MAINTENANCE: "on" });
    await rings(server, UNHURRIED);
    assert.deepEqual(await server.databases(letters), [0, 0]);
    const rooms = await server.databases((database) => has(database, "message"));
    assert.deepEqual(rooms, [true, true], "the room of the two is there");
    await server.start();
  } finally {
    await server.stop();
  }
});
