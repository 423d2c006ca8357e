// The room of a pair as strangers meet it: by HTTP and by sockets every such name is the same, used or not,
// and names that somebody thinks up leave nothing behind.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer, UNHURRIED } from "../browser/support/server.mjs";
import { request, upgrade } from "../support/http.mjs";
import { Visitor } from "../support/visitor.mjs";

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const PROXY = "x-client";
const HTML = { accept: "text/html" };

let server;
before(async () => {
  server = await startServer({ ...UNHURRIED, TRUSTED_PROXY_HEADER: PROXY, NETWORK_READS_PER_MINUTE: "60" });
});
after(() => server.stop());

let names = 0;
/** A name that nobody has. */
function unused() {
  names += 1;
  const digits = Array.from({ length: 26 }, (_, place) => LETTERS[(names * (place + 3)) % 32]);
  return `~${digits.join("")}`;
}

const from = (address) => ({ [PROXY]: address });

async function socket(room, address = "192.0.2.1") {
  return new Visitor(server.socketUrl(room), { headers: from(address) }).opens();
}

test("its page is that of every room, whatever the name", async () => {
  const { body, headers } = await request(server, "/room/tea", { headers: HTML });
  for (const room of [unused(), unused().toUpperCase()]) {
    const page = await request(server, `/room/${room}`, { headers: HTML });
    assert.equal(page.status, 200);
    assert.equal(page.body, body);
    assert.equal(page.headers.etag, headers.etag);
  }
  const moved = await request(server, `/room/${unused()}).`);
  assert.equal(moved.status, 308);
});

test("other names with a tilde are none", async () => {
  for (const room of ["~", "~tea", `${unused()}a`, unused().slice(0, -1), unused().replace(/.$/, "1"), `~${unused()}`, "tea~a"]) {
    assert.equal((await request(server, `/room/${room}/messages`)).status, 400, room);
    assert.equal((await upgrade(server, `/room/${room}`)).status, 400, room);
  }
});

test("below it everything is 403", async () => {
  const room = unused();
  const answers = new Set();
  for (const [method, tail] of [
    ["GET", "/messages"],
    ["HEAD", "/messages"],
    ["POST", "/messages"],
    ["GET", "/messages?limit=x"],
    ["GET", "/messages/1"],
    ["GET", "/export"],
    ["POST", "/import"],
    ["PUT", "/nothing"],
    ["GET", "/nothing/at/all"],
    ["OPTIONS", "/nothing"],
    ["DELETE", ""],
  ]) {
    for (const token of [undefined, "", "v2.00000000000000a1.0.9999999999999.AAAA", "x"]) {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const headers = { ...from(`198.51.100.${answers.size}`), ...authorization, ...HTML };
      const answer = await request(server, `/room/${room}${tail}`, { method, headers });
      assert.equal(answer.status, 403, `${method} ${tail} with ${token}`);
      assert.equal(answer.headers["www-authenticate"], undefined);
      if (method !== "HEAD") answers.add(`${answer.json.error.code}`);
    }
  }
  assert.deepEqual([...answers].sort(), ["forbidden", "key_needed"]);
});

test("a wrong token costs as much as ten reads, and without one it is one read", async () => {
  const asks = async (address, headers) => {
    for (let count = 0; count <= 240; count += 1) {
      const answer = await request(server, `/room/${unused()}/messages`, { headers: { ...from(address), ...headers } });
      if (answer.status === 429) return count;
      assert.equal(answer.status, 403);
    }
    throw new Error("never too many");
  };
  assert.ok((await asks("203.0.113.1", {})) >= 120);
  const wrong = await asks("203.0.113.2", { authorization: "Bearer v2.x" });
  assert.ok(wrong >= 12 && wrong <= 16, `${wrong}`);
});

test("a hello without a token may be said again, one with another room's token may not", async () => {
  const room = unused();
  const stranger = await socket(room);
  for (const fields of [{}, { key: "k".repeat(22), create: {} }, { name: "" }]) {
    stranger.hello("Ana", fields);
    await stranger.sees({ type: "error", code: "key_needed" });
  }
  const ana = await new Visitor(server.socketUrl("tea")).opens();
  await ana.greets("Ana");
  stranger.hello("Ana", { token: ana.token });
  assert.equal(await stranger.isClosed(), 4401);
  assert.deepEqual(
    stranger.heard.map(({ type, code }) => [type, code]),
    Array(3).fill(["error", "key_needed"]),
  );
  await ana.leaves();
});

test("sockets to names that somebody thinks up share one object, and cost no more than any", async () => {
  await (await socket(unused())).vanishes();
  const before = server.files.filter((file) => file.endsWith(".sqlite"));
  const sockets = [];
  for (let n = 0; n < 150; n += 1) {
    const stranger = await socket(unused(), "192.0.2.77");
    stranger.hello("Cy");
    sockets.push(stranger);
  }
  for (const stranger of sockets) await stranger.sees({ type: "error", code: "key_needed" });
  for (const path of ["/messages", "/export", "/x"]) {
    const headers = { ...from("192.0.2.78"), authorization: "Bearer v2.x" };
    await request(server, `/room/${unused()}${path}`, { headers });
  }
  assert.deepEqual(server.files.filter((file) => file.endsWith(".sqlite")), before);
  await Promise.all(sockets.map((stranger) => stranger.vanishes()));
});
