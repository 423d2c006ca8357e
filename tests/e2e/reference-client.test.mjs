// The page's client against the real server: every message arrives once and in order, whatever happens to
// sockets, rooms and tabs on the way.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { request } from "../support/http.mjs";
import { BrowserStorage } from "../support/reference-page.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer(UNHURRIED);
});
after(() => server.stop());

const texts = (prefix, count) => Array.from({ length: count }, (_, n) => `${prefix} ${n}`);
const storedTexts = async (room) => {
  const { json } = await request(server, `/room/${room}/messages?limit=100`);
  return json.events.map((event) => event.text);
};

test("two people talk", async () => {
  const ana = await server.page("talk").joins("Ana");
  const ben = await server.page("talk").joins("Ben");
  await ana.sees({ type: "join", member: { name: "Ben" } });
  ana.connection.say("hi Ben");
  const { seq } = await ben.sees({ type: "message", text: "hi Ben" });
  ben.connection.say("hi Ana", seq);
  ben.connection.react(seq, "👋", true);
  await ana.sees({ type: "message", text: "hi Ana", reply_to: seq });
  await ana.sees({ type: "reacted", emoji: "👋" });
  ana.connection.edit(seq, "hi Benno");
  await ben.sees({ type: "edited", text: "hi Benno" });
  ana.connection.delete(seq);
  await ben.sees({ type: "deleted", target: seq });
  await ana.hasSaidAll();
  ana.connection.rename("Anna");
  await ben.sees({ type: "renamed", member: { name: "Anna" } });
  assert.deepEqual([...ana.refusals, ...ben.refusals], []);
});

test("what is said while the network comes and goes arrives once, in order", async () => {
  const watcher = await server.join("lossy", "Watcher");
  const ana = await server.page("lossy").joins("Ana");
  const said = texts("text", 30);
  for (const [n, text] of said.entries()) {
    ana.connection.say(text);
    if (n % 10 === 5) {
      await ana.is("live");
      await ana.loses();
      ana.connection.reconnectNow();
    }
  }
  await ana.hasSaidAll();
  await watcher.hasLog(30);
  assert.deepEqual(
    watcher.log.map((event) => event.text),
    said,
  );
  assert.deepEqual(ana.texts, said);
  assert.equal(ana.socketsOpened, 4);
});

test("an evicted room is come back to without a gap", async () => {
  const ana = await server.page("evicted").joins("Ana");
  const ben = await server.page("evicted").joins("Ben");
  for (let round = 0; round < 3; round += 1) {
    ana.connection.say(`before ${round}`);
    await server.evict("evicted");
    ben.connection.say(`after ${round}`);
    await Promise.all([ana.hasSaidAll(), ben.hasSaidAll()]);
  }
  const stored = await storedTexts("evicted");
  assert.equal(new Set(stored).size, 6);
  assert.equal(stored.length, 6);
  const last = ana.connection.say("last");
  await ben.sees({ cid: last });
  await ana.sees({ cid: last });
  for (const page of [ana, ben]) {
    assert.deepEqual(
      page.log.map((event) => event.seq),
      [1, 2, 3, 4, 5, 6, 7],
    );
  }
});

test("a sleep in the middle of what is said goes unnoticed", async () => {
  const ana = await server.page("asleep").joins("Ana");
  const ben = await server.page("asleep").joins("Ben");
  for (const text of texts("text", 5)) {
    ana.connection.say(text);
    await server.sleep("asleep");
  }
  await ana.hasSaidAll();
  await ben.sees({ text: "text 4" });
  assert.deepEqual(ben.texts, texts("text", 5));
  assert.deepEqual([ana.socketsOpened, ben.socketsOpened], [1, 1]);
});

test("a page that is reloaded is the same member, and says what it had not said", async () => {
  const storage = new BrowserStorage();
  const ana = await server.page("reload", { storage }).joins("Ana");
  const { id } = ana.connection.you;
  await ana.loses();
  ana.connection.say("typed while offline");
  ana.close();
  const again = await server.page("reload", { storage }).joins("Ana");
  await again.hasSaidAll();
  assert.equal(again.connection.you.id, id);
  assert.deepEqual(await storedTexts("reload"), ["typed while offline"]);
});

test("an echo that was lost with its page is found again and not said twice", async () => {
  const storage = new BrowserStorage();
  const ana = await server.page("lost-echo", { storage }).joins("Ana");
  const watcher = await server.join("lost-echo", "Watcher");
  ana.connection.say("heard by others");
  // The page is gone before its own echo is there; the frame is on its way.
  await watcher.sees({ text: "heard by others" });
  ana.close();
  const again = await server.page("lost-echo", { storage }).joins("Ana");
  await again.hasSaidAll();
  assert.deepEqual(await storedTexts("lost-echo"), ["heard by others"]);
});

test("tabs of one browser are one member", async () => {
  const storage = new BrowserStorage();
  const one = await server.page("tabs", { storage, tab: "1" }).joins("Ana");
  const two = await server.page("tabs", { storage, tab: "2" }).joins("Ana");
  assert.equal(two.connection.you.id, one.connection.you.id);
  two.connection.say("from two");
  await one.sees({ text: "from two" });
  assert.equal((await server.join("tabs", "Ben")).welcome.count, 2);
});

test("a taken name is asked again, with a free one at hand", async () => {
  await server.join("names", "Ana");
  const page = server.page("names");
  page.connection.start("ana");
  const { reason, suggestion } = await page.is("asking");
  assert.equal(reason, "name_taken");
  await page.joins(suggestion);
  assert.equal(page.connection.you.name, suggestion);
});

test("a refused token is dropped, and the user is asked", async () => {
  const storage = new BrowserStorage();
  storage.setItem("alcove:member:token", JSON.stringify({ id: "x", name: "Ana", token: "v1.forged" }));
  const page = server.page("token", { storage });
  page.connection.start("Ana");
  assert.equal((await page.is("asking")).reason, "token_refused");
  await page.joins("Ana");
});

test("a restarted server is found again, with everything there", async () => {
  const alone = await startRoomServer(UNHURRIED);
  try {
    const page = await alone.page("tea").joins("Ana");
    page.connection.say("one");
    await page.hasSaidAll();
    await alone.restart();
    page.comesBackTo(alone);
    await page.is("live");
    page.connection.say("two");
    await page.hasSaidAll();
    assert.deepEqual(
      page.log.map((event) => event.seq),
      [1, 2],
    );
  } finally {
    await alone.stop();
  }
});
