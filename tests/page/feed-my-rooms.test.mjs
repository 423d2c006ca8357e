// The room that is open tells the list of rooms how things stand in it.
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { storage } from "../../public/browser/preferences.js";
import { memoryOf } from "../../public/browser/visits.js";
import { feedMyRooms } from "../../public/room/feed-my-rooms.js";
import { RoomStore } from "../../public/state/room-store.js";
import { Browser } from "./rooms-world.mjs";
import { ANA, BEN, error, message, page, World, welcome } from "./world.mjs";

let world;
let store;
let rooms;
let held;
let leave;
globalThis.document = { title: "", querySelector: () => null };

const passes = () => mock.timers.tick(300);
const told = () => {
  const { isPinned, isHidden, isMuted, version, room, ...rest } = rooms.get("r") ?? {};
  return rest;
};

beforeEach(() => {
  for (const key of storage.keys()) storage.removeItem(key);
  mock.timers.enable({ apis: ["setTimeout"] });
  world = new World();
  const { connection } = world.client();
  const memory = { ...memoryOf("r"), onMarker: () => {}, readPage: () => undefined };
  store = new RoomStore(connection, { clock: world.clock, fetchMessage: async () => undefined, memory });
  rooms = new Browser().tab();
  held = [];
  leave = new AbortController();
  const hold = (room) => {
    held.push(room);
    return () => held.pop();
  };
  feedMyRooms({ name: "r", store, signal: leave.signal }, { rooms, hold });
  connection.start("Ana");
  world.socket.opens();
});

afterEach(() => mock.timers.reset());

/** One looks at it. */
const isSeen = () => store.attend({ isAway: false, isAtEnd: true });

test("a room that says nothing is in no list, and one that one is in is", () => {
  passes();
  assert.equal(rooms.get("r"), undefined);
  assert.deepEqual(held, ["r"]);
  world.socket.says(
    welcome({ seq: 1, you: { ...ANA, role: "owner", token: "t1" }, settings: { title: "Tea" } }),
    page([message(1, BEN, "a", "hello")]),
  );
  isSeen();
  passes();
  assert.deepEqual(told(), {
    ...{ title: "Tea", role: "owner", at: 1, unread: 0, mentions: 0, state: "" },
    ...{ preview: { from: BEN, text: "hello" }, epoch: "e1", after: 1, seq: 1 },
  });
  leave.abort();
  assert.deepEqual(held, []);
});

test("where nothing was said yet, all that will be is unread, and its place is by when one was there", () => {
  world.ahead = 86_400_000;
  world.socket.says(welcome({ seq: 2, at: 5_000 }), page());
  passes();
  assert.deepEqual([told().epoch, told().after, told().preview], ["e1", 2, undefined]);
  assert.equal(told().at, 5_000, "by the room's clock");
  world.now += 1_000;
  store.dispatchEvent(new CustomEvent("change"));
  passes();
  assert.equal(told().at, 5_000, "one is there once");
});

test("who asks to talk in private has been seen where the room is open", () => {
  rooms.add("r", {
    requests: [
      { pair: "p1", isSeen: false },
      { pair: "p2", isSeen: false },
    ],
  });
  assert.equal(rooms.total.requests, 2);
  const direct = (pair, state) => ({ pair, with: BEN, state });
  world.socket.says(welcome({ directs: [direct("p1", "request"), direct("p2", "asked")] }), page());
  passes();
  assert.deepEqual([rooms.total.requests, told().requests], [0, [{ pair: "p1", isSeen: true }]]);
});

test("a private conversation is called as the other one is", () => {
  const pair = { pair: "p", with: BEN, room: "tea" };
  world.socket.says(welcome({ pair, settings: {} }), page());
  passes();
  assert.deepEqual([told().title, told().pair], ["Ben", { pair: "p", with: BEN, met: "tea" }]);
});

test("what is unread is counted with mentions and answers, until it is read", () => {
  world.socket.says(welcome({ seq: 1 }), page([message(1, ANA, "a")]));
  isSeen();
  store.attend({ isAway: true });
  const says = (seq, text, rest = {}) =>
    world.socket.says({ ...message(seq, BEN, `c${seq}`, text), ...rest });
  says(2, "for all");
  says(3, "for @ana");
  says(4, "an answer", { reply_to: 1 });
  says(5, "@Anabel is another");
  passes();
  assert.deepEqual(
    [told().unread, told().mentions, told().preview.text, told().after],
    [4, 2, "@Anabel is another", 1],
  );
  world.socket.says({ type: "deleted", seq: 6, at: 6, from: BEN, cid: "d", target: 5 });
  passes();
  assert.deepEqual([told().unread, told().mentions, told().preview.text], [3, 2, "an answer"]);
  isSeen();
  passes();
  assert.deepEqual([told().unread, told().mentions, told().after], [0, 0, 5]);
});

test("the last state is told when the room is left", () => {
  world.socket.says(welcome(), page());
  passes();
  world.socket.says(message(1, BEN, "a", "last"));
  isSeen();
  leave.abort();
  assert.deepEqual([told().preview.text, told().after, told().preview.from], ["last", 1, BEN]);
});

test("a room that was deleted, or is shut, is shown as such, if one was in it", () => {
  world.socket.says(error("banned"));
  world.socket.ends(4403);
  passes();
  assert.equal(rooms.get("r"), undefined);
  rooms.note("r", { at: 1 });
  store.connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome(), page());
  passes();
  world.socket.ends(4410);
  passes();
  assert.equal(told().state, "gone");
});

test("a room that was forgotten while it is open does not come back", async () => {
  world.socket.says(welcome(), page());
  passes();
  world.socket.says(message(1, BEN, "a"));
  store.abandon();
  await rooms.forget("r");
  passes();
  leave.abort();
  assert.equal(rooms.get("r"), undefined);
});

test("the title counts what waits in the other rooms, too", () => {
  rooms.note("tea", { unread: 2 });
  rooms.note("r", { unread: 5 });
  assert.match(document.title, /^\(2\)/);
  rooms.mute("tea", true);
  assert.doesNotMatch(document.title, /^\(/);
});

test("of a room that one is not let into that is said", () => {
  rooms.add("r", { preview: { from: BEN, text: "hello" } });
  world.socket.says(error("denied"));
  world.socket.ends(4403);
  passes();
  assert.deepEqual([rooms.get("r").state, rooms.get("r").preview], ["denied", undefined]);
});
