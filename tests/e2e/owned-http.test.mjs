// What HTTP gives of a room that has an owner, to whom: messages by a member's token, the room as a file, its
// end.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const FRIEND = "https://friend.example";

let server;
before(async () => {
  server = await startRoomServer({ ...UNHURRIED, ALLOWED_ORIGINS: FRIEND });
});
after(() => server.stop());

const key = (word) => word.padEnd(22, "A");
const hash = (secret) => createHash("sha256").update(secret).digest("hex");

/** A room that Ana owns, with these settings. */
const created = (room, settings = {}) =>
  server.join(room, "Ana", { key: key("owner"), create: { settings } });

/** Somebody who comes by a key that the owner makes for this role. */
async function invited(owner, room, name, role) {
  await owner.does({ type: "mint", hash: hash(key(name)), role });
  return server.join(room, name, { key: key(name) });
}

const bearer = (token) => (token === undefined ? {} : { authorization: `Bearer ${token}` });

function ask(method, path, { token, headers, ...more } = {}) {
  return request(server, `/room/${path}`, { method, headers: { ...bearer(token), ...headers }, ...more });
}

const messages = (room, token, headers) => ask("GET", `${room}/messages`, { token, headers });

/** Status and code of an answer. */
const told = ({ status, json }) => [status, json?.error?.code];

const UNAUTHORIZED = [401, "unauthorized"];

describe("messages", () => {
  test("of a room that is neither open nor to be read: by the token of a member", async () => {
    const ana = await created("closed", { access: "ask" });
    await ana.says("hello");
    for (const token of [undefined, "", "v2.x", key("owner")]) {
      const answer = await messages("closed", token);
      assert.deepEqual(told(answer), UNAUTHORIZED, `by ${token}`);
      assert.equal(answer.headers["www-authenticate"], "Bearer");
      assert.ok(!answer.body.includes("hello"));
    }
    const basic = { authorization: `Basic ${Buffer.from("a:b").toString("base64")}` };
    assert.deepEqual(told(await messages("closed", undefined, basic)), UNAUTHORIZED);
    const answer = await messages("closed", ana.token);
    assert.deepEqual([answer.status, answer.json.events[0].text], [200, "hello"]);
    const reader = await invited(ana, "closed", "Ben", "reader");
    assert.equal((await messages("closed", reader.token)).status, 200);
    const stranger = await server.connect("closed");
    stranger.hello("Eve");
    const { you } = await stranger.sees({ type: "knocking" });
    assert.deepEqual(told(await messages("closed", you.token)), UNAUTHORIZED);
    await ana.does({ type: "settings", set: { access: "read" } });
    assert.equal((await messages("closed")).status, 200);
  });

  test("a token that is sent is judged in open rooms, too", async () => {
    const ana = await created("judged");
    const ben = await server.join("judged", "Ben");
    assert.equal((await messages("judged", ben.token)).status, 200);
    assert.deepEqual(told(await messages("judged", "v2.x")), UNAUTHORIZED);
    await ana.does({ type: "remove", member: ben.id });
    assert.equal(await ben.isClosed(), 4403);
    assert.deepEqual(told(await messages("judged", ben.token)), [403, "removed"]);
    const back = await server.join("judged", "Ben", { token: ben.token });
    assert.equal((await messages("judged", ben.token)).status, 200);
    await ana.does({ type: "remove", member: back.id, ban: "forever" });
    assert.deepEqual(told(await messages("judged", ben.token)), [403, "banned"]);
    assert.equal((await messages("judged")).status, 200);
    // A proxy in front of the server may want a login of its own.
    const basic = { authorization: "Basic YTpi" };
    assert.equal((await messages("judged", undefined, basic)).status, 200);
    // The token of another room is none here, and neither is any in a room that nobody was ever in.
    const other = await server.join("judged-elsewhere", "Ana");
    assert.deepEqual(told(await messages("judged", other.token)), UNAUTHORIZED);
    assert.deepEqual(told(await messages("judged-never", other.token)), UNAUTHORIZED);
  });

  test("what somebody has kept is not confirmed to another", async () => {
    const ana = await created("kept", { access: "closed" });
    await ana.says("secret");
    const { headers } = await messages("kept", ana.token);
    assert.equal(headers["cache-control"], "private, no-cache");
    assert.match(headers.vary, /Authorization/);
    const ifNoneMatch = { "if-none-match": headers.etag };
    const again = await messages("kept", ana.token, ifNoneMatch);
    assert.equal(again.status, 304);
    assert.match(again.headers.vary, /Authorization/);
    for (const match of [headers.etag, "*"]) {
      assert.deepEqual(told(await messages("kept", undefined, { "if-none-match": match })), UNAUTHORIZED);
    }
  });
});

describe("a room as a file", () => {
  const exported = (room, token, { query = "", ...more } = {}) => ask("GET", `${room}/export${query}`, { token, ...more });
  const linesOf = ({ body }) => body.trimEnd().split("\n").map((line) => JSON.parse(line));

  test("for its owner: what the room is, and every event as a replay brings it", async () => {
    const ana = await created("file", { title: "Tea", access: "ask" });
    await ana.says("hello");
    await ana.says("gone");
    await ana.does({ type: "delete", seq: 2 });
    await ana.does({ type: "settings", set: { topic: "Green" } });
    const answer = await exported("file", ana.token);
    assert.equal(answer.status, 200);
    const { "content-type": type, "content-disposition": disposition, "cache-control": cache } = answer.headers;
    assert.deepEqual([type, disposition, cache], ["application/jsonl; charset=utf-8", 'attachment; filename="file.jsonl"', "no-store"]);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    for (const internal of ["x-alcove-next", "x-alcove-price"]) assert.equal(answer.headers[internal], undefined);
    const [head, ...events] = linesOf(answer);
    const { epoch } = ana.welcome;
    assert.deepEqual(head, { type: "room", room: "file", epoch, seq: 4, settings: { title: "Tea", topic: "Green", access: "ask" } });
    const again = await server.join("file", "Ana", { ...ana.resume, after: 0 });
    await again.sees({ seq: 4 });
    assert.deepEqual(events, again.log);
    // It goes on where one likes.
    assert.deepEqual(linesOf(await exported("file", ana.token, { query: "?after=3" })), [head, events[3]]);
    assert.deepEqual(linesOf(await exported("file", ana.token, { query: "?after=99" })), [head]);
    assert.deepEqual(told(await exported("file", ana.token, { query: "?after=x" })), [400, "bad_query"]);
    const peek = await ask("HEAD", "file/export", { token: ana.token });
    assert.deepEqual([peek.status, peek.headers["content-type"], peek.body], [200, type, ""]);
  });

  test("comes in pieces when it is long", async () => {
    const ana = await created("long-file");
    const text = "\u{1F375}".repeat(3_500);
    for (let said = 0; said < 200; said += 1) ana.asks({ type: "say", text: `${said} ${text}` });
    await ana.sees({ seq: 200 });
    const [head, ...events] = linesOf(await exported("long-file", ana.token));
    assert.equal(head.seq, 200);
    assert.deepEqual(
      events.map(({ seq, text: said }) => [seq, said]),
      ana.log.map(({ seq, text: said }) => [seq, said]),
    );
  });

  test("is nobody else's", async () => {
    const ana = await created("own-file");
    await ana.says("hello");
    for (const token of [undefined, "v2.x", key("owner")]) {
      const answer = await exported("own-file", token);
      assert.deepEqual([...told(answer), answer.headers["www-authenticate"]], [...UNAUTHORIZED, "Bearer"]);
    }
    for (const role of ["moderator", "member", "reader"]) {
      const { token } = await invited(ana, "own-file", role, role);
      assert.deepEqual(told(await exported("own-file", token)), [403, "forbidden"], role);
    }
    const evil = await exported("own-file", ana.token, { headers: { origin: "https://evil.example" } });
    assert.deepEqual(told(evil), [403, "origin_forbidden"]);
    const friend = await exported("own-file", ana.token, { headers: { origin: FRIEND } });
    assert.deepEqual([friend.status, friend.headers["access-control-allow-origin"]], [200, FRIEND]);
  });

  test("is not there in a room without owner", async () => {
    const ana = await server.join("no-file", "Ana");
    for (const room of ["no-file", "no-file-never"]) {
      assert.deepEqual(told(await exported(room, ana.token)), [404, "not_found"]);
    }
    await created("no-post");
    assert.deepEqual(told(await ask("POST", "no-post/export")), [404, "not_found"]);
  });
});

describe("a file into a room", () => {
  const imported = (room, token, body, headers) => ask("POST", `${room}/import`, { token, body, headers });
  const exported = async (room, { token }) => (await ask("GET", `${room}/export`, { token })).body;

  test("fills an empty room, and everybody resumes", async () => {
    const ana = await created("source", { title: "Tea" });
    await ana.says("hello");
    await ana.does({ type: "react", seq: 1, emoji: "👍", on: true });
    await ana.says("gone");
    await ana.does({ type: "delete", seq: 3 });
    const file = await exported("source", ana);
    const cy = await created("filled", { access: "closed" });
    const ben = await invited(cy, "filled", "Ben", "member");
    const answer = await imported("filled", cy.token, file);
    assert.deepEqual([answer.status, answer.json], [200, { seq: 4 }]);
    assert.equal(answer.headers["x-alcove-price"], undefined);
    assert.deepEqual([await cy.isClosed(), await ben.isClosed()], [1012, 1012]);
    const back = await server.join("filled", "Ben", ben.resume);
    await back.sees({ seq: 4 });
    const there = await server.join("source", "Ana", { ...ana.resume, after: 0 });
    await there.sees({ seq: 4 });
    assert.deepEqual(back.log, there.log);
    assert.deepEqual([back.welcome.recovered, back.welcome.epoch], [true, cy.welcome.epoch]);
    assert.deepEqual([back.welcome.settings, back.welcome.you.role], [{ title: "Tea" }, "member"]);
    assert.equal((await back.says("on")).seq, 5);
    assert.deepEqual(told(await imported("filled", cy.token, file)), [409, "not_empty"]);
  });

  test("is an owner's, and told in its length", async () => {
    const ana = await created("import-own");
    const file = await exported("import-own", ana);
    for (const token of [undefined, "v2.x", key("owner")]) {
      assert.deepEqual(told(await imported("import-own", token, file)), UNAUTHORIZED);
    }
    const ben = await invited(ana, "import-own", "Ben", "moderator");
    assert.deepEqual(told(await imported("import-own", ben.token, file)), [403, "forbidden"]);
    const evil = { origin: "https://evil.example" };
    assert.deepEqual(told(await imported("import-own", ana.token, file, evil)), [403, "origin_forbidden"]);
    const unmeasured = { "transfer-encoding": "chunked" };
    assert.deepEqual(told(await imported("import-own", ana.token, file, unmeasured)), [411, "length_required"]);
    // Refused by its length alone, and also read by those who send it all.
    const large = { "content-length": String(16 * 1024 * 1024 + 1) };
    assert.deepEqual(told(await imported("import-own", ana.token, "", large)), [413, "too_large"]);
    assert.deepEqual(told(await imported("import-own", ana.token, "x".repeat(16 * 1024 * 1024 + 1))), [413, "too_large"]);
    const eve = await server.join("import-none", "Eve");
    for (const room of ["import-none", "import-never"]) {
      assert.deepEqual(told(await imported(room, eve.token, file)), [404, "not_found"]);
    }
    assert.equal((await imported("import-own", ana.token, file)).status, 200);
  });

  test("is kept whole or not at all", async () => {
    const ana = await created("import-bad", { title: "Before" });
    const empty = await exported("import-bad", ana);
    const event = { type: "message", seq: 1, at: 1, from: { id: "00000000000000aa", name: "Ann" }, cid: "c", text: "hello" };
    const head = { type: "room", room: "x", epoch: "y", seq: 2, settings: { title: "After" } };
    const file = (...lines) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    for (const [line, bad] of [
      [1, ""],
      [1, file(event)],
      [3, file(head, event)],
      [3, file(head, event, { ...event, seq: 2, text: "" })],
    ]) {
      const answer = await imported("import-bad", ana.token, bad);
      assert.deepEqual([...told(answer), answer.json.error.line], [400, "bad_file", line]);
    }
    assert.equal(await exported("import-bad", ana), empty);
    assert.equal((await ana.says("still here")).seq, 1);
  });
});

describe("the end of a room", () => {
  const wipe = (room, token, confirmed = room) =>
    ask("DELETE", room, { token, headers: confirmed === null ? {} : { "x-confirm-room": confirmed } });

  test("by its owner: everybody is sent away, nothing is left, and the name is free", async () => {
    const ana = await created("ended", { title: "Tea", access: "closed" });
    const ben = await invited(ana, "ended", "Ben", "member");
    await ana.says("hello");
    const answer = await wipe("ended", ana.token);
    assert.deepEqual([answer.status, answer.body], [204, ""]);
    assert.deepEqual([await ana.isClosed(), await ben.isClosed()], [4410, 4410]);
    // What was Ana's is nobody's, and her token void.
    assert.equal((await wipe("ended", ana.token)).status, 405);
    assert.deepEqual(told(await messages("ended", ana.token)), UNAUTHORIZED);
    const late = await server.connect("ended");
    late.hello("Ana", { token: ana.token });
    assert.equal(await late.isClosed(), 4401);
    const next = await server.join("ended", "Cy", { key: key("another"), create: {} });
    assert.notEqual(next.welcome.epoch, ana.welcome.epoch);
    assert.deepEqual([next.welcome.seq, next.welcome.settings], [0, {}]);
  });

  test("by nobody else, and by nobody who does not name it", async () => {
    const ana = await created("lasting");
    const ben = await invited(ana, "lasting", "Ben", "moderator");
    for (const token of [undefined, "v2.x", key("owner")]) {
      assert.deepEqual(told(await wipe("lasting", token)), UNAUTHORIZED);
    }
    assert.deepEqual(told(await wipe("lasting", ben.token)), [403, "forbidden"]);
    assert.deepEqual(told(await wipe("lasting", ben.token, null)), [403, "forbidden"]);
    for (const confirmed of [null, "", "last", "../lasting"]) {
      assert.deepEqual(told(await wipe("lasting", ana.token, confirmed)), [400, "bad_request"]);
    }
    const evil = { ...bearer(ana.token), "x-confirm-room": "lasting", origin: "https://evil.example" };
    assert.deepEqual(told(await ask("DELETE", "lasting", { headers: evil })), [403, "origin_forbidden"]);
    await ben.says("still here");
    await ana.sees({ text: "still here" });
  });

  test("in a room without owner there is no such thing", async () => {
    const ana = await server.join("nobodys", "Ana");
    for (const room of ["nobodys", "nobodys-never"]) {
      const { status, headers, json } = await wipe(room, ana.token);
      assert.deepEqual([status, headers.allow, json.error.code], [405, "GET, HEAD", "method_not_allowed"]);
    }
  });
});

describe("a page of another origin", () => {
  const preflight = (path, origin) =>
    ask("OPTIONS", path, { headers: { origin, "access-control-request-headers": "authorization" } });

  test("learns what it may send, if its origin is allowed", async () => {
    for (const [path, methods, headers] of [
      ["any/messages", "GET, HEAD", "Authorization"],
      ["any/export", "GET, HEAD", "Authorization"],
      ["any", "DELETE", "Authorization, X-Confirm-Room"],
    ]) {
      const answer = await preflight(path, FRIEND);
      assert.deepEqual([answer.status, answer.body], [204, ""], path);
      assert.equal(answer.headers["access-control-allow-origin"], FRIEND);
      assert.equal(answer.headers["access-control-allow-methods"], methods);
      assert.equal(answer.headers["access-control-allow-headers"], headers);
      for (const origin of ["https://evil.example", "null"]) {
        const refused = await preflight(path, origin);
        assert.deepEqual(told(refused), [405, "method_not_allowed"], `${path} for ${origin}`);
        assert.equal(refused.headers["access-control-allow-headers"], undefined);
      }
      assert.equal((await ask("OPTIONS", path)).status, 405);
    }
  });
});
