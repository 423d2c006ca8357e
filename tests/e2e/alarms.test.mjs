// Alarms that ring while their room cannot be woken: what the room has to do by itself, it does afterwards, though
// nobody asks it for anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { has, MINUTE, rings, ringsInVain } from "../support/alarms.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

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
