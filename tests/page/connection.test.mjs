import assert from "node:assert/strict";
import { test } from "node:test";
import { ANA, BEN, error, message, page, World, welcome } from "./world.mjs";

/** A client that is live in an empty room. */
const live = (world, tab) => {
  const { connection, told } = world.client(tab);
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome(), page());
  world.socket.take();
  told.length = 0;
  return { connection, told };
};

const texts = (frames) => frames.filter((frame) => frame.type === "say").map((frame) => frame.text);

/** The socket ends, and the next one opens. */
const reconnects = (world, connection, code) => {
  world.socket.ends(code);
  connection.reconnectNow();
  world.socket.opens();
};

test("the first hello has a version and a name, and no point to resume from", () => {
  const world = new World();
  world.client().connection.start("Ana");
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [{ type: "hello", v: 1, name: "Ana" }]);
});

test("a text stays in the outbox until its echo", () => {
  const world = new World();
  const { connection, told } = live(world);
  const cid = connection.say("hi");
  assert.deepEqual(world.socket.take(), [{ type: "say", cid, text: "hi" }]);
  world.socket.says(message(1, BEN, cid));
  assert.equal(connection.outbox.length, 1, "another member's cid is not ours");
  world.socket.says(message(2, ANA, cid, "hi"));
  assert.equal(connection.outbox.length, 0);
  assert.deepEqual(
    told.map((event) => event.seq),
    [1, 2],
  );
});

test("what is said while away waits for the replay, and only what has no echo is sent again", () => {
  const world = new World();
  const { connection, told } = live(world);
  const heard = connection.say("heard");
  world.socket.ends();
  connection.say("while away");
  connection.reconnectNow();
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [
    { type: "hello", v: 1, name: "Ana", token: "t1", epoch: "e1", after: 0 },
  ]);
  world.socket.says(welcome({ recovered: true, seq: 2 }));
  assert.deepEqual(world.socket.take(), [], "nothing before the replay");
  world.socket.says(message(1, ANA, heard));
  assert.deepEqual(world.socket.take(), [], "nothing in the middle of it");
  world.socket.says(message(2, BEN, "x"));
  assert.deepEqual(texts(world.socket.take()), ["while away"]);
  assert.deepEqual(
    told.flatMap((event) => (event.seq && event.type === "message" ? [event.seq] : [])),
    [1, 2],
  );
});

test("texts keep their order over a reconnect", () => {
  const world = new World();
  const { connection } = live(world);
  for (const text of ["a", "b", "c"]) connection.say(text);
  assert.deepEqual(texts(world.socket.take()), ["a", "b", "c"]);
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual(texts(world.socket.take()), ["a", "b", "c"]);
});

test("the outbox survives a reload, which resumes from before the frame went out", () => {
  const world = new World();
  const before = live(world);
  world.socket.says(message(1, BEN, "x"), message(2, BEN, "y"));
  const cid = before.connection.say("hi");
  world.socket.says(message(3, BEN, "z"));

  const { connection, told } = world.client();
  connection.start("Ana");
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [
    { type: "hello", v: 1, name: "Ana", token: "t1", epoch: "e1", after: 2 },
  ]);
  world.socket.says(welcome({ recovered: true, seq: 4 }), message(3, BEN, "z"), message(4, ANA, cid, "hi"));
  const [{ ref, ...asked }, ...more] = world.socket.take();
  assert.deepEqual([asked, more], [{ type: "history" }, []], "the newest page, and no resend");
  assert.equal(connection.outbox.length, 0);
  world.socket.says({ ...page([message(1, BEN, "x"), message(2, BEN, "y")]), ref });
  assert.equal(told.at(-1).type, "history");
  assert.equal(connection.status.phase, "live");
});

test("a reload with nothing unacknowledged asks for no replay", () => {
  const world = new World();
  const before = live(world);
  before.connection.close();
  before.connection.say("never sent");
  const { connection } = world.client();
  connection.start("Ana");
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [{ type: "hello", v: 1, name: "Ana", token: "t1" }]);
  world.socket.says(welcome(), page());
  assert.deepEqual(texts(world.socket.take()), ["never sent"]);
});

test("tabs keep their outboxes apart, and one can take over another's", () => {
  const world = new World();
  const a = live(world, "a");
  const b = live(world, "b");
  a.connection.say("from a");
  assert.equal(b.connection.outbox.length, 0);
  b.connection.adopt("alcove:outbox:r:a");
  assert.deepEqual(
    b.connection.outbox.map((entry) => entry.frame.text),
    ["from a"],
  );
  assert.deepEqual(world.client("a").connection.outbox, []);
});

test("without continuity the page of history takes the place of the replay", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("hi");
  world.socket.take();
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ recovered: false, epoch: "e2", seq: 7 }));
  assert.equal(connection.status.phase, "catching-up");
  world.socket.says(page([message(7, ANA, cid, "hi")], true));
  assert.equal(connection.status.phase, "live");
  assert.equal(connection.after, 7);
  assert.equal(connection.outbox.length, 0, "an echo counts in a page too");
});

test("a socket lost before that page has no point to resume from", () => {
  const world = new World();
  const { connection } = live(world);
  reconnects(world, connection);
  world.socket.says(welcome({ recovered: false, epoch: "e2", seq: 7 }));
  reconnects(world, connection);
  assert.equal(world.socket.take()[0].after, undefined);
});

test("a duplicate is dropped, but still acknowledges", () => {
  const world = new World();
  const { connection, told } = live(world);
  world.socket.says(message(1, ANA, "old"));
  const cid = connection.say("hi");
  world.socket.says(message(1, ANA, cid));
  assert.equal(connection.outbox.length, 0);
  assert.equal(told.length, 1);
});

test("a gap is a fault: nothing beyond it is told, and the next socket resumes before it", () => {
  const world = new World();
  const { connection, told } = live(world);
  world.socket.says(message(1, BEN, "x"), message(3, BEN, "z"), message(4, BEN, "zz"));
  assert.deepEqual(
    told.map((event) => event.seq),
    [1],
  );
  assert.equal(world.socket.isClosed, true);
  connection.reconnectNow();
  world.socket.opens();
  assert.equal(world.socket.take()[0].after, 1);
});

test("rate_limited waits as long as it says and sends again", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("hi");
  world.socket.take();
  world.socket.says(error("rate_limited", { retryable: true, retry_after_ms: 700, cid }));
  assert.equal(connection.heldUntil, world.now + 700);
  world.passes(699);
  assert.deepEqual(world.socket.take(), []);
  world.passes(1);
  assert.deepEqual(texts(world.socket.take()), ["hi"]);
  assert.equal(connection.heldUntil, 0);
});

test("it paces itself inside the server's limits", () => {
  const world = new World();
  const { connection } = live(world);
  for (let i = 0; i < 30; i += 1) connection.say(`${i}`);
  assert.ok(texts(world.socket.sent).length < 10);
  world.passes(1_000);
  const sent = texts(world.socket.sent).length;
  assert.ok(sent <= 14, `${sent} in the first second`);
  for (const { cid } of world.socket.sent.slice()) world.socket.says(message(connection.after + 1, ANA, cid));
  world.passes(6_000);
  assert.equal(texts(world.socket.take()).length, 30);
});

test("a final refusal keeps the words for the user, who may try again or give up", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("\u0001");
  world.socket.take();
  world.socket.says(error("text_invalid", { cid }));
  assert.equal(connection.outbox[0].failed.code, "text_invalid");
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual(world.socket.take(), [], "a failed text is not sent by itself");
  connection.retry(cid);
  assert.equal(texts(world.socket.take()).length, 1);
  world.socket.says(error("text_invalid", { cid }));
  connection.discard(cid);
  assert.equal(connection.outbox.length, 0);
});

test("what never went out is taken back at once, and does not go out", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends();
  const cid = connection.say("a typo");
  connection.say("right");
  connection.discard(cid);
  const again = world.client();
  assert.deepEqual(
    again.connection.outbox.map(({ frame }) => frame.text),
    ["right"],
  );
  connection.reconnectNow();
  world.sockets.at(-1).opens();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual(texts(world.socket.take()), ["right"]);
});

test("what is taken back while it is on its way is deleted as soon as it is there", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("a typo");
  connection.discard(cid);
  assert.equal(connection.outbox[0].withdrawn, true);
  world.socket.take();
  world.socket.says(message(1, ANA, cid));
  assert.deepEqual(
    world.socket.take().map(({ type, seq }) => [type, seq]),
    [["delete", 1]],
  );
  assert.deepEqual(
    connection.outbox.map(({ frame }) => frame.type),
    ["delete"],
  );
});

test("a withdrawn message that may have arrived is looked up, not sent again, even after a reload", () => {
  for (const isReloaded of [false, true]) {
    const world = new World();
    let { connection } = live(world);
    const cid = connection.say("a typo");
    world.socket.ends();
    connection.discard(cid);
    if (isReloaded) {
      connection = world.client().connection;
      connection.start("Ana");
    } else connection.reconnectNow();
    world.socket.opens();
    assert.equal(world.socket.take()[0].after, 0, "resumes from before it");
    world.socket.says(welcome({ recovered: true }));
    const asked = world.socket.take().filter(({ type }) => type !== "history");
    assert.deepEqual(asked, [{ type: "delete", cid, seq: 0 }]);
    // The server knows it after all, and answers with what it has made.
    world.socket.says(message(1, ANA, cid));
    assert.deepEqual(
      world.socket.take().map(({ type, seq }) => [type, seq]),
      [["delete", 1]],
    );
  }
});

test("a withdrawn message that never arrived is forgotten, unless a late echo comes", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("a typo");
  world.socket.ends();
  connection.discard(cid);
  connection.reconnectNow();
  world.socket.opens();
  world.socket.says(welcome({ recovered: true }));
  world.socket.says(error("not_found", { cid }));
  assert.deepEqual(connection.outbox, []);
  assert.equal([...world.stored.values()].join().includes("a typo"), false);
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual(world.socket.take(), [], "nothing more is asked");
  world.socket.says(message(1, ANA, cid));
  assert.deepEqual(
    world.socket.take().map(({ type, seq }) => [type, seq]),
    [["delete", 1]],
  );
});

test("only so much is remembered of what was taken back", () => {
  const world = new World();
  const { connection } = live(world);
  for (let i = 0; i < 30; i += 1) {
    const cid = connection.say(`typo ${i}`);
    connection.discard(cid);
    world.passes(1_000);
    world.socket.says(error("text_invalid", { cid }));
  }
  assert.deepEqual(connection.outbox, []);
  assert.equal(JSON.parse(world.stored.get("alcove:outbox:r:a")).length, 20);
});

test("what is being changed does not go out, and then goes in its place, as it was or as it is", () => {
  for (const [text, wanted] of [
    [undefined, ["one", "two"]],
    ["other", ["other", "two"]],
  ]) {
    const world = new World();
    const { connection } = live(world);
    world.socket.ends();
    const cid = connection.say("one", 7);
    connection.say("two");
    connection.hold(cid, true);
    assert.equal(world.client().connection.outbox[0].failed.code, "held", "over a reload, too");
    if (text) assert.equal(connection.amend(cid, text), true);
    else connection.hold(cid, false);
    connection.reconnectNow();
    world.sockets.at(-1).opens();
    world.socket.says(welcome({ recovered: true }));
    const sent = world.socket.take();
    assert.deepEqual(texts(sent), wanted);
    assert.equal(sent.find((frame) => frame.text === wanted[0]).reply_to, 7);
  }
});

test("what may have arrived is deleted when other words take its place", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("first thougt");
  connection.hold(cid, true);
  connection.amend(cid, "first thought");
  world.socket.says(message(1, ANA, cid));
  const sent = world.socket.take();
  assert.deepEqual(texts(sent), ["first thougt", "first thought"]);
  assert.deepEqual(
    sent.filter(({ type }) => type === "delete").map(({ seq }) => seq),
    [1],
  );
  assert.equal(connection.amend(cid, "again"), false);
});

test("what was being changed in a tab that closed can be sent as it was", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends();
  const cid = connection.say("one");
  connection.hold(cid, true);
  const other = live(world, "b").connection;
  other.adopt("alcove:outbox:r:a");
  assert.deepEqual(world.socket.take(), [], "not by itself");
  other.retry(cid);
  assert.deepEqual(texts(world.socket.take()), ["one"]);
});

test("other words for what was refused go without what it answered, if that is gone", () => {
  const world = new World();
  const { connection } = live(world);
  const cid = connection.say("an answer", 7);
  world.socket.take();
  world.socket.says(error("not_found", { cid }));
  connection.amend(cid, "no answer");
  const [frame] = world.socket.take();
  assert.deepEqual([frame.text, frame.reply_to, frame.cid !== cid], ["no answer", undefined, true]);
});

test("a frame that is too large fails on its own before it is sent, and blocks nothing", () => {
  const world = new World();
  const { connection } = live(world);
  const large = connection.say("\u0001".repeat(2_800));
  connection.say("after it");
  assert.deepEqual(texts(world.socket.take()), ["after it"]);
  assert.equal(connection.outbox.find(({ frame }) => frame.cid === large).failed.code, "text_too_long");
  const reloaded = world.client().connection;
  reloaded.start("Ana");
  world.socket.opens();
  world.socket.says(welcome({ recovered: true }));
  assert.equal(reloaded.status.phase, "live");
});

test("a connection that ended for a frame that was too large goes on without the largest", () => {
  const world = new World();
  const { connection } = live(world);
  connection.say("small");
  connection.say("large".repeat(100));
  world.socket.ends(1009);
  assert.equal(connection.status.phase, "waiting");
  connection.reconnectNow();
  world.socket.opens();
  world.socket.take();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual(texts(world.socket.take()), ["small"]);
  world.socket.says(message(1, ANA, connection.outbox[0].frame.cid));
  world.socket.ends(1009);
  assert.equal(connection.status.phase, "stopped", "nothing of ours was too large");
});

test("typing is told at once after a message, and else every three seconds", () => {
  const world = new World();
  const { connection } = live(world);
  const typings = () => world.socket.take().filter(({ type }) => type === "typing").length;
  connection.typing();
  connection.typing();
  assert.equal(typings(), 1);
  connection.say("sent");
  connection.typing();
  assert.equal(typings(), 1);
  connection.typing();
  world.passes(2_999);
  connection.typing();
  assert.equal(typings(), 0);
  world.passes(1);
  connection.typing();
  assert.equal(typings(), 1);
});

test("a frame without an echo ends the socket", () => {
  const world = new World();
  const { connection } = live(world);
  connection.say("hi");
  world.passes(19_999);
  assert.equal(connection.status.phase, "live");
  world.passes(1);
  assert.equal(connection.status.phase, "waiting");
});

test("a ping goes out every 25 s, and silence after it ends the socket", () => {
  const world = new World();
  const { connection } = live(world);
  world.passes(25_000);
  assert.deepEqual(world.socket.take(), ["ping"]);
  world.socket.saysRaw("pong");
  world.passes(25_000);
  assert.deepEqual(world.socket.take(), ["ping"]);
  world.passes(10_000);
  assert.equal(connection.status.phase, "waiting");
});

test("seen is said after every MiB", () => {
  const world = new World();
  live(world);
  const kib256 = "é".repeat(128 * 1024);
  for (let seq = 1; seq <= 3; seq += 1) world.socket.says(message(seq, BEN, `c${seq}`, kib256));
  assert.deepEqual(world.socket.take(), []);
  world.socket.says(message(4, BEN, "c4", kib256));
  assert.deepEqual(world.socket.take(), [{ type: "seen", seq: 4 }]);
});

test("a mark is returned at once, with what was received before it", () => {
  const world = new World();
  live(world);
  world.socket.says(message(1, BEN, "a"), { type: "mark", n: 7_205_759_403_792_793 }, message(2, BEN, "b"));
  assert.deepEqual(world.socket.take(), [{ type: "seen", seq: 1, n: 7_205_759_403_792_793 }]);
});

test("a mark is returned while catching up, too, and before the first page", () => {
  const world = new World();
  const { connection } = live(world);
  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ recovered: true, seq: 3 }), message(1, BEN, "a"), { type: "mark", n: 5 });
  assert.deepEqual(world.socket.take(), [{ type: "seen", seq: 1, n: 5 }]);
  assert.equal(connection.status.phase, "catching-up");

  reconnects(world, connection);
  world.socket.take();
  world.socket.says(welcome({ epoch: "e2", seq: 9 }), { type: "mark", n: 0 });
  assert.deepEqual(world.socket.take(), [{ type: "seen", seq: 0, n: 0 }], "nothing of this log is here yet");
});

test("what is no mark is not returned", () => {
  const world = new World();
  live(world);
  world.socket.says(
    { type: "mark" },
    { type: "mark", n: 0.5 },
    { type: "mark", n: "1" },
    { type: "mark", n: 2 ** 53 },
  );
  assert.deepEqual(world.socket.take(), []);
});

test("seen never says more than was received, whatever the pages were", () => {
  const world = new World();
  live(world);
  const kib256 = "é".repeat(128 * 1024);
  world.socket.says(message(1, BEN, "c1", kib256));
  for (let n = 0; n < 3; n += 1) world.socket.says(page([message(1, BEN, "c1", kib256)]));
  assert.deepEqual(world.socket.take(), [{ type: "seen", seq: 1 }]);
});

for (const [isWatched, most] of [
  [true, 8_000],
  [false, 30_000],
])
  test(`the backoff doubles to ${most / 1_000} s with full jitter, and starts over once a socket was steady`, () => {
    const world = new World();
    const { connection } = live(world);
    connection.isWatched = isWatched;
    world.passes(5_000);
    let longest = 0;
    for (let attempt = 0; attempt < 20; attempt += 1) {
      world.socket.ends(1011);
      const wait = connection.status.retryAt - world.now;
      assert.ok(
        wait >= 0 && wait <= Math.min(most, 2_000 * 2 ** attempt),
        `attempt ${attempt} waits ${wait}`,
      );
      longest = Math.max(longest, wait);
      world.passes(wait);
      assert.equal(connection.status.phase, "connecting");
    }
    assert.ok(longest > most / 2, `${longest}`);
    world.socket.opens();
    world.socket.says(welcome({ recovered: true }));
    world.passes(5_000);
    world.socket.ends(1012);
    assert.ok(connection.status.retryAt - world.now <= 2_000);
  });

for (const code of [1001, 1006, 1012, 1013])
  test(`when the server ends all sockets with ${code}, those who return are spread`, () => {
    const world = new World();
    const sockets = Array.from({ length: 1_000 }, (_, i) => {
      live(world, `tab ${i}`);
      return world.socket;
    });
    world.passes(5_000);
    const returned = [];
    for (const socket of sockets) socket.ends(code);
    for (let tenth = 0; tenth < 20; tenth += 1) {
      const before = world.sockets.length;
      world.passes(100);
      returned.push(world.sockets.length - before);
    }
    assert.ok(Math.max(...returned) <= 100, `${returned}`);
    assert.equal(world.sockets.length, 2_000, "all within two seconds");
    // The server is not there yet.
    const [first, second] = [world.sockets.length, []];
    for (const socket of world.sockets.slice(1_000)) socket.ends();
    for (let tenth = 0; tenth < 40; tenth += 1) {
      world.passes(100);
      second.push(world.sockets.length - first - second.reduce((sum, n) => sum + n, 0));
    }
    assert.ok(Math.max(...second) <= 60, `${second}`);
    assert.equal(world.sockets.length, 3_000);
  });

test("a key press, a send and a return to the page retry at once, but not repeatedly", () => {
  for (const act of ["nudge", "look", "say"]) {
    const world = new World();
    const { connection } = live(world);
    connection.isWatched = false;
    world.passes(20_000);
    world.socket.ends();
    connection[act]("hi");
    world.passes(0);
    assert.equal(world.sockets.length, 2, act);
    for (let second = 0; second < 30; second += 1) {
      if (connection.status.phase === "connecting") world.socket.ends();
      for (let key = 0; key < 10; key += 1) {
        connection[act]("hi");
        world.passes(100);
      }
    }
    assert.ok(world.sockets.length >= 10 && world.sockets.length <= 13, `${act}: ${world.sockets.length}`);
  }
});

test("nobody who types is quicker than the server has asked for", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends(1013);
  connection.postpone(60_000);
  for (let second = 0; second < 59; second += 1) {
    connection.nudge();
    connection.look();
    world.passes(1_000);
  }
  assert.equal(world.sockets.length, 1);
  world.passes(3_000);
  assert.equal(world.sockets.length, 2);
});

test("sending after a long silence finds out whether the connection is alive", () => {
  const world = new World();
  const { connection } = live(world);
  connection.say("one");
  assert.deepEqual(texts(world.socket.take()), ["one"], "it is not asked of one who has just spoken");
  world.socket.says(message(1, ANA, connection.outbox[0].frame.cid));
  world.passes(20_000);
  const dead = world.socket;
  connection.say("two");
  assert.deepEqual(dead.take().at(-1), "ping");
  world.passes(3_000);
  connection.say("three");
  world.passes(7_000);
  assert.equal(dead.isClosed, true, "what is said meanwhile gives it no more time");
  world.passes(2_000);
  assert.notEqual(world.socket, dead);
  world.socket.opens();
  world.socket.says(welcome({ recovered: true, seq: 1 }));
  assert.deepEqual(texts(world.socket.take()), ["two", "three"], "once, and in order");
});

const CLOSES = [
  [1000, "waiting"],
  [1001, "waiting"],
  [1002, "stopped"],
  [1003, "stopped"],
  [1006, "waiting"],
  [1007, "stopped"],
  [1009, "stopped"],
  [1011, "waiting"],
  [1012, "waiting"],
  [1013, "waiting"],
  [4400, "stopped"],
  [4401, "asking"],
  [4403, "stopped"],
  [4408, "waiting"],
  [4409, "stopped"],
  [4410, "stopped"],
  [4429, "waiting"],
];
for (const [code, phase] of CLOSES) {
  test(`after close ${code} the client is ${phase}`, () => {
    const world = new World();
    const { connection } = live(world);
    world.socket.ends(code);
    assert.equal(connection.status.phase, phase);
    if (code === 4429) assert.ok(connection.status.retryAt - world.now >= 10_000);
  });
}

test("a room that is too busy for a hello is left alone as long as it says", () => {
  const world = new World();
  const { connection } = world.client();
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(error("rate_limited", { retryable: true, retry_after_ms: 42_000 }));
  world.socket.ends(4429);
  assert.equal(connection.status.phase, "waiting");
  assert.equal(connection.status.reason, "rate_limited");
  const wait = connection.status.retryAt - world.now;
  assert.ok(wait >= 42_000 && wait <= 44_000, `${wait}`);
  world.passes(41_000);
  assert.equal(world.sockets.length, 1);
  world.passes(3_000);
  world.socket.opens();
  world.socket.says(welcome(), page());
  const cid = connection.say("hi");
  assert.deepEqual(texts(world.socket.take()), ["hi"], "and the pace is as it was");
  world.socket.says(message(1, ANA, cid, "hi"));
  world.socket.ends();
  assert.equal(connection.status.reason, undefined, "it was about that socket");
});

for (const wait of [-1, "1000", Number.MAX_VALUE, null])
  test(`a wait of ${wait} is waited for like one of a sound server`, () => {
    const world = new World();
    const { connection } = world.client();
    connection.start("Ana");
    world.socket.opens();
    world.socket.says(error("rate_limited", { retry_after_ms: wait }));
    world.socket.ends(4429);
    const { retryAt } = connection.status;
    assert.ok(retryAt - world.now >= 10_000 && retryAt - world.now <= 86_402_000, `${retryAt - world.now}`);
  });

test("a client that waits can be told to wait longer, and not to wait less", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends(1011);
  connection.postpone(60_000);
  const { retryAt } = connection.status;
  assert.ok(retryAt - world.now >= 60_000);
  connection.postpone(1_000);
  assert.equal(connection.status.retryAt, retryAt);
  world.passes(59_000);
  assert.equal(world.sockets.length, 1);
});

test("a closed room is retried now and then, at once on request, and joined when it opens", () => {
  const world = new World();
  const { connection } = live(world);
  connection.say("kept");
  const isTurnedAway = () => {
    world.socket.says(error("room_closed"));
    world.socket.ends(4403);
  };
  isTurnedAway();
  world.passes(59_000);
  assert.deepEqual([world.sockets.length, connection.isShut], [1, true]);
  for (let s = 0; s <= 61 && world.sockets.length === 1; s += 1) world.passes(1_000);
  assert.deepEqual([world.sockets.length, connection.isShut], [2, true]);
  world.socket.opens();
  isTurnedAway();
  world.passes(59_000);
  assert.equal(world.sockets.length, 2);
  connection.reconnectNow();
  assert.deepEqual([world.sockets.length, connection.isShut], [3, true]);
  world.socket.opens();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual([connection.status.phase, connection.isShut], ["live", false]);
  assert.deepEqual(texts(world.socket.take()), ["kept"]);
});

for (const reason of ["room_closed", "removed"]) {
  test(`who is let in no more is told ${reason}, and nothing is forgotten`, () => {
    const world = new World();
    const { connection } = live(world);
    const cid = connection.say("kept");
    world.socket.says(error(reason));
    world.socket.ends(4403);
    assert.deepEqual(connection.status, { phase: "stopped", reason, code: 4403 });
    if (reason === "removed") {
      world.passes(600_000);
      connection.reconnectNow();
    }
    assert.equal(world.sockets.length, 1);
    assert.deepEqual(
      connection.outbox.map(({ frame, failed }) => [frame.cid, failed?.code]),
      [[cid, reason === "removed" ? "removed" : undefined]],
    );
    assert.ok(world.stored.has("alcove:member:r"));
  });

  test(`${reason} is also told to who is still asked for a name`, () => {
    const world = new World();
    const { connection } = world.client();
    connection.start("Ben");
    world.socket.opens();
    world.socket.says(error("name_taken"));
    world.socket.says(error(reason));
    world.socket.ends(4403);
    assert.equal(connection.status.reason, reason);
  });
}

test("without a word 4403 is a closed door", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends(4403);
  assert.equal(connection.status.reason, "closed");
});

test("in a room that is gone nothing is sent any more, and what was written is the user's", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.says(message(1, ANA, "mine"));
  connection.say("pending");
  connection.edit(1, "better");
  connection.react(1, "👍", true);
  world.socket.ends(4410);
  assert.deepEqual(connection.status, { phase: "stopped", reason: "gone", code: 4410 });
  assert.equal(world.stored.has("alcove:member:r"), false, "who one was there");
  connection.say("too late");
  const kept = connection.outbox.map(({ frame, failed }) => [frame.type, frame.text, failed?.code]);
  assert.deepEqual(kept, [
    ["say", "pending", "gone"],
    ["say", "better", "gone"],
    ["say", "too late", "gone"],
  ]);
  world.passes(600_000);
  connection.reconnectNow();
  assert.equal(world.sockets.length, 1);
  const again = world.client().connection.outbox;
  assert.deepEqual(
    again.map(({ frame }) => frame.text),
    ["pending", "better", "too late"],
    "after a reload",
  );
  connection.discard(connection.outbox[0].frame.cid);
  assert.equal(connection.outbox.length, 2);
});

test("what was written for a room is not said in another that has its name", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends();
  connection.say("between us");
  // The page is loaded again, and the room was deleted meanwhile.
  connection.close();
  const again = world.client().connection;
  again.start("Ana");
  world.socket.opens();
  world.socket.take();
  world.socket.says(welcome({ recovered: false, epoch: "e2", seq: 0 }), {
    type: "history",
    events: [],
    more: false,
  });
  const kept = again.outbox.map(({ frame, failed }) => [frame.text, failed?.code]);
  assert.deepEqual(kept, [["between us", "gone"]]);
  world.passes(60_000);
  assert.deepEqual(
    world.socket.take().filter((frame) => frame.type === "say"),
    [],
  );
});

test("what a closed tab left for a room that is gone is kept for the user, too", () => {
  const world = new World();
  const other = live(world, "b");
  world.socket.ends();
  other.connection.say("from b");
  other.connection.close();
  const { connection } = live(world, "a");
  world.socket.ends(4410);
  connection.adopt("alcove:outbox:r:b");
  assert.deepEqual(
    connection.outbox.map(({ frame, failed }) => [frame.text, failed?.code]),
    [["from b", "gone"]],
  );
});

test("what is in the storage and could not be sent or shown is left out", () => {
  const world = new World();
  const sound = { frame: { type: "say", cid: "c1", text: "hi" }, at: 1 };
  const others = [
    { ...sound, at: 1e300 },
    { ...sound, frame: { type: "say", cid: "c2" } },
    { ...sound, frame: { type: "edit", cid: "c3", seq: 1, text: 5 } },
    { ...sound, frame: { type: "hello", cid: "c4", text: "hi" } },
    null,
  ];
  world.stored.set("alcove:outbox:r:a", JSON.stringify([...others, sound]));
  const { connection } = live(world, "a");
  assert.deepEqual(
    connection.outbox.map(({ frame }) => frame),
    [sound.frame],
  );
});

test("a refused token is dropped, and a new hello goes without it but still resumes", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends(4401);
  connection.start("Ana");
  world.socket.opens();
  assert.deepEqual(world.socket.take(), [{ type: "hello", v: 1, name: "Ana", epoch: "e1", after: 0 }]);
});

test("a member who was replaced comes back only when told", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.ends(4409);
  world.passes(60_000);
  assert.equal(world.sockets.length, 1);
  connection.reconnectNow();
  assert.equal(world.sockets.length, 2);
});

test("a taken name is asked for again on the same socket", () => {
  const world = new World();
  const { connection } = world.client();
  connection.start("Ben");
  world.socket.opens();
  world.socket.says(error("name_taken", { suggestion: "Ben 2" }));
  assert.deepEqual(connection.status, { phase: "asking", reason: "name_taken", suggestion: "Ben 2" });
  connection.start("Ben 2");
  assert.deepEqual(
    world.socket.take().map((frame) => frame.name),
    ["Ben", "Ben 2"],
  );
  assert.equal(world.sockets.length, 1);
});

test("who takes long to answer is not reconnected without a name", () => {
  const world = new World();
  const { connection } = world.client();
  connection.start("Ben");
  world.socket.opens();
  world.socket.says(error("name_taken"));
  world.socket.ends(4408);
  world.passes(60_000);
  assert.equal(world.sockets.length, 1);
  connection.start("Ben 2");
  world.socket.opens();
  assert.equal(world.socket.take()[0].name, "Ben 2");
});

test("a rename in another tab is kept over a reconnect", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.says({ type: "renamed", member: { id: "m1", name: "Anna" }, was: "Ana" });
  reconnects(world, connection);
  assert.equal(world.socket.take()[0].name, "Anna");
});

test("events this client does not know are passed over", () => {
  const world = new World();
  const { connection, told } = live(world);
  world.socket.says({ type: "confetti", seq: 99 }, message(1, BEN, "x"));
  assert.deepEqual(
    told.map((event) => event.type),
    ["message"],
  );
  assert.equal(connection.status.phase, "live");
});

test("a frame that is no array of events ends the socket", () => {
  const world = new World();
  const { connection } = live(world);
  world.socket.saysRaw("{}");
  assert.equal(connection.status.phase, "waiting");
});

test("a server that greets but never catches up is left", () => {
  const world = new World();
  const { connection } = live(world);
  reconnects(world, connection);
  world.socket.says(welcome({ recovered: true, seq: 5 }));
  world.passes(10_000);
  assert.equal(connection.status.phase, "waiting");
});

test("half of a surrogate pair does not travel", () => {
  const world = new World();
  const { connection } = live(world);
  connection.say("a\ud83d!");
  assert.deepEqual(texts(world.socket.take()), ["a\ufffd!"]);
});

test("a page is known by its ref, whatever else comes first, and comes to the page once", () => {
  const world = new World();
  const { connection, told } = live(world);
  const old = message(50, BEN, "x");
  connection.history(100, 50);
  assert.equal(connection.history(60), false, "one at a time");
  const [{ ref, ...asked }] = world.socket.take();
  assert.deepEqual(asked, { type: "history", before: 100, limit: 50 });
  world.socket.says({ ...page([old], true), ref: "of another" });
  world.socket.says({ ...page([old], true), ref });
  world.socket.says({ ...page([old], true), ref });
  assert.deepEqual(told, [{ ...page([old], true), ref, before: 100 }]);
  connection.history();
  assert.notEqual(world.socket.take()[0].ref, ref);
});

test("a page that cannot be had now is asked for again, by its own ref alone", () => {
  for (const code of ["rate_limited", "storage_failed"]) {
    const world = new World();
    const { connection, told } = live(world);
    connection.history(100);
    const [{ ref }] = world.socket.take();
    world.socket.says(error(code, { retryable: true, retry_after_ms: 300, ref: "of another" }));
    world.passes(300);
    assert.deepEqual(world.socket.take(), [], code);
    world.socket.says(error(code, { retryable: true, retry_after_ms: 300, ref }));
    world.passes(299);
    assert.deepEqual(world.socket.take(), [], code);
    world.passes(1);
    assert.deepEqual(world.socket.take(), [{ type: "history", ref, before: 100 }]);
    world.socket.says({ ...page(), ref });
    assert.equal(told.at(-1).before, 100);
  }
});

test("what was asked for and not answered is asked for again on the next socket", () => {
  const world = new World();
  const { connection, told } = live(world);
  connection.history(100);
  const [{ ref }] = world.socket.take();
  reconnects(world, connection);
  world.socket.says(welcome({ recovered: true }));
  const again = world.socket.take().filter(({ type }) => type === "history");
  assert.deepEqual(again, [{ type: "history", ref, before: 100 }]);
  world.socket.says({ ...page(), ref });
  assert.equal(told.at(-1).before, 100);
});

test("a server that echoes no ref yet answers what was asked for", () => {
  const world = new World();
  const { connection, told } = live(world);
  connection.history(100);
  world.socket.says(page([], true));
  connection.members("m1");
  world.socket.says({ type: "members", members: [BEN], more: false });
  assert.deepEqual(
    told.map(({ type, before, after }) => [type, before ?? after]),
    [
      ["history", 100],
      ["members", "m1"],
    ],
  );
});

test("of the roster only the page that was asked for last is taken", () => {
  const world = new World();
  const { connection, told } = live(world);
  connection.members();
  connection.members("m1");
  const [first, second] = world.socket.take();
  assert.deepEqual([first.after, second.after], [undefined, "m1"]);
  world.socket.says({ type: "members", members: [ANA], more: true, ref: first.ref });
  world.socket.says({ type: "members", members: [BEN], more: false, ref: second.ref });
  assert.deepEqual(told, [{ type: "members", members: [BEN], more: false, ref: second.ref, after: "m1" }]);
});

test("who asks for another name knows the answer by its ref", () => {
  const world = new World();
  const { connection, told } = live(world);
  const refused = [];
  connection.addEventListener("refused", ({ detail }) => refused.push([detail.code, detail.ref]));
  const [first, second] = [connection.rename("Ben"), connection.rename("Anna")];
  assert.deepEqual(world.socket.take(), [
    { type: "rename", ref: first, name: "Ben" },
    { type: "rename", ref: second, name: "Anna" },
  ]);
  const renamed = { type: "renamed", member: { ...ANA, name: "Anna" }, was: "Ana" };
  world.socket.says(error("name_taken", { ref: first }), renamed, { ...renamed, ref: second });
  assert.deepEqual(refused, [["name_taken", first]]);
  assert.deepEqual(told, [renamed, { ...renamed, ref: second }]);
  assert.equal(connection.you.name, "Anna");
  world.socket.ends();
  assert.equal(connection.rename("Anne"), "", "not now");
});

test("what was received is not written into", () => {
  const world = new World();
  const { connection, told } = live(world);
  const parse = JSON.parse;
  // The client parses what it receives, so what it gets can be frozen.
  JSON.parse = (text) => parse(text, (_, value) => Object.freeze(value));
  try {
    connection.history(100);
    connection.members("m1");
    const [{ ref }, { ref: listed }] = world.socket.take();
    world.socket.says(
      { ...page([message(9, BEN, "x")]), ref },
      { type: "members", members: [BEN], more: false, ref: listed },
    );
    world.socket.says(message(1, BEN, "y"), { type: "renamed", member: BEN, was: "Bob" });
  } finally {
    JSON.parse = parse;
  }
  assert.deepEqual(
    told.map(({ type, before, after }) => [type, before ?? after]),
    [
      ["history", 100],
      ["members", "m1"],
      ["message", undefined],
      ["renamed", undefined],
    ],
  );
});
