// Resume: a client that comes back gets exactly what it missed, or is told that this is impossible. A long
// replay is paced by its reader, and a slow reader is cut off without anyone else noticing.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const REPLAY_FRAME = 256 * 1024;
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const seqs = (events) => events.map((event) => event.seq);

/**
 * Fills a room from its first seq on, and resolves once all is durable. It goes in portions: a
 * talker's own `seen` stands behind what it has on the way.
 */
async function fill(member, count, text) {
  for (let n = 0; n < count; n += 1) {
    member.asks({ type: "say", text: text(n) });
    if ((n + 1) % 50 === 0) await member.hasLog(n + 1, 60_000);
  }
  await member.hasLog(count, 60_000);
}

describe("continuity", () => {
  let server;
  before(async () => {
    server = await startRoomServer(UNHURRIED);
  });
  after(() => server.stop());

  test("who comes back gets exactly what was missed, then what is new", async () => {
    const [ana, ben] = await server.joinAll("exact", "Ana", "Ben");
    await ana.says("one");
    await ben.sees({ seq: 1 });
    await ben.vanishes();
    await ana.says("two");
    await ana.does({ type: "edit", seq: 1, text: "one!" });
    await ana.does({ type: "react", seq: 2, emoji: "👍", on: true });
    const again = await server.join("exact", "Ben", ben.resume);
    assert.equal(again.welcome.recovered, true);
    assert.equal(again.welcome.seq, 4);
    await again.hasLog(3);
    await ana.says("live");
    assert.deepEqual(await again.hasLog(4), ana.log.slice(1), "the very events that went out live");
    assert.ok(!again.heard.some((event) => event.type === "history"), "no page besides");
  });

  test("who has everything gets nothing", async () => {
    const [ana, ben] = await server.joinAll("nothing", "Ana", "Ben");
    await ana.says("one");
    await ben.sees({ seq: 1 });
    await ben.vanishes();
    const again = await server.join("nothing", "Ben", ben.resume);
    assert.equal(again.welcome.recovered, true);
    await again.says("new");
    assert.deepEqual(seqs(again.log), [2]);
  });

  test("after 0 replays the whole log, also without a token and in an empty room", async () => {
    const ana = await server.join("whole", "Ana");
    const { epoch } = ana.welcome;
    const early = await server.join("whole", "Early", { epoch, after: 0 });
    assert.equal(early.welcome.recovered, true);
    await fill(ana, 70, (n) => `text ${n}`);
    const late = await server.join("whole", "Late", { epoch, after: 0 });
    assert.equal(late.welcome.recovered, true);
    assert.deepEqual(await late.hasLog(70), ana.log);
    assert.deepEqual(await early.hasLog(70), ana.log);
  });

  test("what cannot be continued gets recovered:false and the newest page", async () => {
    const ana = await server.join("refused", "Ana");
    await fill(ana, 5, (n) => `text ${n}`);
    const { epoch } = ana.welcome;
    const hellos = {
      "another epoch": { epoch: "another", after: 3 },
      "ahead of the log": { epoch, after: 6 },
      "far ahead": { epoch, after: 9_007_199_254_740_991 },
      negative: { epoch, after: -1 },
      fractional: { epoch, after: 2.5 },
      "no epoch": { after: 3 },
      "no after": { epoch },
      "null after": { epoch, after: null },
    };
    for (const [what, hello] of Object.entries(hellos)) {
      const ben = await server.join("refused", `Ben, ${what}`, hello);
      assert.equal(ben.welcome.recovered, false, what);
      const page = await ben.sees({ type: "history" });
      assert.deepEqual(seqs(page.events), [1, 2, 3, 4, 5], what);
      await ben.pings();
      assert.deepEqual(ben.log, [], what);
      await ben.leaves();
    }
  });

  test("history and replay end in the same state", async () => {
    const [ana, ben] = await server.joinAll("state", "Ana", "Ben");
    for (let n = 0; n < 6; n += 1) await ana.says(`text ${n}`);
    await ben.does({ type: "react", seq: 1, emoji: "👍", on: true });
    await ana.does({ type: "edit", seq: 2, text: "edited" });
    await ana.does({ type: "edit", seq: 2, text: "edited again" });
    await ana.does({ type: "delete", seq: 3 });
    await ben.does({ type: "react", seq: 4, emoji: "👍", on: true });
    await ben.does({ type: "react", seq: 4, emoji: "👍", on: false });
    await ana.does({ type: "react", seq: 1, emoji: "👍", on: true });
    await ana.does({ type: "edit", seq: 5, text: "short life" });
    await ana.does({ type: "delete", seq: 5 });
    const replayed = await server.join("state", "Cy", { epoch: ana.welcome.epoch, after: 0 });
    const byReplay = stateOf(await replayed.hasLog(15));
    assert.deepEqual(byReplay, stateOf((await ana.history()).events));
  });

  test("thousands of events come in bounded frames, in order, while others talk on", async () => {
    const COUNT = 3_000;
    const [ana, ben] = await server.joinAll("thousands", "Ana", "Ben");
    ana.saysSeenEvery(512 * 1024);
    await ben.vanishes();
    await fill(ana, COUNT, (n) => `text ${n} ${"x".repeat(900)}`);
    const again = await server.connect("thousands");
    again.saysSeenEvery(512 * 1024);
    again.hello("Ben", ben.resume);
    // Talks all the time that the replay takes.
    let live = 0;
    while (again.log.length < COUNT) {
      live += 1;
      await ana.says(`live ${live}`);
    }
    await ana.says("last");
    await again.hasLog(COUNT + live + 1);
    assert.equal(again.welcome.recovered, true);
    assert.deepEqual(seqs(again.log), range(1, COUNT + live + 1));
    assert.deepEqual(again.log, ana.log);
    const largest = Math.max(...again.frames.map((frame) => frame.bytes));
    assert.ok(largest <= REPLAY_FRAME, `the largest frame has ${largest} bytes`);
    assert.ok(
      again.frames.some((frame) => frame.bytes > REPLAY_FRAME / 2),
      "frames are not tiny, either",
    );
  });

  test("many come back at once, and each gets the same", async () => {
    const ana = await server.join("many", "Ana");
    await fill(ana, 300, (n) => `text ${n}`);
    const { epoch } = ana.welcome;
    const back = await Promise.all(
      range(0, 9).map((n) => server.join("many", `Guest ${n}`, { epoch, after: n * 30 })),
    );
    await ana.says("all back?");
    for (const [n, guest] of back.entries()) {
      await guest.hasLog(301 - n * 30);
      assert.deepEqual(guest.log, ana.log.slice(n * 30));
    }
  });
});

describe("slow readers", () => {
  const MAX_UNSEEN = 512 * 1024;
  const vars = { ...UNHURRIED, MAX_UNSEEN_BYTES: String(MAX_UNSEEN) };
  let server;
  before(async () => {
    // Awake on a slow machine, too: a sleep makes the count of what is unseen a little wrong.
    server = await startRoomServer({ ...vars, SLEEP_AFTER_MS: "15000" });
  });
  after(() => server.stop());

  /** Each message has about 4 KiB: after 128 of them the mute one is due. How many were said. */
  const saysUntilClosed = async (speaker, mute, after = () => {}) => {
    let said = 0;
    while (!mute.closed && said < 256) {
      await speaker.says("x".repeat(3_900));
      said += 1;
      await after(said);
    }
    return said;
  };

  test("who never says seen is closed with 1013 once too much is unseen; who does is not", async () => {
    const [ana, ben, mute] = await server.joinAll("unseen", "Ana", "Ben", "Mute");
    for (const good of [ana, ben]) good.saysSeenEvery(64 * 1024);
    const said = await saysUntilClosed(ana, mute);
    assert.equal(await mute.isClosed(), 1013);
    const received = mute.frames.reduce((sum, frame) => sum + frame.bytes, 0);
    assert.ok(received > MAX_UNSEEN - 64 * 1024, `closed after only ${received} bytes`);
    assert.ok(received < 1.5 * MAX_UNSEEN, `closed only after ${received} bytes`);
    await ben.hasLog(said);
    assert.deepEqual(ben.log, ana.log);

    const again = await server.join("unseen", "Mute", mute.resume);
    assert.equal(again.welcome.recovered, true);
    again.saysSeenEvery(64 * 1024);
    await again.hasLog(said - mute.log.length);
    assert.deepEqual([...mute.log, ...again.log], ana.log);
  });

  test("a reader that stops reading slows nobody, is cut off, and resumes", async () => {
    const [ana, ben, slow] = await server.joinAll("stopped", "Ana", "Ben", "Slow");
    for (const good of [ana, ben]) good.saysSeenEvery(64 * 1024);
    slow.stopsReading();
    await fill(ana, 400, () => "x".repeat(3_900));
    await ben.hasLog(400);
    slow.readsOn();
    assert.equal(await slow.isClosed(), 1013);
    const again = await server.join("stopped", "Slow", slow.resume);
    again.saysSeenEvery(64 * 1024);
    assert.equal(again.welcome.recovered, true);
    await again.hasLog(400 - slow.log.length);
    assert.deepEqual([...slow.log, ...again.log], ana.log);
  });

  test("a replay waits for seen, and goes on with it", async () => {
    const ana = await server.join("paced", "Ana");
    ana.saysSeenEvery(64 * 1024);
    await fill(ana, 500, () => "x".repeat(3_900));
    const ben = await server.connect("paced");
    ben.saysSeenEvery(128 * 1024);
    ben.hello("Ben", { epoch: ana.welcome.epoch, after: 0 });
    await ben.hasLog(500);
    assert.deepEqual(ben.log, ana.log);
  });

  test("a replay whose reader says nothing ends in 1013 with progress made", async () => {
    const ana = await server.join("unpaced", "Ana");
    ana.saysSeenEvery(64 * 1024);
    await fill(ana, 500, () => "x".repeat(3_900));
    const mute = await server.join("unpaced", "Mute", { epoch: ana.welcome.epoch, after: 0 });
    assert.equal(await mute.isClosed(), 1013);
    assert.ok(mute.log.length > 0 && mute.log.length < 500, `${mute.log.length} of 500 came`);
    assert.deepEqual(mute.log, ana.log.slice(0, mute.log.length));
  });

  describe("in a room that sleeps", () => {
    before(() => server.restart(vars));

    test("who never says seen is closed, too", async () => {
      const [ana, mute] = await server.joinAll("drowsy", "Ana", "Mute");
      ana.saysSeenEvery(64 * 1024);
      // Each sleep makes the count wrong by 64 KiB at most.
      await saysUntilClosed(ana, mute, (said) => said % 50 === 0 && server.sleep("drowsy"));
      assert.equal(await mute.isClosed(), 1013);
    });

    test("a replay that waits for seen outlives a sleep of the room", async () => {
      const ana = await server.join("sleepy", "Ana");
      ana.saysSeenEvery(64 * 1024);
      await fill(ana, 500, () => "x".repeat(3_900));
      const ben = await server.join("sleepy", "Ben", { epoch: ana.welcome.epoch, after: 0 });
      // As much as may be unseen, in frames of 256 KiB, each followed by more only after a seen.
      await ben.hasLog(60);
      await ben.pings();
      await server.sleep("sleepy");
      ben.saysSeenEvery(128 * 1024);
      ben.saysSeen();
      await ben.hasLog(500);
      assert.deepEqual(ben.log, ana.log);
    });

    test("what was seen before a sleep stays seen", async () => {
      const ana = await server.join("seen", "Ana");
      ana.saysSeenEvery(64 * 1024);
      await fill(ana, 100, () => "x".repeat(3_900));
      const ben = await server.join("seen", "Ben", { epoch: ana.welcome.epoch, after: 0 });
      await ben.hasLog(100);
      ben.saysSeen();
      await ben.members();
      await server.sleep("seen");
      ben.saysSeen();
      // A page of 256 KiB is within the bound of a reader that has seen everything else.
      assert.ok((await ben.history({ limit: 100 })).events.length > 60);
      await ben.says("still here");
    });
  });
});

test("with MAX_UNSEEN_BYTES 0 nobody is ever too slow", async () => {
  const server = await startRoomServer({ ...UNHURRIED, MAX_UNSEEN_BYTES: "0" });
  try {
    const [ana, mute] = await server.joinAll("tea", "Ana", "Mute");
    await fill(ana, 1_500, () => "x".repeat(3_900));
    await mute.hasLog(1_500);
    const late = await server.join("tea", "Late", { epoch: ana.welcome.epoch, after: 0 });
    assert.deepEqual(await late.hasLog(1_500), ana.log);
  } finally {
    await server.stop();
  }
});

/** What a page would show after these events: by seq, text, reactions and whether it is deleted. */
function stateOf(events) {
  const messages = new Map();
  for (const event of events) {
    const target = messages.get(event.target);
    switch (event.type) {
      case "message":
        messages.set(event.seq, {
          from: event.from.id,
          text: event.text,
          edited: event.edited_at !== undefined,
          deleted: event.deleted === true,
          reactions: { ...event.reactions },
        });
        break;
      case "edited":
        if (!event.deleted) Object.assign(target, { text: event.text, edited: true });
        break;
      case "deleted":
        Object.assign(target, { text: undefined, edited: false, deleted: true, reactions: {} });
        break;
      case "reacted": {
        if (target.deleted) break;
        const others = (target.reactions[event.emoji] ?? []).filter((id) => id !== event.from.id);
        const now = event.on ? [...others, event.from.id] : others;
        if (now.length > 0) target.reactions[event.emoji] = now;
        else delete target.reactions[event.emoji];
        break;
      }
    }
  }
  return Object.fromEntries(messages);
}
