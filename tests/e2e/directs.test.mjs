// Private messages over real sockets, with both objects: where two members meet, and where they write.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer(UNHURRIED);
});
after(() => server.stop());

const asks = (visitor, whom) => visitor.does({ type: "direct", to: whom.id });
const answers = (visitor, pair, answer) => visitor.does({ type: "direct", pair, answer });

/** Two members with an open pair, as each was told of it. */
async function opened(room) {
  const [ana, bo] = await server.joinAll(room, "Ana", "Bo");
  const { pair } = await asks(ana, bo);
  await bo.sees({ type: "direct", pair, state: "request" });
  const of = { bo: await answers(bo, pair, "accept"), ana: await ana.sees({ type: "direct", pair, state: "open" }) };
  return { ana, bo, pair, of };
}

/** Comes into the room of a pair. */
const enters = ({ room, token }, name) => server.join(room, name, { token });

test("who was asked and accepts has a room with who asked", async () => {
  const { ana, bo, pair, of } = await opened("meeting");
  assert.equal(of.ana.room, of.bo.room);
  assert.match(of.ana.room, /^~[a-z2-7]{26}$/);
  const [hers, his] = [await enters(of.ana, "Ana"), await enters(of.bo, "Robert")];
  assert.equal(hers.id, ana.id);
  assert.equal(his.id, bo.id);
  await hers.says("Only you see this");
  const message = await his.sees({ type: "message" });
  assert.equal(message.text, "Only you see this");
  assert.equal((await request(server, "/room/meeting/messages")).body.includes("Only you"), false);

  assert.equal((await answers(bo, pair, "block")).state, "blocked");
  assert.equal((await hers.isRefused({ type: "say", text: "Still there?" })).code, "forbidden");
  assert.equal((await his.isRefused({ type: "say", text: "No" })).code, "forbidden");
  assert.equal((await answers(bo, pair, "accept")).state, "open");
  await hers.says("There you are");
});

test("what is open is found after a restart, and what waits can be accepted", async () => {
  const { ana, bo, of } = await opened("restarted");
  const cy = await server.join("restarted", "Cy");
  const asked = await asks(cy, bo);
  assert.equal(asked.state, "asked");
  await server.restart();
  const again = await server.join("restarted", "Bo", { token: bo.token });
  const directs = again.welcome.directs;
  assert.deepEqual(
    directs.map(({ with: { id }, state }) => [id, state]),
    [
      [cy.id, "request"],
      [ana.id, "open"],
    ],
  );
  assert.equal(directs[1].room, of.bo.room);
  assert.equal((await enters(directs[1], "Bo")).id, bo.id);
  assert.equal((await answers(again, asked.pair, "accept")).state, "open");
});

test("no request from outside is a letter", async () => {
  const { of } = await opened("forged");
  const body = JSON.stringify({ type: "pair", pair: "p", members: [], met: "forged", key: "", version: 9 });
  for (const [method, path] of [
    ["POST", "/letter"],
    ["POST", "/room/forged/import"],
    ["POST", `/room/${of.ana.room}/import`],
    ["POST", `/room/${of.ana.room}`],
    ["GET", `/room/${of.ana.room}/messages`],
  ]) {
    const headers = { "x-alcove-letter": of.ana.room };
    const answer = await request(server, path, { method, headers, ...(method === "POST" && { body }) });
    assert.ok([401, 403, 404, 405].includes(answer.status), `${method} ${path}: ${answer.status}`);
  }
  await enters(of.ana, "Ana");
});

test("twenty pairs come to be at once", async () => {
  const ana = await server.join("many", "Ana");
  const others = await server.joinAll("many", ...Array.from({ length: 20 }, (_, i) => `g${i}`));
  const open = await Promise.all(
    others.map(async (other) => {
      const { pair } = await asks(other, ana);
      return ana.hears({ cid: ana.asks({ type: "direct", pair, answer: "accept" }) });
    }),
  );
  assert.deepEqual(new Set(open.map(({ state }) => state)), new Set(["open"]));
  assert.equal(new Set(open.map(({ room }) => room)).size, 20);
});
