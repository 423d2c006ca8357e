// What is told in the conversation of what those do who look after a room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownActs } from "../../public/hosting/known-acts.js";
import { loadLaterWords } from "../../public/i18n/strings.js";
import { tellActs } from "../../public/room/tell-acts.js";
import { RoomState } from "../../public/state/room-state.js";
import { toldOf } from "../../public/text/told-acts.js";
import { ANA, BEN } from "./world.mjs";

await loadLaterWords();

const told = (act) =>
  toldOf({ seq: 5, at: 0, cid: "1", from: ANA, member: BEN, ...act })?.(({ name }) => name);

test("of what the audit tells, the page knows what it has heard happen, and no more than 500", () => {
  const connection = new EventTarget();
  const known = new KnownActs({ connection }, new AbortController().signal);
  const mute = (at) => ({
    type: "muted",
    seq: at,
    at,
    cid: String(at),
    from: ANA,
    member: BEN,
    until: 9_000,
  });
  const hears = (...detail) => connection.dispatchEvent(Object.assign(new Event("events"), { detail }));
  const item = (at) => ({ id: at, at, by: ANA, act: "mute", member: BEN });
  hears(mute(1), { type: "pinned", seq: 2, at: 2, cid: "2", from: BEN, target: 1, on: true });
  assert.deepEqual(known.eventOf(item(1)), mute(1));
  assert.equal(known.eventOf({ id: 2, at: 2, by: BEN, act: "pin" })?.type, "pinned");
  const others = [
    item(2),
    { ...item(1), act: "remove" },
    { ...item(1), by: BEN },
    { ...item(1), member: ANA },
  ];
  for (const other of others) assert.equal(known.eventOf(other), undefined);
  for (let at = 3; at <= 501; at += 1) hears(mute(at));
  assert.equal(known.eventOf(item(1)), undefined);
  assert.deepEqual(known.eventOf(item(501)), mute(501));
});

test("somebody may be muted since before if the audit tells of a mute, or cannot tell of all", async () => {
  const mute = { id: 1, at: 1, by: ANA, act: "mute", member: BEN };
  const answers = [
    [[], false, "", false],
    [[mute], false, "", true],
    [
      [
        { ...mute, member: ANA },
        { ...mute, act: "remove" },
        { id: 2, at: 2, by: ANA, act: "mint" },
      ],
      false,
      "",
      false,
    ],
    [[], true, "", true],
    [[], false, "not_loaded", true],
  ];
  for (const [items, more, code, wanted] of answers) {
    const answer = code ? undefined : { items, more };
    const connection = Object.assign(new EventTarget(), {
      time: { date: 5 },
      desk: async () => ({ code, answer }),
    });
    const known = new KnownActs({ connection }, new AbortController().signal);
    assert.equal(await known.mayBeMuted(BEN.id), wanted, JSON.stringify(answer));
    const muted = (until) => ({ type: "muted", seq: 1, at: 1, cid: "1", from: ANA, member: BEN, until });
    for (const until of [0, 9]) {
      connection.dispatchEvent(Object.assign(new Event("events"), { detail: [muted(until)] }));
      assert.equal(await known.mayBeMuted(BEN.id), until > 5, "what was heard is known");
    }
  }
});

test("each act is told in a few words, without its reason", () => {
  const acts = [
    [{ type: "role", role: "moderator" }, "Ana made Ben a moderator"],
    [{ type: "role", role: "none" }, "Ana took back Ben’s role"],
    [{ type: "muted", until: 0 }, "Ana unmuted Ben"],
    [{ type: "removed", reason: "spam" }, "Ana removed Ben"],
    [{ type: "removed", until: "forever" }, "Ana banned Ben"],
    [{ type: "restored" }, "Ana unbanned Ben"],
    [{ type: "pinned", on: true }, "Ana pinned a message"],
    [{ type: "pinned", on: false }, "Ana unpinned a message"],
    [{ type: "settings", set: { slow: 5 } }, "Ana changed the room settings"],
    [
      { type: "settings", set: { pictures: "cover" } },
      "Ana set pictures to be covered until someone chooses to see them",
    ],
    [{ type: "settings", set: { title: "Tea", pictures: "show" } }, "Ana set pictures to be shown at once"],
    [{ type: "settings", set: { title: "Tea" } }, "Ana named the room “\u2068Tea\u2069”"],
    [{ type: "revoked", members: ["a", "b"] }, "Ana revoked a link: 2 people lose access that came with it"],
  ];
  for (const [act, words] of acts) assert.equal(told(act), words);
  assert.match(told({ type: "muted", until: 60_000 }), /^Ana muted Ben until \d/);
  assert.match(
    told({ type: "muted", until: 172_800_000 }),
    /^Ana muted Ben until [A-Z]\w+, /,
    "with its day",
  );
});

test("what is seen otherwise is not told", () => {
  for (const type of ["message", "edited", "deleted", "reacted", "typing"])
    assert.equal(toldOf({ type, from: ANA }), undefined);
});

test("the same act, again and again, is told once", () => {
  const connection = new EventTarget();
  const said = [];
  const store = { connection, tell: (words) => said.push(words(({ name }) => name)) };
  tellActs(store, new AbortController().signal);
  const hears = (...events) => {
    const detail = events.map((event) => ({ at: 0, from: ANA, ...event }));
    connection.dispatchEvent(new CustomEvent("events", { detail }));
  };
  const slower = { type: "settings", set: { slow: 5 } };
  hears(slower, { type: "settings", set: { keep: 60 } });
  hears(slower);
  hears({ ...slower, from: BEN }, { type: "message", text: "Why?" }, { ...slower, from: BEN });
  const [byAna, byBen] = ["Ana", "Ben"].map((name) => `${name} changed the room settings`);
  assert.deepEqual(said, [byAna, byBen, byBen]);
});

test("one line tells the last five acts between two messages", () => {
  const room = new RoomState();
  for (const n of [1, 2, 3, 4, 5, 6, 7]) room.tell(() => `act ${n}`, n);
  const [notice, ...more] = room.notices;
  assert.deepEqual(more, []);
  assert.deepEqual(
    notice.told.map((words) => words(({ name }) => name)),
    ["act 3", "act 4", "act 5", "act 6", "act 7"],
  );
});
