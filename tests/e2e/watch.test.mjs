// Watching in the built Worker: who only wants to know how much is new takes no seat, hears of it at most once a
// second, and lets the room sleep.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer({ ...UNHURRIED, LEAVE_GRACE_MS: "500" });
});
after(() => server.stop());

/** A watch that has its welcome, and its first head. */
async function watch(room, fields = {}) {
  const watch = await server.connect(room);
  await watch.greets(undefined, { watch: true, ...fields });
  return [watch, await watch.sees({ type: "head" })];
}

test("a watch is told how much is new, and nobody hears of it", async () => {
  const [ana, ben] = await server.joinAll("tea", "Ana", "Ben");
  await ana.says("one");
  const heard = [ana.heard.length, ben.heard.length];
  const [watching, first] = await watch("tea", { token: ana.token });
  const { type, v, room, epoch, seq, you, recovered, limits, ...rest } = watching.welcome;
  assert.deepEqual([type, v, room, epoch, seq, recovered], ["welcome", 1, "tea", ana.welcome.epoch, 1, false]);
  assert.deepEqual(rest, {}, "and nothing else");
  assert.deepEqual([you.id, you.name, limits.text], [ana.id, "Ana", ana.welcome.limits.text]);
  assert.deepEqual([first.seq, first.unread, first.mentions], [1, 0, 0]);
  assert.deepEqual(first.preview, { from: { id: ana.id, name: "Ana" }, text: "one" });
  await ben.says("@ana, two");
  assert.deepEqual([(await watching.sees({ type: "head" })).mentions], [1]);
  const [from, started] = [watching.heard.length, performance.now()];
  for (let n = 0; n < 20; n += 1) await ben.says(`quick ${n}`);
  const head = await watching.sees({ type: "head", seq: 22 });
  assert.deepEqual([head.unread, head.mentions, head.preview.text], [21, 1, "quick 19"]);
  const heads = watching.heard.slice(from).length;
  const seconds = (performance.now() - started) / 1_000;
  assert.ok(heads <= seconds + 2, `${heads} heads in ${seconds} s`);
  watching.send({ type: "seen", seq: 22 });
  assert.equal((await watching.sees({ type: "head" })).unread, 0);
  watching.send({ type: "say", cid: "x1", text: "hello" });
  assert.equal((await watching.sees({ cid: "x1" })).code, "forbidden");
  for (const [index, member] of [ana, ben].entries())
    assert.ok(
      member.heard.slice(heard[index]).every((event) => event.type === "message"),
      "only messages",
    );
  assert.deepEqual((await ana.members()).members.length, 2);
});

test("a watched room sleeps, and what is new is right after it", async () => {
  const [ana, ben] = await server.joinAll("sleepy", "Ana", "Ben");
  const [hers, nobodys] = [(await watch("sleepy", { token: ana.token }))[0], (await watch("sleepy"))[0]];
  await ben.says("one, @Ana");
  await hers.sees({ type: "head", unread: 1, mentions: 1 });
  await nobodys.sees({ type: "head", unread: 1, mentions: 0 });
  for (let n = 2; n <= 4; n += 1) {
    await server.sleep("sleepy");
    await ben.says(`${n}, @Ana`);
    await hers.sees({ type: "head", seq: n, unread: n, mentions: n });
    await nobodys.sees({ type: "head", seq: n, unread: n, mentions: 0 });
  }
  await server.sleep("sleepy");
  await ben.does({ type: "delete", seq: 1 });
  await hers.sees({ type: "head", seq: 5, unread: 3, mentions: 3 });
  await server.sleep("sleepy");
  hers.send({ type: "seen", seq: 3 });
  const head = await hers.sees({ type: "head", seq: 5, unread: 1, mentions: 1 });
  assert.equal(head.preview.text, "4, @Ana");
});

test("a bad token is refused, and a place in the log is taken", async () => {
  const ana = await server.join("places", "Ana");
  for (const text of ["one", "two", "three"]) await ana.says(text);
  const eve = await server.connect("places");
  eve.hello(undefined, { watch: true, token: "nonsense" });
  assert.equal(await eve.isClosed(), 4401);
  const { epoch } = ana.welcome;
  const [, head] = await watch("places", { epoch, after: 1 });
  assert.deepEqual([head.seq, head.unread], [3, 2]);
  const [, own] = await watch("places", { epoch, after: 1, token: ana.token });
  assert.equal(own.unread, 0);
});
