// Coming in by a key, waiting to be let in, and what those do who look after a room: what is sent, and what comes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { IdentityStore } from "../../public/client/identity.js";
import { ANA, BEN, error, message, page, World, welcome } from "./world.mjs";

const KEY = "aaaaaaaaaaaaaaaaaaaaaa";
const OTHER = "bbbbbbbbbbbbbbbbbbbbbb";
const OWNER = {
  settings: {},
  pinned: [],
  desk: { knocks: 0, held: 0, reports: 0 },
  you: { ...ANA, token: "t1", role: "owner" },
};

const identityIn = (world) => new IdentityStore(world.storage, "r");

const starts = (world) => {
  const { connection, told } = world.client();
  connection.start("Ana");
  world.socket.opens();
  return { connection, told };
};

/** An owner who is live. */
const owner = (world) => {
  const here = starts(world);
  world.socket.says(welcome(OWNER), page());
  world.socket.take();
  here.told.length = 0;
  return here;
};

/** The first act loads what it takes, so nothing of it is sent at once. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

const reconnects = (world, connection) => {
  world.socket.ends();
  connection.reconnectNow();
  world.socket.opens();
};

const isSecretStored = (world, key) => [...world.stored.values()].some((value) => value.includes(key));

// ---- the key ----

test("a key goes with the hello, under one cid until one is welcome, and never again", () => {
  const world = new World();
  identityIn(world).pass = { key: KEY };
  const { connection } = starts(world);
  const [{ cid, ...hello }] = world.socket.take();
  assert.deepEqual(hello, { type: "hello", v: 1, name: "Ana", key: KEY });
  assert.match(cid, /^[0-9a-f]{32}$/);
  reconnects(world, connection);
  assert.deepEqual(world.socket.take(), [{ ...hello, cid }], "the same again after a lost connection");
  const again = starts(world);
  assert.deepEqual(world.socket.take(), [{ ...hello, cid }], "and after a reload");
  world.socket.says(welcome(), page());
  assert.equal(isSecretStored(world, KEY), false, "the token stands for it");
  reconnects(world, again.connection);
  assert.deepEqual(world.socket.take(), [
    { type: "hello", v: 1, name: "Ana", token: "t1", epoch: "e1", after: 0 },
  ]);
});

test("whoever makes a room keeps its key, which is sent again only if the token is lost", () => {
  const world = new World();
  identityIn(world).pass = { key: KEY, create: { settings: { title: "Tea" } } };
  const { connection } = starts(world);
  assert.deepEqual(world.socket.take()[0].create, { settings: { title: "Tea" } });
  world.socket.says(welcome(OWNER), page());
  assert.equal(connection.ownKey, KEY);
  reconnects(world, connection);
  assert.equal("key" in world.socket.take()[0], false);
  world.socket.ends(4401);
  connection.start("Ana");
  world.socket.opens();
  const [{ key, token, create }] = world.socket.take();
  assert.deepEqual([key, token, create], [KEY, undefined, undefined]);
});

test("an owner who came by a link keeps no key", () => {
  const world = new World();
  identityIn(world).pass = { key: KEY };
  const { connection } = starts(world);
  world.socket.says(welcome(OWNER), page());
  assert.equal(connection.ownKey, "");
  assert.equal(isSecretStored(world, KEY), false);
});

test("a key that gives nothing is forgotten: a visitor is asked, a member stays one and is told", () => {
  const world = new World();
  identityIn(world).pass = { key: KEY };
  const { connection } = starts(world);
  world.socket.take();
  world.socket.says(error("key_invalid"));
  assert.deepEqual(connection.status, { phase: "asking", reason: "key_invalid" });
  assert.equal(isSecretStored(world, KEY), false);
  connection.start("Ana");
  assert.deepEqual(
    world.socket.take(),
    [{ type: "hello", v: 1, name: "Ana" }],
    "on the same socket, without it",
  );

  world.socket.says(welcome(), page());
  const refused = [];
  connection.addEventListener("refused", ({ detail }) => refused.push(detail.code));
  identityIn(world).pass = { key: OTHER };
  connection.useKey();
  world.socket.opens();
  assert.equal(world.socket.take()[0].key, OTHER);
  world.socket.says(error("key_invalid"));
  const [{ token, key }] = world.socket.take();
  assert.deepEqual([token, key, refused], ["t1", undefined, ["key_invalid"]]);
});

test("a room that somebody else has made already cannot be made, and that is said", () => {
  const world = new World();
  identityIn(world).pass = { key: KEY, create: {} };
  const { connection } = starts(world);
  world.socket.says(error("key_invalid"));
  assert.equal(connection.status.reason, "room_taken");
});

test("settings that are refused are left out the next time", () => {
  const world = new World();
  identityIn(world).pass = { key: KEY, create: { settings: { slow: -1 } } };
  const { connection } = starts(world);
  const [{ cid }] = world.socket.take();
  world.socket.says(error("setting_invalid"));
  assert.equal(connection.status.reason, "setting_invalid");
  connection.start("Ana");
  const [again] = world.socket.take();
  assert.deepEqual([again.key, again.cid, again.create], [KEY, cid, {}]);
});

for (const [code, fields, status] of [
  ["denied", {}, { reason: "denied" }],
  ["banned", { retry_after_ms: 60_000 }, { reason: "banned", until: 1_060_000 }],
  ["banned", {}, { reason: "banned", until: 0 }],
  ["removed", { reason: "Too loud" }, { reason: "removed", words: "Too loud" }],
  ["key_needed", {}, { reason: "key_needed" }],
]) {
  test(`${code} ${JSON.stringify(fields)}: nothing more is tried, why is known, and what was written is given back`, () => {
    const world = new World();
    const { connection } = owner(world);
    connection.say("kept");
    world.socket.says(error(code, fields));
    world.socket.ends(4403);
    assert.deepEqual(connection.status, { phase: "stopped", code: 4403, ...status });
    assert.deepEqual(
      connection.outbox.map(({ frame, failed }) => [frame.text, failed.code]),
      [["kept", code]],
    );
    world.passes(600_000);
    assert.equal(world.sockets.length, 1);
  });
}

test("without a key where one is needed, the socket is not kept until the server closes it", () => {
  const world = new World();
  const { connection } = starts(world);
  world.socket.says(error("key_needed"));
  assert.deepEqual(connection.status, { phase: "stopped", reason: "key_needed", code: 4403 });
  assert.equal(world.socket.isClosed, true);
  identityIn(world).pass = { key: KEY };
  connection.useKey();
  world.socket.opens();
  assert.equal(world.socket.take()[0].key, KEY, "one that is brought later opens it");
});

// ---- knocking ----

const knocking = (place, fields = {}) => ({
  type: "knocking",
  place,
  you: { ...ANA, token: "k1" },
  settings: { title: "Tea" },
  ...fields,
});

test("who knocks waits, says one thing, keeps the place over a lost connection, and comes in by itself", () => {
  const world = new World();
  const { connection } = starts(world);
  world.socket.take();
  world.socket.says(knocking(2));
  assert.deepEqual(connection.status, { phase: "knocking", place: 2, front: { title: "Tea" } });
  connection.knock("It is me");
  assert.deepEqual(world.socket.take(), [{ type: "knock", text: "It is me" }]);
  world.passes(20_000);
  assert.equal(connection.status.phase, "knocking", "nothing is owed to one");
  reconnects(world, connection);
  assert.equal(world.socket.take().find(({ type }) => type === "hello").token, "k1");
  world.socket.says(knocking(1));
  assert.deepEqual(world.socket.take(), [{ type: "knock", text: "It is me" }], "it may not have arrived");
  world.socket.says(error("no_change"), knocking(1));
  assert.equal(connection.status.place, 1);
  world.socket.says(welcome({ settings: { access: "ask" }, pinned: [] }), page());
  assert.equal(connection.status.phase, "live");
});

test("whom nobody lets in is told so, and may ask again", () => {
  const world = new World();
  const { connection } = starts(world);
  world.socket.says(knocking(1), error("denied"));
  world.socket.ends(4408);
  assert.deepEqual(connection.status, { phase: "stopped", reason: "denied", code: 4408 });
  world.passes(600_000);
  assert.equal(world.sockets.length, 1, "but does not by itself");
  connection.reconnectNow();
  assert.equal(world.sockets.length, 2);
});

// ---- acts ----

test("an act is done once its event is here, whatever became of the socket meanwhile", async () => {
  const world = new World();
  const { connection } = owner(world);
  const outcome = connection.act({ type: "mute", member: BEN.id, for: 60 });
  await settled();
  const [{ cid, ...frame }] = world.socket.take();
  assert.deepEqual(frame, { type: "mute", member: BEN.id, for: 60 });
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ ...OWNER, recovered: true }));
  assert.deepEqual(world.socket.take(), [{ cid, ...frame }], "again, under the same cid");
  const muted = { type: "muted", seq: 1, at: 1, from: ANA, cid, member: BEN, until: 9 };
  world.socket.says(muted);
  assert.deepEqual(await outcome, { code: "", answer: muted });
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ ...OWNER, recovered: true, seq: 1 }));
  assert.deepEqual(world.socket.take(), []);
});

test("an echo that a replay brings is an answer, so nothing goes twice", async () => {
  const world = new World();
  const { connection } = owner(world);
  const outcome = connection.act({ type: "settings", set: { slow: 10 } });
  await settled();
  const [{ cid }] = world.socket.take();
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ ...OWNER, recovered: true, seq: 1 }));
  world.socket.says({ type: "settings", seq: 1, at: 1, from: ANA, cid, set: { slow: 10 } });
  assert.equal((await outcome).code, "");
  assert.deepEqual(world.socket.take(), []);
});

test("acts without an event are answered by keys, done or reported, by their cid alone", async () => {
  const world = new World();
  const { connection } = owner(world);
  const acts = [
    [{ type: "mint", hash: "0".repeat(64), role: "member" }, (cid) => ({ type: "keys", cid, keys: [] })],
    [{ type: "deny", member: BEN.id }, (cid) => ({ type: "done", cid, what: "deny", member: BEN })],
    [{ type: "report", seq: 1 }, (cid) => ({ type: "reported", cid })],
  ];
  for (const [act, answer] of acts) {
    const outcome = connection.act(act);
    await settled();
    const [{ cid }] = world.socket.take();
    let isOver = false;
    outcome.then(() => (isOver = true));
    world.socket.says(answer("another"));
    await settled();
    assert.equal(isOver, false);
    world.socket.says(answer(cid));
    assert.deepEqual(await outcome, { code: "", answer: answer(cid) });
  }
});

test("what another does under the same cid is no answer", async () => {
  const world = new World();
  const { connection } = owner(world);
  const outcome = connection.act({ type: "pin", seq: 1, on: true });
  await settled();
  const [{ cid }] = world.socket.take();
  world.socket.says({ type: "pinned", seq: 1, at: 1, from: BEN, cid, target: 1, on: true });
  world.socket.says(error("too_many", { cid }));
  assert.equal((await outcome).code, "too_many");
});

test("an act that is refused says why, and one that has to wait goes again", async () => {
  const world = new World();
  const { connection } = owner(world);
  const outcome = connection.act({ type: "restore", member: BEN.id });
  await settled();
  const [frame] = world.socket.take();
  world.socket.says(error("rate_limited", { cid: frame.cid, retryable: true, retry_after_ms: 3_000 }));
  world.passes(2_999);
  assert.deepEqual(world.socket.take(), []);
  world.passes(1);
  assert.deepEqual(world.socket.take(), [frame]);
  const refusal = error("no_change", { cid: frame.cid });
  world.socket.says(refusal);
  assert.deepEqual(await outcome, { code: "no_change", refusal });
});

test("an act without an answer is a sign that the socket is dead", async () => {
  const world = new World();
  const { connection } = owner(world);
  void connection.act({ type: "restore", member: BEN.id });
  await settled();
  world.passes(20_000);
  assert.equal(connection.status.phase, "waiting");
});

test("acts end with the connection for good, and none begins after it", async () => {
  const world = new World();
  const { connection } = owner(world);
  const outcome = connection.act({ type: "restore", member: BEN.id });
  await settled();
  world.socket.says(error("removed"));
  world.socket.ends(4403);
  assert.deepEqual(await outcome, { code: "removed" });
  assert.deepEqual(await connection.act({ type: "restore", member: BEN.id }), { code: "removed" });
});

test("the desk answers a request by its name, and counts on its own go to the state", async () => {
  const world = new World();
  const { connection, told } = owner(world);
  const outcome = connection.desk("audit", { before: 7, limit: 20 });
  await settled();
  const [{ ref, ...frame }] = world.socket.take();
  assert.deepEqual(frame, { type: "desk", what: "audit", before: 7, limit: 20 });
  const counts = { type: "desk", knocks: 1, held: 0, reports: 0 };
  const answer = { type: "desk", what: "audit", items: [], more: false, ref };
  world.socket.says(counts, answer);
  assert.deepEqual(await outcome, { code: "", answer });
  assert.deepEqual(told, [counts]);
});

// ---- slow rooms, and events of later versions ----

test("in a slow room a refused message waits, and holds up nothing else", () => {
  const world = new World();
  const { connection } = starts(world);
  world.socket.says(welcome({ settings: { slow: 60 }, pinned: [] }), page([message(1, BEN, "x")]));
  world.socket.take();
  const cid = connection.say("soon");
  world.socket.take();
  world.socket.says(error("rate_limited", { cid, retryable: true, retry_after_ms: 60_000 }));
  connection.react(1, "👍", true);
  assert.deepEqual(
    world.socket.take().map(({ type }) => type),
    ["react"],
  );
  world.socket.says({
    type: "reacted",
    seq: 2,
    at: 2,
    from: ANA,
    cid: connection.outbox[1].frame.cid,
    target: 1,
    emoji: "👍",
    on: true,
  });
  assert.equal(connection.heldUntil, world.now + 60_000);
  // Pings are answered, and meanwhile nothing is due.
  for (let i = 0; i < 12; i += 1) {
    world.passes(4_999);
    world.socket.saysRaw("pong");
  }
  world.passes(12);
  assert.deepEqual(
    world.socket
      .take()
      .filter(({ type }) => type === "say")
      .map(({ text }) => text),
    ["soon"],
  );
});

test("a log event of a kind that is not known moves the log on, and is no gap", () => {
  const world = new World();
  const { connection, told } = owner(world);
  world.socket.says(
    { type: "cleared", seq: 1, at: 1, from: BEN, cid: "x", after: 0, upto: 0 },
    message(2, BEN, "y"),
  );
  assert.equal(connection.status.phase, "live");
  assert.equal(connection.after, 2);
  assert.deepEqual(
    told.map(({ seq }) => seq),
    [1, 2],
  );
});
