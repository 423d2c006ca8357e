// What has been read and what is new; quotes of messages that are not loaded; deletes that can be undone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PendingDeletes, UNDO_MS } from "../../public/state/pending-deletes.js";
import { ReadMarker } from "../../public/state/read-marker.js";
import { ReplyCache } from "../../public/state/reply-cache.js";
import { BEN, message, World } from "./world.mjs";

const READ = { epoch: "e1", seq: 10, at: 1_000 };
const others = (...all) => all.map((seq) => ({ seq }));

test("a first visit has no line", () => {
  const marker = new ReadMarker();
  marker.opened("e1", others(1, 2, 3));
  assert.equal(marker.line, undefined);
  assert.equal(marker.unread, 0);
});

test("a later visit has its line after what was read, and counts what came", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others(9, 10, 11, 12));
  assert.deepEqual(marker.line, { after: 10, since: 1_000 });
  assert.equal(marker.unread, 2);
});

test("a room that was begun anew was never read", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e2", others(11));
  assert.equal(marker.line, undefined);
});

test("looking ends the count and leaves the line", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others(11));
  assert.equal(marker.looked({ epoch: "e1", seq: 11, at: 2_000 }), true);
  assert.equal(marker.looked({ epoch: "e1", seq: 11, at: 3_000 }), false, "nothing new to keep");
  assert.equal(marker.unread, 0);
  assert.deepEqual(marker.line, { after: 10, since: 1_000 });
});

test("coming back to a page that was out of sight is a new visit", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others());
  marker.looked({ epoch: "e1", seq: 10, at: 2_000 });
  marker.heard(others(11), true);
  marker.heard(others(12), true);
  assert.deepEqual(marker.line, { after: 10, since: 2_000 });
  assert.equal(marker.unread, 2);
  marker.looked({ epoch: "e1", seq: 12, at: 5_000 });
  marker.heard(others(13), true);
  assert.deepEqual(marker.line, { after: 12, since: 5_000 });
});

test("what was read in another tab is read, also if it comes here only later", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others());
  marker.heard(others(11, 12), true);
  marker.readElsewhere({ epoch: "e1", seq: 12, at: 5_000 }, { isAll: true, isAway: true });
  assert.equal(marker.unread, 0);
  assert.equal(marker.line, undefined);
  marker.readElsewhere({ epoch: "e1", seq: 13, at: 6_000 }, { isAll: true, isAway: true });
  marker.heard(others(13), true);
  assert.equal(marker.unread, 0);
  marker.heard(others(14), true);
  assert.equal(marker.unread, 1);
  assert.deepEqual(marker.line, { after: 13, since: 6_000 });
});

test("what comes while one reads further up is counted, without a line", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others());
  marker.heard(others(11), false);
  assert.equal(marker.line, undefined);
  assert.equal(marker.unread, 1);
});

test("what was deleted before it was seen is not counted, and alone makes no line", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others());
  marker.heard(others(11, 12), true);
  marker.gone(10);
  marker.gone(11);
  marker.gone(11);
  assert.equal(marker.unread, 1);
  assert.deepEqual(marker.line, { after: 10, since: 1_000 });
  marker.gone(12);
  assert.equal(marker.unread, 0);
  assert.equal(marker.line, undefined);
  marker.heard(others(14), true);
  assert.deepEqual(marker.line, { after: 10, since: 1_000 });
});

test("a line that one has come back to stays, whatever is deleted below it", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others(11));
  marker.looked({ epoch: "e1", seq: 11, at: 2_000 });
  marker.gone(11);
  assert.deepEqual(marker.line, { after: 10, since: 1_000 });
});

test("however many are unread, they are counted", () => {
  const marker = new ReadMarker(READ);
  marker.opened("e1", others());
  marker.heard(others(...Array.from({ length: 5_000 }, (_, i) => 11 + i)), true);
  assert.equal(marker.unread, 5_000);
  marker.looked({ epoch: "e1", seq: 5_010, at: 2_000 });
  assert.equal(marker.unread, 0);
});

/** A cache whose answers the test gives. */
const quoted = () => {
  const asked = [];
  const quotes = new ReplyCache((seq) => new Promise((answer, fail) => asked.push({ seq, answer, fail })));
  const changed = () => new Promise((resolve) => quotes.addEventListener("change", resolve, { once: true }));
  return { quotes, asked, changed };
};

test("a quote is asked for once, and is there when it comes", async () => {
  const { quotes, asked, changed } = quoted();
  assert.equal(quotes.get(5), undefined);
  assert.equal(quotes.get(5), undefined);
  assert.deepEqual(
    asked.map(({ seq }) => seq),
    [5],
  );
  const change = changed();
  asked[0].answer(message(5, BEN, "c", "hi"));
  await change;
  assert.equal(quotes.get(5).text, "hi");
});

test("a message that is none is told apart from one that is on its way", async () => {
  const { quotes, asked, changed } = quoted();
  quotes.get(5);
  const change = changed();
  asked[0].answer(undefined);
  await change;
  assert.equal(quotes.get(5), null);
});

test("however many replies are in view, what each of them answers is asked for once", async () => {
  const { quotes, asked } = quoted();
  const REPLIES = 1_200;
  const draw = () => {
    for (let seq = 1; seq <= REPLIES; seq += 1) quotes.get(seq);
  };
  quotes.addEventListener("change", draw);
  draw();
  // What goes wrong here asks for ever.
  for (let n = 0; n < asked.length && n < 2 * REPLIES; n += 1) {
    asked[n].answer(message(asked[n].seq, BEN, "c", "hi"));
    await new Promise(setImmediate);
  }
  assert.equal(asked.length, REPLIES);
});

test("who waits for quotes that cannot be had does not wait in a crowd", async () => {
  const { quotes, asked } = quoted();
  const found = Array.from({ length: 200 }, (_, seq) => quotes.find(seq + 1));
  assert.deepEqual(await Promise.all(found.slice(50)), Array(150).fill(null));
  for (let n = 0; n < 50; n += 1) {
    asked[n].answer(message(asked[n].seq, BEN, "c", "hi"));
    await new Promise(setImmediate);
  }
  const first = await Promise.all(found.slice(0, 50));
  assert.ok(first.every((each) => each.text === "hi"));
  assert.equal(asked.length, 50);
  const later = quotes.find(60);
  asked[50].answer(message(60, BEN, "c", "ho"));
  assert.equal((await later).text, "ho");
});

test("a quote follows what happens to its message", async () => {
  const { quotes, asked, changed } = quoted();
  quotes.get(5);
  const change = changed();
  asked[0].answer(message(5, BEN, "c", "hi"));
  await change;
  quotes.apply({ type: "edited", target: 5, text: "ho" });
  assert.equal(quotes.get(5).text, "ho");
  quotes.apply({ type: "deleted", target: 5 });
  assert.equal(quotes.get(5).deleted, true);
  assert.equal(quotes.get(5).text, undefined);
});

test("an answer that was overtaken by a deletion is asked for again", async () => {
  const { quotes, asked, changed } = quoted();
  quotes.get(5);
  quotes.apply({ type: "deleted", target: 5 });
  const change = changed();
  asked[0].answer(message(5, BEN, "c", "secret"));
  await change;
  assert.equal(quotes.get(5), undefined);
  assert.equal(asked.length, 2);
});

test("what could not be had while away is asked for again", async () => {
  const { quotes, asked } = quoted();
  quotes.get(5);
  asked[0].fail(new Error("offline"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(quotes.get(5), undefined);
  assert.equal(asked.length, 1);
  quotes.askAgain();
  quotes.get(5);
  assert.equal(asked.length, 2);
});

test("a deletion can be undone until its time is over", () => {
  const world = new World();
  const done = [];
  const thoughts = new PendingDeletes(world.clock, (seq) => done.push(seq));
  thoughts.add(1);
  thoughts.add(2);
  thoughts.undo(1);
  world.passes(UNDO_MS - 1);
  assert.deepEqual([...thoughts.seqs], [2]);
  assert.deepEqual(done, []);
  world.passes(1);
  assert.deepEqual(done, [2]);
  assert.equal(thoughts.seqs.size, 0);
});

test("who leaves the page has made up their mind", () => {
  const done = [];
  const thoughts = new PendingDeletes(new World().clock, (seq) => done.push(seq));
  thoughts.add(1);
  thoughts.add(2);
  thoughts.endAll();
  assert.deepEqual(done, [1, 2]);
});
