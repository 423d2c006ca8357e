// Rooms that one has left with something on its way.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { RoomStore } from "../../public/state/room-store.js";
import { ANA, BEN, error, message, page, World, welcome } from "./world.mjs";

/** What other tabs tell. */
const tabs = new EventTarget();
globalThis.BroadcastChannel = class extends EventTarget {
  addEventListener(type, listener) {
    tabs.addEventListener(type, listener);
  }
};
globalThis.location = { hash: "", href: "https://test/room/r", pathname: "/room/r" };
globalThis.window = Object.assign(new EventTarget(), { parent: undefined });
globalThis.window.parent = globalThis.window;
globalThis.document = Object.assign(new EventTarget(), { hidden: false });
const { LeftRooms } = await import("../../public/room/left-rooms.js");

let world;
let left;
/** The texts of the newest messages that are kept, each time that they are. */
let kept;

const open = () => {
  const { connection } = world.client();
  const memory = {
    readPage: () => undefined,
    readMarker: () => undefined,
    onMarker: () => {},
    writePage: ({ messages }) => kept.push(messages.map(({ text }) => text)),
  };
  return new RoomStore(connection, { clock: world.clock, fetchMessage: async () => undefined, memory });
};
const live = () => {
  const store = open();
  store.connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome(), page());
  world.socket.take();
  return store;
};
const phaseOf = ({ connection }) => connection.status.phase;

beforeEach(() => {
  world = new World();
  left = new LeftRooms();
  kept = [];
});

test("of a room that was opened in vain, what waits goes out, and then it is closed", () => {
  const first = live();
  world.socket.ends();
  first.connection.say("still to go");
  first.connection.close();

  const store = open();
  left.sendFrom("r", store);
  world.socket.opens();
  world.socket.says(welcome(), page());
  const [{ cid, text }] = world.socket.take().filter(({ type }) => type === "say");
  assert.equal(text, "still to go");
  assert.equal(phaseOf(store), "live");
  world.socket.says(message(1, ANA, cid, text));
  assert.equal(phaseOf(store), "idle");
  assert.deepEqual(kept, [["still to go"]], "it can be read without a server");

  const { length } = world.sockets;
  left.sendFrom("r", open());
  assert.equal(world.sockets.length, length, "with nothing to send it does not join");
});

test("what had arrived unseen as the page went is kept as well, with the messages that it is among", () => {
  const first = live();
  first.connection.say("on its way");
  const [{ cid, text }] = world.socket.take();
  // The page goes before the room has answered.
  const socket = world.socket;
  const store = open();
  left.sendFrom("r", store);
  assert.notEqual(world.socket, socket);
  world.socket.opens();
  const [{ after }] = world.socket.take();
  assert.equal(after, 0, "it goes on where it was");
  const replay = [message(1, BEN, "b", "before"), message(2, ANA, cid, text)];
  world.socket.says(welcome({ recovered: true, seq: 2 }), ...replay);
  const [{ ref }] = world.socket.take().filter(({ type }) => type === "history");
  assert.equal(phaseOf(store), "live");
  world.socket.says({ ...page(replay), ref });
  assert.equal(phaseOf(store), "idle");
  assert.deepEqual(kept, [["before", "on its way"]]);
});

test("a room that is forgotten in another tab is closed, with what was to be sent there", () => {
  const store = live();
  store.connection.say("to be forgotten");
  left.keep("r", store);
  const forgets = (room) => tabs.dispatchEvent(Object.assign(new Event("message"), { data: room }));
  forgets("another");
  assert.equal(phaseOf(store), "live");
  world.stored.clear();
  forgets("r");
  assert.equal(phaseOf(store), "idle");
  assert.equal(world.stored.size, 0);
  assert.deepEqual(kept, []);

  const other = live();
  other.connection.say("to be forgotten");
  left.keep("r", other);
  forgets("");
  assert.equal(phaseOf(other), "idle");
  assert.deepEqual(kept, []);
});

test("an act under way goes on until it is answered, or for half a minute", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const store = live();
  const outcome = store.connection.act({ type: "direct", to: "m2" });
  left.keep("r", store);
  await settled();
  const [{ cid }] = world.socket.take().filter(({ type }) => type === "direct");
  assert.equal(phaseOf(store), "live");
  world.socket.says(error("forbidden", { cid }));
  await outcome;
  await settled();
  assert.equal(phaseOf(store), "idle");

  const other = live();
  other.connection.act({ type: "direct", to: "m2" });
  left.keep("r", other);
  await settled();
  mock.timers.tick(29_999);
  assert.equal(phaseOf(other), "live");
  mock.timers.tick(1);
  assert.equal(phaseOf(other), "idle");
  mock.timers.reset();
});
