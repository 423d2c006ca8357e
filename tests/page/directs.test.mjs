// Private conversations: what is between oneself and the others of a room, who may ask, and what comes of it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { storage } from "../../public/browser/preferences.js";
import { isPrivate, parseRoomName } from "../../public/client/protocol.js";
import { noteOpen, takeOpen } from "../../public/directs/kept.js";
import { myRooms } from "../../public/rooms/on-this-device.js";
import { Directs } from "../../public/state/directs.js";
import { denial } from "../../public/state/rights.js";
import { RoomState } from "../../public/state/room-state.js";
import { ANA, BEN, error, page, World, welcome } from "./world.mjs";

const CY = { id: "m3", name: "Cy" };
const ROOM = `~${"a2".repeat(13)}`;
const direct = (pair, other, state, fields = {}) => ({
  type: "direct",
  pair,
  with: other,
  state,
  at: 1,
  ...fields,
});

const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

const live = (world, fields) => {
  const { connection, told } = world.client();
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome(fields), page());
  world.socket.take();
  return { connection, told };
};

test("names of private conversations are rooms, in one form alone", () => {
  assert.equal(parseRoomName(ROOM), ROOM);
  assert.equal(parseRoomName(ROOM.toUpperCase()), ROOM);
  assert.deepEqual([isPrivate(ROOM), isPrivate("tea")], [true, false]);
  for (const name of [
    `~${"a".repeat(25)}`,
    `~${"a".repeat(27)}`,
    `~${"a".repeat(25)}1`,
    "~",
    `a${ROOM}`,
    `~${"a".repeat(25)}-`,
  ])
    assert.equal(parseRoomName(name), undefined, name);
});

test("one asks once, whatever becomes of the socket, and the answer comes by its cid", async () => {
  const world = new World();
  const { connection, told } = live(world);
  const outcome = connection.act({ type: "direct", to: BEN.id });
  await settled();
  const [{ cid, ...frame }] = world.socket.take();
  assert.deepEqual(frame, { type: "direct", to: BEN.id });
  world.socket.ends();
  connection.reconnectNow();
  world.socket.opens();
  world.socket.take();
  world.socket.says(welcome({ recovered: true }));
  assert.deepEqual(world.socket.take(), [{ cid, ...frame }]);
  told.length = 0;
  const answer = direct("p1", BEN, "asked", { cid });
  world.socket.says(direct("p2", CY, "request"), answer);
  assert.deepEqual(await outcome, { code: "", answer });
  assert.deepEqual(
    told.map(({ pair }) => pair),
    ["p2", "p1"],
    "and both are news to the state",
  );
});

test("who has asked too many is told at once until when, and does not wait for it", async () => {
  const world = new World();
  const { connection } = live(world);
  const outcome = connection.act({ type: "direct", to: BEN.id });
  await settled();
  const [{ cid }] = world.socket.take();
  const refusal = error("rate_limited", { cid, retryable: true, retry_after_ms: 1_800_000 });
  world.socket.says(refusal);
  assert.deepEqual(await outcome, { code: "rate_limited", refusal });
  world.passes(1_800_000);
  assert.deepEqual(
    world.socket.take().filter(({ type }) => type === "direct"),
    [],
  );
});

test("the room's state has each pair once, as it was told last, and forgets all with the room", () => {
  const state = new RoomState();
  const apply = (...events) => {
    for (const each of events) state.apply(each, 1, 1);
  };
  apply(welcome({ directs: [direct("p1", BEN, "asked"), direct("p2", CY, "request")] }));
  apply(direct("p1", BEN, "open", { room: ROOM, token: "t" }));
  assert.deepEqual(
    state.directs.map(({ pair, state }) => [pair, state]),
    [
      ["p1", "open"],
      ["p2", "request"],
    ],
  );
  apply(...Array.from({ length: 300 }, (_, i) => direct(`q${i}`, CY, "request")));
  assert.equal(state.directs.length, 200, "however many come");
  state.leave();
  assert.deepEqual(state.directs, []);
  apply(welcome());
  assert.deepEqual([state.directs, state.pair], [[], undefined]);
  const pair = { pair: "p1", with: BEN, room: "tea" };
  apply(welcome({ pair }));
  assert.deepEqual(state.pair, pair);
});

test("whom one has ignored or blocked is remembered, though the room tells no more of it", () => {
  const directs = new Directs([]);
  assert.equal(directs.take([direct("p1", BEN, "open", { room: ROOM }), direct("p2", CY, "request")]), false);
  assert.deepEqual(
    directs.requests.map(({ pair }) => pair),
    ["p2"],
  );
  assert.equal(directs.take([direct("p1", BEN, "blocked"), direct("p2", CY, "ignored")]), true);
  const again = new Directs(directs.said);
  assert.equal(again.take([]), false, "after a reload");
  assert.deepEqual(
    [again.with(BEN.id)?.state, again.with(BEN.id)?.room, again.with(CY.id)?.state, again.requests],
    ["blocked", ROOM, "ignored", []],
  );
  assert.equal(again.take([direct("p1", BEN, "open", { room: ROOM })]), true, "until one takes it back");
  assert.equal(again.with(BEN.id)?.state, "open");
  assert.deepEqual(
    again.said.map(({ pair }) => pair),
    ["p2"],
  );
  assert.equal(again.find("p1")?.room, ROOM);
});

test("what is kept of whom one has blocked has a bound", () => {
  const directs = new Directs([]);
  directs.take(Array.from({ length: 300 }, (_, i) => direct(`p${i}`, { id: `m${i}`, name: "x" }, "blocked")));
  assert.equal(directs.said.length, 200);
});

test("requests wait in the order in which they came", () => {
  const directs = new Directs([]);
  directs.take([direct("late", CY, "request"), direct("p", ANA, "asked"), direct("early", BEN, "request")]);
  assert.deepEqual(
    directs.requests.map(({ pair }) => pair),
    ["early", "late"],
  );
  assert.deepEqual(
    directs.all.map(({ pair }) => pair),
    ["late", "p", "early"],
  );
});

const YES = "";
const NO = "forbidden";
for (const [setting, toMember, toHost] of [
  [undefined, [NO, YES, YES, YES], [NO, YES, YES, YES]],
  ["ask", [NO, YES, YES, YES], [NO, YES, YES, YES]],
  ["open", [NO, YES, YES, YES], [NO, YES, YES, YES]],
  ["moderators", [NO, NO, YES, YES], [NO, YES, YES, YES]],
  ["off", [NO, NO, NO, NO], [NO, NO, NO, NO]],
])
  test(`who may ask for a private conversation where that is ${setting}`, () => {
    const roles = ["reader", "member", "moderator", "owner"];
    const may = (target, more = {}) =>
      roles.map((role) => denial("direct", { role, settings: { direct: setting, ...more } }, target));
    assert.deepEqual(may("member"), toMember);
    assert.deepEqual(may("moderator"), toHost);
    assert.deepEqual(may("member", { post: "moderators" }), toMember, "whoever may write to all");
    assert.equal(denial("direct", { settings: { direct: setting }, isMuted: true }), "muted");
    assert.equal(denial("direct", { settings: { direct: setting } }, "member", true), NO, "not oneself");
  });

test("in a plain room anybody may ask", () => assert.equal(denial("direct", {}), YES));

describe("a conversation that was forgotten on this device", () => {
  const world = new World();
  const [channel, socket, place] = [globalThis.BroadcastChannel, globalThis.WebSocket, globalThis.location];
  before(() =>
    Object.assign(globalThis, {
      BroadcastChannel: undefined,
      WebSocket: world.socketMaker(),
      location: new URL("http://a.example/"),
    }),
  );
  after(() => Object.assign(globalThis, { BroadcastChannel: channel, WebSocket: socket, location: place }));

  let count = 0;
  const forgotten = async (known) => {
    count += 1;
    const room = `~${"abcdefg"[count].repeat(26)}`;
    const open = direct(`p${count}`, BEN, "open", { room, token: "t", at: 5 });
    await noteOpen(open, "tea", ANA);
    assert.equal(myRooms().get(room)?.title, "Ben");
    myRooms().note(room, known);
    await myRooms().forget(room);
    return { room, open };
  };
  /** What is told of it, once it is looked into. */
  const told = async ({ room, open }, head) => {
    const isNoted = noteOpen(open, "tea", ANA);
    while (!world.sockets.at(-1)?.url.endsWith(room)) await settled();
    const looking = world.sockets.at(-1);
    looking.opens();
    const [hello] = looking.take();
    looking.says(
      { type: "welcome", v: 1, room, epoch: "e1", seq: 9, recovered: false },
      { type: "head", seq: 9, mentions: 0, ...head },
    );
    assert.equal(await isNoted, false);
    assert.ok(looking.isClosed);
    return hello;
  };

  test("stays so while nothing is new there, and nothing of it is kept", async () => {
    const one = await forgotten({ at: 7, epoch: "e1", after: 3, seq: 8 });
    const { epoch, after: from, token, watch } = await told(one, { unread: 0, at: 8 });
    assert.deepEqual([epoch, from, token, watch], ["e1", 8, "t", true]);
    assert.deepEqual([myRooms().get(one.room), storage.keys()], [undefined, []]);
    const opened = world.sockets.length;
    await noteOpen(one.open, "tea", ANA);
    assert.equal(world.sockets.length, opened, "nor is it looked into again at once");
    // One goes there: what was known of it is no news.
    takeOpen(one.open, "tea", ANA);
    const { at, seq, after: read } = myRooms().get(one.room);
    assert.deepEqual([at, seq, read], [7, 8, 8]);
    await myRooms().forget(one.room);
    assert.deepEqual(myRooms().forgotten(one.room), { room: one.room, at: 7, epoch: "e1", seq: 8 });
  });

  test("comes back with what the other has written", async () => {
    const one = await forgotten({ at: 7, epoch: "e1", after: 3, seq: 8 });
    await told(one, { unread: 1, at: 9 });
    const { unread, after: read } = myRooms().get(one.room);
    assert.deepEqual([unread, read], [1, 8]);
    assert.deepEqual(storage.keys().sort(), [`alcove:member:${one.room}`, `alcove:pair:${one.room}`]);
  });

  test("comes back also where it was not known up to where it had been read", async () => {
    const one = await forgotten({ at: 7 });
    await told(one, { unread: 0, at: 9 });
    const { unread, after: read } = myRooms().get(one.room);
    assert.deepEqual([unread, read], [1, 8]);
  });

  test("comes back when something has changed between the two", async () => {
    const one = await forgotten({ at: 7 });
    assert.equal(await noteOpen({ ...one.open, at: 8 }, "tea", ANA), true);
    assert.equal(myRooms().get(one.room)?.at, 8);
  });
});
