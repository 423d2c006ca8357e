// The roster of a room that only counts: requested page by page, for as long as someone looks, and never too
// often.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomState } from "../../public/state/room-state.js";
import { RosterPages } from "../../public/state/roster-pages.js";
import { page, World, welcome } from "./world.mjs";

const LIMITS = { roster: 4 };
const guest = (n) => ({ id: `g${String(n).padStart(4, "0")}`, name: `Guest ${n}` });
const guests = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => guest(from + i));

/** A room of so many, on a server that lists two on a page. */
const large = (count) => {
  const world = new World();
  const room = new RoomState();
  const asked = [];
  const pages = new RosterPages(room, world.clock, (after) => asked.push(after) > 0);
  const tell = (...events) => {
    for (const event of events) {
      room.apply(event, world.now, world.now);
      if (event.type === "members") pages.came(event);
    }
    pages.tend();
  };
  tell(welcome({ members: undefined, count, limits: LIMITS }), page());
  /** The server answers what was asked for last, with those who are here. */
  const answers = (here) => {
    const after = asked.at(-1);
    const rest = here.filter(({ id }) => id > after);
    tell({ type: "members", members: rest.slice(0, 2), more: rest.length > 2, after });
  };
  const take = () => asked.splice(0);
  return { world, room, pages, asked, tell, answers, take };
};

const listed = (room) => [...room.members.keys()].filter((id) => id !== "m1").sort();

test("nobody looks, and nothing is asked for", () => {
  const { world, tell, asked } = large(100);
  tell({ type: "presence", count: 101 });
  world.passes(100_000);
  assert.deepEqual(asked, []);
});

test("whoever looks sees a page, then one more each time", () => {
  const { room, pages, answers, take, asked } = large(6);
  const here = guests(1, 5);
  pages.watch(true);
  answers(here);
  assert.deepEqual(asked, [""]);
  assert.equal(room.hasMoreMembers, true);
  pages.more();
  answers(here);
  pages.more();
  answers(here);
  assert.deepEqual(take(), ["", "g0002", "g0004"]);
  assert.deepEqual(
    listed(room),
    here.map(({ id }) => id),
  );
  assert.equal(room.hasMoreMembers, false);
});

test("what has changed since is looked for again, all that is listed, and not in a hurry", () => {
  const { world, room, pages, tell, answers, take, asked } = large(6);
  pages.watch(true);
  answers(guests(1, 5));
  pages.more();
  answers(guests(1, 5));
  take();
  const now = [guest(1), guest(3), guest(4), guest(5)];
  for (let i = 0; i < 9; i++) {
    tell({ type: "presence", count: 5 });
    world.passes(900);
  }
  assert.deepEqual(asked, [], "a second after the last");
  world.passes(2_000);
  answers(now);
  answers(now);
  assert.deepEqual(take(), ["", "g0003"]);
  assert.deepEqual(
    listed(room),
    now.map(({ id }) => id),
  );
  world.passes(100_000);
  assert.deepEqual(asked, [], "nothing has changed since");
});

test("below the limit all are asked for once, whether somebody looks or not, and told by name from then on", () => {
  const { room, tell, answers, asked } = large(5);
  tell({ type: "leave", member: guest(5), count: 4 });
  answers(guests(1, 3));
  answers(guests(1, 3));
  assert.deepEqual(asked, ["", "g0002"]);
  assert.equal(room.isRosterPartial, false);
  assert.equal(room.count, room.members.size);
  tell({ type: "join", member: guest(9), count: 5 });
  assert.equal(asked.length, 2);
});

test("a page that does not come is asked for again, and so after a lost connection", () => {
  const { world, room, pages, answers, asked } = large(9);
  pages.watch(true);
  world.passes(10_000);
  assert.deepEqual(asked, ["", ""]);
  pages.begin();
  assert.equal(asked.length, 3);
  answers(guests(1, 5));
  assert.equal(room.members.size, 3);
});

test("a count that never agrees with the roster does not keep the server busy", () => {
  const { world, tell, answers, asked } = large(3);
  for (let i = 0; i < 600; i++) {
    if (asked.length > 0) answers(guests(1, 1));
    tell({ type: "join", member: guest(1), count: 4 });
    world.passes(100);
  }
  assert.ok(asked.length <= 62, `${asked.length} times in a minute`);
});
