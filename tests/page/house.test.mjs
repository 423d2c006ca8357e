// What a room is that is owned by keys, and who may do what in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS } from "../../public/client/protocol.js";
import { denial } from "../../public/state/rights.js";
import { RoomState } from "../../public/state/room-state.js";
import { ANA, BEN, error, message, page, welcome } from "./world.mjs";

const CY = { id: "m3", name: "Cy" };
const COUNTS = { knocks: 0, held: 0, reports: 0 };
const DATE = 5_000_000;

const after = (...events) => {
  const state = new RoomState();
  for (const event of events) state.apply(event, 1, DATE);
  return state;
};

const owned = (fields = {}) =>
  welcome({
    settings: {},
    pinned: [],
    ...fields,
    you: { ...ANA, token: "t1", role: "member", ...fields.you },
  });
const event = (type, seq, fields = {}, from = BEN) => ({
  type,
  seq,
  at: seq,
  from,
  cid: `c${seq}`,
  ...fields,
});

// ---- who may do what ----

const YES = "";
const NO = "forbidden";
const OTHERS = "not_yours";
const MUTED = "muted";

/** Action and its target; for reader, member, moderator and owner, where members may post. */
const TABLE = [
  ["read", undefined, [YES, YES, YES, YES]],
  ["report", undefined, [NO, YES, YES, YES]],
  ["say", undefined, [NO, YES, YES, YES]],
  ["typing", undefined, [NO, YES, YES, YES]],
  ["react", undefined, [NO, YES, YES, YES]],
  ["rename", undefined, [NO, YES, YES, YES]],
  ["edit", undefined, [NO, YES, YES, YES]],
  ["delete", undefined, [NO, YES, YES, YES]],
  ["delete-other", "reader", [NO, OTHERS, YES, YES]],
  ["delete-other", "member", [NO, OTHERS, YES, YES]],
  ["delete-other", "moderator", [NO, OTHERS, NO, YES]],
  ["delete-other", "owner", [NO, OTHERS, NO, NO]],
  ["pin", undefined, [NO, NO, YES, YES]],
  ["deny", undefined, [NO, NO, YES, YES]],
  ["desk", undefined, [NO, NO, YES, YES]],
  ["moderate", "reader", [NO, NO, YES, YES]],
  ["moderate", "member", [NO, NO, YES, YES]],
  ["moderate", "moderator", [NO, NO, NO, YES]],
  ["moderate", "owner", [NO, NO, NO, NO]],
  ["admit", "reader", [NO, NO, YES, YES]],
  ["admit", "member", [NO, NO, YES, YES]],
  ["admit", "moderator", [NO, NO, NO, YES]],
  ["admit", "owner", [NO, NO, NO, YES]],
  ["key", "reader", [NO, NO, YES, YES]],
  ["key", "member", [NO, NO, YES, YES]],
  ["key", "moderator", [NO, NO, NO, YES]],
  ["key", "owner", [NO, NO, NO, YES]],
  ["role", "reader", [NO, NO, NO, YES]],
  ["role", "moderator", [NO, NO, NO, YES]],
  ["role", "owner", [NO, NO, NO, NO]],
  ["settings", undefined, [NO, NO, NO, YES]],
];
const ROLES = ["reader", "member", "moderator", "owner"];

test("every role may do what the table says, in a room where members post", () => {
  for (const [action, target, cells] of TABLE)
    for (const [at, role] of ROLES.entries())
      assert.equal(denial(action, { role, settings: {} }, target), cells[at], `${role} ${action} ${target}`);
  assert.equal(denial("role", { role: "owner" }, "owner", true), YES, "an owner may step down");
});

test("where only moderators post, members read and react, and so may readers", () => {
  const settings = { post: "moderators" };
  for (const action of ["say", "edit", "typing"]) {
    assert.equal(denial(action, { role: "member", settings }), NO);
    assert.equal(denial(action, { role: "moderator", settings }), YES);
  }
  for (const action of ["react", "report"])
    for (const role of ROLES) assert.equal(denial(action, { role, settings }), YES);
  for (const action of ["delete", "rename"]) {
    assert.equal(denial(action, { role: "member", settings }), YES);
    assert.equal(denial(action, { role: "reader", settings }), NO);
  }
});

test("who is muted neither speaks nor reacts; all else stays", () => {
  for (const role of ["member", "moderator", "owner"])
    for (const [action, target, cells] of TABLE) {
      const isVoice = ["say", "edit", "react", "typing"].includes(action);
      const expected = isVoice ? MUTED : cells[ROLES.indexOf(role)];
      assert.equal(denial(action, { role, isMuted: true }, target), expected, `${role} ${action}`);
    }
  const reader = { role: "reader", settings: { post: "moderators" }, isMuted: true };
  assert.deepEqual(
    [denial("react", reader), denial("report", reader), denial("say", reader)],
    [MUTED, YES, NO],
  );
});

test("in a room without an owner everybody is a member", () => {
  for (const [action, target, [, member]] of TABLE) assert.equal(denial(action, {}, target), member);
});

// ---- what a room is ----

test("a room without an owner is what it was", () => {
  const { house, roles } = after(welcome(), page([message(1, BEN, "x")]), message(2, ANA, "y"));
  assert.deepEqual(
    [
      house.isOwned,
      house.role,
      house.settings,
      house.pinned,
      house.desk,
      house.slowUntil,
      house.mutedUntil,
      roles.size,
    ],
    [false, "member", DEFAULT_SETTINGS, [], undefined, 0, 0, 0],
  );
});

test("the welcome tells what one is, what differs from the defaults, and what is pinned", () => {
  const pinned = [message(7, BEN, "x", "rules"), message(3, BEN, "y", "links")];
  const { house, find } = after(
    owned({
      you: { role: "moderator" },
      seq: 9,
      settings: { title: "Tea" },
      pinned,
      desk: { ...COUNTS, knocks: 1 },
    }),
  );
  assert.deepEqual(
    [house.isOwned, house.role, house.settings.title, house.settings.access],
    [true, "moderator", "Tea", "open"],
  );
  assert.deepEqual([house.pinned, house.find(3)?.text, house.desk?.knocks], [[7, 3], "links", 1]);
  assert.ok(find);
});

test("settings, pins and one's own role change with their events", () => {
  const state = after(
    owned(),
    page([message(1, BEN, "x"), message(2, BEN, "y")]),
    event("settings", 3, { set: { post: "moderators", slow: 30 } }),
    event("pinned", 4, { target: 1, on: true }),
    event("pinned", 5, { target: 2, on: true }),
    event("pinned", 6, { target: 1, on: false }),
    event("pinned", 7, { target: 1, on: true }),
    { type: "you", role: "moderator", desk: COUNTS },
  );
  const { house } = state;
  assert.deepEqual([house.settings.post, house.settings.slow, house.pinned], ["moderators", 30, [2, 1]]);
  assert.deepEqual([house.role, house.desk], ["moderator", COUNTS]);
  state.apply(event("settings", 8, { set: { post: "members", slow: 0 } }), 1, DATE);
  assert.deepEqual(house.settings, DEFAULT_SETTINGS);
  state.apply({ type: "you", role: "member" }, 1, DATE);
  assert.equal(house.desk, undefined, "who looks after it no more has no desk");
});

test("what is deleted is pinned no more, and what is edited reads as it does now", () => {
  const pinned = [message(1, BEN, "x", "old"), message(2, BEN, "y")];
  const { house } = after(
    owned({ seq: 2, pinned }),
    event("edited", 3, { target: 1, text: "new" }),
    event("deleted", 4, { target: 2 }),
  );
  assert.deepEqual([house.pinned, house.find(1).text], [[1], "new"]);
});

test("roles are those of who is here: by the welcome, by who comes, and by what they are given", () => {
  const state = after(owned({ count: 2, members: [{ ...ANA }, { ...BEN, role: "owner" }] }), {
    type: "join",
    member: { ...CY, role: "moderator" },
    count: 3,
  });
  assert.deepEqual(
    [...state.roles],
    [
      [BEN.id, "owner"],
      [CY.id, "moderator"],
    ],
  );
  state.apply(event("role", 1, { member: CY, role: "none" }), 1, DATE);
  state.apply(event("role", 2, { member: ANA, role: "moderator" }), 1, DATE);
  state.apply(event("role", 3, { member: { id: "m9", name: "Away" }, role: "moderator" }), 1, DATE);
  assert.deepEqual(
    [...state.roles],
    [
      [BEN.id, "owner"],
      [ANA.id, "moderator"],
    ],
  );
  state.apply(event("revoked", 4, { members: [ANA.id] }), 1, DATE);
  state.apply({ type: "leave", member: BEN, count: 2 }, 1, DATE);
  assert.equal(state.roles.size, 0);
});

test("one's own mute is known by its event and by a refusal, and another's is no matter", () => {
  const state = after(owned(), page(), event("muted", 1, { member: BEN, until: DATE + 1 }));
  assert.equal(state.house.mutedUntil, 0);
  state.apply(event("muted", 2, { member: ANA, until: DATE + 60_000 }), 1, DATE);
  assert.equal(state.house.mutedUntil, DATE + 60_000);
  state.apply(event("muted", 3, { member: ANA, until: 0 }), 1, DATE);
  assert.equal(state.house.mutedUntil, 0);
  state.apply(event("muted", 1, { member: ANA, until: DATE + 5_000 }), 1, DATE);
  assert.equal(state.house.mutedUntil, DATE + 5_000, "also in a replay, which the welcome is ahead of");
  state.apply(error("muted", { retry_after_ms: 9_000 }), 1, DATE);
  assert.equal(state.house.mutedUntil, DATE + 9_000);
});

test("in a slow room one's last message says when the next may come, except for who looks after it", () => {
  const of = (role) =>
    after(
      owned({ seq: 2, settings: { slow: 30 }, you: { role } }),
      page([message(1, ANA, "a"), message(2, BEN, "b")]),
    ).house;
  assert.equal(of("member").slowUntil, 1 + 30_000);
  for (const role of ["moderator", "owner"]) assert.equal(of(role).slowUntil, 0);
});

test("knocks are heard until they are answered, and no more than there are places to wait", () => {
  const knock = (id, text) => ({ type: "knock", member: { id, name: id }, ...(text && { text }) });
  const state = after(
    owned({ you: { role: "moderator" }, desk: COUNTS }),
    knock("k1"),
    knock("k2"),
    knock("k1", "It is me"),
  );
  const { house } = state;
  assert.deepEqual(
    [...house.knocks].map(([id, { text }]) => [id, text]),
    [
      ["k1", "It is me"],
      ["k2", undefined],
    ],
  );
  state.apply({ type: "done", cid: "x", what: "deny", member: { id: "k2", name: "k2" } }, 1, DATE);
  state.apply(event("role", 1, { member: { id: "k1", name: "k1" }, role: "member" }), 1, DATE);
  assert.equal(house.knocks.size, 0);
  for (let i = 0; i < 150; i += 1) state.apply(knock(`n${i}`), 1, DATE);
  assert.equal(house.knocks.size, 100);
  assert.ok(house.knocks.has("n149"));
  state.apply({ type: "desk", ...COUNTS }, 1, DATE);
  assert.equal(house.knocks.size, 0);
});

// ---- replay and page ----

/** A small generator, so that a seed says all. */
const randomOf = (seed) => {
  let state = seed * 7_919 + 1;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};

/** A log of a room in which everything happens, and what of it there is at each point. */
const history = (seed) => {
  const random = randomOf(seed);
  const pick = (all) => all[random(all.length)];
  const log = [];
  const points = [];
  let now = { messages: [], settings: {}, pinned: [], roles: { [BEN.id]: "owner" } };
  const isThere = ({ deleted }) => !deleted;
  const change = (seq, how) => now.messages.map((each) => (each.seq === seq ? how(each) : each));
  const kinds = {
    message: (seq) => {
      const said = message(seq, pick([ANA, BEN, CY]), `c${seq}`);
      now = { ...now, messages: [...now.messages, said] };
      return said;
    },
    edited: (seq) => {
      const { seq: target } = pick(now.messages.filter(isThere));
      now = {
        ...now,
        messages: change(target, (each) => ({ ...each, text: `edit ${seq}`, edited_at: seq })),
      };
      return event("edited", seq, { target, text: `edit ${seq}` });
    },
    deleted: (seq) => {
      const { seq: target } = pick(now.messages.filter(isThere));
      const gone = ({ text: _, edited_at: __, ...rest }) => ({ ...rest, deleted: true });
      now = { ...now, messages: change(target, gone), pinned: now.pinned.filter((each) => each !== target) };
      return event("deleted", seq, { target });
    },
    settings: (seq) => {
      const set = pick([
        { slow: random(3) },
        { title: pick(["", "Tea"]) },
        { access: pick(["open", "ask"]), post: pick(["members", "moderators"]) },
      ]);
      const all = Object.entries({ ...now.settings, ...set });
      now = {
        ...now,
        settings: Object.fromEntries(all.filter(([name, value]) => value !== DEFAULT_SETTINGS[name])),
      };
      return event("settings", seq, { set });
    },
    pinned: (seq) => {
      const { seq: target } = pick(now.messages.filter(isThere));
      const on = !now.pinned.includes(target);
      const others = now.pinned.filter((each) => each !== target);
      now = { ...now, pinned: on ? [...others, target] : others };
      return event("pinned", seq, { target, on });
    },
    role: (seq) => {
      const member = pick([ANA, CY]);
      const role = pick(["moderator", "member", "none", "owner"]);
      const { [member.id]: _, ...others } = now.roles;
      now = {
        ...now,
        roles: { ...others, ...(["moderator", "owner"].includes(role) && { [member.id]: role }) },
      };
      return event("role", seq, { member, role });
    },
    revoked: (seq) => {
      const { [CY.id]: _, ...others } = now.roles;
      now = { ...now, roles: others };
      return event("revoked", seq, { members: [CY.id] });
    },
    muted: (seq) => event("muted", seq, { member: CY, until: seq + 10 }),
    restored: (seq) => event("restored", seq, { member: CY }),
  };
  points.push(now);
  for (let seq = 1; seq <= 40; seq += 1) {
    const isEmpty = !now.messages.some(isThere);
    log.push(kinds[isEmpty ? "message" : pick(Object.keys(kinds))](seq));
    points.push(now);
  }
  return { log, points };
};

test("a replay, a page and what was heard as it happened end at the same state", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { log, points } = history(seed);
    /** As the server welcomes somebody at this point. */
    const welcomeAt = (seq, fields = {}) => {
      const { settings, pinned, roles, messages } = points[seq];
      return owned({
        seq,
        settings,
        pinned: pinned.map((each) => messages.find((other) => other.seq === each)),
        count: 3,
        members: [ANA, BEN, CY].map((each) => ({ ...each, ...(roles[each.id] && { role: roles[each.id] }) })),
        you: { role: roles[ANA.id] ?? "member" },
        ...fields,
      });
    };
    const you = (seq) => ({ type: "you", role: points[seq].roles[ANA.id] ?? "member" });
    const heard = (events) =>
      events.flatMap((each) => (each.type === "role" ? [each, you(each.seq)] : [each]));
    const end = log.length;
    const cut = 1 + (seed % (end - 1));
    const ways = {
      live: after(welcomeAt(0), page(), ...heard(log)),
      replay: after(
        ...[welcomeAt(0), page(), ...heard(log.slice(0, cut))],
        ...[welcomeAt(end, { recovered: true }), ...log.slice(cut)],
      ),
      page: after(welcomeAt(end), page(points[end].messages)),
    };
    const seen = Object.entries(ways).map(([way, { messages, house, roles }]) => [
      way,
      {
        messages,
        settings: house.settings,
        pinned: house.pinned,
        role: house.role,
        roles: [...roles].sort(),
      },
    ]);
    for (const [way, state] of seen) assert.deepEqual(state, seen[0][1], `seed ${seed}, ${way}`);
  }
});
