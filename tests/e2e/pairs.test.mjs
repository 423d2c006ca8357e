// Private messages in the built Worker, with both objects: where two people meet, and the room of the two.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startServer, UNHURRIED } from "../browser/support/server.mjs";
import { request } from "../support/http.mjs";
import { Visitor } from "../support/visitor.mjs";

const ADMIN = "a key of the operator's";
const KEY = "k".repeat(22);

let server;
before(async () => {
  // workerd reads a secret from the environment that it is started in.
  process.env.ADMIN_KEY = ADMIN;
  server = await startServer({ ...UNHURRIED, ADMIN_KEY: ADMIN });
});
after(() => {
  delete process.env.ADMIN_KEY;
  return server.stop();
});

let rooms = 0;
const newRoom = () => {
  rooms += 1;
  return `met-${rooms}`;
};

const opens = (room) => new Visitor(server.socketUrl(room)).opens();

async function joins(room, name, fields = {}) {
  return (await opens(room)).greets(name, fields);
}

/** Sends a `direct` and resolves with its answer. */
function directs(who, fields) {
  const cid = who.cid();
  who.send({ type: "direct", cid, ...fields });
  return who.sees({ cid });
}

/** Ana has asked Bo, and he has got that. */
async function asked(room = newRoom(), fields = {}) {
  const ana = await joins(room, "Ana", fields);
  const bo = await joins(room, "Bo");
  const { pair, state } = await directs(ana, { to: bo.id });
  assert.equal(state, "asked");
  await bo.sees({ type: "direct", pair, state: "request", with: { id: ana.id, name: "Ana" } });
  return { room, ana, bo, pair };
}

/** And he has accepted. */
async function opened(...how) {
  const met = await asked(...how);
  const ofBo = await directs(met.bo, { pair: met.pair, answer: "accept" });
  const ofAna = await met.ana.sees({ type: "direct", state: "open" });
  assert.equal(ofBo.state, "open");
  assert.equal(ofAna.room, ofBo.room);
  return { ...met, ofAna, ofBo, own: ofAna.room };
}

/** Both are in their own room. */
async function talking(...how) {
  const met = await opened(...how);
  const [ana2, bo2] = [
    await joins(met.own, "Ana", { token: met.ofAna.token }),
    await joins(met.own, "Bo", { token: met.ofBo.token }),
  ];
  return { ...met, ana2, bo2 };
}

const messages = (room, token) =>
  request(server, `/room/${room}/messages`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

/** All that a stranger's hello leads to, until its socket is closed or it was answered. */
async function transcript(room, ...hellos) {
  const stranger = await opens(room);
  for (const [index, hello] of hellos.entries()) {
    stranger.send({ type: "hello", v: 1, name: "Cy", ...hello });
    if (index < hellos.length - 1) await stranger.sees({ type: "error" });
  }
  await Promise.race([stranger.isClosed().catch(() => {}), stranger.sees({ type: "error" }).catch(() => {})]);
  const said = JSON.stringify(stranger.heard);
  const code = stranger.closed?.code;
  if (code === undefined) await stranger.vanishes();
  return [said, code];
}

describe("two people", () => {
  test("ask, accept and talk, in a room that is theirs alone", async () => {
    const { room, ana, bo, pair, own, ana2, bo2 } = await talking();
    assert.match(own, /^~[a-z2-7]{26}$/);
    assert.deepEqual([ana2.id, bo2.id], [ana.id, bo.id]);
    assert.deepEqual(ana2.welcome.pair, { pair, with: { id: bo.id, name: "Bo" }, room });
    assert.deepEqual(bo2.welcome.pair, { pair, with: { id: ana.id, name: "Ana" }, room });
    await ana2.says("psst");
    assert.equal((await bo2.sees({ type: "message" })).text, "psst");
    await bo2.does({ type: "react", seq: 1, emoji: "👍", on: true });
    // Where they met nothing of it is to be seen.
    const { since } = await ana.everythingUntilNow();
    assert.deepEqual(since.map(({ type }) => type), []);
    assert.doesNotMatch((await messages(room)).body, /psst/);
    for (const token of [ana2.token, bo2.token]) {
      const page = await messages(own, token);
      assert.equal(page.status, 200);
      assert.deepEqual(page.json.events.map(({ text }) => text), ["psst"]);
    }
    for (const [method, tail] of [
      ["GET", "/export"],
      ["POST", "/import"],
      ["DELETE", ""],
    ]) {
      const headers = { authorization: `Bearer ${ana2.token}`, "x-confirm-room": own };
      assert.equal((await request(server, `/room/${own}${tail}`, { method, headers })).status, 403, tail);
    }
    const known = { authorization: `Bearer ${ana2.token}` };
    assert.equal((await request(server, `/room/${own}/nothing`, { headers: known })).status, 404);
    assert.equal((await request(server, `/room/${own}/messages?limit=x`, { headers: known })).status, 400);
    assert.equal((await request(server, `/room/${own}/messages`, { method: "POST", headers: known })).status, 405);
  });

  test("what one says while the other is away waits, and comes back exactly", async () => {
    const { room, ana, bo, ana2, bo2, own } = await talking();
    await bo2.leaves();
    await bo.leaves();
    for (let n = 1; n <= 3; n += 1) await ana2.says(`line ${n}`);
    await ana2.leaves();
    await ana.leaves();
    const back = await joins(room, "Bo", { token: bo.token });
    const [{ state, token }] = back.welcome.directs;
    assert.equal(state, "open");
    const bo3 = await joins(own, "Bo", { token, epoch: bo2.welcome.epoch, after: 0 });
    assert.equal(bo3.welcome.recovered, true);
    assert.deepEqual((await bo3.hasLog(3)).map(({ text }) => text), ["line 1", "line 2", "line 3"]);
    await Promise.all([bo3.leaves(), back.leaves()]);
  });

  test("who is ignored or blocked hears no answer at all", async () => {
    for (const answer of ["ignore", "block"]) {
      const { room, ana, bo, pair } = await asked();
      const said = await directs(bo, { pair, answer });
      assert.equal(said.state, answer === "ignore" ? "ignored" : "blocked");
      assert.equal((await directs(ana, { to: bo.id })).state, "asked");
      const { since } = await ana.everythingUntilNow();
      assert.deepEqual(since, []);
      const ana2 = await joins(room, "Ana", { token: ana.token });
      assert.deepEqual(ana2.welcome.directs.map(({ state }) => state), ["asked"]);
      const bo2 = await joins(room, "Bo", { token: bo.token });
      assert.equal(bo2.welcome.directs, undefined);
    }
  });

  test("a block makes their room read-only, and nothing else tells; an end of it opens it", async () => {
    const { bo, pair, ana2, bo2 } = await talking();
    await ana2.says("one");
    await bo2.sees({ type: "message" });
    assert.equal((await directs(bo, { pair, answer: "block" })).state, "blocked");
    for (const who of [ana2, bo2]) {
      for (const frame of [
        { type: "say", text: "two" },
        { type: "edit", seq: 1, text: "two" },
        { type: "react", seq: 1, emoji: "👍", on: true },
      ]) {
        assert.equal((await who.isRefused(frame)).code, "forbidden");
      }
    }
    assert.equal((await directs(bo, { pair, answer: "accept" })).state, "open");
    await ana2.says("two");
    await bo2.sees({ type: "message", text: "two" });
  });

  test("a report goes once to the desk where the two met", async () => {
    const { ana: owner, bo, bo2, ana2 } = await talking(newRoom(), { key: KEY, create: {} });
    for (let n = 1; n <= 22; n += 1) await bo2.says(`line ${n}`);
    await ana2.sees({ type: "message", seq: 22 });
    for (let n = 0; n < 2; n += 1) {
      ana2.send({ type: "report", cid: "r", seq: 1, reason: "Rude" });
      await ana2.sees({ type: "reported", cid: "r" });
    }
    await owner.sees({ type: "desk", reports: 1 });
    owner.send({ type: "desk", what: "reports" });
    const { items } = await owner.sees({ type: "desk", what: "reports" });
    assert.equal(items.length, 1);
    const [item] = items;
    assert.deepEqual([item.pair, item.reason, item.by.id, item.member.id], [true, "Rude", owner.id, bo.id]);
    assert.deepEqual(
      item.messages.map(({ seq }) => seq),
      [1, ...Array.from({ length: 19 }, (_, n) => n + 4)],
    );
  });

  test("the operator may end their room, and sees nothing of it", async () => {
    const { ana, bo, own, ana2 } = await talking();
    await ana2.says("secret");
    const operator = (method, path, body) =>
      request(server, `/admin/rooms/${own}${path}`, { method, headers: { authorization: `Bearer ${ADMIN}` }, body });
    const state = await operator("GET", "");
    assert.deepEqual(Object.keys(state.json).sort(), ["bytes", "closed", "exists", "room"]);
    for (const [path, body] of [
      ["/logout", undefined],
      ["/owner", JSON.stringify({ member: ana.id })],
      ["/remove", JSON.stringify({ member: ana.id })],
    ]) {
      assert.equal((await operator("POST", path, body)).status, 403, path);
    }
    assert.equal((await operator("DELETE", "")).status, 200);
    assert.equal(await ana2.isClosed(), 4410);
    assert.equal((await messages(own, ana2.token)).status, 403);
    await Promise.all([ana.leaves(), bo.leaves()]);
  });

  test("and whoever asks again opens it anew", async () => {
    const { ana, bo, own, pair, ofAna, ana2 } = await talking();
    const headers = { authorization: `Bearer ${ADMIN}` };
    assert.equal((await request(server, `/admin/rooms/${own}`, { method: "DELETE", headers })).status, 200);
    assert.equal(await ana2.isClosed(), 4410);
    const [, code] = await transcript(own, { token: ofAna.token });
    assert.equal(code, 4401);
    const again = await directs(bo, { to: ana.id });
    assert.deepEqual([again.state, again.pair, again.room], ["open", pair, own]);
    const [ana3, bo3] = [
      await joins(own, "Ana", { token: ofAna.token }),
      await joins(own, "Bo", { token: again.token }),
    ];
    await ana3.says("here again");
    assert.equal((await bo3.sees({ type: "message" })).text, "here again");
  });
});

describe("a stranger who knows the address", () => {
  const UNUSED = "~zzzzzzzzzzzzzzzzzzzzzzzzzz";

  test("gets the same by HTTP as of one that is not used", async () => {
    const { room, ana, own, ana2 } = await talking();
    await ana2.says("secret");
    const other = await joins(room, "Cy");
    // Another last letter, of those that a signature can end with.
    const forged = `${ana2.token.slice(0, -1)}${ana2.token.endsWith("A") ? "E" : "A"}`;
    for (const [method, tail] of [
      ["GET", ""],
      ["GET", "/messages"],
      ["HEAD", "/messages"],
      ["POST", "/messages"],
      ["GET", "/messages?after=x"],
      ["GET", "/export"],
      ["POST", "/import"],
      ["GET", "/nothing"],
      ["OPTIONS", "/messages"],
      ["PUT", "/x/y"],
      ["DELETE", ""],
      ["PUT", ""],
    ]) {
      for (const token of [undefined, "", other.token, ana.token, forged]) {
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
        const answers = [];
        for (const name of [own, UNUSED]) {
          const { status, headers: told, body } = await request(server, `/room/${name}${tail}`, { method, headers });
          delete told.date;
          answers.push({ status, told, body });
        }
        assert.deepEqual(answers[0], answers[1], `${method} ${tail}`);
        if (tail.startsWith("/") && method !== "OPTIONS") assert.equal(answers[0].status, 403);
      }
    }
  });

  test("hears the same on a socket as of one that is not used", async () => {
    const { ana, own } = await talking();
    for (const hellos of [
      [{}],
      [{ name: "" }],
      [{ v: 2 }],
      [{ key: 5 }],
      [{ key: KEY, create: {} }],
      [{ token: "" }],
      [{ token: ana.token }],
      [{ token: "v2.x" }],
      [{}, { token: ana.token }],
      [{}, {}, { name: "" }],
    ]) {
      const [used, unused] = [await transcript(own, ...hellos), await transcript(UNUSED, ...hellos)];
      assert.deepEqual(used, unused, JSON.stringify(hellos));
      assert.doesNotMatch(used[0], /welcome/);
    }
  });
});

describe("the server is killed", () => {
  const restarted = async () => {
    await server.isKilled();
    await server.start();
  };

  /** What the two find where they met. */
  async function backIn({ room, ana, bo }) {
    const [ana2, bo2] = [
      await joins(room, "Ana", { token: ana.token }),
      await joins(room, "Bo", { token: bo.token }),
    ];
    return { ana: ana2, bo: bo2 };
  }

  test("between request and accept", async () => {
    const met = await asked();
    await restarted();
    const { ana, bo } = await backIn(met);
    assert.equal(ana.welcome.directs[0].state, "asked");
    assert.equal(bo.welcome.directs[0].state, "request");
    assert.equal((await directs(bo, { pair: met.pair, answer: "accept" })).state, "open");
    await ana.sees({ type: "direct", state: "open" });
  });

  test("while it is accepted, and before the first message: it ends in one open pair", async () => {
    for (const wait of [0, 1, 5, 20]) {
      const met = await asked();
      met.bo.send({ type: "direct", cid: "a", pair: met.pair, answer: "accept" });
      await new Promise((resolve) => setTimeout(resolve, wait));
      await restarted();
      const { ana, bo } = await backIn(met);
      // A client whose answer was lost asks again.
      const ofBo = await directs(bo, { pair: met.pair, answer: "accept" });
      assert.equal(ofBo.state, "open", `after ${wait} ms`);
      const ofAna = await directs(ana, { to: bo.id });
      assert.deepEqual([ofAna.state, ofAna.pair, ofAna.room], ["open", met.pair, ofBo.room]);
      await restarted();
      const [ana2, bo2] = [
        await joins(ofBo.room, "Ana", { token: ofAna.token }),
        await joins(ofBo.room, "Bo", { token: ofBo.token }),
      ];
      await ana2.says("at last");
      assert.equal((await bo2.sees({ type: "message" })).text, "at last");
    }
  });
});
