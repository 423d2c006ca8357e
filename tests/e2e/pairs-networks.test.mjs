// Rooms of two, which other rooms begin, are bounded by the network of who leads to them: over all rooms, in
// the built Worker. `x-client` is the header of a trusted proxy here.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const PROXY = "x-client";
const HOME = "192.0.2.1";
const AWAY = "192.0.2.2";

let server;
before(async () => {
  server = await startRoomServer({ ...UNHURRIED, TRUSTED_PROXY_HEADER: PROXY, NETWORK_ROOMS_PER_MINUTE: "1" });
});
after(() => server.stop());

async function joins(room, name, fields = {}, address = HOME) {
  const visitor = await server.connect(room, { headers: { [PROXY]: address } });
  return visitor.greets(name, fields);
}

/** Sends a `direct` and resolves with its answer. */
function directs(who, fields) {
  const cid = who.cid();
  who.send({ type: "direct", cid, ...fields });
  return who.sees({ cid });
}

/** A room in which nobody has to accept, with so many people. */
async function party(room, count) {
  const people = [];
  for (let n = 0; n < count; n += 1) {
    const create = n === 0 ? { key: "k".repeat(22), create: { settings: { direct: "open" } } } : {};
    people.push(await joins(room, `P${n}`, create));
  }
  return people;
}

test("a network begins so many rooms of two, over all rooms; what is there goes on", async () => {
  const begun = [];
  let refusal;
  const parties = [];
  for (let n = 0; n < 8 && !refusal; n += 1) {
    const people = await party(`party-${n}`, 5);
    parties.push(people);
    for (const [place, who] of people.entries()) {
      for (const other of people.slice(place + 1)) {
        if (refusal) break;
        const answer = await directs(who, { to: other.id });
        if (answer.type === "error") refusal = { answer, who, other };
        else begun.push({ who, other, answer });
      }
    }
  }
  assert.equal(refusal?.answer.code, "rate_limited");
  const wait = refusal.answer.retry_after_ms;
  assert.ok(wait > 0 && wait <= 60_000, `${wait} ms`);
  // Fifty at once, and one a minute for as long as that took.
  assert.ok(begun.length >= 50 && begun.length <= 53, `${begun.length} rooms of two`);
  assert.ok(begun.every(({ answer }) => answer.state === "open" && /^~[a-z2-7]{26}$/.test(answer.room)));
  assert.equal(new Set(begun.map(({ answer }) => answer.room)).size, begun.length);

  // Those who meet in another room hear the same, and whoever was refused has asked nobody.
  const [ana, bo] = parties[0];
  const [cy] = await party("afterwards", 1);
  const dan = await joins("afterwards", "Dan");
  assert.equal((await directs(cy, { to: dan.id })).code, "rate_limited");
  // A sleep forgets nothing of that.
  await server.sleep("afterwards");
  assert.equal((await directs(cy, { to: dan.id })).code, "rate_limited");
  await dan.everythingUntilNow();
  assert.ok(!dan.heard.some(({ type }) => type === "direct"));

  // What there is: asked for again, written in, blocked and opened again.
  const again = await directs(ana, { to: bo.id });
  assert.equal(again.state, "open");
  const ana2 = await joins(again.room, "P0", { token: again.token });
  await ana2.says("still here");
  for (const [answer, state] of [
    ["block", "blocked"],
    ["accept", "open"],
  ]) {
    assert.equal((await directs(ana, { pair: again.pair, answer })).state, state);
  }

  // To ask where one has to accept begins nothing; the accept does, and the request waits.
  const eve = await joins("plain", "Eve");
  const fay = await joins("plain", "Fay");
  const asked = await directs(eve, { to: fay.id });
  assert.equal(asked.state, "asked");
  assert.equal((await directs(fay, { pair: asked.pair, answer: "accept" })).code, "rate_limited");
  // Another network has its own.
  const elsewhere = await joins("plain", "Fay", { token: fay.token }, AWAY);
  assert.deepEqual(elsewhere.welcome.directs.map(({ state }) => state), ["request"]);
  assert.equal((await directs(elsewhere, { pair: asked.pair, answer: "accept" })).state, "open");
});
