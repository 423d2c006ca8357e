// The names under which the server answers: a site that points its name at our address must not pass for us in
// its visitors' browsers.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { request, upgrade } from "../support/http.mjs";
import { startRoomServer } from "../support/server.mjs";

const REBOUND = "evil.example";

let server;
before(async () => {
  server = await startRoomServer({ HOSTS: "chat.example, localhost:8787", ALLOWED_ORIGINS: "*" });
});
after(() => server.stop());

const get = (path, host) => request(server, path, { headers: { host } });

describe("a name that is not listed", () => {
  test("gets 421 for every kind of request", async () => {
    const paths = [
      "/",
      "/room/tea",
      "/room/tea/messages",
      "/room/a.b",
      "/embed.js",
      "/sw.js",
      "/favicon.svg",
      "/assets/none.js",
      "/nowhere",
      "/health",
    ];
    for (const host of [REBOUND, `${REBOUND}:8787`, "chat.example.evil.example", "localhost:1"]) {
      for (const path of paths.filter((each) => each !== "/health" || !host.startsWith("localhost"))) {
        const { status, json, headers } = await get(path, host);
        assert.deepEqual([status, json.error.code], [421, "host_unknown"], `${host} ${path}`);
        assert.equal(headers["cache-control"], "no-store", path);
        assert.equal(headers["x-content-type-options"], "nosniff", path);
        assert.equal(headers["access-control-allow-origin"], undefined, path);
      }
    }
    for (const method of ["HEAD", "POST", "OPTIONS"]) {
      assert.equal((await request(server, "/room/tea", { method, headers: { host: REBOUND } })).status, 421, method);
    }
  });

  test("opens no socket, though its page is of the same origin", async () => {
    for (const origin of [undefined, `http://${REBOUND}`, "http://chat.example"]) {
      const { status, json } = await upgrade(server, "/room/tea", { host: REBOUND, ...(origin && { origin }) });
      assert.deepEqual([status, json.error.code], [421, "host_unknown"], origin);
    }
  });

  test("also where headers of a proxy say otherwise", async () => {
    const headers = { host: REBOUND, "x-forwarded-host": "chat.example", forwarded: "host=chat.example" };
    assert.equal((await request(server, "/room/tea", { headers })).status, 421);
    assert.equal((await get("//chat.example/room/tea", REBOUND)).status, 421);
    assert.equal((await get("http://chat.example/room/tea", REBOUND)).status, 421);
  });
});

test("a listed name is served, in each of its spellings", async () => {
  for (const host of ["chat.example", "CHAT.example", "chat.example.", "chat.example:443", "localhost:8787"]) {
    assert.equal((await get("/room/tea", host)).status, 200, host);
    assert.equal((await upgrade(server, "/room/tea", { host })).status, 101, host);
  }
});

test("health is told to who is near by, under any address", async () => {
  for (const host of ["localhost", "127.0.0.1:9", "[::1]:9", "10.0.0.7"]) {
    assert.equal((await get("/health", host)).status, 200, host);
    assert.equal((await get("/room/tea", host)).status, 421, host);
  }
});

test("without a list every name is served", async () => {
  const open = await startRoomServer();
  try {
    assert.equal((await request(open, "/room/tea", { headers: { host: REBOUND } })).status, 200);
  } finally {
    await open.stop();
  }
});
