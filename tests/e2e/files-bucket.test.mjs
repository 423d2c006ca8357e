// Files whose bytes are in a bucket (R2, bound as FILES): the same to who sends and reads them, and gone from there with
// their messages, whatever was bound when they were sent.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const MIB = 1024 * 1024;
const VARS = { ...UNHURRIED, NETWORK_READS_PER_MINUTE: "0", ADMIN_KEY: "correct horse battery staple" };
const BOUND = ["FILES"];

let server;
before(async () => {
  server = await startRoomServer(VARS, "fails-bucket.js", BOUND);
});
after(() => server.stop());

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const bearer = ({ token }) => ({ authorization: `Bearer ${token}` });

const ask = (room, method, below, member, more = {}) =>
  request(server, `/room/${room}/files${below}`, { method, ...more, headers: bearer(member) });

const put = (room, member, id, at, body) => ask(room, "PUT", `/${id}?at=${at}`, member, { body });

async function begun(room, member, bytes) {
  const body = JSON.stringify({ cid: randomBytes(8).toString("hex"), name: "a.bin", bytes: bytes.length });
  const answer = await ask(room, "POST", "", member, { body });
  assert.equal(answer.status, 201, answer.body);
  return answer.json.id;
}

/** Sends a file, from some place on, in parts of these sizes, the last of them again and again. */
async function send(room, member, id, bytes, sizes = [MIB], from = 0) {
  for (let at = from, n = 0; at < bytes.length; n += 1) {
    const end = Math.min(at + sizes[Math.min(n, sizes.length - 1)], bytes.length);
    const answer = await put(room, member, id, at, bytes.subarray(at, end));
    assert.deepEqual([answer.status, answer.json], [200, { next: end }], answer.body);
    at = end;
  }
}

async function posted(room, member, bytes, sizes) {
  const id = await begun(room, member, bytes);
  await send(room, member, id, bytes, sizes);
  const { seq } = await member.does({ type: "say", files: [{ id }] });
  return { id, seq };
}

const read = (room, member, id, headers = {}, method = "GET") =>
  request(server, `/room/${room}/files/${id}/x`, { method, headers: { ...bearer(member), ...headers }, encoding: "latin1" });

async function isRead(room, member, id, bytes) {
  const { status, body, headers } = await read(room, member, id);
  assert.equal(status, 200, body.slice(0, 200));
  assert.ok(Buffer.from(body, "latin1").equals(bytes));
  assert.equal(headers.etag, `"${sha256(bytes)}"`);
}

/** The objects in the bucket, or those of a file. */
async function inBucket(id = "") {
  const bucket = await server.bucket("FILES");
  const { objects } = await bucket.list({ prefix: id });
  return objects.map(({ key, size }) => ({ key, size }));
}

async function until(isSo, ms = 10_000) {
  const end = Date.now() + ms;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`after ${ms} ms it is still not so: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const isEmptyOf = (id) => async () => (await inBucket(id)).length === 0;

async function restart(buckets, vars = VARS) {
  server.buckets = buckets;
  await server.restart(vars);
}

test("a file is sent in parts, resumed, read whole and by ranges, and gone from the bucket with its message", async () => {
  const ana = await server.join("parts", "Ana");
  const bytes = randomBytes(2 * MIB + 200_000);
  const id = await begun("parts", ana, bytes);
  assert.equal((await put("parts", ana, id, 0, bytes.subarray(0, MIB))).json.next, MIB);
  const again = await put("parts", ana, id, 0, bytes.subarray(0, MIB));
  assert.deepEqual([again.status, again.json.next], [409, MIB]);
  assert.equal((await inBucket(id)).length, 1, "what came twice is there once");
  assert.deepEqual((await ask("parts", "GET", `/${id}`, ana)).json.next, MIB);
  // A small part is kept in a row; reads go over both.
  await send("parts", ana, id, bytes, [5, 70_000, MIB], MIB);
  const kept = await inBucket(id);
  const sizes = kept.map(({ size }) => size).sort((a, b) => a - b);
  assert.deepEqual(sizes, [70_000, 200_000 - 70_005, MIB, MIB]);
  for (const { key } of kept) assert.match(key, /^[0-9a-f]{32}\/[0-9a-f-]{36}$/);
  const { seq } = await ana.does({ type: "say", files: [{ id }] });
  await isRead("parts", ana, id, bytes);
  for (const [from, to] of [
    [0, 0],
    [MIB - 3, MIB + 8],
    [MIB + 4, MIB + 70_010],
    [MIB + 5, 2 * MIB + 199_999],
  ]) {
    const part = await read("parts", ana, id, { range: `bytes=${from}-${to}` });
    assert.deepEqual([part.status, part.headers["content-range"]], [206, `bytes ${from}-${to}/${bytes.length}`]);
    assert.ok(Buffer.from(part.body, "latin1").equals(bytes.subarray(from, to + 1)), `${from}-${to}`);
  }
  const head = await read("parts", ana, id, {}, "HEAD");
  assert.deepEqual([head.status, head.body, head.headers["content-length"]], [200, "", String(bytes.length)]);
  await ana.does({ type: "delete", seq });
  assert.equal((await read("parts", ana, id)).status, 404);
  await until(isEmptyOf(id));
});

test("of parts at the same time one is taken, and no other leaves anything", async () => {
  const ana = await server.join("race", "Ana");
  const parts = Array.from({ length: 4 }, () => randomBytes(100_000));
  const id = await begun("race", ana, parts[0]);
  const answers = await Promise.all(parts.map((part) => put("race", ana, id, 0, part)));
  const taken = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
  assert.equal(taken.length, 1, JSON.stringify(answers.map(({ status }) => status)));
  assert.equal((await inBucket(id)).length, 1);
  await ana.does({ type: "say", files: [{ id }] });
  await isRead("race", ana, id, parts[taken[0]]);
});

test("an upload that is taken back, and what the operator removes, is gone from the bucket", async () => {
  const ana = await server.join("removed", "Ana");
  const bytes = randomBytes(100_000);
  const back = await begun("removed", ana, bytes);
  await send("removed", ana, back, bytes);
  const [one, two] = [await posted("removed", ana, bytes), await posted("removed", ana, bytes)];
  assert.equal((await inBucket(back)).length, 1);
  assert.equal((await ask("removed", "DELETE", `/${back}`, ana)).status, 204);
  await until(isEmptyOf(back));
  const headers = { authorization: `Bearer ${VARS.ADMIN_KEY}` };
  const { json } = await request(server, `/admin/files/${sha256(bytes)}`, { method: "DELETE", headers });
  assert.deepEqual(json, { removed: 2, more: false });
  for (const { id } of [one, two]) {
    assert.equal((await read("removed", ana, id)).status, 404);
    await until(isEmptyOf(id));
  }
});

test("what came into the bucket and was never noted is no part, and goes with its file", async () => {
  await restart(BOUND, { ...VARS, FAILS_BUCKET: "on" });
  const ana = await server.join("crash", "Ana");
  const bytes = randomBytes(MIB + 100_000);
  const id = await begun("crash", ana, bytes);
  assert.equal((await put("crash", ana, id, 0, bytes.subarray(0, MIB))).status, 503);
  assert.equal((await inBucket(id)).length, 1);
  await restart(BOUND);
  const back = await server.join("crash", "Ana", { token: ana.token });
  assert.equal((await ask("crash", "GET", `/${id}`, back)).json.next, 0);
  await send("crash", back, id, bytes);
  const { seq } = await back.does({ type: "say", files: [{ id }] });
  await isRead("crash", back, id, bytes);
  assert.equal((await inBucket(id)).length, 3);
  await back.does({ type: "delete", seq });
  await until(isEmptyOf(id));
});

test("a file goes on, is read and is gone, whatever was bound when its parts came", async () => {
  await restart([]);
  const ana = await server.join("moving", "Ana");
  const [old, mixed] = [randomBytes(MIB + 100_000), randomBytes(2 * MIB)];
  const before = await posted("moving", ana, old);
  const id = await begun("moving", ana, mixed);
  assert.equal((await put("moving", ana, id, 0, mixed.subarray(0, MIB))).json.next, MIB);
  await restart(BOUND);
  const bo = await server.join("moving", "Ana", { token: ana.token });
  await isRead("moving", bo, before.id, old);
  await send("moving", bo, id, mixed, [MIB], MIB);
  assert.equal((await inBucket(id)).length, 1);
  const { seq } = await bo.does({ type: "say", files: [{ id }] });
  await isRead("moving", bo, id, mixed);
  await bo.does({ type: "delete", seq: before.seq });
  assert.equal((await read("moving", bo, before.id)).status, 404);
  // Without it, what is there cannot be read, and its end waits until it is bound again.
  await restart([]);
  const cem = await server.join("moving", "Ana", { token: ana.token });
  assert.equal((await read("moving", cem, id, { range: `bytes=${MIB}-` })).status, 500);
  assert.equal((await read("moving", cem, id, { range: "bytes=0-9" })).status, 206);
  await cem.does({ type: "delete", seq });
  assert.equal((await read("moving", cem, id)).status, 404);
  await restart(BOUND);
  await server.join("moving", "Ana", { token: ana.token });
  await until(isEmptyOf(id), 30_000);
});

test("a file of which its room knows nothing goes by itself, and no other", async () => {
  await restart(BOUND);
  const [ana, bo] = [await server.join("ended", "Ana"), await server.join("stays", "Bo")];
  const bytes = randomBytes(100_000);
  const [lost, kept] = [await posted("ended", ana, bytes), await posted("stays", bo, bytes)];
  const open = await begun("stays", bo, bytes);
  await send("stays", bo, open, bytes);
  // As if the machine had died between the end of the room and that its files were told.
  await server.halts();
  const [of] = server.roomFiles.filter((file) =>
    server.opened(file, (database) => {
      const isRoom = database.prepare("SELECT count(*) AS count FROM sqlite_master WHERE name = 'file'").get().count > 0;
      return isRoom && database.prepare("SELECT count(*) AS count FROM file WHERE id = ?").get(lost.id).count > 0;
    }),
  );
  for (const end of ["", "-wal", "-shm"]) rmSync(join(server.data, `${of}${end}`), { force: true });
  server.ringFileAlarms();
  await server.start();
  await until(isEmptyOf(lost.id));
  assert.equal((await inBucket(kept.id)).length, 1);
  assert.equal((await inBucket(open)).length, 1);
  const back = await server.join("stays", "Bo", { token: bo.token });
  await isRead("stays", back, kept.id, bytes);
  // Whose they are still asks again later, and whose they are no more does not.
  await server.halts();
  const owners = server.fileFiles.flatMap((file) =>
    server.opened(file, (database) => {
      const isFile = database.prepare("SELECT count(*) AS count FROM sqlite_master WHERE name = 'owner'").get().count > 0;
      return isFile ? database.prepare("SELECT id, room, days FROM owner").all() : [];
    }),
  );
  await server.start();
  const days = new Map(owners.map(({ id, days }) => [id, days]));
  assert.deepEqual([days.get(kept.id), days.get(open), days.get(lost.id)], [2, 2, undefined]);
});
