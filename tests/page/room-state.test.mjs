import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomState } from "../../public/state/room-state.js";
import { timelineItems } from "../../public/timeline/timeline-items.js";
import { ANA, BEN, message, page, welcome } from "./world.mjs";

const CY = { id: "m3", name: "Cy" };

const after = (...events) => {
  const state = new RoomState();
  for (const event of events) state.apply(event, 1);
  return state;
};

const seqs = (state) => state.messages.map((m) => m.seq);
const change = (type, seq, target, fields = {}) => ({
  type,
  seq,
  at: seq,
  from: BEN,
  cid: `c${seq}`,
  target,
  ...fields,
});
const join = (member, count) => ({ type: "join", member, count });
const leave = (member, count) => ({ type: "leave", member, count });

test("pages and live messages make one list in order of seq", () => {
  const state = after(
    welcome({ seq: 3 }),
    page([message(3, BEN, "c")], true),
    message(4, BEN, "d"),
    page([message(1, BEN, "a"), message(2, BEN, "b")]),
  );
  assert.deepEqual(seqs(state), [1, 2, 3, 4]);
  assert.equal(state.log.hasOlder, false);
});

test("a page after a lost continuity replaces everything, a replay adds", () => {
  const first = [welcome({ seq: 1 }), page([message(1, BEN, "a")])];
  assert.deepEqual(seqs(after(...first, welcome({ recovered: true, seq: 2 }), message(2, BEN, "b"))), [1, 2]);
  assert.deepEqual(seqs(after(...first, welcome({ seq: 9 }), page([message(9, BEN, "i")], true))), [9]);
});

test("the old messages stay in sight until the new page is here", () => {
  assert.deepEqual(seqs(after(welcome({ seq: 1 }), page([message(1, BEN, "a")]), welcome({ seq: 9 }))), [1]);
});

test("a replay and a page of the same log end at the same state", () => {
  const log = [
    message(1, BEN, "a"),
    { ...message(2, BEN, "b"), reply_to: 1 },
    change("edited", 3, 1, { text: "A" }),
    change("reacted", 4, 1, { emoji: "👍", on: true }),
    change("reacted", 5, 2, { emoji: "👍", on: true }),
    change("deleted", 6, 2),
  ];
  const present = page([
    { ...message(1, BEN, "a", "A"), edited_at: 3, reactions: { "👍": ["m2"] } },
    { type: "message", seq: 2, at: 2, from: BEN, cid: "b", reply_to: 1, deleted: true },
  ]);
  assert.deepEqual(after(welcome(), page(), ...log).messages, after(welcome(), present).messages);
});

test("a reaction taken back leaves no empty list", () => {
  const on = change("reacted", 2, 1, { emoji: "👍", on: true });
  const off = change("reacted", 3, 1, { emoji: "👍", on: false });
  const state = after(welcome(), page(), message(1, BEN, "a"), on, off);
  assert.deepEqual(state.find(1).reactions, {});
});

test("what every object has is no reaction, member or message before it is", () => {
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"]) {
    const reacts = (seq, on) => change("reacted", seq, 1, { emoji: name, on });
    const on = after(welcome(), page(), message(1, BEN, "a"), reacts(2, true));
    assert.deepEqual(Object.entries(on.find(1).reactions), [[name, [BEN.id]]]);
    const off = after(
      welcome(),
      page(),
      message(1, BEN, "a"),
      reacts(2, true),
      reacts(3, false),
      reacts(4, false),
    );
    assert.deepEqual(Object.entries(off.find(1).reactions), []);
    const strange = { id: name, name };
    const here = after(welcome(), page(), message(1, strange, name), {
      type: "join",
      member: strange,
      count: 2,
    });
    assert.equal(here.members.get(name), name);
    assert.equal(here.members.has("valueof"), false);
    const [line] = timelineItems({ messages: on.messages, outbox: [], notices: [], you: ANA }).slice(-1);
    assert.deepEqual(line.reactions, [{ emoji: name, ids: [BEN.id], isMine: false }]);
  }
});

test("a change to a message that is not loaded is left to its page", () => {
  const state = after(welcome(), page([message(5, BEN, "e")], true), change("edited", 6, 2, { text: "x" }));
  assert.deepEqual(seqs(state), [5]);
});

test("comings and goings between two messages are one notice", () => {
  const state = after(welcome(), page(), join(BEN, 2), join(CY, 3));
  assert.deepEqual(
    state.notices.map((n) => n.joined),
    [[BEN, CY]],
  );
  assert.equal(state.count, 3);
});

test("who comes and goes between two messages was never there", () => {
  assert.deepEqual(after(welcome(), page(), join(BEN, 2), leave(BEN, 1)).notices, []);
});

test("one's own join is no news", () => {
  assert.deepEqual(after(welcome(), page(), join(ANA, 1)).notices, []);
});

test("who returns after a restart is no news", () => {
  const state = after(welcome({ members: [ANA, BEN] }), page(), welcome({ recovered: true }), join(BEN, 2));
  assert.deepEqual(state.notices, []);
  assert.ok(state.members.has("m2"));
});

const rename = (was, member) => ({ type: "renamed", member, was });
const BENJAMIN = { id: BEN.id, name: "Benjamin" };

test("who takes another name is told of in the same notice, once, and not oneself", () => {
  const here = [welcome({ count: 3, members: [ANA, BEN, CY] }), page()];
  const noticeOf = (...events) => {
    const { notices } = after(...here, ...events);
    return notices.map(({ joined, left, renamed }) => ({ joined, left, renamed }));
  };
  const BO = { id: BEN.id, name: "Bo" };
  const told = { ...BENJAMIN, was: "Ben" };
  assert.deepEqual(noticeOf(rename("Ben", BENJAMIN)), [{ joined: [], left: [], renamed: [told] }]);
  assert.deepEqual(noticeOf(rename("Ben", BO), leave(CY, 2), rename("Bo", BENJAMIN)), [
    { joined: [], left: [CY], renamed: [told] },
  ]);
  assert.deepEqual(noticeOf(rename("Ben", BO), rename("Bo", BEN)), [], "there and back");
  assert.deepEqual(noticeOf(rename("Ben", BENJAMIN), leave(BENJAMIN, 2)), [
    { joined: [], left: [BENJAMIN], renamed: [] },
  ]);
  const DAN = { id: "m4", name: "Dan" };
  assert.deepEqual(noticeOf(join(DAN, 4), rename("Dan", { ...DAN, name: "Dave" })), [
    { joined: [{ id: "m4", name: "Dave" }], left: [], renamed: [] },
  ]);
  assert.deepEqual(noticeOf(rename("Ana", { id: ANA.id, name: "Anna" })), []);
});

test("a room that only counts has a roster that may be stale, also one that has grown into it", () => {
  const state = after(welcome({ count: 2, members: [ANA, BEN] }), page());
  assert.equal(state.isRosterPartial, false);
  state.apply({ type: "presence", count: 201 }, 1, 1);
  assert.deepEqual(
    [state.isRosterPartial, state.isRosterStale, state.hasMoreMembers, state.listedUpTo],
    [true, true, true, "m2"],
  );
});

test("who is not on a page of the roster is gone, within what the page covers", () => {
  const guest = (n) => ({ id: `g${n}`, name: `Guest ${n}` });
  const rows = (...ns) => ns.map(guest);
  const state = after(welcome({ members: undefined, count: 500 }), page());
  const idsAfter = (members, more, from) => {
    state.apply({ type: "members", members, more, after: from }, 1, 1);
    return [...state.members.keys()].sort().join(" ");
  };
  assert.equal(idsAfter(rows(1, 2, 3), true, ""), "g1 g2 g3 m1");
  assert.equal(idsAfter(rows(4, 5), true, "g3"), "g1 g2 g3 g4 g5 m1");
  assert.equal(state.listedUpTo, "g5");
  assert.equal(idsAfter(rows(1, 3), true, ""), "g1 g3 g4 g5 m1", "only up to the last on it");
  assert.equal(state.listedUpTo, "g5");
  assert.equal(state.hasMoreMembers, true);
  assert.equal(idsAfter(rows(5), false, "g3"), "g1 g3 g5 m1", "and to the end where it is the last");
  assert.equal(state.hasMoreMembers, false);
});

test("a count that does not agree with the roster makes that one partial", () => {
  const state = after(welcome({ count: 2, members: [ANA, BEN] }), page(), join(CY, 3));
  assert.equal(state.isRosterPartial, false);
  state.apply(join({ id: "m4", name: "Dan" }, 5), 1, 1);
  assert.equal(state.isRosterPartial, true);
});

test("a large room has a partial roster", () => {
  const state = after(welcome({ members: undefined, count: 500 }), page(), { type: "presence", count: 501 });
  assert.equal(state.isRosterPartial, true);
  assert.equal(state.count, 501);
});

test("what was kept from the last visit stays in sight until the page is here, also over a replay", () => {
  const state = new RoomState();
  state.recall({ you: ANA, messages: [message(7, BEN, "kept")] });
  state.apply(welcome({ recovered: true, seq: 9 }), 1);
  assert.equal(state.isLoaded, true);
  assert.deepEqual(seqs(state), [7]);
  state.apply(message(9, BEN, "replayed"), 1);
  state.apply(page([message(8, BEN, "y"), message(9, BEN, "replayed")]), 1);
  assert.deepEqual(seqs(state), [8, 9]);
});

test("an edit without its text leaves the text to the one that brings it", () => {
  const state = after(
    welcome({ seq: 1 }),
    page([message(1, BEN, "c", "first")]),
    change("edited", 2, 1),
    change("edited", 3, 1, { text: "last" }),
    change("edited", 4, 1),
  );
  assert.equal(state.find(1).text, "last");
  assert.equal(
    after(welcome({ seq: 1 }), page([message(1, BEN, "c", "first")]), change("edited", 2, 1)).find(1).text,
    "first",
  );
});

test("where history begins is known, also of a server that only leaves it out", () => {
  const first = (...events) => after(...events).first;
  assert.equal(first(welcome({ seq: 2 }), page([message(1, BEN, "a"), message(2, BEN, "b")])), 1);
  assert.equal(first(welcome({ seq: 9, first: 5 }), page([message(9, BEN, "a")], true)), 5);
  assert.equal(first(welcome({ seq: 9 }), page([message(9, BEN, "a")], true)), 1, "there may be more");
  assert.equal(first(welcome({ seq: 9 }), page([message(7, BEN, "a")])), 7);
  assert.equal(first(welcome({ seq: 9 }), { ...page([message(9, BEN, "a")], true), first: 4 }), 4);
  assert.equal(
    first(welcome({ seq: 9, first: 5 }), page([message(9, BEN, "a")]), welcome({ epoch: "e2" }), page()),
    1,
  );
});

const named = (seq, id, name) => message(seq, { id, name }, `c${seq}`);

test("everyone who is here or has said something has a name, also once they are gone", () => {
  const state = after(
    welcome({ seq: 2, members: [ANA, BEN] }),
    page([message(1, CY, "a"), message(2, BEN, "b")]),
  );
  state.apply(leave(BEN, 1), 1);
  assert.deepEqual(Object.fromEntries(state.names), { m1: "Ana", m2: "Ben", m3: "Cy" });
});

test("the newest name counts, whatever is loaded after it", () => {
  const nameOf = (...events) => after(...events).names.get("m2");
  const renamed = (name) => ({ type: "renamed", member: { id: "m2", name }, was: "Ben" });
  const here = welcome({ seq: 5, members: [ANA, { id: "m2", name: "Benjamin" }] });
  assert.equal(nameOf(here, page([named(5, "m2", "Ben")], true), page([named(2, "m2", "B")])), "Benjamin");
  assert.equal(nameOf(here, page(), named(6, "m2", "Ben 2"), page([named(5, "m2", "Ben")])), "Ben 2");
  assert.equal(nameOf(here, page(), renamed("Bo"), page([named(5, "m2", "Ben")])), "Bo");
  assert.equal(nameOf(welcome({ seq: 9 }), page([named(8, "m2", "B"), named(9, "m2", "Ben")], true)), "Ben");
  assert.equal(
    nameOf(welcome({ seq: 9 }), page([named(9, "m2", "Ben")]), page([named(8, "m2", "B")])),
    "Ben",
  );
  const replay = [welcome({ seq: 7, recovered: true, members: [ANA, { id: "m2", name: "Bo" }] })];
  assert.equal(nameOf(here, page(), ...replay, named(6, "m2", "Ben"), named(7, "m2", "Ben")), "Bo");
  const begun = welcome({ epoch: "e2", seq: 1, members: [ANA, { id: "m2", name: "New" }] });
  assert.equal(nameOf(here, page(), begun, page()), "New");
});

test("names are the same map until one of them changes, members until somebody comes or goes", () => {
  const state = after(welcome({ members: [ANA, BEN] }), page(), message(1, BEN, "a"));
  const { names, members } = state;
  for (const event of [
    message(2, BEN, "b"),
    { type: "typing", from: BEN },
    { type: "presence", count: 9 },
    change("reacted", 3, 1, { emoji: "👍", on: true }),
    join(BEN, 2),
  ])
    state.apply(event, 1);
  assert.equal(state.names, names);
  assert.equal(state.members, members);
  state.apply(leave(BEN, 1), 1);
  assert.equal(state.names, names, "they are known from earlier");
  assert.notEqual(state.members, members);
  state.apply(join(CY, 2), 1);
  assert.notEqual(state.names, names);
  assert.equal(names.has("m3"), false);
});

test("however many have been here, those who are not on the page are forgotten some day", () => {
  const state = after(welcome({ members: [ANA, BEN] }), page(), message(1, CY, "a"));
  for (let i = 0; i < 30_000; i++) {
    const guest = { id: `g${i}`, name: `Guest ${i}` };
    state.apply(join(guest, 3), 1);
    state.apply(leave(guest, 2), 1);
  }
  assert.ok(state.names.size <= 5_010, `${state.names.size}`);
  for (const { id, name } of [ANA, BEN, CY]) assert.equal(state.names.get(id), name);
});

test("who is signed in is known of those who are here, and told again when it changes", () => {
  const signedIn = (who) => ({ ...who, verified: true });
  const state = after(welcome({ members: [ANA, signedIn(BEN)] }), page());
  const known = () => [...state.verified].sort();
  assert.deepEqual(known(), [BEN.id]);
  const before = state.verified;
  state.apply(join(CY, 3), 1);
  state.apply({ type: "renamed", member: signedIn({ ...BEN, name: "Benny" }), was: BEN.name }, 1);
  assert.equal(state.verified, before, "the same as long as nothing in it has changed");
  state.apply({ type: "renamed", member: signedIn(CY), was: CY.name }, 1);
  assert.deepEqual(known(), [BEN.id, CY.id].sort());
  assert.notEqual(state.verified, before);
  state.apply({ type: "renamed", member: CY, was: CY.name }, 1);
  assert.deepEqual(known(), [BEN.id]);
  assert.deepEqual(
    state.notices.at(-1).renamed.map(({ id }) => id),
    [BEN.id],
    "no name has changed by that",
  );
  state.apply(leave(BEN, 2), 1);
  assert.deepEqual(known(), [BEN.id], "what they have said stays marked");
  state.apply(welcome({ members: [ANA, CY] }), 1);
  assert.deepEqual(known(), []);
});
