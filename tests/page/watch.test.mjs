// A watch of a room: what it says, what it makes of what it is told, and when it comes back or stops.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { IdentityStore } from "../../public/client/identity.js";
import { Watch } from "../../public/client/watch.js";
import { ANA, BEN, error, World } from "./world.mjs";

const greeting = (fields = {}) => ({
  ...{ type: "welcome", v: 1, room: "r", epoch: "e1", seq: 8, recovered: false, limits: {} },
  ...fields,
});
const head = (fields = {}) => ({ type: "head", seq: 8, unread: 2, mentions: 1, at: 80, ...fields });

let world;
let identity;
let told;

beforeEach(() => {
  world = new World();
  identity = new IdentityStore(world.storage, "r");
  told = [];
});

const watching = (place = { epoch: "e1", after: 6 }) => {
  const watch = new Watch({
    url: "ws://test/room/r",
    room: "r",
    ...(place && { place }),
    storage: world.storage,
    WebSocket: world.socketMaker(),
    clock: world.clock,
    randomBytes: world.randomBytes,
  });
  for (const type of ["head", "direct", "role"])
    watch.addEventListener(type, ({ detail }) => told.push([type, detail]));
  watch.open();
  return watch;
};

/** One that has been let in. */
const live = (events = [head()]) => {
  identity.write({ ...ANA, token: "t1" });
  const watch = watching();
  world.socket.opens();
  world.socket.take();
  world.socket.says(greeting({ you: ANA }), ...events);
  return watch;
};

test("its hello takes no seat and no name, and is the member's if there is one", () => {
  watching();
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [{ type: "hello", v: 1, watch: true, epoch: "e1", after: 6 }]);
  identity.write({ ...ANA, token: "t1" });
  watching(null);
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [{ type: "hello", v: 1, watch: true, token: "t1" }]);
});

test("how things stand is told with the place that it is counted from", () => {
  const preview = { from: BEN, text: "hi" };
  const watch = live([head({ preview })]);
  assert.equal(watch.status.phase, "live");
  assert.deepEqual(told.splice(0), [
    ["head", { epoch: "e1", after: 6, seq: 8, unread: 2, mentions: 1, at: 80, preview }],
  ]);
  watch.seen(8);
  watch.seen(7);
  assert.deepEqual(world.socket.take(), [{ type: "seen", seq: 8 }]);
  world.socket.says(head({ unread: 0, mentions: 0 }));
  assert.deepEqual(told, [["head", { epoch: "e1", after: 8, seq: 8, unread: 0, mentions: 0, at: 80 }]]);
});

test("in a room that has begun anew, or that was never read, nothing is owed", () => {
  for (const place of [{ epoch: "e0", after: 500 }, null]) {
    watching(place);
    world.socket.opens();
    world.socket.says(greeting(), head({ unread: 0, mentions: 0 }));
    assert.deepEqual(told.splice(0)[0][1], { epoch: "e1", after: 8, seq: 8, unread: 0, mentions: 0, at: 80 });
  }
});

test("private conversations, and what one is from now on, are passed on; what is about others is not", () => {
  const open = { type: "direct", pair: "p", with: BEN, state: "open" };
  live([
    head(),
    open,
    { type: "role", member: BEN, role: "owner", from: BEN, seq: 9, at: 9, cid: "c" },
    { type: "role", member: ANA, role: "none", from: BEN, seq: 9, at: 9, cid: "c" },
    { type: "of the future" },
  ]);
  assert.deepEqual(told.slice(1), [
    ["direct", open],
    ["role", "none"],
  ]);
  told = [];
  identity.write({ ...ANA, token: "t1" });
  watching();
  world.socket.opens();
  world.socket.says(greeting({ you: { ...ANA, role: "moderator" }, directs: [open, open] }), head());
  assert.deepEqual(
    told.map(([type]) => type),
    ["role", "direct", "direct", "head"],
  );
});

test("a fresher token is kept, but not that of another member than one is by now", () => {
  identity.write({ ...ANA, token: "t1" });
  watching();
  world.socket.opens();
  world.socket.says(greeting({ you: { ...ANA, token: "t2" } }));
  assert.deepEqual(identity.read(), { ...ANA, token: "t2" });
  identity.write({ ...BEN, token: "t3" });
  world.socket.says(greeting({ you: { ...ANA, token: "t4" } }));
  assert.deepEqual(identity.read(), { ...BEN, token: "t3" });
});

test("a lost connection is tried again, later each time, and soon after a long life", () => {
  const watch = live();
  const sockets = () => world.sockets.length;
  world.passes(3_000);
  const waited = [];
  for (let i = 0; i < 8; i += 1) {
    world.socket.ends();
    assert.equal(watch.status.phase, "waiting");
    const before = sockets();
    const since = world.now;
    while (sockets() === before) world.passes(50);
    waited.push(world.now - since);
  }
  assert.ok(Math.max(...waited) > 4_000 && Math.max(...waited) <= 30_050, `${waited}`);
  world.socket.opens();
  assert.deepEqual(world.socket.take()[0].after, 6, "where it was");
  world.socket.says(greeting({ you: ANA }), head());
  world.passes(3_000);
  world.socket.ends();
  assert.ok(watch.status.retryAt - world.now <= 2_000);
});

test("it notices that nobody is there: no welcome, no pong", () => {
  const watch = watching();
  world.socket.opens();
  world.passes(10_000);
  assert.equal(watch.status.phase, "waiting");
  watch.close();
  live();
  world.passes(25_000);
  assert.deepEqual(world.socket.take(), ["ping"]);
  world.passes(10_000);
  assert.ok(world.sockets.at(-1).isClosed || world.sockets.at(-2).isClosed);
});

test("the network has changed: what waits is tried at once, what is alive has to show it", () => {
  const watch = live();
  watch.look();
  assert.deepEqual(world.socket.take(), ["ping"]);
  do {
    if (watch.status.phase === "waiting") watch.open();
    world.socket.ends();
  } while (watch.status.retryAt - world.now < 3_500);
  const before = world.sockets.length;
  watch.look();
  assert.equal(world.sockets.length, before, "it was tried just before");
  world.passes(3_000);
  watch.look();
  assert.equal(world.sockets.length, before + 1);
});

for (const [what, events, code, reason] of [
  ["was deleted", [], 4410, "gone"],
  ["is closed by its operator", [error("room_closed")], 4403, "room_closed"],
  ["needs a key", [error("key_needed")], undefined, "key_needed"],
  ["has not been created", [error("not_created")], undefined, "not_created"],
  ["has banned one", [error("banned")], 4403, "banned"],
  ["knows the token no more", [], 4401, "token_refused"],
  ["does not understand", [error("bad_frame")], undefined, "closed"],
  ["is of a kind unknown here", [], 4400, "closed"],
])
  test(`a room that ${what} is not tried again`, () => {
    const watch = watching();
    world.socket.opens();
    world.socket.take();
    if (events.length > 0) world.socket.says(...events);
    if (code) world.socket.ends(code);
    assert.deepEqual(watch.status, { phase: "stopped", reason });
    const before = world.sockets.length;
    watch.look();
    world.passes(3_600_000);
    assert.deepEqual([world.sockets.length, world.socket.sent], [before, []]);
  });

for (const [until, reason] of [
  [undefined, "removed"],
  ["forever", "banned"],
])
  test(`who is removed from a room, and is ${reason}, watches it no more`, () => {
    const watch = live();
    const removed = { type: "removed", from: BEN, seq: 9, at: 9, cid: "c", ...(until && { until }) };
    world.socket.says({ ...removed, member: BEN });
    world.socket.says({ ...removed, member: ANA });
    world.socket.ends(4403);
    assert.deepEqual(watch.status, { phase: "stopped", reason });
  });

test("a server that asks to wait is left alone for so long", () => {
  const watch = watching();
  world.socket.opens();
  world.socket.says(error("rate_limited", { retryable: true, retry_after_ms: 40_000 }));
  world.socket.ends(4429);
  assert.ok(watch.status.retryAt - world.now >= 40_000);
  watch.close();
  const other = live();
  world.socket.ends(4409);
  assert.ok(other.status.retryAt - world.now >= 300_000, "others have its place");
});

test("one that is closed says and hears nothing more", () => {
  const watch = live();
  told = [];
  watch.close();
  assert.ok(world.socket.isClosed);
  world.socket.says(head());
  world.passes(3_600_000);
  assert.deepEqual([told, watch.status.phase, world.sockets.length], [[], "idle", 1]);
});
