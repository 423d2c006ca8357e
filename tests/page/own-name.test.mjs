// Another name is asked for in a prompt: whatever becomes of it, the prompt closes or says so.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { RoomStore } from "../../public/state/room-store.js";
import { ANA, error, page, World, welcome } from "./world.mjs";

// One would keep the test from ending.
globalThis.BroadcastChannel = undefined;
globalThis.location = { hash: "" };
globalThis.window = Object.assign(new EventTarget(), { parent: undefined });
globalThis.window.parent = globalThis.window;
const { Naming } = await import("../../public/room/own-name.js");

let world;
let store;
let naming;
/** The `ref` of the request. */
let ref;

beforeEach(() => {
  world = new World();
  const { connection } = world.client();
  const memory = { readPage: () => undefined, readMarker: () => undefined, onMarker: () => {} };
  store = new RoomStore(connection, { clock: world.clock, fetchMessage: async () => undefined, memory });
  naming = new Naming("tea", store, { redraw: () => {}, closePrompt: () => {}, onJoin: () => {} });
  store.addEventListener("change", () => naming.look());
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome(), page());
  naming.startRename();
  world.socket.take();
  naming.give("Anna");
  [{ ref }] = world.socket.take();
});

const prompt = () => ({ isOpen: naming.isRenaming, fault: store.nameFault, suggestion: store.suggestion });
const OPEN = { isOpen: true, fault: "", suggestion: "" };
const CLOSED = { ...OPEN, isOpen: false };

test("it is open until the answer comes, and nobody else's answer closes it", () => {
  assert.deepEqual(prompt(), OPEN);
  world.socket.says({ type: "renamed", member: { id: "m9", name: "Anna" }, was: "Anne", ref: "another" });
  assert.deepEqual(prompt(), OPEN);
  world.socket.says({ type: "renamed", member: { ...ANA, name: "Anna" }, was: "Ana", ref });
  assert.deepEqual(prompt(), CLOSED);
});

const REFUSALS = [
  [
    { code: "name_taken", suggestion: "Anna 2" },
    { ...OPEN, fault: "name_taken", suggestion: "Anna 2" },
  ],
  [{ code: "name_invalid" }, { ...OPEN, fault: "name_invalid" }],
  [
    { code: "rate_limited", retryable: true, retry_after_ms: 3_600_000 },
    { ...OPEN, fault: "later" },
  ],
  [
    { code: "storage_failed", retryable: true },
    { ...OPEN, fault: "later" },
  ],
  [{ code: "no_change" }, CLOSED],
];
for (const [{ code, ...fields }, wanted] of REFUSALS)
  test(`what it says of ${code}`, () => {
    world.socket.says(error(code, { ...fields, ref: "another" }));
    assert.equal(naming.isRenaming, true);
    world.socket.says(error(code, { ...fields, ref }));
    assert.deepEqual(prompt(), wanted);
  });

test("an answer lost with the socket is a failure until the name is asked for again", () => {
  world.socket.ends();
  assert.deepEqual(prompt(), { ...OPEN, fault: "later" });
  store.connection.reconnectNow();
  world.socket.opens();
  world.socket.says(welcome({ recovered: true }));
  assert.equal(store.connection.status.phase, "live");
  assert.deepEqual(prompt(), { ...OPEN, fault: "later" });
  world.socket.take();
  naming.give("Anna");
  assert.equal(store.nameFault, "");
  [{ ref }] = world.socket.take();
  world.socket.says({ type: "renamed", member: { ...ANA, name: "Anna" }, was: "Ana", ref });
  assert.deepEqual(prompt(), CLOSED);
});
