// What one device hands over to another, and what that makes of it: all that the rooms need, nothing that it has is lost,
// and what it is sent is not believed.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { readName, storage, writeName } from "../../public/browser/preferences.js";
import { memoryOf, visit, visitedRooms } from "../../public/browser/visits.js";
import { IdentityStore } from "../../public/client/identity.js";
import { handedOver, packed, unpacked } from "../../public/device/parcel.js";
import { readPair } from "../../public/directs/kept.js";
import { MOST_ROOMS } from "../../public/rooms/my-rooms.js";
import { Browser } from "./rooms-world.mjs";
import { ANA, BEN, message } from "./world.mjs";

const KEY = "k".repeat(22);
const OTHER_KEY = "o".repeat(22);
const PAIR = `~${"a2".repeat(13)}`;
const MEMBER = { ...ANA, token: "t1" };

const identityOf = (room) => new IdentityStore(storage, room);

/** A device that knows nothing. */
const device = () => {
  for (const key of storage.keys()) storage.removeItem(key);
  const isStored = (key) => storage.getItem(key) !== null;
  return { storage, rooms: new Browser().tab(), memoryOf, visited: visit, isStored };
};

const parcelOf = (rooms, more) => ({ v: 1, rooms, ...more });

beforeEach(() => device());

/** What a device sends on which there is all that there can be. */
const sent = () => {
  const place = device();
  const { rooms } = place;
  writeName("Ana");
  rooms.note("tea", {
    ...{ title: "Tea", role: "owner", at: 50, epoch: "e1", after: 7, seq: 9, unread: 2 },
    preview: { from: BEN, text: "a secret" },
  });
  rooms.pin("tea", true);
  rooms.note(PAIR, { at: 60, pair: { pair: "p", with: BEN, met: "tea" } });
  rooms.note("left", { at: 10, state: "removed" });
  rooms.hide("left", true);
  identityOf("tea").write(MEMBER);
  identityOf("tea").ownKey = KEY;
  identityOf(PAIR).write({ ...ANA, token: "t2" });
  rooms.mute("left", true);
  memoryOf("tea").writePage({ you: ANA, messages: [message(9, BEN, "a", "a secret")] });
  return JSON.parse(JSON.stringify(packed(place)));
};

test("a device that knew nothing is one in all rooms, as the other was", () => {
  const parcel = sent();
  assert.ok(!JSON.stringify(parcel).includes("a secret"), "and no message goes with it");
  const place = device();
  const { rooms } = place;
  assert.deepEqual(unpacked(parcel, place), { rooms: 3, others: 0, unkept: 0 });
  assert.deepEqual(
    rooms.list.map(({ room }) => room),
    ["tea", PAIR, "left"],
  );
  const { title, role, at, isPinned, epoch, after, seq, unread } = rooms.get("tea");
  assert.deepEqual(
    { title, role, at, isPinned, epoch, after, seq, unread },
    { title: "Tea", role: "owner", at: 50, isPinned: true, epoch: "e1", after: 7, seq: 9, unread: 2 },
  );
  assert.deepEqual(rooms.get(PAIR).pair, { pair: "p", with: BEN, met: "tea" });
  assert.deepEqual(readPair(PAIR), { pair: "p", with: BEN, room: "tea" });
  assert.deepEqual(
    [rooms.get("left").isHidden, rooms.get("left").state, rooms.get("left").isMuted],
    [true, "removed", true],
  );
  assert.deepEqual(identityOf("tea").read(), MEMBER);
  assert.deepEqual([identityOf("tea").ownKey, identityOf(PAIR).read().token], [KEY, "t2"]);
  assert.deepEqual([readName(), rooms.get("tea").isMuted], ["Ana", false]);
  assert.deepEqual(memoryOf("tea").readMarker(), { epoch: "e1", seq: 7, at: 50 });
  assert.equal(memoryOf("tea").readPage(), undefined);
  assert.deepEqual(visitedRooms()[1], { room: "tea", at: 50 });
  // Once more makes no difference.
  const before = JSON.stringify(rooms.list);
  assert.deepEqual(unpacked(parcel, place), { rooms: 3, others: 0, unkept: 0 });
  assert.equal(JSON.stringify(rooms.list), before);
});

test("nothing is lost of what the device had, and what happened last holds", () => {
  const parcel = sent();
  const place = device();
  const { rooms } = place;
  writeName("Anna");
  rooms.note("tea", { title: "Old", at: 40, epoch: "e1", after: 8, unread: 1 });
  rooms.note(PAIR, { title: "Newer", at: 70 });
  rooms.note("left", { at: 5 });
  rooms.note("mine", { at: 5 });
  identityOf("tea").write({ ...BEN, token: "t9" });
  identityOf(PAIR).ownKey = OTHER_KEY;
  memoryOf("tea").writeMarker({ epoch: "e1", seq: 8, at: 3 });
  assert.deepEqual(unpacked(parcel, place), { rooms: 3, others: 1, unkept: 0 });
  const { title, at, after, unread, isPinned } = rooms.get("tea");
  assert.deepEqual(
    { title, at, after, unread, isPinned },
    { title: "Tea", at: 50, after: 8, unread: 1, isPinned: true },
  );
  assert.deepEqual(
    [rooms.get(PAIR).title, rooms.get(PAIR).at, rooms.get(PAIR).pair.pair],
    ["Newer", 70, "p"],
  );
  assert.deepEqual([rooms.get("left").isMuted, rooms.get("left").isHidden], [false, false]);
  assert.ok(rooms.get("mine"));
  // The key is that of another member.
  assert.deepEqual([identityOf("tea").read().token, identityOf("tea").ownKey], ["t9", ""]);
  assert.deepEqual([identityOf(PAIR).read().token, identityOf(PAIR).ownKey], ["t2", OTHER_KEY]);
  assert.deepEqual([readName(), memoryOf("tea").readMarker()], ["Anna", { epoch: "e1", seq: 8, at: 3 }]);
  assert.deepEqual(visitedRooms()[0], { room: PAIR, at: 70 });
});

test("a room that refused this device is tried again with the other's token", () => {
  const parcel = sent();
  const place = device();
  place.rooms.note("tea", { at: 90, state: "key_needed" });
  unpacked(parcel, place);
  assert.equal(place.rooms.get("tea").state, "");
});

test("what is read further on the other device is read here", () => {
  const parcel = sent();
  for (const [epoch, at, after] of [
    ["e1", 90, 7],
    ["e0", 40, 7],
    ["e0", 90, 3],
  ]) {
    const place = device();
    place.rooms.note("tea", { at, epoch, after: 3, unread: 4 });
    unpacked(parcel, place);
    const tea = place.rooms.get("tea");
    assert.deepEqual([tea.after, tea.unread], [after, after === 7 ? 2 : 4], epoch);
  }
});

test("a device that has no space left says how many rooms it has not kept", () => {
  const place = device();
  const isFull = (key) => place.isStored(key) && !key.endsWith(":c");
  const rooms = ["a", "b", "c"].map((room) => ({ room, member: MEMBER }));
  assert.deepEqual(unpacked(parcelOf([...rooms, { room: "d" }]), { ...place, isStored: isFull }), {
    ...{ rooms: 3, others: 0, unkept: 1 },
  });
  assert.deepEqual(
    place.rooms.list.map(({ room }) => room),
    ["a", "b", "d"],
  );
});

test("what another device says is not believed: what is of another form or too large is left out, and nothing else is written", () => {
  for (const bad of [
    ...[undefined, null, "x", 5, [], {}, { rooms: [] }, { v: 2, rooms: [] }],
    ...[parcelOf("x"), parcelOf({ length: 5 })],
  ])
    assert.throws(() => unpacked(bad, device()), JSON.stringify(bad));
  for (const bad of [
    ...[null, 5, "a", {}, { member: MEMBER }, { room: "../a" }, { room: "A B" }, { room: "x".repeat(65) }],
    ...[{ room: "__proto__:" }, { room: ["a"] }],
  ]) {
    assert.deepEqual(
      unpacked(parcelOf([bad]), device()),
      { rooms: 0, others: 0, unkept: 0 },
      JSON.stringify(bad),
    );
    assert.deepEqual(storage.keys(), []);
  }
  for (const bad of [
    { ...MEMBER, id: 5 },
    { ...MEMBER, id: "x".repeat(129) },
    { ...MEMBER, name: "" },
    { ...MEMBER, name: "a\nb" },
    { ...MEMBER, name: "x".repeat(65) },
    { ...MEMBER, token: "x".repeat(513) },
    { ...MEMBER, token: "a b" },
    { ...MEMBER, token: {} },
    ANA,
    "Ana",
  ]) {
    const place = device();
    unpacked(parcelOf([{ room: "a", member: bad, key: "short", isMuted: "yes" }]), place);
    assert.deepEqual(storage.keys(), ["alcove:visit:a"], JSON.stringify(bad));
    assert.equal(place.rooms.get("a").isMuted, false);
  }
  for (const name of ["x".repeat(100), "\u200b", " ", 5]) {
    unpacked(parcelOf([], { name }), device());
    assert.equal(readName(), "");
  }
});

test("of what another device sends so many rooms are taken, each once, with titles of a bounded length", () => {
  const place = device();
  const many = Array.from({ length: 2 * MOST_ROOMS }, (_, i) => ({
    ...{ room: `r${i}`, member: MEMBER, title: "t".repeat(5_000) },
    preview: { from: BEN, text: "hello" },
  }));
  const kept = unpacked(parcelOf([{ room: "r0", member: MEMBER }, ...many]), place);
  assert.equal(kept.rooms, MOST_ROOMS - 1);
  assert.equal(place.rooms.list.length, MOST_ROOMS - 1);
  for (const { title, preview } of place.rooms.list)
    assert.deepEqual([title.length <= 100, preview], [true, undefined]);
  const odd = '{"room":"a","__proto__":{"isMuted":true},"state":"<b>","role":"emperor","at":1e300}';
  const other = device();
  unpacked(parcelOf([JSON.parse(odd)]), other);
  const { role, state, at, isMuted } = other.rooms.get("a");
  assert.deepEqual([role, state, at, isMuted], ["", "", 0, false]);
});

test("a room whose key both devices have is not said to be owned by one of them alone", () => {
  const nudgeOf = (room) => storage.getItem(`alcove:owner-nudge:${room}`);
  const parcel = sent();
  assert.equal(nudgeOf("tea"), null, "as long as it is not there");
  handedOver(parcel, { storage });
  assert.deepEqual([nudgeOf("tea"), nudgeOf("left")], ["off", null]);
  unpacked(parcel, device());
  assert.deepEqual([nudgeOf("tea"), nudgeOf("left")], ["off", null]);
  const place = device();
  identityOf("tea").ownKey = OTHER_KEY;
  unpacked(parcel, place);
  assert.equal(nudgeOf("tea"), null, "another key is kept here");
});
