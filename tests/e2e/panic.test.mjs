// After a panic the isolate's memory is not to be trusted: the next call begins with a new one, and
// nobody is to lose a socket, a message or a place by it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer(UNHURRIED, "panics.js");
});
after(() => server.stop());

test("a conversation goes on after a panic", async () => {
  const [ana, ben] = await server.joinAll("after-panic", "Ana", "Ben");
  await ana.says("before");
  await ben.sees({ seq: 1 });
  const { members } = await ana.members();
  for (const seq of [2, 3]) {
    const { status } = await request(server, "/panic");
    assert.equal(status, 200);
    const said = await ben.says(`after ${seq}`);
    assert.deepEqual([said.seq, said.from.id], [seq, ben.id]);
    assert.deepEqual(await ana.sees({ seq }), said);
  }
  assert.deepEqual((await ana.members()).members, members);
  const { events } = await ana.history();
  assert.deepEqual(
    events.map(({ text }) => text),
    ["before", "after 2", "after 3"],
  );
});
