// Which messages are loaded, which are in view, and where a page would continue.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageLog } from "../../public/state/message-log.js";
import { BEN, message } from "./world.mjs";

const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i, BEN, `c${from + i}`));
const seqs = (log) => log.messages.map(({ seq }) => seq);
const ends = (log) => [log.messages[0]?.seq, log.messages.at(-1)?.seq];

/** The newest page of a long room, and what a leap to 100 brings. */
const afterLeap = () => {
  const log = new MessageLog();
  log.addPage(range(951, 1000), true);
  log.addPage(range(76, 125), true, 126);
  log.show(100);
  return log;
};

test("the newest page is in view, and grows at both ends", () => {
  const log = new MessageLog();
  log.addPage(range(11, 20), true);
  assert.equal(log.hasOlder, true);
  assert.equal(log.hasNewer, false);
  assert.equal(log.olderBefore, 11);
  log.addPage(range(1, 10), false, 11);
  log.advance(21, message(21, BEN, "x"));
  assert.deepEqual(
    seqs(log),
    range(1, 21).map(({ seq }) => seq),
  );
  assert.equal(log.hasOlder, false);
});

test("a message far away comes into view without what lies between", () => {
  const log = afterLeap();
  assert.deepEqual(ends(log), [76, 125]);
  assert.equal(log.hasOlder, true);
  assert.equal(log.hasNewer, true);
  assert.equal(log.olderBefore, 76);
  assert.equal(log.newest.seq, 1000);
});

test("what arrives meanwhile waits at the live end", () => {
  const log = afterLeap();
  log.advance(1001, message(1001, BEN, "x"));
  assert.deepEqual(ends(log), [76, 125]);
  log.showEnd();
  assert.deepEqual(ends(log), [951, 1001]);
  assert.equal(log.hasNewer, false);
});

test("a page below closes up to what is in view, also over positions that are no messages", () => {
  const log = afterLeap();
  const before = log.newerBefore(50);
  assert.equal(before, 176);
  log.addPage(range(140, 170), true, before);
  assert.deepEqual(ends(log), [76, 125], "a page that starts above a gap is not joined to what is in view");
  log.addPage([...range(120, 125), ...range(140, 170)], true, before);
  assert.deepEqual(ends(log), [76, 170]);
});

test("a stretch that meets the live end becomes part of it", () => {
  const log = afterLeap();
  log.addPage(range(910, 950), true, 951);
  assert.deepEqual(ends(log), [76, 125]);
  log.addPage(range(126, 909), true, 910);
  assert.deepEqual(ends(log), [76, 1000]);
  assert.equal(log.hasNewer, false);
});

test("a leap to what is not here says so", () => {
  const log = afterLeap();
  assert.equal(log.show(500), false);
  assert.deepEqual(ends(log), [76, 125]);
});

test("a change reaches its message in view or out of it, and no tombstone", () => {
  const log = afterLeap();
  const loud = (each) => ({ ...each, text: "loud" });
  for (const seq of [100, 1000]) {
    log.change(seq, loud);
    assert.equal(log.find(seq).text, "loud");
  }
  log.change(100, (each) => ({ ...each, deleted: true, text: undefined }));
  log.change(100, loud);
  assert.equal(log.find(100).text, undefined);
  log.change(500, loud);
  assert.equal(log.find(500), undefined);
});

test("a replay without a page begins where it begins", () => {
  const log = new MessageLog();
  log.advance(41);
  log.advance(42, message(42, BEN, "x"));
  assert.deepEqual(seqs(log), [42]);
  assert.equal(log.olderBefore, 41);
  log.addPage(range(30, 42), true);
  assert.deepEqual(ends(log), [30, 42]);
});

test("who follows keeps the newest, who reads above keeps their place", () => {
  const MOST = 5_000;
  const log = new MessageLog();
  log.addPage(range(1, MOST), false);
  log.advance(MOST + 1, message(MOST + 1, BEN, "x"));
  assert.deepEqual(ends(log), [2, MOST + 1]);
  assert.equal(log.hasOlder, true);

  log.isFollowing = false;
  log.advance(MOST + 2, message(MOST + 2, BEN, "y"));
  assert.deepEqual(ends(log), [2, MOST + 1], "nothing moves");
  assert.equal(log.hasNewer, true);
  assert.equal(log.newest.seq, MOST + 2);
  log.showEnd();
  assert.equal(log.messages.at(-1).seq, MOST + 2);
});

test("however far one reads up or down, only so much is kept", () => {
  const log = new MessageLog();
  log.isFollowing = false;
  log.addPage(range(19_951, 20_000), true);
  for (let top = 19_951; top > 1; top -= 50) log.addPage(range(top - 50, top - 1), top > 51, top);
  assert.deepEqual(ends(log), [1, 5_000]);
  while (log.hasNewer) {
    const before = log.newerBefore(50);
    log.addPage(range(Math.max(1, before - 50), Math.min(20_000, before - 1)), true, before);
    assert.ok(log.messages.length <= 5_000);
  }
  assert.equal(log.messages.at(-1).seq, 20_000);
});

test("a change reaches every copy of its message, also where the view was cut off from the live end", () => {
  const log = new MessageLog();
  log.isFollowing = false;
  log.addPage(range(1, 5_000), false);
  log.advance(5_001, message(5_001, BEN, "x"));
  log.show(10);
  log.change(4_990, (each) => ({ ...each, deleted: true, text: undefined }));
  assert.equal(log.find(4_990).deleted, true);
  log.showEnd();
  assert.equal(log.find(4_990).deleted, true);
});

test("however much arrives while one reads far above, only so much is kept of it", () => {
  const log = afterLeap();
  log.isFollowing = false;
  for (let seq = 1_001; seq <= 7_000; seq += 1) log.advance(seq, message(seq, BEN, `c${seq}`));
  log.showEnd();
  assert.ok(log.messages.length <= 5_000, `${log.messages.length} are kept`);
  assert.equal(log.messages.at(-1).seq, 7_000);
});

test("a gap below the view is closed by pages that are shorter than asked for", () => {
  const log = afterLeap();
  const asked = [];
  while (log.messages.at(-1).seq < 200 && asked.length < 40) {
    const before = log.newerBefore(50);
    asked.push(before);
    // Of each page only the newest seven fit.
    log.addPage(range(before - 7, before - 1), true, before);
  }
  assert.equal(new Set(asked).size, asked.length, "never the same twice");
  assert.deepEqual(
    seqs(log),
    range(76, log.messages.at(-1).seq).map(({ seq }) => seq),
    "and nothing is missing",
  );
});

test("a message that is leapt to is reached by pages that are shorter than asked for", () => {
  const log = new MessageLog();
  log.addPage(range(951, 1000), true);
  const asked = [];
  while (!log.show(100) && asked.length < 40) {
    const before = log.beforeGap(100, 126);
    asked.push(before);
    log.addPage(range(before - 7, before - 1), true, before);
  }
  assert.deepEqual(asked, [126, 119, 112, 105]);
  assert.equal(log.find(100).seq, 100);
});
