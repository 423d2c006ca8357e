// The page's single place for state, where its parts have to agree.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_SOCKET } from "../../public/state/outage.js";
import { UNDO_MS } from "../../public/state/pending-deletes.js";
import { RoomStore } from "../../public/state/room-store.js";
import { ANA, BEN, error, message, page, World, welcome } from "./world.mjs";

const READ = { epoch: "e1", seq: 1, at: 5 };

/** A store that is live in a room with these messages. */
const opened = (messages, marker, { more = false, askWhy, isOnline } = {}) => {
  const world = new World();
  const { connection } = world.client();
  const written = [];
  const memory = {
    readPage: () => undefined,
    writePage: () => {},
    readMarker: () => marker,
    writeMarker: (each) => written.push(each.seq),
    forget: () => written.push("forgotten"),
    onMarker: () => {},
  };
  const asked = [];
  const fetchMessage = async (seq) => void asked.push(seq);
  const store = new RoomStore(connection, { clock: world.clock, fetchMessage, memory, askWhy, isOnline });
  const refused = [];
  store.addEventListener("refused", ({ detail }) => refused.push(detail.code));
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome({ seq: messages.at(-1)?.seq ?? 0 }), page(messages, more));
  world.socket.take();
  return { world, store, connection, written, refused, asked };
};

const sent = (world, type) => world.socket.take().filter((frame) => frame.type === type);

test("what came before the page was opened is read only once it is in sight", () => {
  const { store, written } = opened([message(1, BEN, "a"), message(2, BEN, "b")], READ);
  assert.equal(store.marker.unread, 1);
  assert.deepEqual(written, []);
  store.attend({ isAtEnd: true });
  assert.equal(store.marker.unread, 0);
  assert.deepEqual(written, [2]);
});

test("a message that another tab has deleted is not deleted again, and that it is gone is no fault", () => {
  const { world, store, connection, refused } = opened([message(1, ANA, "a"), message(2, ANA, "b")]);
  store.remove(1);
  world.socket.says({ type: "deleted", seq: 3, at: 3, from: ANA, cid: "other tab", target: 1 });
  assert.equal(store.removing.size, 0);
  world.passes(UNDO_MS);
  assert.deepEqual(sent(world, "delete"), []);
  const cid = connection.delete(2);
  world.socket.says(error("not_found", { cid }));
  assert.deepEqual(refused, []);
});

test("in a room that was begun anew nothing is done to the wrong message", () => {
  const { world, store, connection } = opened([message(1, BEN, "a"), message(2, ANA, "b")], READ);
  assert.deepEqual(store.marker.line, undefined);
  store.remove(2);
  world.socket.ends();
  connection.reconnectNow();
  world.socket.opens();
  world.socket.says(welcome({ epoch: "e2", seq: 2 }), page([message(1, BEN, "x"), message(2, ANA, "y")]));
  assert.equal(store.removing.size, 0);
  world.passes(UNDO_MS);
  assert.deepEqual(sent(world, "delete"), []);
});

test("a leap goes on until it is there, however short the pages are", () => {
  const { world, store } = opened([message(1_000, BEN, "z")], undefined, { more: true });
  const arrived = [];
  store.addEventListener("arrived", ({ detail }) => arrived.push(detail));
  store.leapTo(100);
  for (const before of [126, 116, 106]) {
    assert.deepEqual(
      sent(world, "history").map((frame) => frame.before),
      [before],
    );
    const events = Array.from({ length: 10 }, (_, i) => message(before - 10 + i, BEN, `c${before}-${i}`));
    world.socket.says(page(events, true));
  }
  assert.deepEqual(sent(world, "history"), []);
  assert.deepEqual(arrived, [100]);
});

test("paging down goes on until it has reached the view", () => {
  const { world, store } = opened([message(1_000, BEN, "z")], undefined, { more: true });
  store.leapTo(100);
  world.socket.says(page([message(99, BEN, "a"), message(100, BEN, "b")], true));
  world.socket.take();
  store.loadNewer();
  // The view ends at 125: all up to there was in the page.
  for (const before of [176, 160, 140]) {
    assert.deepEqual(
      sent(world, "history").map((frame) => frame.before),
      [before],
    );
    const from = before === 176 ? 160 : before === 160 ? 140 : 126;
    world.socket.says(page([message(from, BEN, `c${from}`)], true));
  }
  assert.deepEqual(sent(world, "history"), []);
  assert.deepEqual(
    store.room.messages.map(({ seq }) => seq),
    [99, 100, 126, 140, 160],
  );
});

test("a room that was deleted leaves nothing of what was said in it", () => {
  const { world, store, connection, written } = opened([message(1, BEN, "a"), message(2, ANA, "b")], READ);
  connection.say("mine");
  store.remove(2);
  world.socket.ends(4410);
  assert.deepEqual(store.room.messages, []);
  assert.deepEqual([...store.room.members], []);
  assert.equal(store.removing.size, 0);
  assert.equal(written.at(-1), "forgotten");
  store.keep();
  store.leave();
  assert.equal(written.at(-1), "forgotten");
  assert.deepEqual(
    connection.outbox.map(({ frame }) => frame.text),
    ["mine"],
  );
});

test("why a room cannot be reached is asked after a while, not each time, and heeded", async () => {
  let asked = 0;
  const askWhy = async () => {
    asked += 1;
    return { code: "maintenance", wait: 120_000 };
  };
  const { world, store, connection } = opened([], undefined, { askWhy });
  world.socket.ends();
  assert.equal(asked, 0, "a blip is no reason");
  while (world.now < 1_000_000 + 8_000) {
    world.passes(500);
    if (connection.status.phase === "connecting") world.socket.ends();
  }
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(asked, 1);
  assert.equal(store.trouble, "maintenance");
  assert.ok(connection.status.retryAt - world.now >= 110_000);
  world.passes(connection.status.retryAt - world.now);
  world.socket.opens();
  world.socket.says(welcome(), page());
  assert.equal(store.trouble, "");
});

/** Every try ends before the socket opens. */
const isKeptOut = async (world, connection, ms) => {
  const end = world.now + ms;
  while (world.now < end) {
    world.passes(250);
    if (connection.status.phase === "connecting") world.socket.ends();
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  }
};

test("that a connection is lost is said after a moment, and at once where there is no network", () => {
  let isOnline = true;
  const { world, store, connection } = opened([], undefined, { isOnline: () => isOnline });
  world.socket.ends();
  assert.equal(store.isLost, false);
  world.passes(5_000);
  assert.equal(store.isLost, true);
  connection.reconnectNow();
  world.socket.opens();
  world.socket.says(welcome(), page());
  assert.equal(store.isLost, false);
  isOnline = false;
  world.socket.ends();
  assert.equal(store.isLost, true);
});

test("a server that answers, and no socket opens: that is said, but not of one that is just back", async () => {
  const { world, store, connection } = opened([], undefined, {
    askWhy: async () => ({ code: NO_SOCKET, wait: 0 }),
  });
  world.socket.ends();
  await isKeptOut(world, connection, 4_000);
  assert.equal(store.trouble, "", "not yet asked");
  await isKeptOut(world, connection, 12_000);
  assert.equal(store.trouble, NO_SOCKET);
  world.passes(10_000);
  world.socket.opens();
  world.socket.says(welcome(), page());
  assert.equal(store.trouble, "");
  // This time it is back when it is asked.
  world.passes(60_000);
  world.socket.ends();
  const seen = [];
  store.addEventListener("change", () => seen.push(store.trouble));
  for (let i = 0; i < 100 && seen.length === 0; i += 1) await isKeptOut(world, connection, 250);
  world.passes(10_000);
  world.socket.opens();
  world.socket.says(welcome({ recovered: true }), page());
  assert.ok(!seen.includes(NO_SOCKET), `${seen}`);
});

test("a refused address is told from a lost connection", async () => {
  const askWhy = async () => ({ code: "origin_forbidden", wait: 0 });
  const { world, store, connection } = opened([], undefined, { askWhy });
  world.socket.ends();
  await isKeptOut(world, connection, 15_000);
  assert.equal(store.trouble, "origin_forbidden");
});

test("what the server says while the next try is on its way is heeded, too", async () => {
  for (const code of ["maintenance", NO_SOCKET]) {
    let answer;
    const askWhy = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const { world, store, connection } = opened([], undefined, { askWhy });
    world.socket.ends();
    while (!answer) await isKeptOut(world, connection, 250);
    while (connection.status.phase !== "connecting") world.passes(250);
    answer({ code, wait: 0 });
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    await isKeptOut(world, connection, 500);
    assert.equal(store.trouble, code);
  }
});

test("what is said and deleted within one frame is not counted as new", () => {
  const { world, store } = opened([message(1, BEN, "a")], READ);
  store.attend({ isAway: true });
  const gone = { type: "deleted", seq: 3, at: 3, from: BEN, cid: "gone", target: 2 };
  world.socket.says(message(2, BEN, "oh"), gone);
  assert.equal(store.marker.unread, 0);
  assert.equal(store.marker.line, undefined);
  world.socket.says(message(4, BEN, "b"));
  assert.equal(store.marker.unread, 1);
});
