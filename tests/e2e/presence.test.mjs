// Presence: each join and leave is announced once, a reload is invisible, and a large room counts instead of
// listing names.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const GRACE_MS = 500;

describe("in a room of ordinary size", () => {
  let server;
  before(async () => {
    server = await startRoomServer({ ...UNHURRIED, LEAVE_GRACE_MS: String(GRACE_MS) });
  });
  after(() => server.stop());

  const presenceOf = (events, member) =>
    events.filter((event) => event.member?.id === member.id).map((event) => event.type);

  test("who goes for good leaves after the grace, and the name waits", async () => {
    const [ana, ben] = await server.joinAll("leave", "Ana", "Ben");
    const gone = Date.now();
    await ben.leaves();
    const leave = await ana.sees({ type: "leave" });
    assert.deepEqual(leave, { type: "leave", member: { id: ben.id, name: "Ben" }, count: 1 });
    assert.ok(Date.now() - gone >= GRACE_MS - 50, "not before the grace has passed");
    const other = await server.connect("leave");
    other.hello("Ben");
    const { suggestion } = await other.sees({ type: "error", code: "name_taken" });
    await other.greets(suggestion);
    assert.notEqual(other.id, ben.id);
    const again = await server.join("leave", "Ben", { token: ben.token });
    assert.equal(again.id, ben.id);
  });

  test("who vanishes without a word leaves, too", async () => {
    const [ana, ben] = await server.joinAll("vanish", "Ana", "Ben");
    await ben.vanishes();
    await ana.sees({ type: "leave", member: { id: ben.id } });
  });

  test("a reload within the grace makes no noise", async () => {
    const [ana, ben, cy] = await server.joinAll("reload", "Ana", "Ben", "Cy");
    await ana.says("all here");
    const before = ana.heard.length;
    await ben.vanishes();
    const again = await server.join("reload", "Ben", { token: ben.token });
    assert.equal(again.welcome.count, 3);
    // Cy goes after that: when Cy's leave is there, Ben's would have been before it.
    await cy.leaves();
    await ana.sees({ type: "leave", member: { id: cy.id } });
    assert.deepEqual(presenceOf(ana.heard.slice(before), ben), []);
  });

  test("in the grace one still counts, and the name is not free", async () => {
    const [ana, ben] = await server.joinAll("grace", "Ana", "Ben");
    await ben.vanishes();
    const cy = await server.connect("grace");
    cy.hello("Ben");
    await cy.sees({ type: "error", code: "name_taken" });
    await cy.greets("Cy");
    assert.equal(cy.welcome.count, 3);
    assert.ok(cy.welcome.members.some((member) => member.id === ben.id));
    assert.equal((await ana.sees({ type: "leave" })).count, 2);
  });

  test("a member leaves with its last tab only", async () => {
    const [ana, ben] = await server.joinAll("last-tab", "Ana", "Ben");
    const tab = await server.join("last-tab", "Ben", { token: ben.token });
    const cy = await server.join("last-tab", "Cy");
    await ben.leaves();
    await cy.leaves();
    await ana.sees({ type: "leave", member: { id: cy.id } });
    assert.deepEqual(
      presenceOf(ana.heard, ben).filter((type) => type === "leave"),
      [],
    );
    await tab.leaves();
    await ana.sees({ type: "leave", member: { id: ben.id } });
  });

  test("who comes back after the leave joins again, as the same member", async () => {
    const [ana, ben] = await server.joinAll("return", "Ana", "Ben");
    await ben.leaves();
    await ana.sees({ type: "leave", member: { id: ben.id } });
    const again = await server.join("return", "Ben", { token: ben.token });
    assert.equal(again.id, ben.id);
    assert.deepEqual(await ana.sees({ type: "join" }), {
      type: "join",
      member: { id: ben.id, name: "Ben" },
      count: 2,
    });
  });

  test("counts are right through many comings and goings", async () => {
    const ana = await server.join("counts", "Ana");
    const others = await server.joinAll("counts", ...Array.from({ length: 12 }, (_, n) => `Guest ${n}`));
    await Promise.all(others.map((other) => other.leaves()));
    let count = 1;
    const leaves = () => ana.heard.filter((event) => event.type === "leave").length;
    while (leaves() < 12) await ana.sees({ type: "leave" });
    for (const event of ana.heard) {
      if (event.type === "join") count += event.member.id === ana.id ? 0 : 1;
      else if (event.type === "leave") count -= 1;
      else continue;
      assert.equal(event.count, count);
    }
    assert.equal(count, 1);
  });
});

describe("in a room above the roster limit", () => {
  let server;
  before(async () => {
    server = await startRoomServer({ ...UNHURRIED, MAX_ROSTER: "3", LEAVE_GRACE_MS: "0" });
  });
  after(() => server.stop());

  test("there are counts only, and the roster comes in pages", async () => {
    const first = await server.joinAll("crowd", "Ana", "Ben", "Cy");
    const [ana] = first;
    await ana.says("three of us");
    const before = ana.heard.length;
    const guests = await server.joinAll("crowd", "Dan", "Eve", "Fay", "Gil");
    await ana.sees({ type: "presence", count: 7 });
    assert.ok(guests.every(({ welcome }) => welcome.count > 3 && welcome.members === undefined));
    const told = ana.heard.slice(before);
    assert.ok(
      told.every((event) => event.type === "presence"),
      JSON.stringify(told),
    );
    assert.equal((await ana.members()).members.length, 7);

    await guests[0].leaves();
    assert.deepEqual(await ana.sees({ type: "presence" }), { type: "presence", count: 6 });
    assert.ok(!ana.heard.slice(before).some((event) => event.type === "join" || event.type === "leave"));
  });

  test("who takes another name there is told that it worked", async () => {
    const [ana, ben] = await server.joinAll("crowd-names", "Ana", "Ben", "Cy", "Dan", "Eve");
    ben.send({ type: "rename", name: "Benno" });
    await ben.sees({ type: "renamed", member: { id: ben.id, name: "Benno" } });
    await ben.says("hi");
    await ana.sees({ type: "message", from: { id: ben.id, name: "Benno" } });
  });

  test("a room that shrinks to the limit tells names again", async () => {
    const [ana, , , dan, eve] = await server.joinAll("shrinks", "Ana", "Ben", "Cy", "Dan", "Eve");
    await ana.sees({ type: "presence", count: 5 });
    await dan.leaves();
    await eve.leaves();
    await ana.sees({ count: 3 });
    const again = await server.join("shrinks", "Fay");
    assert.equal(again.welcome.members, undefined);
    await ana.sees({ type: "presence", count: 4 });
    await again.leaves();
    await ana.sees({ count: 3 });
    assert.equal((await server.join("shrinks", "Ana", { token: ana.token })).welcome.members.length, 3);
  });
});
