// Owned rooms over real sockets, as the contract tells of them: who creates one, who comes by which key, who
// knocks, what those do who look after a room, and what everybody hears of it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer(UNHURRIED);
});
after(() => server.stop());

const key = (word) => word.padEnd(22, "A");
const hash = (secret) => createHash("sha256").update(secret).digest("hex");
const create = (settings = {}) => ({ key: key("owner"), create: { settings } });

/** A room that Ana owns, with these settings. */
const created = (room, settings) => server.join(room, "Ana", create(settings));

async function mints(host, word, terms) {
  const { keys } = await host.does({ type: "mint", hash: hash(key(word)), ...terms });
  return keys[0];
}

async function invited(host, room, name, role) {
  await mints(host, name, { role });
  return server.join(room, name, { key: key(name) });
}

/** Says hello and resolves with the code of the refusal. */
async function refused(visitor, name, hello) {
  visitor.hello(name, hello);
  return (await visitor.sees({ type: "error" })).code;
}

async function comesAndIsRefused(room, name, hello) {
  const visitor = await server.connect(room);
  return refused(visitor, name, hello);
}

async function knocks(room, name, hello) {
  const visitor = await server.connect(room);
  visitor.hello(name, hello);
  const knocking = await visitor.sees({ type: "knocking" });
  return { visitor, ...knocking };
}

async function desk(host, what, more = {}) {
  host.send({ type: "desk", what, ref: "d", ...more });
  return host.sees({ type: "desk", ref: "d" });
}

const keyOf = async (host, id) => (await desk(host, "keys")).items.find((item) => item.id === id);
const code = async (visitor, frame) => (await visitor.isRefused(frame)).code;
const fields = (object) => Object.keys(object).sort();
const SOON_MS = 300;

describe("who creates a room", { concurrency: true }, () => {
  test("owns it, and says the same again if the welcome was lost", async () => {
    const hello = { ...create({ title: " Tea ", access: "ask" }), cid: "h1" };
    const ana = await server.join("lost", "Ana", hello);
    await ana.vanishes();
    const again = await server.join("lost", "Ana", hello);
    assert.equal(again.id, ana.id);
    const { you, settings, pinned, desk: counts, seq, members, count } = again.welcome;
    assert.equal(you.role, "owner");
    assert.deepEqual([settings, pinned, seq], [{ title: "Tea", access: "ask" }, [], 0]);
    assert.deepEqual(counts, { knocks: 0, held: 0, reports: 0 });
    assert.deepEqual([count, members], [1, [{ id: ana.id, name: "Ana", role: "owner" }]]);
    const { items } = await desk(again, "keys");
    assert.deepEqual(
      items.map(({ role, used }) => [role, used]),
      [["owner", 1]],
    );
  });

  test("of two strangers at once one owns it, and the other is told that its key is none", async () => {
    const visitors = await Promise.all([server.connect("race"), server.connect("race")]);
    for (const [n, visitor] of visitors.entries()) visitor.hello(`Visitor ${n}`, { key: key(`k${n}`), create: {} });
    const answers = await Promise.all(
      visitors.map((visitor) => visitor.sees(({ type }) => type === "welcome" || type === "error")),
    );
    const late = answers.findIndex(({ type }) => type === "error");
    assert.equal(answers[late].code, "key_invalid");
    assert.equal(answers[1 - late].you.role, "owner");
    const { welcome } = await visitors[late].greets("Late");
    assert.equal(welcome.you.role, "member");
  });

  test("in two tabs at once: one owner creates it, the other comes by its key", async () => {
    const tabs = await Promise.all([server.connect("tabs"), server.connect("tabs")]);
    for (const [n, tab] of tabs.entries()) tab.hello(`Tab ${n}`, { ...create({ title: `${n}` }), cid: `t${n}` });
    const welcomes = await Promise.all(tabs.map((tab) => tab.sees({ type: "welcome" })));
    assert.deepEqual(
      welcomes.map(({ you }) => you.role),
      ["owner", "owner"],
    );
    assert.notEqual(welcomes[0].you.id, welcomes[1].you.id);
    assert.deepEqual(welcomes[0].settings, welcomes[1].settings);
  });

  test("finds it used: the key is judged as always", async () => {
    const ben = await server.join("used", "Ben");
    assert.equal(await comesAndIsRefused("used", "Ana", create()), "key_invalid");
    await ben.says("mine");
    assert.equal(await comesAndIsRefused("used", "Ana", create()), "key_invalid");
    await ben.leaves();
    assert.equal(await comesAndIsRefused("used", "Ana", create()), "key_invalid");
  });

  test("by what is not valid makes nothing, and may be said again", async () => {
    const ana = await server.connect("invalid");
    for (const settings of [{ colour: "red" }, { slow: -1 }, { access: "maybe" }, { title: "x".repeat(81) }]) {
      assert.equal(await refused(ana, "Ana", create(settings)), "setting_invalid", JSON.stringify(settings));
    }
    assert.equal(await refused(ana, "Ana", { key: "short", create: {} }), "key_invalid");
    assert.equal((await ana.greets("Ana", create({ title: "Tea" }))).welcome.you.role, "owner");
    for (const hello of [{ key: 5 }, { key: key("a"), create: [] }, { key: key("a"), create: "yes" }, { create: {} }]) {
      const visitor = await server.connect("invalid-hello");
      assert.equal(await refused(visitor, "Ana", hello), "bad_hello", JSON.stringify(hello));
      assert.equal(await visitor.isClosed(), 4400);
    }
    const { json } = await request(server, "/room/invalid-hello/messages");
    assert.equal(json.seq, 0);
    await created("invalid-hello");
  });

  test("a room that nobody created has nothing of this", async () => {
    const ana = await server.join("nobodys", "Ana");
    const keys = ["role", "settings", "pinned", "desk"];
    assert.ok(keys.every((name) => !(name in ana.welcome) && !(name in ana.welcome.you)));
    for (const type of ["settings", "role", "pin", "mute", "remove", "restore", "admit", "deny", "mint", "revoke"]) {
      assert.equal(await code(ana, { type }), "forbidden", type);
    }
    const message = await ana.says("hello");
    assert.deepEqual(fields(message.from), ["id", "name"]);
    const ben = await server.join("nobodys", "Ben");
    assert.equal((await ben.does({ type: "report", seq: 1 })).type, "reported");
  });
});

describe("a key", { concurrency: true }, () => {
  test("counts members, never how often they come", async () => {
    const ana = await created("uses", { access: "closed" });
    const minted = await mints(ana, "two", { role: "member", uses: 2, label: "Two" });
    assert.deepEqual(fields(minted), ["at", "by", "id", "label", "role", "used", "uses"]);
    assert.deepEqual([minted.by.id, minted.label, minted.uses, minted.used], [ana.id, "Two", 2, 0]);
    const ben = await server.join("uses", "Ben", { key: key("two"), cid: "b1" });
    await ben.vanishes();
    const lost = await server.join("uses", "Ben", { key: key("two"), cid: "b1" });
    assert.equal(lost.id, ben.id);
    const back = await server.join("uses", "Ben", { token: lost.token, key: key("two") });
    assert.equal(back.id, ben.id);
    assert.equal((await keyOf(ana, minted.id)).used, 1);
    await server.join("uses", "Cy", { key: key("two") });
    assert.equal(await comesAndIsRefused("uses", "Di", { key: key("two") }), "key_invalid");
    const { used, last_used } = await keyOf(ana, minted.id);
    assert.equal(used, 2);
    assert.ok(last_used >= minted.at);
    // Who came by it once is not judged again.
    assert.equal((await server.join("uses", "Ben", { token: back.token, key: key("two") })).id, ben.id);
  });

  test("that is unknown, has ended or was revoked lets nobody in, and takes nothing", async () => {
    const ana = await created("ended", { access: "closed" });
    const expires = Date.now() + SOON_MS;
    await mints(ana, "soon", { role: "member", expires });
    const revoked = await mints(ana, "gone", { role: "reader" });
    const ben = await server.join("ended", "Ben", { key: key("gone") });
    assert.equal(ben.welcome.you.role, "reader");
    const { keys } = await ana.does({ type: "revoke", key: revoked.id });
    assert.ok(keys.find(({ id }) => id === revoked.id).revoked);
    await sleep(expires + 1 - Date.now());
    const visitor = await server.connect("ended");
    for (const word of ["soon", "gone", "never"]) {
      assert.equal(await refused(visitor, "Cy", { key: key(word) }), "key_invalid", word);
    }
    assert.equal(await refused(visitor, "Cy"), "key_needed");
    const back = await server.join("ended", "Ben", { token: ben.token });
    assert.equal(back.welcome.you.role, "reader");
    assert.equal(await code(ana, { type: "revoke", key: revoked.id }), "no_change");
    // Revoked once more, it takes what those hold who came by it.
    const event = await ana.does({ type: "revoke", key: revoked.id, members: true });
    assert.deepEqual([event.type, event.members], ["revoked", [ben.id]]);
    await back.sees({ type: "error", code: "key_needed" });
    assert.equal(await back.isClosed(), 4403);
  });

  test("raises whoever has less, and lowers nobody", async () => {
    const ana = await created("raise");
    await mints(ana, "mod", { role: "moderator" });
    await mints(ana, "read", { role: "reader" });
    const ben = await server.join("raise", "Ben", { key: key("read") });
    assert.equal(ben.welcome.you.role, "reader");
    const raised = await server.join("raise", "Ben", { token: ben.token, key: key("mod") });
    assert.deepEqual([raised.id, raised.welcome.you.role], [ben.id, "moderator"]);
    assert.ok(raised.welcome.desk);
    const same = await server.join("raise", "Ben", { token: ben.token, key: key("read") });
    assert.equal(same.welcome.you.role, "moderator");
  });

  test("is minted from sound fields alone, and known by its hash once", async () => {
    let ana = await created("mint");
    const sound = { type: "mint", hash: hash("x"), role: "member" };
    for (const wrong of [
      { hash: hash("x").toUpperCase() },
      { hash: "00" },
      { hash: undefined },
      { role: "operator" },
      { role: "none" },
      { label: "x".repeat(61) },
      { label: 5 },
      { uses: 0 },
      { uses: 10_001 },
      { uses: 1.5 },
      { expires: 1 },
      { expires: "soon" },
      { ask: "yes" },
    ]) {
      const frame = { ...sound, ...wrong };
      // A socket may send ten frames that make no sense.
      ana = await server.join("mint", "Ana", { token: ana.token });
      assert.equal(await code(ana, frame), "bad_frame", JSON.stringify(wrong));
    }
    const cid = ana.asks(sound);
    const first = await ana.sees({ cid });
    ana.asks({ ...sound, cid });
    assert.deepEqual(await ana.sees({ cid }), first);
    assert.equal(await code(ana, sound), "no_change");
    assert.equal(await code(ana, { type: "revoke", key: 999 }), "not_found");
  });

  test("goes to all who look after the room, and its cid to its sender", async () => {
    const ana = await created("told");
    const max = await invited(ana, "told", "Max", "moderator");
    const ben = await server.join("told", "Ben");
    const { keys, cid } = await ana.does({ type: "mint", hash: hash("x"), role: "member" });
    const told = await max.sees({ type: "keys" });
    assert.deepEqual([told.keys, told.cid], [keys, undefined]);
    assert.ok(cid);
    const { all } = await ben.everythingUntilNow();
    assert.ok(!all.some(({ type }) => type === "keys"));
  });
});

describe("who knocks", { concurrency: true }, () => {
  test("waits, sees nothing, and comes in when it is let in", async () => {
    const ana = await created("ask", { access: "ask", title: "Tea", topic: "green", slow: 1 });
    await ana.says("secret");
    const { visitor: ben, ...knocking } = await knocks("ask", "Ben");
    assert.deepEqual(fields(knocking), ["place", "settings", "type", "you"]);
    assert.deepEqual([knocking.place, knocking.settings], [1, { title: "Tea", topic: "green" }]);
    assert.deepEqual(fields(knocking.you), ["id", "name", "token"]);
    const member = { id: knocking.you.id, name: "Ben" };
    assert.deepEqual(await ana.sees({ type: "knock" }), { type: "knock", member });
    await ana.sees({ type: "desk", knocks: 1 });
    ben.send({ type: "knock", text: "x".repeat(141) });
    await ben.sees({ type: "error", code: "text_too_long" });
    ben.send({ type: "knock", text: "It is me" });
    assert.deepEqual(await ana.sees({ type: "knock" }), { type: "knock", member, text: "It is me" });
    ben.send({ type: "knock", text: "It is me" });
    await ben.sees({ type: "error", code: "no_change" });
    for (const frame of [{ type: "say", cid: "1", text: "x" }, { type: "history" }, { type: "typing" }]) {
      ben.send(frame);
      await ben.sees({ type: "error", code: "forbidden" });
    }
    await ben.pings();
    const { items } = await desk(ana, "knocks");
    assert.deepEqual([items[0].member, items[0].text], [member, "It is me"]);
    const second = await knocks("ask", "Cy");
    assert.equal(second.place, 2);
    const role = await ana.does({ type: "admit", member: member.id });
    assert.deepEqual([role.type, role.role], ["role", "member"]);
    await second.visitor.sees({ type: "knocking", place: 1 });
    const welcome = await ben.sees({ type: "welcome" });
    assert.deepEqual([welcome.you.id, welcome.you.role], [member.id, "member"]);
    assert.ok(!ben.heard.slice(0, ben.heard.indexOf(welcome)).some((event) => JSON.stringify(event).includes("secret")));
    assert.deepEqual(second.visitor.heard.map(({ type }) => type), ["knocking", "knocking"]);
  });

  test("is sent away when it is denied, and all moderators hear of it", async () => {
    const ana = await created("deny", { access: "ask" });
    const max = await invited(ana, "deny", "Max", "moderator");
    const { visitor, you } = await knocks("deny", "Ben");
    const done = await max.does({ type: "deny", member: you.id });
    assert.deepEqual([done.type, done.what, done.member], ["done", "deny", { id: you.id, name: "Ben" }]);
    await ana.sees({ type: "done", what: "deny" });
    await visitor.sees({ type: "error", code: "denied" });
    assert.equal(await visitor.isClosed(), 4403);
    assert.equal(await code(max, { type: "deny", member: you.id }), "not_found");
    assert.equal(await code(max, { type: "admit", member: you.id }), "not_found");
    max.asks({ type: "deny", member: you.id, cid: done.cid });
    assert.deepEqual(await max.sees({ cid: done.cid }), done);
  });

  test("keeps its place while it is away and while the room sleeps, and may be let in meanwhile", async () => {
    const ana = await created("away", { access: "ask" });
    const { visitor, you } = await knocks("away", "Ben");
    await visitor.vanishes();
    await server.sleep("away");
    const back = await knocks("away", "Ben", { token: you.token });
    assert.deepEqual([back.place, back.you.id], [1, you.id]);
    await back.visitor.leaves();
    await ana.does({ type: "admit", member: you.id, role: "reader" });
    const { welcome } = await server.join("away", "Ben", { token: back.you.token });
    assert.deepEqual([welcome.you.id, welcome.you.role], [you.id, "reader"]);
  });

  test("by a key that asks comes in with its role, and only then has used it", async () => {
    const ana = await created("asking");
    const { id } = await mints(ana, "ask", { role: "moderator", ask: true, uses: 1 });
    const { you, visitor } = await knocks("asking", "Ben", { key: key("ask") });
    assert.equal((await keyOf(ana, id)).used, 0);
    await ana.does({ type: "admit", member: you.id });
    assert.equal((await visitor.sees({ type: "welcome" })).you.role, "moderator");
    assert.equal((await keyOf(ana, id)).used, 1);
    assert.equal(await comesAndIsRefused("asking", "Cy", { key: key("ask") }), "key_invalid");
  });

  test("comes in, too, when nobody has to wait any more", async () => {
    const ana = await created("opened", { access: "ask" });
    const { visitor } = await knocks("opened", "Ben");
    await ana.does({ type: "settings", set: { access: "read" } });
    assert.equal((await visitor.sees({ type: "welcome" })).you.role, "reader");
  });
});

describe("who looks after a room", { concurrency: true }, () => {
  test("removes somebody, who hears why, and nobody else does", async () => {
    const ana = await created("removed", { access: "closed" });
    const ben = await invited(ana, "removed", "Ben", "moderator");
    const cy = await invited(ana, "removed", "Cy", "member");
    const event = await ana.does({ type: "remove", member: ben.id, reason: "Loud" });
    assert.deepEqual(event.member, { id: ben.id, name: "Ben", role: "moderator" });
    assert.ok(!("reason" in event) && !("until" in event));
    assert.equal((await ben.sees({ type: "error" })).reason, "Loud");
    assert.equal(await ben.isClosed(), 4403);
    assert.deepEqual(await cy.sees({ type: "removed" }), event);
    assert.ok(ben.heard.at(-1).code === "removed");
    // Its grant is gone, and without a ban a live key gives it back.
    assert.equal(await comesAndIsRefused("removed", "Ben", { token: ben.token }), "key_needed");
    const back = await server.join("removed", "Ben", { token: ben.token, key: key("Ben") });
    assert.deepEqual([back.id, back.welcome.you.role], [ben.id, "moderator"]);
  });

  test("bans somebody until then, or until the ban is ended", async () => {
    const ana = await created("banned");
    const ben = await server.join("banned", "Ben");
    const { until } = await ana.does({ type: "remove", member: ben.id, ban: 60 });
    await ben.isClosed();
    const visitor = await server.connect("banned");
    visitor.hello("Ben", { token: ben.token });
    const { code: why, retry_after_ms } = await visitor.sees({ type: "error" });
    assert.equal(why, "banned");
    assert.ok(retry_after_ms > 0 && Date.now() + retry_after_ms <= until + 1_000);
    assert.equal(await visitor.isClosed(), 4403);
    const { items } = await desk(ana, "bans");
    assert.deepEqual(
      items.map((item) => [item.member.id, item.until, item.by.id]),
      [[ben.id, until, ana.id]],
    );
    await ana.does({ type: "restore", member: ben.id });
    assert.equal((await server.join("banned", "Ben", { token: ben.token })).id, ben.id);
    assert.equal(await code(ana, { type: "restore", member: ben.id }), "no_change");
    assert.equal((await ana.does({ type: "remove", member: ben.id, ban: "forever" })).until, "forever");
    const late = await server.connect("banned");
    late.hello("Ben", { token: ben.token });
    const forever = await late.sees({ type: "error" });
    assert.deepEqual([forever.code, forever.retry_after_ms], ["banned", undefined]);
  });

  test("mutes somebody, who is told for how long", async () => {
    const ana = await created("mute");
    const ben = await server.join("mute", "Ben");
    await ana.does({ type: "mute", member: ben.id, for: 60 });
    await ben.sees({ type: "muted" });
    const { code: why, retry_after_ms, retryable } = await ben.isRefused({ type: "say", text: "x" });
    assert.deepEqual([why, retryable], ["muted", false]);
    assert.ok(retry_after_ms > 50_000 && retry_after_ms <= 60_000);
    assert.equal((await ana.does({ type: "mute", member: ben.id, for: 0 })).until, 0);
    await ben.says("again");
    assert.equal(await code(ana, { type: "mute", member: ben.id, for: 0 }), "no_change");
    for (const member of ["0".repeat(16), "f".repeat(16), "nobody", ""]) {
      assert.equal(await code(ana, { type: "mute", member, for: 60 }), "not_found", member);
    }
    assert.equal(await code(ana, { type: "mute", member: 5, for: 60 }), "bad_frame");
    assert.equal(await code(ana, { type: "mute", member: ben.id, for: 31_536_001 }), "bad_frame");
  });

  test("pins at most five messages, which all see and nothing that is gone", async () => {
    const ana = await created("pins");
    for (let n = 1; n <= 6; n += 1) await ana.says(`message ${n}`);
    for (const seq of [3, 1, 5, 2, 4]) await ana.does({ type: "pin", seq, on: true });
    assert.equal(await code(ana, { type: "pin", seq: 6, on: true }), "too_many");
    assert.equal(await code(ana, { type: "pin", seq: 3, on: true }), "no_change");
    assert.equal(await code(ana, { type: "pin", seq: 6, on: false }), "no_change");
    assert.equal(await code(ana, { type: "pin", seq: 99, on: true }), "not_found");
    const before = await ana.does({ type: "edit", seq: 5, text: "edited" });
    const deleted = await ana.does({ type: "delete", seq: 3 });
    assert.equal(deleted.seq, before.seq + 1);
    const ben = await server.join("pins", "Ben");
    assert.equal(ben.welcome.seq, deleted.seq);
    assert.deepEqual(
      ben.welcome.pinned.map(({ seq, text }) => [seq, text]),
      [
        [1, "message 1"],
        [5, "edited"],
        [2, "message 2"],
        [4, "message 4"],
      ],
    );
    await ana.does({ type: "pin", seq: 6, on: true });
  });

  test("cannot leave it without an owner", async () => {
    const ana = await created("last");
    const [{ id }] = (await desk(ana, "keys")).items;
    assert.equal(await code(ana, { type: "role", member: ana.id, role: "member" }), "last_owner");
    assert.equal(await code(ana, { type: "revoke", key: id }), "last_owner");
    const ben = await server.join("last", "Ben");
    await ana.does({ type: "role", member: ben.id, role: "owner" });
    assert.deepEqual((await ben.sees({ type: "you" })).role, "owner");
    await ana.does({ type: "revoke", key: id });
    assert.equal((await ana.does({ type: "role", member: ana.id, role: "none" })).role, "none");
    await ana.sees({ type: "you", role: "member" });
    assert.equal(await code(ben, { type: "role", member: ben.id, role: "none" }), "last_owner");
  });

  test("has on the desk who knocks, what is reported, who is banned, the keys, and who did what", async () => {
    const ana = await created("desk", { access: "ask" });
    const ben = await invited(ana, "desk", "Ben", "member");
    const cy = await invited(ana, "desk", "Cy", "member");
    const { seq } = await cy.says("rude");
    assert.deepEqual(fields(await ben.does({ type: "report", seq, reason: "Rude" })), ["cid", "type"]);
    assert.equal(await code(ben, { type: "report", seq }), "no_change");
    await ana.sees({ type: "desk", reports: 1 });
    await cy.does({ type: "edit", seq, text: "kind" });
    const { you } = await knocks("desk", "Di");
    await ana.does({ type: "remove", member: cy.id, ban: "forever", reason: "Rude" });
    const who = { ana: { id: ana.id, name: "Ana", role: "owner" }, cy: { id: cy.id, name: "Cy" } };
    const [report] = (await desk(ana, "reports")).items;
    assert.deepEqual(fields(report), ["at", "by", "id", "messages", "reason"]);
    assert.deepEqual([report.by, report.reason], [{ id: ben.id, name: "Ben" }, "Rude"]);
    assert.deepEqual(
      report.messages.map((message) => [message.seq, message.text, message.from]),
      [[seq, "rude", who.cy]],
    );
    const [ban] = (await desk(ana, "bans")).items;
    assert.deepEqual(fields(ban), ["at", "by", "member", "reason", "until"]);
    assert.deepEqual([ban.member, ban.by, ban.reason, ban.until], [who.cy, who.ana, "Rude", "forever"]);
    const [knock] = (await desk(ana, "knocks")).items;
    assert.deepEqual([fields(knock), knock.member], [["at", "member"], { id: you.id, name: "Di" }]);
    const audit = await desk(ana, "audit", { limit: 2 });
    assert.deepEqual([audit.items.length, audit.more], [2, true]);
    const [removal] = audit.items;
    assert.deepEqual([removal.act, removal.by, removal.member, removal.reason], ["remove", who.ana, who.cy, "Rude"]);
    const next = await desk(ana, "audit", { before: audit.items[1].id });
    assert.ok(next.items.every(({ id }) => id < audit.items[1].id));
    for (const frame of [{ what: "everything" }, { what: "keys", limit: "all" }, {}]) {
      ana.send({ type: "desk", ref: "x", ...frame });
      assert.equal((await ana.sees({ ref: "x" })).code, "bad_frame", JSON.stringify(frame));
    }
  });
});

describe("settings", { concurrency: true }, () => {
  test("are changed all at once or not at all", async () => {
    const ana = await created("set", { title: "Tea" });
    const ben = await server.join("set", "Ben");
    for (const set of [{ title: "Coffee", colour: "red" }, { slow: 3_601 }, { keep: 59 }, { listed: 1 }, { pictures: "hide" }, { title: "a\nb" }]) {
      assert.equal(await code(ana, { type: "settings", set }), "setting_invalid", JSON.stringify(set));
    }
    for (const set of [{}, { title: "Tea" }, { topic: null }, { slow: 0 }, { pictures: "show" }]) {
      assert.equal(await code(ana, { type: "settings", set }), "no_change", JSON.stringify(set));
    }
    assert.equal(await code(ana, { type: "settings", set: [] }), "bad_frame");
    const event = await ana.does({ type: "settings", set: { title: null, topic: " green " } });
    assert.deepEqual([event.type, event.seq], ["settings", 1]);
    assert.deepEqual(await ben.sees({ type: "settings" }), event);
    assert.deepEqual((await server.join("set", "Cy")).welcome.settings, { topic: "green" });
    const covered = await ana.does({ type: "settings", set: { pictures: "cover" } });
    assert.deepEqual((await ben.sees({ type: "settings", seq: covered.seq })).set, { pictures: "cover" });
    assert.deepEqual((await server.join("set", "Di")).welcome.settings, { topic: "green", pictures: "cover" });
  });

  test("say who is still here, at once", async () => {
    const ana = await created("close");
    const free = await server.join("close", "Ben");
    const granted = await invited(ana, "close", "Cy", "reader");
    await ana.does({ type: "settings", set: { access: "closed" } });
    await free.says("I came while it was open");
    assert.equal(await comesAndIsRefused("close", "Di"), "key_needed");
    await ana.does({ type: "settings", set: { members: "granted" } });
    await free.sees({ type: "settings" });
    await free.sees({ type: "error", code: "key_needed" });
    assert.equal(await free.isClosed(), 4403);
    await granted.sees({ type: "settings" });
    await granted.sees({ type: "leave", member: { id: free.id } });
    await ana.does({ type: "settings", set: { access: "read" } });
    const reader = await server.join("close", "Eve");
    assert.equal(reader.welcome.you.role, "reader");
    await ana.does({ type: "settings", set: { access: "open" } });
    await reader.sees({ type: "settings" });
    assert.deepEqual(await reader.sees({ type: "you" }), { type: "you", role: "member" });
    const cid = granted.asks({ type: "say", text: "a grant counts" });
    assert.equal((await granted.sees({ cid })).code, "forbidden");
  });

  test("slow down all but moderators", async () => {
    const ana = await created("slow", { slow: 3_600 });
    const ben = await server.join("slow", "Ben");
    const said = await ben.says("first");
    const { code: why, retry_after_ms, retryable } = await ben.isRefused({ type: "say", text: "second" });
    assert.deepEqual([why, retryable], ["rate_limited", true]);
    assert.ok(retry_after_ms > 3_590_000 && retry_after_ms <= 3_600_000);
    await ben.does({ type: "edit", seq: said.seq, text: "edited" });
    ben.asks({ type: "say", text: "first", cid: said.cid });
    assert.equal((await ben.sees({ cid: said.cid })).seq, said.seq);
    await ana.says("one");
    await ana.says("two");
  });

  test("hide what was before, and who is here", async () => {
    const ana = await created("private", { history: "since_join", roster: "moderators" });
    const before = await ana.says("before");
    const ben = await server.join("private", "Ben");
    const { welcome } = ben;
    assert.deepEqual(["members" in welcome, welcome.count], [false, 2]);
    assert.deepEqual((await ben.members()).members, [{ id: ben.id, name: "Ben" }]);
    assert.deepEqual((await ben.history()).events, []);
    assert.equal(await code(ben, { type: "say", text: "x", reply_to: before.seq }), "not_found");
    const resumed = await server.join("private", "Ben", { token: ben.token, epoch: welcome.epoch, after: 0 });
    assert.equal(resumed.welcome.recovered, false);
    await server.join("private", "Cy");
    await ana.sees({ type: "join", member: { name: "Cy" } });
    const { all } = await ben.everythingUntilNow();
    assert.ok(!all.some(({ type, member }) => type === "join" && member.name === "Cy"));
    const { status } = await request(server, "/room/private/messages");
    assert.equal(status, 401);
  });
});

test("a frame is judged by its cid, then by what was done, then by who sends it, and only then by what it says", async () => {
  const ana = await created("order");
  const max = await invited(ana, "order", "Max", "moderator");
  await ana.says("hello");
  const pinned = await max.does({ type: "pin", seq: 1, on: true });
  max.send({ type: "pin", seq: 1, on: false });
  await max.sees({ type: "error", code: "cid_invalid" });
  assert.equal(await code(max, { type: "pin", seq: "one", on: true }), "bad_frame");
  assert.equal(await code(max, { type: "mute", member: "nobody", for: -1 }), "bad_frame");
  assert.equal(await code(max, { type: "remove", member: "nobody" }), "not_found");
  assert.equal(await code(max, { type: "settings", set: { colour: "red" } }), "forbidden");
  await ana.does({ type: "role", member: max.id, role: "none" });
  assert.deepEqual(await max.sees({ type: "you" }), { type: "you", role: "member" });
  for (const frame of [{ type: "pin", seq: "one" }, { type: "mute" }, { type: "remove", member: 5 }, { type: "mint" }]) {
    assert.equal(await code(max, frame), "forbidden", frame.type);
  }
  max.send({ type: "pin", seq: 1, on: false });
  await max.sees({ type: "error", code: "cid_invalid" });
  // What was done is answered as what was done, whoever one is now and whatever the frame says.
  max.asks({ type: "pin", seq: 99, on: false, cid: pinned.cid });
  assert.deepEqual(await max.sees({ cid: pinned.cid }), pinned);
});
