// What an operator can do over HTTP: who is allowed to, what each action does to the people in the room, and
// that nobody else can do it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { request, upgrade } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const KEY = "a key of the operator's";
const AUTHORIZED = { authorization: `Bearer ${KEY}` };
const PROXY = "x-client";
const FRIEND = "https://friend.example";

let server;
before(async () => {
  server = await startRoomServer({
    ...UNHURRIED,
    ADMIN_KEY: KEY,
    TRUSTED_PROXY_HEADER: PROXY,
    ALLOWED_ORIGINS: FRIEND,
  });
});
after(() => server.stop());

/** Asks as the operator. */
async function operator(method, path, body) {
  const answer = await request(server, `/admin/rooms/${path}`, { method, headers: AUTHORIZED, body });
  assert.match(answer.headers["content-type"] ?? "", /^application\/json/, `${method} ${path}`);
  assert.equal(answer.headers["cache-control"], "no-store");
  return answer;
}

const state = async (room) => (await operator("GET", room)).json;

/** Says hello and resolves with the error and the close code that come. */
async function isTurnedAway(room, name, fields) {
  const visitor = await server.connect(room);
  visitor.hello(name, fields);
  const code = await visitor.isClosed();
  return [visitor.heard.find(({ type }) => type === "error")?.code, code];
}

describe("the key", () => {
  const from = (address, headers) => ({ [PROXY]: address, ...headers });

  test("without it, or with a wrong one, nothing is to be had", async () => {
    const wrong = ["", "Bearer", `Bearer ${KEY}x`, `Bearer ${KEY.slice(1)}`, `Basic ${KEY}`, KEY];
    for (const [n, authorization] of [undefined, ...wrong].entries()) {
      for (const [method, path] of [
        ["GET", "/admin/rooms/tea"],
        ["POST", "/admin/rooms/tea/close"],
        ["GET", "/admin/nothing"],
      ]) {
        const headers = from(`192.0.2.${n}`, authorization === undefined ? {} : { authorization });
        const { status, headers: told, json } = await request(server, path, { method, headers });
        assert.equal(status, 401, `${method} ${path} with ${authorization}`);
        assert.equal(told["www-authenticate"], "Bearer");
        assert.equal(json.error.code, "unauthorized");
      }
    }
    assert.equal((await state("tea")).closed, false);
  });

  test("ten wrong ones a minute, then even the right one has to wait; another network has not", async () => {
    const ask = (address, authorization) =>
      request(server, "/admin/rooms/tea", { headers: from(address, { authorization }) });
    for (let n = 0; n < 10; n += 1) assert.equal((await ask("198.51.100.1", `Bearer ${n}`)).status, 401);
    for (const key of ["Bearer 11", AUTHORIZED.authorization]) {
      const { status, headers, json } = await ask("198.51.100.1", key);
      assert.equal(status, 429);
      assert.equal(json.error.code, "rate_limited");
      assert.ok(Number(headers["retry-after"]) >= 1 && Number(headers["retry-after"]) <= 6);
    }
    assert.equal((await ask("198.51.100.2", AUTHORIZED.authorization)).status, 200);
  });

  test("no page of another site can use it", async () => {
    for (const headers of [AUTHORIZED, {}]) {
      const answer = await request(server, "/admin/rooms/tea", { headers: { ...headers, origin: FRIEND } });
      assert.equal(answer.headers["access-control-allow-origin"], undefined);
    }
    const preflight = await request(server, "/admin/rooms/tea", { method: "OPTIONS", headers: { origin: FRIEND } });
    assert.equal(preflight.status, 401);
  });

  test("without a long one there is no operator at all", async () => {
    // The native host does not start with one that is too short.
    for (const key of process.env.ALCOVE_HOST === "native" ? [undefined, ""] : [undefined, "", "too short"]) {
      const other = await startRoomServer({ ...UNHURRIED, ...(key === undefined ? {} : { ADMIN_KEY: key }) });
      try {
        for (const path of ["/admin", "/admin/rooms/tea", "/admin/rooms/tea/close"]) {
          const headers = { authorization: `Bearer ${key ?? ""}` };
          assert.equal((await request(other, path, { headers })).status, 404, `${path} with ${key}`);
          const page = await request(other, path, { headers: { accept: "text/html" } });
          assert.equal(page.status, 404);
          assert.match(page.body, /Alcove/);
        }
      } finally {
        await other.stop();
      }
    }
  });
});

describe("asking", () => {
  test("what a room is", async () => {
    const [ana, ben] = await server.joinAll("Asked", "Ana", "Ben");
    await ana.says("hello");
    const told = await state("Asked");
    assert.deepEqual(
      { ...told, bytes: told.bytes > 0, members: told.members.map(({ name }) => name).sort() },
      {
        room: "asked",
        exists: true,
        closed: false,
        epoch: ana.welcome.epoch,
        seq: 1,
        bytes: true,
        sockets: 2,
        count: 2,
        members: ["Ana", "Ben"],
      },
    );
    assert.equal(told.members.find(({ name }) => name === "Ben").id, ben.id);
    const head = await request(server, "/admin/rooms/asked", { method: "HEAD", headers: AUTHORIZED });
    assert.deepEqual([head.status, head.body], [200, ""]);
  });

  test("of a room that nobody was ever in: nothing, and it makes none", async () => {
    for (let n = 0; n < 2; n += 1) {
      assert.deepEqual(await state("never"), {
        room: "never",
        exists: false,
        closed: false,
        seq: 0,
        bytes: 0,
        sockets: 0,
        count: 0,
        members: [],
      });
    }
  });

  test("what cannot be", async () => {
    await server.join("odd", "Ana");
    const cases = [
      ["GET", "a.b", 400, "room_name_invalid"],
      ["GET", "odd/", 404, "not_found"],
      ["POST", "odd/nothing", 404, "not_found"],
      ["POST", "never/close", 404, "not_found"],
      ["DELETE", "never", 404, "not_found"],
      ["DELETE", "odd/messages/1", 404, "not_found"],
      ["DELETE", "odd/messages/x", 400, "bad_request"],
      ["POST", "odd/remove", 400, "bad_request"],
      ["POST", "odd/remove", 400, "bad_request", "{"],
      ["POST", "odd/remove", 400, "bad_request", JSON.stringify({ member: "Ana" })],
      ["POST", "odd/remove", 404, "not_found", JSON.stringify({ member: "0123456789abcdef" })],
      ["POST", "odd/close", 400, "bad_request", "x".repeat(5_000)],
    ];
    for (const [method, path, status, code, body] of cases) {
      const answer = await operator(method, path, body);
      assert.equal(answer.status, status, `${method} ${path}`);
      assert.equal(answer.json.error.code, code, `${method} ${path}`);
    }
    for (const [method, path, allow] of [
      ["PUT", "odd", "GET, HEAD, DELETE"],
      ["GET", "odd/close", "POST"],
      ["GET", "odd/messages/1", "DELETE"],
    ]) {
      const answer = await operator(method, path);
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.allow, allow);
    }
    assert.equal((await state("odd")).closed, false);
  });
});

test("a closed room tells why, whatever happens to the server, and comes back whole", async () => {
  const [ana, ben] = await server.joinAll("closing", "Ana", "Ben");
  await ana.says("kept");
  assert.equal((await operator("POST", "closing/close", JSON.stringify({ reason: "spam" }))).json.closed, true);
  for (const visitor of [ana, ben]) {
    await visitor.sees({ type: "error", code: "room_closed", retryable: false });
    assert.equal(await visitor.isClosed(), 4403);
  }
  const isClosed = async () => {
    assert.deepEqual(await isTurnedAway("closing", "Eve"), ["room_closed", 4403]);
    assert.deepEqual(await isTurnedAway("closing", "Ana", ana.resume), ["room_closed", 4403]);
    const page = await request(server, "/room/closing/messages");
    assert.deepEqual([page.status, page.json.error.code], [403, "room_closed"]);
  };
  await isClosed();
  await server.sleep("closing");
  await isClosed();
  await server.evict("closing");
  await isClosed();
  await server.restart();
  await isClosed();

  assert.equal((await operator("POST", "closing/reopen")).json.closed, false);
  const back = await server.join("closing", "Ana", ana.resume);
  assert.equal(back.id, ana.id);
  assert.equal(back.welcome.recovered, true);
  const { json } = await request(server, "/room/closing/messages");
  assert.deepEqual(json.events.map(({ text }) => text), ["kept"]);
});

test("a removed member is told why, is refused from then on, and has left for the others", async () => {
  const [ana, eve] = await server.joinAll("removing", "Ana", "Eve");
  const tab = await server.join("removing", "Eve", { token: eve.token });
  await eve.says("still here");
  const removal = JSON.stringify({ member: eve.id });
  const { json } = await operator("POST", "removing/remove", removal);
  assert.deepEqual(json.members, [{ id: ana.id, name: "Ana" }]);
  for (const visitor of [eve, tab]) {
    await visitor.sees({ type: "error", code: "removed", retryable: false });
    assert.equal(await visitor.isClosed(), 4403);
  }
  await ana.sees({ type: "leave", member: { id: eve.id } });
  for (const happens of [() => {}, () => server.sleep("removing"), () => server.restart()]) {
    await happens();
    for (const token of [eve.token, tab.token]) {
      assert.deepEqual(await isTurnedAway("removing", "Eve", { token }), ["removed", 4403]);
    }
  }
  assert.equal((await operator("POST", "removing/remove", removal)).status, 200);
  const messages = await request(server, "/room/removing/messages");
  assert.deepEqual(messages.json.events.map(({ text }) => text), ["still here"]);
});

test("a deleted message is gone for all, once", async () => {
  const [ana, ben] = await server.joinAll("erasing", "Ana", "Ben");
  const { seq } = await ana.says("regretted");
  for (let n = 0; n < 2; n += 1) assert.equal((await operator("DELETE", `erasing/messages/${seq}`)).json.seq, 2);
  const from = { id: "0000000000000000", name: "Operator" };
  await ben.sees({ type: "deleted", seq: 2, target: seq, from, cid: `admin-${seq}` });
  const { all } = await ana.everythingUntilNow();
  assert.equal(all.filter(({ type }) => type === "deleted").length, 1);
  const { json } = await request(server, "/room/erasing/messages");
  assert.equal(json.events[0].deleted, true);
  assert.equal(json.events[0].text, undefined);
  const late = await server.join("erasing", "Cem", { epoch: ana.welcome.epoch, after: 0 });
  await late.sees({ type: "deleted", seq: 2 });
  assert.ok(late.heard.every((event) => !JSON.stringify(event).includes("regretted")));
});

test("logged out, everyone is somebody new", async () => {
  const [ana, ben] = await server.joinAll("leaving", "Ana", "Ben");
  await ana.says("kept");
  await ben.vanishes();
  const { json } = await operator("POST", "leaving/logout");
  assert.deepEqual([json.sockets, json.count, json.seq], [0, 0, 1]);
  assert.equal(await ana.isClosed(), 4401);
  for (const happens of [() => {}, () => server.evict("leaving")]) {
    await happens();
    for (const { token } of [ana, ben]) {
      assert.deepEqual(await isTurnedAway("leaving", "Ana", { token }), [undefined, 4401]);
    }
  }
  const again = await server.join("leaving", "Ana");
  assert.notEqual(again.id, ana.id);
  assert.equal(again.welcome.seq, 1);
});

test("a deleted room is gone with all that was in it, and its name is free", async () => {
  const [ana, eve] = await server.joinAll("deleting", "Ana", "Eve");
  await ana.says("secret");
  await operator("POST", "deleting/remove", JSON.stringify({ member: eve.id }));
  const { json } = await operator("DELETE", "deleting");
  assert.deepEqual([json.exists, json.sockets, json.epoch], [false, 0, undefined]);
  assert.equal(await ana.isClosed(), 4410);
  assert.equal((await operator("DELETE", "deleting")).status, 404);
  const empty = await request(server, "/room/deleting/messages");
  assert.deepEqual([empty.json.seq, empty.json.events], [0, []]);
  assert.deepEqual(await isTurnedAway("deleting", "Ana", { token: ana.token }), [undefined, 4401]);

  const ben = await server.join("deleting", "Ana", { epoch: ana.welcome.epoch, after: 1 });
  assert.notEqual(ben.welcome.epoch, ana.welcome.epoch);
  assert.equal(ben.welcome.recovered, false);
  assert.equal((await ben.says("new")).seq, 1);
  await server.sleep("deleting");
  assert.equal((await ben.says("newer")).seq, 2);
  await server.restart();
  const { json: kept } = await request(server, "/room/deleting/messages");
  assert.deepEqual(kept.events.map(({ text }) => text), ["new", "newer"]);
});

test("no request of a stranger is taken for the operator's", async () => {
  await server.join("safe", "Ana");
  const headers = { "x-alcove-act": "safe close" };
  await request(server, "/admin/rooms/safe", { headers });
  await request(server, "/room/safe/messages", { headers });
  await upgrade(server, "/room/safe", headers);
  await request(server, "/admin/rooms/safe", { headers: { ...headers, ...AUTHORIZED } });
  assert.equal((await state("safe")).closed, false);
});

describe("an owner", () => {
  const owner = (room, body) => operator("POST", `${room}/owner`, JSON.stringify(body));
  const SECRET = "a-key-of-the-operators";
  const hash = createHash("sha256").update(SECRET).digest("hex");

  test("is made of a member, in a room that nobody owned, and everybody is told", async () => {
    const [ana, ben] = await server.joinAll("plain", "Ana", "Ben");
    assert.equal((await owner("plain", { member: ben.id })).status, 200);
    const event = await ana.sees({ type: "role" });
    assert.deepEqual(event.from, { id: "0000000000000000", name: "Operator" });
    assert.deepEqual(event.member, { id: ben.id, name: "Ben", role: "owner" });
    assert.equal((await ana.sees({ type: "you" })).role, "member");
    assert.equal((await ben.sees({ type: "you" })).role, "owner");
    await ben.does({ type: "mute", member: ana.id, for: 60 });
    await ana.sees({ type: "muted" });
  });

  test("is whoever comes by a key that the operator has made", async () => {
    const ana = await server.join("lost", "Ana", { key: "x".repeat(22), create: { settings: { access: "closed" } } });
    for (let time = 0; time < 2; time += 1) assert.equal((await owner("lost", { hash })).status, 200);
    await ana.sees({ type: "role" });
    const ben = await server.join("lost", "Ben", { key: SECRET });
    assert.equal(ben.welcome.you.role, "owner");
    assert.equal(ben.welcome.seq, 1);
  });

  test("is not made of what makes no sense, or of nobody", async () => {
    const ana = await server.join("sense", "Ana");
    for (const [room, body, status, code] of [
      ["sense", {}, 400, "bad_request"],
      ["sense", { member: ana.id, hash }, 400, "bad_request"],
      ["sense", { hash: hash.toUpperCase() }, 400, "bad_request"],
      ["sense", { member: "00000000000000ff" }, 404, "not_found"],
      ["nowhere", { hash }, 404, "not_found"],
    ]) {
      const answer = await owner(room, body);
      assert.deepEqual([answer.status, answer.json.error?.code], [status, code], JSON.stringify(body));
    }
    assert.equal((await operator("GET", "sense/owner")).status, 405);
  });
});

describe("where only those begin a room who create it", () => {
  let strict;
  before(async () => {
    strict = await startRoomServer(UNHURRIED);
    const ana = await strict.join("before", "Ana");
    await ana.leaves();
    await strict.restart({ ...UNHURRIED, ADMIN_KEY: KEY, ROOM_CREATION: "created" });
  });
  after(() => strict.stop());

  test("a name that nobody has created is no room", async () => {
    const stranger = await strict.connect("tea");
    stranger.hello("Eve");
    assert.equal((await stranger.sees({ type: "error" })).code, "not_created");
    const { status, json } = await request(strict, "/room/tea/messages");
    assert.deepEqual([status, json.error.code], [404, "not_created"]);
    const state = await request(strict, "/admin/rooms/tea", { headers: AUTHORIZED });
    assert.equal(state.json.exists, false);
    // It is one as soon as somebody does.
    stranger.hello("Eve", { key: "x".repeat(22), create: {} });
    assert.equal((await stranger.sees({ type: "welcome" })).you.role, "owner");
    assert.equal((await request(strict, "/room/tea/messages")).status, 200);
    await strict.join("tea", "Ana");
  });

  test("a room that was there before goes on", async () => {
    await strict.join("before", "Ben");
    assert.equal((await request(strict, "/room/before/messages")).status, 200);
  });
});

describe("maintenance", () => {
  let other;
  before(async () => {
    other = await startRoomServer({ ...UNHURRIED, ADMIN_KEY: KEY });
    const ana = await other.join("tea", "Ana");
    await ana.says("kept");
    await other.restart({ ...UNHURRIED, ADMIN_KEY: KEY, MAINTENANCE: "until noon" });
  });
  after(() => other.stop());

  test("nobody is let in, and is told when to try again", async () => {
    const answers = [await upgrade(other, "/room/tea"), await request(other, "/room/tea/messages")];
    for (const { status, headers, json } of answers) {
      assert.equal(status, 503);
      assert.equal(json.error.code, "maintenance");
      assert.equal(headers["retry-after"], "60");
    }
  });

  test("pages say so in words, files are there", async () => {
    for (const path of ["/", "/room/tea"]) {
      const page = await request(other, path);
      assert.equal(page.status, 503, path);
      assert.match(page.headers["content-type"], /^text\/html/);
      assert.equal(page.headers["retry-after"], "60");
      assert.match(page.body, /down for maintenance/);
    }
    assert.equal((await request(other, "/favicon.svg")).status, 200);
    const { body } = await request(other, "/");
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(body)[1];
    assert.equal((await request(other, style)).status, 200);
  });

  test("the server itself is well, and says what it does", async () => {
    const { status, json } = await request(other, "/health");
    assert.deepEqual([status, json.ok, json.maintenance], [200, true, true]);
    assert.equal((await request(server, "/health")).json.maintenance, undefined);
  });

  test("the operator goes on working", async () => {
    const { json } = await request(other, "/admin/rooms/tea", { headers: AUTHORIZED });
    assert.deepEqual([json.exists, json.seq], [true, 1]);
  });

  test("off is off, and nothing is lost", async () => {
    await other.restart({ ...UNHURRIED, MAINTENANCE: "off" });
    assert.equal((await request(other, "/room/tea")).status, 200);
    const { json } = await request(other, "/room/tea/messages");
    assert.deepEqual(json.events.map(({ text }) => text), ["kept"]);
  });
});
