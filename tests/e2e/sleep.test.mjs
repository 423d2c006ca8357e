// Sleep: a room in which nobody talks is dropped from memory while its sockets stay open. Nobody may be able
// to tell. An eviction closes the sockets, and whoever comes back finds everything as it was.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

// Over a second, so that the room waits for it by an alarm and not awake.
const GRACE_MS = 1_500;

let server;
before(async () => {
  server = await startRoomServer({
    ...UNHURRIED,
    LEAVE_GRACE_MS: String(GRACE_MS),
    HELLO_TIMEOUT_MS: "3000",
    MAX_MEMBER_SOCKETS: "2",
  });
});
after(() => server.stop());

const isPresence = (event) => ["join", "leave", "renamed", "presence"].includes(event.type);

describe("asleep", () => {
  test("a conversation goes on as if there had been no sleep", async () => {
    const [ana, ben] = await server.joinAll("talk", "Ana", "Ben");
    await ana.says("one");
    await ben.sees({ seq: 1 });
    const heard = [ana.heard.length, ben.heard.length];
    for (let n = 2; n <= 6; n += 1) {
      await server.sleep("talk");
      const [speaker, listener] = n % 2 === 0 ? [ben, ana] : [ana, ben];
      const said = await speaker.says(`text ${n}`);
      assert.deepEqual([said.seq, said.from], [n, { id: speaker.id, name: speaker.name }]);
      assert.deepEqual(await listener.sees({ seq: n }), said);
    }
    const traces = [ana.heard.slice(heard[0]), ben.heard.slice(heard[1])];
    for (const trace of traces)
      assert.deepEqual(
        trace.map((event) => event.seq),
        [2, 3, 4, 5, 6],
        "and nothing else came",
      );
    assert.deepEqual(
      (await ana.history()).events.map((event) => event.seq),
      [1, 2, 3, 4, 5, 6],
    );
  });

  test("the members are the same", async () => {
    const [ana, ben] = await server.joinAll("roster", "Ana", "Ben");
    ben.send({ type: "rename", name: "Benno" });
    await ana.sees({ type: "renamed" });
    const { members } = await ana.members();
    await server.sleep("roster");
    assert.deepEqual((await ana.members()).members, members);
    await server.sleep("roster");
    const cy = await server.join("roster", "Cy");
    assert.equal(cy.welcome.count, 3);
    assert.deepEqual(
      cy.welcome.members.filter((member) => member.id !== cy.id),
      members,
    );
    const other = await server.connect("roster");
    other.hello("benno");
    await other.sees({ type: "error", code: "name_taken" });
  });

  test("a name that was changed by a second tab's hello stays changed", async () => {
    const ana = await server.join("tab-name", "Ana");
    const tab = await server.join("tab-name", "Anna", { token: ana.token });
    await ana.sees({ type: "renamed" });
    await server.sleep("tab-name");
    assert.deepEqual((await tab.members()).members, [{ id: ana.id, name: "Anna" }]);
    const said = await ana.says("who am I?");
    assert.equal(said.from.name, "Anna");
  });

  test("a name that was given up by a second tab's hello is free, and its tabs stay open", async () => {
    const ana = await server.join("freed", "Ana");
    const tab = await server.join("freed", "Anna", { token: ana.token });
    const other = await server.join("freed", "Ana");
    await server.sleep("freed");
    await Promise.all([ana, tab, other].map((member) => member.says(`still ${member.name}`)));
    const { members } = await other.members();
    assert.deepEqual(new Set(members.map((member) => member.name)), new Set(["Ana", "Anna"]));
  });

  test("a ping is answered", async () => {
    const ana = await server.join("ping", "Ana");
    await server.sleep("ping");
    await ana.pings();
    await ana.pings();
    assert.equal((await ana.says("awake")).seq, 1);
  });

  test("a resend of what was said before is recognised after", async () => {
    const [ana, ben] = await server.joinAll("dedupe", "Ana", "Ben");
    const original = await ana.says("once");
    const edited = await ana.does({ type: "edit", seq: 1, text: "edited once" });
    await server.sleep("dedupe");
    assert.deepEqual((await ana.does({ type: "say", cid: original.cid, text: "twice?" })).seq, original.seq);
    await server.sleep("dedupe");
    assert.deepEqual(
      await ana.does({ type: "edit", cid: edited.cid, seq: 1, text: "edited twice?" }),
      edited,
    );
    const { all } = await ben.everythingUntilNow();
    assert.equal(all.filter((event) => event.seq !== undefined && event.type !== "welcome").length, 2);
  });

  test("edits, deletes and reactions are for the same messages", async () => {
    const [ana, ben] = await server.joinAll("changes", "Ana", "Ben");
    await ana.says("one");
    await ana.says("two");
    await ben.does({ type: "react", seq: 1, emoji: "👍", on: true });
    await server.sleep("changes");
    await ana.does({ type: "edit", seq: 1, text: "one!" });
    assert.equal((await ben.isRefused({ type: "delete", seq: 2 })).code, "not_yours");
    assert.equal((await ben.isRefused({ type: "react", seq: 1, emoji: "👍", on: true })).code, "no_change");
    await ana.does({ type: "delete", seq: 2 });
    await server.sleep("changes");
    const [one, two] = (await ben.history()).events;
    assert.deepEqual(
      [one.text, one.reactions, two.deleted, two.text],
      ["one!", { "👍": [ben.id] }, true, undefined],
    );
  });

  test("who goes while the room sleeps still leaves, and is told once", async () => {
    const [ana, ben] = await server.joinAll("goes", "Ana", "Ben");
    await server.sleep("goes");
    await ben.leaves();
    await ana.sees({ type: "leave", member: { id: ben.id, name: "Ben" }, count: 1 });
    const { all } = await ana.everythingUntilNow();
    assert.equal(all.filter((event) => event.type === "leave").length, 1);
  });

  test("who vanishes while the room sleeps still leaves", async () => {
    const [ana, ben] = await server.joinAll("vanishes", "Ana", "Ben");
    await server.sleep("vanishes");
    await ben.vanishes();
    await ana.sees({ type: "leave", member: { id: ben.id } });
  });

  test("a grace that began before the sleep ends after it", async () => {
    const [ana, ben, cy] = await server.joinAll("grace", "Ana", "Ben", "Cy");
    await ben.leaves();
    await cy.leaves();
    assert.equal((await ana.members()).members.length, 3);
    await server.sleep("grace");
    const again = await server.join("grace", "Cy", { token: cy.token });
    assert.equal(again.welcome.count, 3);
    await ana.sees({ type: "leave", member: { id: ben.id, name: "Ben" }, count: 2 });
    const { all } = await ana.everythingUntilNow();
    assert.deepEqual(
      all.filter((event) => isPresence(event) && event.member.id === cy.id && event.type !== "join"),
      [],
    );
  });

  test("a socket that never says hello is closed with 4408", async () => {
    const mute = await server.connect("mute");
    // Which waits: as long as somebody has yet to say hello, the room does not sleep.
    await server.sleep("mute");
    assert.equal(await mute.isClosed(), 4408);
  });

  test("who was refused a name has the full time again, and keeps it through a sleep", async () => {
    const [ana, ben] = await server.joinAll("patience", "Ana", "Ben");
    const late = await server.connect("patience");
    await ben.leaves();
    await ana.sees({ type: "leave" });
    // Half of the time has gone by.
    late.hello("Ana");
    await late.sees({ type: "error", code: "name_taken" });
    const refused = Date.now();
    await server.sleep("patience");
    assert.equal(await late.isClosed(), 4408);
    assert.ok(Date.now() - refused >= 2_500, `closed after ${Date.now() - refused} ms`);
  });

  test("one tab too many still closes the oldest", async () => {
    const first = await server.join("oldest", "Ana");
    const second = await server.join("oldest", "Ana", { token: first.token });
    await server.sleep("oldest");
    await server.join("oldest", "Ana", { token: first.token });
    assert.equal(await first.isClosed(), 4409);
    await second.says("still here");
  });

  test("a socket that was closed before does not come back to life", async () => {
    const first = await server.join("closed", "Ana");
    const second = await server.join("closed", "Ana", { token: first.token });
    await server.join("closed", "Ana", { token: first.token });
    await first.isClosed();
    await server.sleep("closed");
    await second.leaves();
    const third = await server.join("closed", "Ana", { token: first.token });
    assert.equal(third.welcome.count, 1);
    assert.equal((await third.says("one of two")).seq, 1);
  });

  test("a reader of HTTP wakes the room without a trace", async () => {
    const ana = await server.join("reader", "Ana");
    await ana.says("one");
    const heard = ana.heard.length;
    await server.sleep("reader");
    const { json } = await request(server, "/room/reader/messages");
    assert.deepEqual([json.seq, json.epoch, json.events[0].text], [1, ana.welcome.epoch, "one"]);
    assert.equal((await ana.says("two")).seq, 2);
    assert.deepEqual(
      ana.heard.slice(heard).map((event) => event.seq),
      [2],
    );
  });
});

describe("evicted", () => {
  test("sockets are closed, and who comes back with a token is the same and resumes", async () => {
    const [ana, ben] = await server.joinAll("evicted", "Ana", "Ben");
    await ana.says("one");
    await ben.sees({ seq: 1 });
    const position = ben.resume;
    const original = await ana.says("two");
    await server.evict("evicted");
    for (const member of [ana, ben]) {
      const code = await member.isClosed();
      assert.ok([1001, 1006, 1011, 1012].includes(code), `a code to come back from, not ${code}`);
    }
    const anaAgain = await server.join("evicted", "Ana", ana.resume);
    const benAgain = await server.join("evicted", "Ben", position);
    assert.deepEqual([anaAgain.id, benAgain.id], [ana.id, ben.id]);
    assert.equal(benAgain.welcome.recovered, true);
    assert.deepEqual(await benAgain.hasLog(1), [original]);
    await anaAgain.sees({ type: "join", member: { id: ben.id } });
    assert.deepEqual(await anaAgain.does({ type: "say", cid: original.cid, text: "two?" }), original);
    assert.equal((await benAgain.says("three")).seq, 3);
    const everything = [...anaAgain.heard, ...benAgain.heard];
    assert.ok(!everything.some((event) => event.type === "leave"), "nobody was told of a leave");
  });
});

describe("restarted", () => {
  test("history, epoch, tokens and dedupe outlive the server", async () => {
    const alone = await startRoomServer(UNHURRIED);
    try {
      const [ana, ben] = await alone.joinAll("tea", "Ana", "Ben");
      const original = await ana.says("one");
      await ben.does({ type: "react", seq: 1, emoji: "👍", on: true });
      await ana.does({ type: "edit", seq: 1, text: "one!" });
      await ben.hasLog(3);
      const history = (await ana.history()).events;
      await alone.restart();

      const again = await alone.join("tea", "Ana", { token: ana.token });
      assert.deepEqual([again.id, again.welcome.epoch, again.welcome.seq], [ana.id, ana.welcome.epoch, 3]);
      assert.deepEqual((await again.history()).events, history);
      assert.equal((await again.does({ type: "say", cid: original.cid, text: "again" })).seq, 1);
      const benAgain = await alone.join("tea", "Ben", { ...ben.resume, after: 1 });
      assert.equal(benAgain.welcome.recovered, true);
      assert.deepEqual(await benAgain.hasLog(2), ben.log.slice(1));
      assert.equal((await again.says("two")).seq, 4);
    } finally {
      await alone.stop();
    }
  });

  test("a token of a lost server is refused: another room has another key and epoch", async () => {
    const [one, two] = [await startRoomServer(UNHURRIED), await startRoomServer(UNHURRIED)];
    try {
      const ana = await one.join("tea", "Ana");
      const stranger = await two.connect("tea");
      stranger.hello("Ana", { token: ana.token });
      assert.equal(await stranger.isClosed(), 4401);
      const again = await two.join("tea", "Ana", { epoch: ana.welcome.epoch, after: 0 });
      assert.equal(again.welcome.recovered, false);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });
});
