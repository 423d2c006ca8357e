// The rooms this browser has visited: what the start page lists.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { storage } from "../../public/browser/preferences.js";
import { hasVisited, memoryOf, visit, visitedRooms } from "../../public/browser/visits.js";
import { ANA, message } from "./world.mjs";

const names = () => visitedRooms().map(({ room }) => room);

/** As if it had been then. */
const visitedAt = (room, at) => {
  visit(room);
  storage.setItem(`alcove:visit:${room}`, String(at));
};

beforeEach(() => {
  for (const key of storage.keys()) storage.removeItem(key);
});

test("the last visited room is the first of the list, and one that is left for good is not in it", () => {
  visitedAt("tea", 1);
  visitedAt("coffee", 3);
  visitedAt("milk", 2);
  assert.deepEqual(names(), ["coffee", "milk", "tea"]);
  visitedAt("tea", 4);
  assert.deepEqual(names(), ["tea", "coffee", "milk"]);
  memoryOf("coffee").forget();
  assert.deepEqual(names(), ["tea", "milk"]);
  assert.deepEqual([hasVisited("tea"), hasVisited("coffee")], [true, false]);
});

test("being in a room is a visit, and so is what was kept before visits were", () => {
  const memory = memoryOf("tea");
  memory.writePage({ you: ANA, messages: [message(1, ANA, "a")] });
  assert.deepEqual(names(), ["tea"]);
  const { at } = visitedRooms()[0];
  storage.removeItem("alcove:visit:tea");
  assert.ok(Math.abs(visitedRooms()[0].at - at) < 60_000);
});

test("the last hundred rooms are remembered", () => {
  for (let at = 1; at <= 130; at += 1) visitedAt(`room-${at}`, at);
  const rooms = names();
  assert.equal(rooms.length, 100);
  assert.deepEqual([rooms[0], rooms.at(-1)], ["room-130", "room-31"]);
  assert.equal(storage.keys().length, 100);
});

test("what else is in the storage is no room", () => {
  for (const [key, value] of [
    ["alcove:visit:", "1"],
    ["alcove:visit:no room", "1"],
    ["alcove:visit:Tea", "1"],
    ["alcove:visit:javascript:alert(1)", "1"],
    ["alcove:page:broken", "{"],
    ["alcove:member:tea", "{}"],
    ["other:visit:tea", "1"],
  ])
    storage.setItem(key, value);
  storage.setItem("alcove:visit:odd", "not a time");
  storage.setItem("alcove:visit:far", "1e99");
  assert.deepEqual(
    visitedRooms().sort((a, b) => (a.room < b.room ? -1 : 1)),
    ["broken", "far", "odd"].map((room) => ({ room, at: 0 })),
  );
});

test("a page that cannot be shown is not there", () => {
  const memory = memoryOf("tea");
  const sound = message(1, ANA, "a");
  const isKept = (/** @type {object} */ other) => {
    storage.setItem(
      "alcove:page:tea",
      JSON.stringify({ you: ANA, at: 1, messages: [{ ...sound, ...other }] }),
    );
    return memory.readPage() !== undefined;
  };
  assert.ok(isKept({}));
  assert.ok(isKept({ edited_at: 2, reactions: { "👍": [ANA.id] } }));
  for (const other of [
    { at: 1e300 },
    { at: "1" },
    { edited_at: -1e300 },
    { reactions: "👍" },
    { reactions: { "👍": 5 } },
  ])
    assert.ok(!isKept(other), JSON.stringify(other));
});
