// A letter from room to room that reached nobody, and whose alarm rings while its room cannot be woken.

import assert from "node:assert/strict";
import { test } from "node:test";
import { has, rings, ringsInVain } from "../support/alarms.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

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
