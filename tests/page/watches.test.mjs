// Which rooms are watched, by which tab, and what becomes of what is told.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { Watch } from "../../public/client/watch.js";
import { Leader } from "../../public/rooms/leader.js";
import { OpenRooms } from "../../public/rooms/open-rooms.js";
import { MOST_REQUESTS, newRequests } from "../../public/rooms/requests.js";
import { MOST_WATCHED, Watches } from "../../public/rooms/watches.js";
import { Browser } from "./rooms-world.mjs";
import { BEN, error, World } from "./world.mjs";

let world;
let browser;
let isOnline;
/** The ends of each kind of channel. */
let channels;

beforeEach(() => {
  world = new World();
  browser = new Browser();
  isOnline = true;
  channels = { open: new Browser(), leader: new Browser() };
});

/** Locks as a browser has them: who asks first has it first. */
class Locks {
  #queue = [];
  request(_, { signal }, held) {
    const entry = {};
    const over = new Promise((resolve, reject) => {
      entry.begin = () => held().then(resolve);
      signal.addEventListener("abort", () => entry.isHeld || reject(new Error("aborted")));
    });
    this.#queue.push(entry);
    const leaves = () => {
      this.#queue = this.#queue.filter((each) => each !== entry);
      this.#next();
    };
    over.then(leaves, leaves);
    this.#next();
    return over;
  }
  #next() {
    const [first] = this.#queue;
    if (!first || first.isHeld) return;
    first.isHeld = true;
    void first.begin();
  }
}

/** A tab with its list and its watches. */
const tab = async (name, { locks, isAlone = false, isSeen = () => true } = {}) => {
  const rooms = browser.tab();
  const open = new OpenRooms({ channel: channels.open.channel(), clock: world.clock, tab: name });
  const watches = new Watches(rooms, {
    clock: world.clock,
    open,
    isOnline: () => isOnline,
    leader: (onChange) =>
      new Leader({
        name: "watches",
        tab: name,
        ...(locks && { locks }),
        ...(!isAlone && { channel: channels.leader.channel() }),
        clock: world.clock,
        isSeen,
        onChange,
      }),
    watch: (room, place) =>
      new Watch({
        url: `ws://test/room/${room}`,
        room,
        ...(place && { place }),
        storage: world.storage,
        WebSocket: world.socketMaker(),
        clock: world.clock,
        randomBytes: world.randomBytes,
      }),
  });
  await browser.rests();
  world.passes(4_000);
  return { rooms, open, watches };
};

const known = (count) => {
  browser.known = Array.from({ length: count }, (_, i) => ({ room: `room-${i + 1}`, at: 1_000 - i }));
};
const socketOf = (room) =>
  world.sockets.findLast(({ url, isClosed }) => url.endsWith(`/${room}`) && !isClosed);
const openSockets = () => world.sockets.filter(({ isClosed }) => !isClosed).length;
const welcomed = (room, head = {}) => {
  const socket = socketOf(room);
  socket.opens();
  socket.says(
    { type: "welcome", v: 1, room, epoch: "e1", seq: 5, recovered: false },
    { type: "head", seq: 5, unread: 0, mentions: 0, at: 2_000, ...head },
  );
  return socket;
};

describe("what is watched", () => {
  test("the rooms of latest activity, and so many", async () => {
    known(30);
    const { watches } = await tab("a");
    assert.deepEqual(
      watches.watched,
      Array.from({ length: MOST_WATCHED }, (_, i) => `room-${i + 1}`),
    );
    assert.equal(openSockets(), MOST_WATCHED);
  });

  test("what a room tells is in the list, and its newest state alone", async () => {
    known(2);
    const { rooms } = await tab("a");
    const socket = welcomed("room-2", { unread: 3, mentions: 1, preview: { from: BEN, text: "hi" } });
    const { room, unread, mentions, preview, at, epoch, after, seq } = rooms.list[0];
    assert.deepEqual(
      { room, unread, mentions, preview, at, epoch, after, seq },
      {
        ...{ room: "room-2", unread: 3, mentions: 1, preview: { from: BEN, text: "hi" } },
        ...{ at: 2_000, epoch: "e1", after: 5, seq: 5 },
      },
    );
    socket.says({ type: "head", seq: 6, unread: 0, mentions: 0, at: 2_001 });
    assert.deepEqual([rooms.total.unread, rooms.get("room-2").preview], [0, undefined]);
  });

  test("a room that is read elsewhere in the browser is read here as well", async () => {
    known(1);
    const { rooms } = await tab("a");
    const socket = welcomed("room-1", { seq: 9, unread: 4 });
    socket.take();
    rooms.read("room-1");
    world.passes(1_000);
    assert.deepEqual(socket.take(), [{ type: "seen", seq: 9 }]);
    assert.deepEqual([rooms.total.unread, browser.read.get("room-1")], [0, { epoch: "e1", seq: 9 }]);
  });

  test("not those that are open in a tab, nor hidden or forgotten ones", async () => {
    known(4);
    const { rooms, open, watches } = await tab("a");
    const other = await tab("b");
    const close = other.open.hold("room-1");
    open.hold("room-2");
    rooms.hide("room-3", true);
    await rooms.forget("room-4");
    world.passes(1_000);
    assert.deepEqual([watches.watched, openSockets()], [[], 0]);
    close();
    world.passes(1_000);
    assert.deepEqual(watches.watched, ["room-1"]);
  });

  test("a tab that is gone without a word holds no rooms for long", async () => {
    known(1);
    const { watches, open } = await tab("a");
    channels.open.channel().postMessage({ tab: "crashed", rooms: ["room-1"] });
    world.passes(1_000);
    assert.deepEqual(watches.watched, []);
    world.passes(40_000);
    assert.deepEqual([watches.watched, open.has("room-1")], [["room-1"], false]);
  });

  test("a room that cannot be looked into is marked, and not tried again", async () => {
    known(2);
    const { rooms, watches } = await tab("a");
    const socket = socketOf("room-1");
    socket.opens();
    socket.says(error("key_needed"));
    const before = world.sockets.length;
    world.passes(600_000);
    assert.equal(rooms.get("room-1").state, "key_needed");
    assert.deepEqual(watches.watched, ["room-2"]);
    assert.ok(!world.sockets.slice(before).some(({ url }) => url.endsWith("room-1")));
    rooms.note("room-1", { state: "" });
    world.passes(1_000);
    assert.deepEqual(watches.watched.sort(), ["room-1", "room-2"], "until somebody has been in it");
  });

  test("nothing while there is no network, and all of it again when there is", async () => {
    known(3);
    const { watches } = await tab("a");
    for (const room of ["room-1", "room-2", "room-3"]) welcomed(room);
    isOnline = false;
    watches.look();
    assert.deepEqual([watches.watched, openSockets()], [[], 0]);
    world.passes(600_000);
    assert.equal(openSockets(), 0);
    isOnline = true;
    watches.look();
    world.passes(1_000);
    assert.equal(openSockets(), 3);
  });

  test("what private conversations come to is passed on with the room they began in", async () => {
    known(1);
    const { watches } = await tab("a");
    const told = [];
    watches.addEventListener("direct", ({ detail }) => told.push(detail));
    const direct = { type: "direct", pair: "p", with: BEN, state: "request" };
    welcomed("room-1").says(direct);
    assert.deepEqual(told, [{ room: "room-1", direct }]);
  });

  test("who asks to talk in private is at the row and in the total, is told once, and goes when answered", async () => {
    known(1);
    const { rooms, open, watches } = await tab("a");
    const told = [];
    watches.addEventListener("request", ({ detail: { room, direct } }) => told.push([room, direct.pair]));
    const direct = (pair, state = "request") => ({ type: "direct", pair, with: BEN, state });
    const comesBack = (...directs) => {
      const close = open.hold("room-1");
      world.passes(1_000);
      close();
      world.passes(1_000);
      socketOf("room-1").opens();
      const you = { ...BEN, token: "t1" };
      socketOf("room-1").says({ type: "welcome", v: 1, room: "room-1", epoch: "e1", seq: 5, you, directs });
    };
    welcomed("room-1").says(direct("p1"), direct("p2"), direct("p3", "open"), direct("p1"));
    assert.deepEqual([newRequests(rooms.get("room-1")), rooms.total.requests], [2, 2]);
    socketOf("room-1").says(direct("p1", "ignored"));
    assert.equal(rooms.total.requests, 1);
    browser.muted.add("room-1");
    rooms.refresh();
    assert.deepEqual([newRequests(rooms.get("room-1")), rooms.total.requests], [1, 0]);
    browser.muted.clear();

    // One has been there, and has not answered: that is no news when it is watched again.
    rooms.note("room-1", { requests: [{ pair: "p2", isSeen: true }] });
    comesBack(direct("p2"), direct("p4"));
    assert.equal(rooms.total.requests, 1);
    assert.deepEqual(told.splice(0), [
      ["room-1", "p1"],
      ["room-1", "p2"],
      ["room-1", "p4"],
    ]);
    // Answered elsewhere meanwhile.
    comesBack();
    assert.equal(rooms.get("room-1").requests, undefined);

    const many = Array.from({ length: MOST_REQUESTS + 5 }, (_, i) => direct(`many-${i}`));
    comesBack(...many);
    comesBack(...many);
    assert.deepEqual([rooms.total.requests, told.length], [MOST_REQUESTS, MOST_REQUESTS]);
  });
});

describe("rooms beyond those that are watched", () => {
  test("are looked at when somebody looks at the list, a few at a time, and not again at once", async () => {
    known(MOST_WATCHED + 6);
    const { rooms, watches } = await tab("a");
    const before = world.sockets.length;
    watches.lookAtOthers();
    assert.equal(world.sockets.length - before, 4, "at a time");
    for (let i = 1; i <= 6; i += 1) {
      const room = `room-${MOST_WATCHED + i}`;
      if (i === 6) socketOf(room).ends();
      else welcomed(room, { unread: i, at: 1 });
    }
    assert.deepEqual([rooms.total.unread, openSockets()], [15, MOST_WATCHED + 1], "the last has failed");
    assert.equal(world.sockets.length - before, 6);
    watches.lookAtOthers();
    assert.equal(world.sockets.length - before, 7, "what is fresh is left alone");
    assert.deepEqual(watches.watched.length, MOST_WATCHED);
  });

  test("so are hidden ones, last; one is in the list again when one is mentioned there", async () => {
    known(MOST_WATCHED + 3);
    const { rooms, watches } = await tab("a");
    const hidden = ["room-1", "room-2"];
    for (const room of hidden) {
      welcomed(room, { unread: 1, mentions: 1 });
      rooms.hide(room, true);
    }
    world.passes(1_000);
    const before = world.sockets.length;
    watches.lookAtOthers();
    const looked = world.sockets.slice(before).map(({ url }) => url.split("/").at(-1));
    assert.deepEqual(looked, [`room-${MOST_WATCHED + 3}`, ...hidden]);
    welcomed("room-1", { seq: 9, unread: 3, mentions: 1, preview: { from: BEN, text: "news" } });
    welcomed("room-2", { seq: 9, unread: 3, mentions: 2 });
    const { isHidden, unread, preview } = rooms.get("room-1");
    assert.deepEqual({ isHidden, unread, text: preview.text }, { isHidden: true, unread: 3, text: "news" });
    assert.equal(rooms.get("room-2").isHidden, false);
    await browser.rests();
    assert.deepEqual(
      [browser.kept.get("room-1").isHidden, browser.kept.get("room-2").isHidden],
      [true, false],
    );
    rooms.hide("room-2", true);
    assert.equal(rooms.get("room-2").isHidden, true, "that mention is known");
  });

  test("are given up when the page goes", async () => {
    known(MOST_WATCHED + 9);
    const { watches } = await tab("a");
    watches.lookAtOthers();
    watches.leave();
    assert.equal(openSockets(), 0);
  });
});

/** As where the browser is to store nothing for the site. */
const REFUSING = { request: async () => Promise.reject(new DOMException("refused", "SecurityError")) };

for (const [how, locks] of [
  ["by locks", () => new Locks()],
  ["where locks are refused", () => REFUSING],
  ["by what tabs tell each other", () => undefined],
])
  describe(`one tab watches, ${how}`, () => {
    test("and another when that one goes; it may come back", async () => {
      known(3);
      const all = { locks: locks() };
      const a = await tab("a", all);
      const b = await tab("b", all);
      const c = await tab("c", all);
      assert.deepEqual(
        [a, b, c].map(({ watches }) => watches.watched.length),
        [3, 0, 0],
      );
      a.watches.leave();
      await browser.rests();
      world.passes(4_000);
      const [next] = [b, c].filter(({ watches }) => watches.watched.length > 0);
      assert.equal(openSockets(), 3);
      a.watches.resume();
      await browser.rests();
      world.passes(5_000);
      assert.equal(next.watches.watched.length, 3, "it stays with the one that has it");
      assert.equal(openSockets(), 3);
      next.watches.leave();
      await browser.rests();
      world.passes(4_000);
      assert.equal(openSockets(), 3);
    });
  });

test("where tabs can agree by nothing, each watches while it is seen, and no more than one may", async () => {
  known(MOST_WATCHED + 3);
  let isSeen = false;
  const alone = { locks: REFUSING, isAlone: true };
  const a = await tab("a", { ...alone, isSeen: () => isSeen });
  const b = await tab("b", alone);
  const watched = () => [a, b].map(({ watches }) => watches.watched.length);
  const turns = (to) => {
    isSeen = to;
    a.watches.turned();
    world.passes(4_000);
  };
  turns(false);
  assert.deepEqual(watched(), [0, MOST_WATCHED]);
  turns(true);
  assert.deepEqual(watched(), [MOST_WATCHED, MOST_WATCHED]);
  turns(false);
  assert.deepEqual(watched(), [0, MOST_WATCHED]);
  b.watches.leave();
  turns(true);
  b.watches.turned();
  assert.deepEqual(watched(), [MOST_WATCHED, 0], "one that has left stands no longer for it");
});

test("where there are no locks, a leader that is silent for long is replaced, and yields when it is back", async () => {
  known(1);
  const leads = [];
  const leader = (name, channel) => {
    const one = new Leader({
      name: "x",
      tab: name,
      channel,
      clock: world.clock,
      isSeen: () => true,
      onChange: (is) => leads.push([name, is]),
    });
    one.begin();
    return one;
  };
  const silent = channels.leader.channel();
  const a = leader("b", silent);
  world.passes(1_000);
  const b = leader("a", channels.leader.channel());
  world.passes(1_000);
  assert.deepEqual([a.isLeading, b.isLeading], [true, false]);
  silent.close();
  const says = silent.postMessage;
  silent.postMessage = () => {};
  world.passes(30_000);
  assert.deepEqual([a.isLeading, b.isLeading], [true, true], "neither hears of the other");
  silent.postMessage = says;
  silent.hears({ leads: "a" });
  assert.deepEqual([a.isLeading, b.isLeading], [false, true]);
  a.end();
  assert.deepEqual(leads, [
    ["b", true],
    ["a", true],
    ["b", false],
  ]);
});
