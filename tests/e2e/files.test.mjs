// Files of rooms: sent in parts by HTTP, claimed by messages, read by tickets, and gone with their messages.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const MIB = 1024 * 1024;
const isWorker = process.env.ALCOVE_HOST !== "native";
const VARS = { ...UNHURRIED, NETWORK_READS_PER_MINUTE: "0", ADMIN_KEY: "correct horse battery staple" };
const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(100, 7)]);

let server;
before(async () => {
  server = await startRoomServer(VARS);
});
after(() => server.stop());

const key = (word) => word.padEnd(22, "A");
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const bearer = (token) => (token === undefined ? {} : { authorization: `Bearer ${token}` });

/** `{ status, headers, body, json }` of something about the files of a room. */
const ask = (room, method, below, token, more = {}) =>
  request(server, `/room/${room}/files${below}`, { method, ...more, headers: { ...bearer(token), ...more.headers } });

let count = 0;
const begin = (room, token, bytes, fields = {}) => {
  count += 1;
  const body = JSON.stringify({ cid: `f${count}`, name: "a.bin", bytes, ...fields });
  return ask(room, "POST", "", token, { body });
};

const put = (room, token, id, at, body, headers) => ask(room, "PUT", `/${id}?at=${at}`, token, { body, headers });

/** A file, sent: its id. */
async function sent(room, token, bytes, fields) {
  const begun = await begin(room, token, bytes.length, fields);
  assert.equal(begun.status, 201, begun.body);
  const { id, part } = begun.json;
  for (let at = 0; at < bytes.length; at += part) {
    const answer = await put(room, token, id, at, bytes.subarray(at, at + part));
    assert.deepEqual([answer.status, answer.json], [200, { next: Math.min(at + part, bytes.length) }]);
  }
  return id;
}

/** The same in a message: its event. */
async function posted(member, room, bytes, fields) {
  const id = await sent(room, member.token, bytes, fields);
  return member.does({ type: "say", files: [{ id }] });
}

const ticket = (member) => member.welcome.files.ticket;
const read = (room, id, t, headers, method = "GET") =>
  request(server, `/room/${room}/files/${id}/x${t === undefined ? "" : `?t=${t}`}`, { method, headers, encoding: "latin1" });

const code = ({ status, json }) => [status, json?.error?.code];

/** Whether these bytes are in any file of the data folder. */
function isKept(bytes) {
  try {
    const files = readdirSync(server.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.some((file) => readFileSync(join(file.parentPath, file.name)).includes(bytes));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    // One has gone meanwhile.
    return isKept(bytes);
  }
}

describe("sending", () => {
  test("in parts, each in its turn, and once by its cid", async () => {
    const ana = await server.join("parts", "Ana");
    assert.deepEqual([ana.welcome.limits.file_bytes, ana.welcome.limits.files], [25_000_000, 10]);
    const bytes = randomBytes(MIB + 10);
    const fields = { cid: "once", name: "../../é\u202e.PNG", type: "text/html", alt: "A cat", width: 3, height: 4 };
    const begun = await begin("parts", ana.token, bytes.length, fields);
    assert.deepEqual([begun.status, begun.json.next, begun.json.part], [201, 0, MIB]);
    const { id } = begun.json;
    const first = bytes.subarray(0, MIB);
    assert.deepEqual((await put("parts", ana.token, id, 5, first)).json.next, 0);
    assert.equal((await put("parts", ana.token, id, 0, first)).json.next, MIB);
    const again = await put("parts", ana.token, id, 0, first);
    assert.deepEqual([again.status, again.json.next], [409, MIB]);
    const resumed = await begin("parts", ana.token, bytes.length, fields);
    assert.deepEqual([resumed.status, resumed.json], [200, { id, next: MIB, part: MIB }]);
    const early = await ana.isRefused({ type: "say", files: [{ id }] });
    assert.equal(early.code, "file_incomplete");
    assert.equal((await put("parts", ana.token, id, MIB, bytes.subarray(0, 11))).status, 413);
    const state = async () => (await ask("parts", "GET", `/${id}`, ana.token)).json;
    assert.deepEqual(await state(), { id, bytes: MIB + 10, next: MIB, claimed: false });
    assert.equal((await put("parts", ana.token, id, MIB, bytes.subarray(MIB))).json.next, bytes.length);
    assert.equal((await read("parts", id, ticket(ana))).status, 404);
    const ben = await server.join("parts", "Ben");
    const event = await ana.does({ type: "say", cid: "say", files: [{ id }] });
    const file = { id, name: "_.._é_.PNG", type: "application/octet-stream", bytes: MIB + 10, width: 3, height: 4, alt: "A cat" };
    assert.deepEqual([event.text, event.files], ["", [file]]);
    assert.deepEqual((await ben.sees({ type: "message" })).files, [file]);
    assert.deepEqual(await state(), { id, bytes: MIB + 10, next: MIB + 10, claimed: true });
    // The same once more is the same, and another is none.
    assert.equal((await ana.does({ type: "say", cid: "say", files: [{ id }] })).seq, event.seq);
    assert.equal((await ana.isRefused({ type: "say", files: [{ id }] })).code, "not_found");
    const page = await ben.history();
    assert.deepEqual(page.events.at(-1).files, [file]);
    const answer = await read("parts", id, ticket(ben));
    assert.equal(sha256(Buffer.from(answer.body, "latin1")), sha256(bytes));
    // Its text may be edited away, and that of others not.
    const said = await ana.says("only words");
    assert.equal((await ana.isRefused({ type: "edit", seq: said.seq, text: "" })).code, "text_empty");
    await ana.does({ type: "edit", seq: event.seq, text: "words" });
    assert.equal((await ana.does({ type: "edit", seq: event.seq, text: "" })).text, "");
  });

  test("is for who may post, and for each their own", async () => {
    const ana = await server.join("rights", "Ana", { key: key("owner"), create: { settings: {} } });
    const ben = await server.join("rights", "Ben");
    const elsewhere = await server.join("elsewhere", "Eve");
    const { id } = (await begin("rights", ana.token, 5)).json;
    for (const [token, expected] of [
      [undefined, 401],
      [elsewhere.token, 403],
      ["v2.x", 403],
    ]) {
      assert.equal((await begin("rights", token, 5)).status, expected);
      assert.equal((await put("rights", token, id, 0, "abcde")).status, expected);
      assert.equal((await ask("rights", "GET", `/${id}`, token)).status, expected);
      assert.equal((await ask("rights", "DELETE", `/${id}`, token)).status, expected);
    }
    for (const answer of [
      await put("rights", ben.token, id, 0, "abcde"),
      await ask("rights", "GET", `/${id}`, ben.token),
      await ask("rights", "DELETE", `/${id}`, ben.token),
      await put("rights", ana.token, "0".repeat(32), 0, "abcde"),
      await put("rights", ana.token, "..%2f..%2fx", 0, "abcde"),
    ]) {
      assert.deepEqual(code(answer), [404, "not_found"]);
    }
    await put("rights", ana.token, id, 0, "abcde");
    assert.equal((await ben.isRefused({ type: "say", files: [{ id }] })).code, "not_found");
    await ana.does({ type: "mute", member: ben.id, for: 60 });
    assert.deepEqual(code(await begin("rights", ben.token, 5)), [403, "forbidden"]);
    assert.equal((await ask("rights", "DELETE", `/${id}`, ana.token)).status, 204);
    assert.equal((await ask("rights", "GET", `/${id}`, ana.token)).status, 404);
    assert.equal((await ana.isRefused({ type: "say", files: [{ id }] })).code, "not_found");
  });

  test("what makes no sense", async () => {
    const ana = await server.join("sense", "Ana");
    for (const [fields, expected] of [
      [{ name: "" }, 400],
      [{ name: "x".repeat(4_001) }, 400],
      [{ name: undefined }, 400],
      [{ cid: "a b" }, 400],
      [{ bytes: "5" }, 400],
      [{ preview: Buffer.alloc(41).toString("base64url") }, 400],
      [{ alt: "x".repeat(501) }, 400],
      [{ width: 0 }, 400],
      [{ bytes: 0 }, 413],
      [{ bytes: 25_000_001 }, 413],
      [{ name: "界".repeat(4_000), preview: Buffer.alloc(40).toString("base64url") }, 201],
    ]) {
      const answer = await begin("sense", ana.token, 5, fields);
      assert.equal(answer.status, expected, `${JSON.stringify(fields).slice(0, 80)}: ${answer.body}`);
      assert.equal(answer.status === 201 || typeof answer.json.error.code === "string", true);
    }
    const { id } = (await begin("sense", ana.token, 2 * MIB)).json;
    assert.equal((await put("sense", ana.token, id, 0, "")).status, 400);
    assert.equal((await put("sense", ana.token, id, "x", "abc")).status, 400);
    assert.equal((await put("sense", ana.token, id, 0, Buffer.alloc(MIB + 1))).status, 413);
    assert.equal((await put("sense", ana.token, id, 0, "abc", { "transfer-encoding": "chunked" })).status, 411);
    assert.equal((await ask("sense", "GET", `/${id}`, ana.token)).json.next, 0);
    for (const [files, expected] of [
      [[], "bad_frame"],
      ["x", "bad_frame"],
      [[{ id }, { id }], "bad_frame"],
      [[{}], "bad_frame"],
      [[{ id: "x" }], "not_found"],
      [Array.from({ length: 11 }, (_, n) => ({ id: String(n) })), "too_many"],
    ]) {
      assert.equal((await ana.isRefused({ type: "say", files })).code, expected, JSON.stringify(files));
    }
  });

  test("of parts at the same time one is taken", async () => {
    const ana = await server.join("race", "Ana");
    const { id } = (await begin("race", ana.token, 3_000)).json;
    const parts = Array.from({ length: 6 }, (_, n) => Buffer.alloc(3_000, n + 1));
    const answers = await Promise.all(parts.map((part) => put("race", ana.token, id, 0, part)));
    const taken = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
    assert.equal(taken.length, 1, JSON.stringify(answers.map(({ status, body }) => [status, body])));
    assert.ok(answers.every(({ status, json }) => status === 200 || (status === 409 && json.next === 3_000)));
    await ana.does({ type: "say", files: [{ id }] });
    const { body, headers } = await read("race", id, ticket(ana));
    assert.ok(Buffer.from(body, "latin1").equals(parts[taken[0]]));
    assert.equal(headers.etag, `"${sha256(parts[taken[0]])}"`);
  });

  test("a body that breaks off leaves the upload as it was", async () => {
    const ana = await server.join("broken", "Ana");
    const { id } = (await begin("broken", ana.token, 1_000)).json;
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const head = `PUT /room/broken/files/${id}?at=0 HTTP/1.1\r\nHost: ${server.host}\r\nAuthorization: Bearer ${ana.token}\r\nContent-Length: 1000\r\n\r\n`;
    socket.end(head + "x".repeat(400));
    await new Promise((resolve) => socket.on("close", resolve).on("error", resolve).resume());
    assert.equal((await ask("broken", "GET", `/${id}`, ana.token)).json.next, 0);
    assert.equal((await put("broken", ana.token, id, 0, Buffer.alloc(1_000))).json.next, 1_000);
  });
});

describe("reading", () => {
  test("headers, ranges and what is kept", async () => {
    const ana = await server.join("headers", "Ana");
    const { files } = await posted(ana, "headers", PNG, { name: 'é"x.png' });
    const [{ id, type }] = files;
    assert.equal(type, "image/png");
    const t = ticket(ana);
    const answer = await read("headers", id, t);
    assert.equal(answer.status, 200);
    const told = (names) => Object.fromEntries(names.map((name) => [name, answer.headers[name]]));
    const expected = {
      "content-type": "image/png",
      "content-length": String(PNG.length),
      "content-disposition": "inline; filename=\"__x.png\"; filename*=UTF-8''%C3%A9_x.png",
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, max-age=86400, immutable",
      "accept-ranges": "bytes",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      etag: `"${sha256(PNG)}"`,
      "set-cookie": undefined,
    };
    assert.deepEqual(told(Object.keys(expected)), expected);
    assert.ok(Buffer.from(answer.body, "latin1").equals(PNG));
    const head = await read("headers", id, t, {}, "HEAD");
    assert.deepEqual([head.status, head.body, head.headers["content-length"]], [200, "", String(PNG.length)]);
    const same = await read("headers", id, t, { "if-none-match": `W/"x", "${sha256(PNG)}"` });
    assert.deepEqual([same.status, same.body, same.headers.etag], [304, "", expected.etag]);
    for (const [range, status, contentRange, bytes] of [
      ["bytes=0-0", 206, `bytes 0-0/${PNG.length}`, PNG.subarray(0, 1)],
      ["bytes=100-", 206, `bytes 100-107/${PNG.length}`, PNG.subarray(100)],
      ["bytes=-8", 206, `bytes 100-107/${PNG.length}`, PNG.subarray(100)],
      ["bytes=2-5", 206, `bytes 2-5/${PNG.length}`, PNG.subarray(2, 6)],
      ["bytes=0-1,3-4", 200, undefined, PNG],
      ["x", 200, undefined, PNG],
    ]) {
      const part = await read("headers", id, t, { range });
      assert.deepEqual([part.status, part.headers["content-range"]], [status, contentRange], range);
      assert.ok(Buffer.from(part.body, "latin1").equals(bytes), range);
    }
    const none = await read("headers", id, t, { range: "bytes=108-" });
    assert.deepEqual([none.status, none.headers["content-range"]], [416, `bytes */${PNG.length}`]);
  });

  test("a large file comes whole, and by pieces over its parts", async () => {
    const ana = await server.join("large", "Ana");
    const bytes = randomBytes(3 * MIB + 5);
    const { files } = await posted(ana, "large", bytes);
    const all = await read("large", files[0].id, ticket(ana));
    assert.equal(sha256(Buffer.from(all.body, "latin1")), sha256(bytes));
    const range = { range: `bytes=${MIB - 3}-${2 * MIB + 3}` };
    const part = await read("large", files[0].id, ticket(ana), range);
    assert.ok(Buffer.from(part.body, "latin1").equals(bytes.subarray(MIB - 3, 2 * MIB + 4)));
  });

  test("nothing that is sent runs as a page of ours", async () => {
    const ana = await server.join("hostile", "Ana");
    const script = "<script>alert(1)</script>";
    for (const [name, bytes, expected] of [
      ["x.svg", `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`, "application/octet-stream"],
      ["x.html", `<!doctype html>${script}`, "application/octet-stream"],
      ["x.png", script, "application/octet-stream"],
      ["x.html", `GIF89a/*${script}*/=1`, "image/gif"],
      ["x.pdf", "%PDF-1.7", "application/octet-stream"],
    ]) {
      const { files } = await posted(ana, "hostile", Buffer.from(bytes), { name, type: "text/html" });
      const answer = await read("hostile", files[0].id, ticket(ana));
      assert.equal(answer.headers["content-type"], expected, name);
      const how = expected.startsWith("image/") ? "inline" : "attachment";
      assert.ok(answer.headers["content-disposition"].startsWith(`${how};`), name);
      assert.equal(answer.headers["content-security-policy"], "sandbox; default-src 'none'");
      assert.equal(answer.headers["x-content-type-options"], "nosniff");
    }
  });

  test("by a ticket of the room, or a token, and by nothing else", async () => {
    const ana = await server.join("tickets", "Ana", { key: key("owner"), create: { settings: {} } });
    const ben = await server.join("tickets", "Ben");
    const eve = await server.join("other-tickets", "Eve");
    const { files, seq } = await posted(ana, "tickets", PNG);
    const [{ id }] = files;
    const { until } = ana.welcome.files;
    assert.ok(until > Date.now() + 11.9 * 3_600_000 && until <= Date.now() + 24 * 3_600_000, String(until));
    ben.send({ type: "ticket", ref: "r1" });
    const asked = await ben.sees({ type: "ticket" });
    assert.deepEqual([asked.ref, asked.ticket, asked.until], ["r1", ticket(ben), ben.welcome.files.until]);
    for (const t of [undefined, "", "x", ticket(eve), `${ticket(ben)}x`, ben.token]) {
      assert.equal((await read("tickets", id, t)).status, 403, `by ${t}`);
    }
    assert.equal((await read("tickets", id, undefined, bearer(ben.token))).status, 200);
    assert.equal((await read("tickets", id, undefined, bearer(eve.token))).status, 403);
    assert.equal((await read("tickets", "0".repeat(32), ticket(ben))).status, 404);
    assert.equal((await read("tickets", "x", ticket(ben))).status, 404);
    assert.equal((await read("other-tickets", id, ticket(eve))).status, 404);
    await ana.does({ type: "settings", set: { history: "since_join" } });
    const cem = await server.join("tickets", "Cem");
    assert.equal((await read("tickets", id, ticket(cem))).status, 404);
    assert.equal((await read("tickets", id, ticket(ben))).status, 200);
    await ana.does({ type: "remove", member: ben.id, ban: "forever" });
    assert.equal((await read("tickets", id, ticket(ben))).status, 403);
    await ana.does({ type: "delete", seq });
    assert.equal((await read("tickets", id, ticket(ana))).status, 404);
  });

  test("who knows no files is told of them in texts", async () => {
    const ana = await server.join("links", "Ana");
    const bot = await server.join("links", "Bot", { files: "links" });
    const { files, seq } = await posted(ana, "links", PNG, { name: "a b.png" });
    const event = await bot.sees({ type: "message", seq });
    const line = new RegExp(`^a b\\.png \\(108 B\\) (${server.url}/room/links/files/${files[0].id}/a%20b\\.png\\?t=\\S+)$`);
    assert.match(event.text, line);
    const [, address] = event.text.match(line);
    assert.equal((await request(server, address.slice(server.url.length))).status, 200);
    assert.match((await bot.history()).events.at(-1).text, line);
    await ana.does({ type: "edit", seq, text: "with words" });
    const edited = await bot.sees({ type: "edited", target: seq });
    assert.match(edited.text, /^with words\na b\.png \(108 B\) \S+$/);
    assert.match(edited.text.slice("with words\n".length), line);
    assert.equal((await bot.history()).events.at(-1).text, edited.text);
    await ana.does({ type: "edit", seq, text: "" });
    await server.sleep("links");
    await ana.says("awake");
    assert.equal((await bot.sees({ type: "message", text: "awake" })).from.name, "Ana");
    const more = await posted(ana, "links", PNG, { name: "c.png" });
    assert.match((await bot.sees({ type: "message", seq: more.seq })).text, /^c\.png /);
    assert.equal((await ana.history()).events.at(-1).text, "");
  });
});

describe("budgets", () => {
  const budgets = { MAX_FILE_BYTES: "100", MAX_ROOM_FILE_BYTES: "200", MAX_MEMBER_FILE_BYTES_PER_DAY: "150" };
  const limited = (answer) => {
    assert.deepEqual(code(answer), [429, "rate_limited"]);
    assert.ok(Number(answer.headers["retry-after"]) > 0);
  };

  test("of a member, a room and a network; and none at all", async (t) => {
    await server.restart({ ...VARS, ...budgets, MAX_NETWORK_FILE_BYTES_PER_DAY: "400" });
    t.after(() => server.restart(VARS));
    const [ana, ben, cem] = await server.joinAll("budget", "Ana", "Ben", "Cem");
    assert.equal((await begin("budget", ana.token, 101)).status, 413);
    assert.equal((await begin("budget", ana.token, 100)).status, 201);
    limited(await begin("budget", ana.token, 60));
    assert.equal((await begin("budget", ana.token, 50)).status, 201);
    assert.equal((await begin("budget", ben.token, 50)).status, 201);
    limited(await begin("budget", cem.token, 1));
    const [dan, eve] = await server.joinAll("budget-2", "Dan", "Eve");
    assert.equal((await begin("budget-2", dan.token, 100)).status, 201);
    assert.equal((await begin("budget-2", eve.token, 100)).status, 201);
    const fay = await server.join("budget-3", "Fay");
    limited(await begin("budget-3", fay.token, 1));
    await server.restart({ ...VARS, MAX_FILE_BYTES: "0" });
    const off = await server.join("off", "Ana");
    assert.deepEqual([off.welcome.limits.file_bytes, off.welcome.files], [0, undefined]);
    assert.equal((await begin("off", off.token, 5)).status, 404);
    assert.equal((await read("off", "0".repeat(32), "x")).status, 404);
    const refused = await off.isRefused({ type: "say", text: "x", files: [{ id: "0".repeat(32) }] });
    assert.equal(refused.code, "forbidden");
  });

  test("what nobody claims goes by itself, while the room sleeps", async (t) => {
    await server.restart({ ...VARS, FILE_CLAIM_SECONDS: "1" });
    t.after(() => server.restart(VARS));
    const secret = randomBytes(64);
    const ana = await server.join("late", "Ana");
    const id = await sent("late", ana.token, secret);
    await server.sleep("late");
    await until(async () => (await ask("late", "GET", `/${id}`, ana.token)).status === 404);
    assert.equal((await ana.isRefused({ type: "say", files: [{ id }] })).code, "not_found");
    await until(() => !isKept(secret));
  });
});

describe("gone", () => {
  test("with its message: at once from the address, and soon from the disk", async () => {
    const ana = await server.join("gone", "Ana", { key: key("owner"), create: { settings: {} } });
    const [deleted, wiped] = [randomBytes(3_000), randomBytes(3_000)];
    const event = await posted(ana, "gone", deleted, { name: "deleted-secret.bin" });
    const other = await posted(ana, "gone", wiped);
    assert.ok(isKept(deleted.subarray(100, 164)));
    await ana.does({ type: "delete", seq: event.seq });
    assert.equal((await read("gone", event.files[0].id, ticket(ana))).status, 404);
    assert.equal((await ana.history()).events.at(-2).files, undefined);
    await until(() => !isKept(deleted.subarray(100, 164)));
    const headers = { ...bearer(ana.token), "x-confirm-room": "gone" };
    const wipe = await request(server, "/room/gone", { method: "DELETE", headers });
    assert.equal(wipe.status, 204);
    assert.equal((await read("gone", other.files[0].id, ticket(ana))).status, 403);
    await until(() => !isKept(wiped.subarray(100, 164)));
    await server.halts();
    const left = [deleted, wiped].some((bytes) => isKept(bytes.subarray(100, 164)));
    await server.start();
    assert.ok(!left && !isKept(Buffer.from("deleted-secret")));
  });

  test("a server that is stopped leaves no bytes that nobody has", { skip: isWorker && "its files end by an alarm" }, async () => {
    const ana = await server.join("stopped", "Ana", { key: key("owner"), create: { settings: {} } });
    const secret = randomBytes(64);
    const files = [];
    for (let n = 0; n < 10; n += 1) files.push({ id: await sent("stopped", ana.token, Buffer.concat([secret, randomBytes(10)])) });
    await ana.does({ type: "say", files });
    assert.ok(isKept(secret));
    const headers = { ...bearer(ana.token), "x-confirm-room": "stopped" };
    assert.equal((await request(server, "/room/stopped", { method: "DELETE", headers })).status, 204);
    await server.halts();
    const left = isKept(secret);
    await server.start();
    assert.ok(!left);
  });
});

test("the operator removes bytes from every room by what they sum up to", async () => {
  const [ana, ben] = [await server.join("sum-1", "Ana"), await server.join("sum-2", "Ben")];
  const bytes = randomBytes(2_000);
  const preview = Buffer.alloc(20, 3).toString("base64url");
  const events = [await posted(ana, "sum-1", bytes, { preview }), await posted(ben, "sum-2", bytes), await posted(ben, "sum-2", bytes)];
  const other = await posted(ben, "sum-2", randomBytes(2_000));
  const remove = (sum, headers, method = "DELETE") => request(server, `/admin/files/${sum}`, { method, headers });
  const operator = { authorization: `Bearer ${VARS.ADMIN_KEY}` };
  assert.equal((await remove(sha256(bytes), {})).status, 401);
  assert.equal((await remove("x", operator)).status, 400);
  assert.equal((await remove(sha256(bytes), operator, "GET")).status, 405);
  const removed = await remove(sha256(bytes), operator);
  assert.deepEqual([removed.status, removed.json], [200, { removed: 3, more: false }]);
  for (const [member, room, event] of [
    [ana, "sum-1", events[0]],
    [ben, "sum-2", events[1]],
    [ben, "sum-2", events[2]],
  ]) {
    assert.equal((await read(room, event.files[0].id, ticket(member))).status, 404);
    const { events: page } = await member.history();
    const { preview: _, ...left } = event.files[0];
    assert.deepEqual(page.find(({ seq }) => seq === event.seq).files, [{ ...left, removed: true }]);
  }
  assert.equal((await read("sum-2", other.files[0].id, ticket(ben))).status, 200);
  await until(() => !isKept(bytes.subarray(100, 164)));
  assert.deepEqual((await remove(sha256(bytes), operator)).json, { removed: 0, more: false });
});

/** Asks again and again until something is so: nobody tells when it is. */
async function until(isSo, ms = 10_000) {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`after ${ms} ms it is still not so: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
