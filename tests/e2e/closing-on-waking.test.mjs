// Maintenance that begins while people are in a room: sockets that were open when MAINTENANCE was set.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

test("who is in is sent away with the first word, and nothing of it is kept", async () => {
  const waking = await startRoomServer(UNHURRIED, "closes-on-waking.js");
  try {
    const [ana, ben] = await waking.joinAll("tea", "Ana", "Ben");
    await ana.says("kept");
    await ben.sees({ seq: 1 });
    await waking.sleep("tea");
    ana.send({ type: "say", cid: "late", text: "too late" });
    for (const visitor of [ana, ben]) assert.equal(await visitor.isClosed(), 1013);
  } finally {
    await waking.stop();
  }
});
