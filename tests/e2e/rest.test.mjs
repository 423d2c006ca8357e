// Rest: timers, pending requests and promises that nobody awaits keep an object awake, and billed, for up to a
// quarter of an hour each. None of ours may be left when a room falls silent. Sleep can be seen from outside:
// the runtime closes the database, and the log beside it (-wal) goes away.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startServer, UNHURRIED } from "../browser/support/server.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { request } from "../support/http.mjs";
import { Visitor } from "../support/visitor.mjs";

const VARS = { ...UNHURRIED, HELLO_TIMEOUT_MS: "3000", LEAVE_GRACE_MS: "1500" };

/** The runtime lets a silent object go after ten seconds. */
const ASLEEP_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

const awake = (server) => server.files.filter((file) => file.endsWith("-wal") && !file.startsWith("metadata"));

async function fallsAsleep(server) {
  const started = Date.now();
  while (awake(server).length > 0) {
    if (Date.now() - started > ASLEEP_WITHIN_MS) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

async function joined(server, room, name) {
  const visitor = await new Visitor(server.socketUrl(room)).opens();
  return visitor.greets(name);
}

/** A room in which somebody talked and stays, silent. */
async function silentRoom(server) {
  const ana = await joined(server, "silent", "Ana");
  await ana.says("one");
  return ana;
}

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
        assert.ok(awake(server).length > 0, "it is awake while something happens");
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
      assert.equal(awake(server).length, 1);
      assert.ok(await fallsAsleep(server));
      assert.equal((await ana.says("two")).seq, 2);
    } finally {
      await server.stop();
    }
  });

  test("a time in which one that something keeps awake is seen to be awake", async () => {
    const [kept, server] = [await startServer(VARS, inProject("tests", "support", "kept-awake.js")), await startServer(VARS)];
    try {
      await silentRoom(kept);
      const ana = await silentRoom(server);
      assert.ok(await fallsAsleep(server));
      await ana.says("two");
      assert.ok(await fallsAsleep(server));
      assert.ok(awake(kept).length > 0);
    } finally {
      await Promise.all([kept.stop(), server.stop()]);
    }
  });
});
