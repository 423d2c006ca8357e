// Storage failures: an append that the database refuses is answered to those waiting for it, leaves nothing
// half-written, and the room carries on.
//
// The refusal is real: while the server is stopped, the room's database gets a trigger that aborts the
// insert of certain messages, as a full disk would.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer(UNHURRIED);
  const early = await server.join("tea", "Early");
  await early.says("before");
  await server.database((database) =>
    database.exec(`
      CREATE TRIGGER full BEFORE INSERT ON message WHEN NEW.text LIKE '%[full]%'
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;
      CREATE TRIGGER full_change BEFORE INSERT ON change WHEN NEW.text LIKE '%[full]%'
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;`),
  );
});
after(() => server.stop());

test("what cannot be stored gets storage_failed, is shown to nobody, and may be sent again", async () => {
  const [ana, ben] = await server.joinAll("tea", "Ana", "Ben");
  const error = await ana.isRefused({ type: "say", text: "[full]" });
  assert.deepEqual(error, {
    type: "error",
    code: "storage_failed",
    message: error.message,
    retryable: true,
    cid: error.cid,
  });
  assert.doesNotMatch(error.message, /trigger|sql|disk/i);
  const said = await ana.does({ type: "say", cid: error.cid, text: "there is space again" });
  assert.equal(said.seq, ana.welcome.seq + 1, "no seq was used up");
  await ben.sees({ cid: error.cid });
  assert.deepEqual(ben.log, [said]);
});

test("of a batch only what cannot be stored fails, and its sender is told", async () => {
  const [cy, dan] = await server.joinAll("tea", "Cy", "Dan");
  const head = Math.max(cy.welcome.seq, dan.welcome.seq);
  const before = (await request(server, "/room/tea/messages")).json;
  // Sent at once, so that several share a tick: which ones, is the room's affair.
  const cids = [
    cy.asks({ type: "say", text: "one" }),
    cy.asks({ type: "edit", seq: head + 1, text: "one [full]" }),
    cy.asks({ type: "say", text: "two" }),
    cy.asks({ type: "say", text: "three [full]" }),
    cy.asks({ type: "say", text: "four" }),
  ];
  const outcomes = [];
  for (const cid of cids)
    outcomes.push(cy.heard.find((event) => event.cid === cid) ?? (await cy.sees({ cid })));
  for (const outcome of outcomes.filter((event) => event.type === "error")) {
    assert.ok(["storage_failed", "not_found"].includes(outcome.code), outcome.code);
  }
  assert.equal(outcomes[3].code, "storage_failed");
  const stored = outcomes.filter((event) => event.type !== "error");
  assert.deepEqual(
    stored.map((event) => event.seq),
    stored.map((_, index) => head + 1 + index),
  );

  const { events, seq } = (await request(server, "/room/tea/messages")).json;
  assert.equal(seq, head + stored.length);
  assert.deepEqual(events, [...before.events, ...stored.filter((event) => event.type === "message")]);
  assert.equal((await dan.says("the room goes on")).seq, seq + 1);
});

test("the reference client says it again until it is stored, once", async () => {
  const page = await server.page("tea").joins("Eve");
  page.connection.say("[full] at last");
  await page.isHeld();
  const cid = page.connection.outbox[0].frame.cid;
  await server.database((database) => database.exec("DROP TRIGGER full; DROP TRIGGER full_change"));
  page.comesBackTo(server);
  await page.hasSaidAll();
  const { events } = (await request(server, "/room/tea/messages")).json;
  assert.equal(events.filter((event) => event.cid === cid).length, 1);
});
