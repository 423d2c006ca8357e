// Rest: timers, pending requests and promises that nobody awaits keep an object awake, and billed, for up to a
// quarter of an hour each. None of ours may be left when a room falls silent.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startServer } from "../browser/support/server.mjs";
import { request } from "../support/http.mjs";
import { fallsAsleep, joined, silentRoom, VARS } from "../support/rest.mjs";
import { Visitor } from "../support/visitor.mjs";

const ROOMS = {
  "members who stay": silentRoom,
  async "a greeting that never came"(server) {
    const mute = await new Visitor(server.socketUrl("mute")).opens();
    assert.equal(await mute.isClosed(), 4408);
  },
  async "a greeting that was refused and never came again"(server) {
    await joined(server, "refused", "Ana");
    const late = await new Visitor(server.socketUrl("refused")).opens();
    late.hello("Ana");
    await late.sees({ type: "error", code: "name_taken" });
    assert.equal(await late.isClosed(), 4408);
  },
  async "a member who left"(server) {
    const [ana, ben] = [await joined(server, "left", "Ana"), await joined(server, "left", "Ben")];
    await ben.leaves();
    await ana.sees({ type: "leave" });
  },
  async "a member who vanished"(server) {
    const [ana, ben] = [await joined(server, "vanished", "Ana"), await joined(server, "vanished", "Ben")];
    await ben.vanishes();
    await ana.sees({ type: "leave" });
  },
  async "a socket that was closed for what it sent"(server) {
    const ana = await joined(server, "bad", "Ana");
    for (let n = 0; n < 20; n += 1) ana.send({ type: "nonsense" });
    assert.equal(await ana.isClosed(), 4400);
  },
  /** So many at once that the room pauses between its ticks. */
  async "a flood that has passed"(server) {
    const ana = await joined(server, "flood", "Ana");
    for (let n = 0; n < 500; n += 1) ana.asks({ type: "say", text: `text ${n}` });
    await ana.hasLog(500);
  },
  async "a reader by HTTP"(server) {
    const ana = await joined(server, "read", "Ana");
    await ana.says("one");
    assert.equal((await request(server, "/room/read/messages")).json.seq, 1);
  },
};

// Each mostly waits.
describe("a room falls asleep after", { concurrency: true }, () => {
  for (const [what, happens] of Object.entries(ROOMS)) {
    test(what, async () => {
      const server = await startServer(VARS);
      try {
        await happens(server);
        assert.ok((await server.awake()) > 0, "it is awake while something happens");
        assert.ok(await fallsAsleep(server), "something is left that keeps it awake");
      } finally {
        await server.stop();
      }
    });
  }

  test("being woken by a reader, and its sockets are still open", async () => {
    const server = await startServer(VARS);
    try {
      const ana = await silentRoom(server);
      assert.ok(await fallsAsleep(server));
      assert.equal((await request(server, "/room/silent/messages")).json.seq, 1);
      assert.equal(await server.awake(), 1);
      assert.ok(await fallsAsleep(server));
      assert.equal((await ana.says("two")).seq, 2);
    } finally {
      await server.stop();
    }
  });
});
