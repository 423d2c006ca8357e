// Push services over real requests: to one of our own, which reads what it is given as a browser would.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startPushService, vapidKey } from "../support/push-service.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const CONTACT = "mailto:operator@chat.example";

let server;
let service;
before(async () => {
  const key = await vapidKey();
  service = await startPushService({ key });
  const push = { VAPID_KEY: key, PUSH_HOSTS: service.url, PUSH_CONTACT: CONTACT };
  server = await startRoomServer({ ...UNHURRIED, ...push, LEAVE_GRACE_MS: "0" });
});
after(async () => {
  await server.stop();
  await service.stop();
});

/** A room with Ana, and with Bo who is told this and then leaves. */
async function away(room, what = "all", fields = {}) {
  const [ana, bo] = await server.joinAll(room, "Ana", "Bo");
  const subscription = await service.browser(room);
  const answer = await bo.does({ type: "push", what, subscription, ...fields });
  assert.deepEqual(answer, { type: "push", cid: answer.cid, what });
  bo.saysSeen();
  await bo.leaves();
  await ana.sees({ type: "leave", member: { name: "Bo" } });
  return { ana, bo, subscription };
}

/** The messages that came for a browser, once there are so many. */
async function gotten(name, count) {
  const all = () => service.got.filter(({ browser }) => browser === name);
  await service.until(() => all().length >= count || undefined, () => `${name} got ${all().length} of ${count}`);
  for (const { error } of all()) if (error) throw error;
  return all();
}

describe("push services", { concurrency: true }, () => {
  test("who is away is told, in a room that sleeps meanwhile", async () => {
    const { ana, bo } = await away("told");
    assert.equal(bo.welcome.push.key.length, 87);
    const { seq } = await ana.says("Are you there?");
    await server.sleep("told");
    const [told] = await gotten("told", 1);
    assert.deepEqual(told.payload, {
      web_push: 8030,
      notification: {
        title: "told",
        body: "Ana: Are you there?",
        navigate: `${server.url}/room/told#m${seq}`,
        tag: "told",
      },
      room: "told",
      seq,
    });
    assert.deepEqual([told.ttl, told.urgency, told.contact], ["86400", "normal", CONTACT]);
    assert.equal(told.topic.length, 32);
  });

  test("mentions, and nothing else; with nothing of who, what or where if that is wanted", async () => {
    const { ana } = await away("mentioned", "mentions", { preview: false });
    await ana.says("nobody");
    const { seq } = await ana.says("hello @Bo");
    await ana.says("nobody again");
    const [told] = await gotten("mentioned", 1);
    assert.deepEqual([told.payload.seq, told.payload.notification.title], [seq, "Alcove"]);
    assert.equal(told.payload.notification.body, "");
    assert.equal(told.urgency, "high");
  });

  test("who wants nothing, and who is here, is told nothing; what is told is told at once", async () => {
    const { ana } = await away("quiet");
    const [cy, dee] = await server.joinAll("quiet", "Cy", "Dee");
    for (const [who, name] of [[cy, "quiet-cy"], [dee, "quiet-dee"]])
      await who.does({ type: "push", what: "all", subscription: await service.browser(name) });
    await dee.does({ type: "push", what: "nothing" });
    await dee.leaves();
    for (const n of [1, 2, 3]) await ana.says(`${n}`);
    cy.saysSeen();
    const [told] = await gotten("quiet", 1);
    assert.deepEqual([told.payload.notification.body, told.payload.count], ["Ana: 3", 3]);
    await ana.says("4");
    await ana.says("5");
    const [, next] = await gotten("quiet", 2);
    assert.deepEqual([next.payload.notification.body, next.payload.count], ["Ana: 5", 2]);
    assert.equal(next.topic, told.topic);
    assert.ok(next.at - told.at >= 29_000, "half a minute apart");
    assert.ok(!service.got.some(({ browser }) => browser.startsWith("quiet-")));
  });

  test("what was told is changed, and then gone", async () => {
    const { ana } = await away("changed");
    const { seq } = await ana.says("oen");
    await gotten("changed", 1);
    await ana.does({ type: "edit", seq, text: "one" });
    const [, again] = await gotten("changed", 2);
    assert.deepEqual([again.payload.notification.body, again.payload.again], ["Ana: one", true]);
    await ana.does({ type: "delete", seq });
    const [, , gone] = await gotten("changed", 3);
    assert.deepEqual([gone.payload.closed, gone.payload.seq], [true, seq]);
  });

  test("all browsers of a member are told; those that are gone are forgotten", async () => {
    const [ana, bo] = await server.joinAll("several", "Ana", "Bo");
    for (const name of ["several-1", "several-2", "several-3"])
      await bo.does({ type: "push", what: "all", subscription: await service.browser(name) });
    service.answers("several-2", 404);
    service.answers("several-3", 410);
    bo.saysSeen();
    await bo.leaves();
    await ana.says("one");
    await Promise.all(["several-1", "several-2", "several-3"].map((name) => gotten(name, 1)));
    await ana.says("two");
    await gotten("several-1", 2);
    assert.equal((await gotten("several-2", 1)).length, 1);
    assert.equal((await gotten("several-3", 1)).length, 1);
  });

  test("a push service that is busy, broken or silent is left alone for a while", async () => {
    const { ana } = await away("busy");
    service.answers("busy", 429, { "retry-after": "35" });
    await ana.says("one");
    const [first] = await gotten("busy", 1);
    service.answers("busy", 500);
    const [, second] = await gotten("busy", 2);
    assert.ok(second.at - first.at >= 34_000, `after ${second.at - first.at} ms`);
    service.answers("busy", 302, { location: `${service.url}/elsewhere` });
    const [, , third] = await gotten("busy", 3);
    assert.ok(third.at - second.at >= 29_000, `after ${third.at - second.at} ms`);
    assert.ok(!service.got.some(({ browser }) => browser === "elsewhere"), "nobody is sent on");
  });

  test("other hosts than the operator's are no push services", async () => {
    const ana = await server.join("hosts", "Ana");
    const { keys } = await service.browser("hosts");
    for (const endpoint of ["https://fcm.googleapis.com/a", "http://127.0.0.1:1/a", `${service.url}@evil.example/a`]) {
      const frame = { type: "push", what: "all", subscription: { endpoint, keys } };
      assert.equal((await ana.isRefused(frame)).code, "push_invalid", endpoint);
    }
  });

  test("what is said in private is told, too", async () => {
    const [ana, bo] = await server.joinAll("meeting", "Ana", "Bo");
    const { pair } = await ana.does({ type: "direct", to: bo.id });
    await bo.sees({ type: "direct", pair, state: "request" });
    const his = await bo.does({ type: "direct", pair, answer: "accept" });
    const hers = await ana.sees({ type: "direct", pair, state: "open" });
    const there = await server.join(his.room, "Bo", { token: his.token });
    await there.does({ type: "push", what: "mentions", subscription: await service.browser("pair") });
    await there.leaves();
    const one = await server.join(hers.room, "Ana", { token: hers.token });
    await one.says("Only for you");
    const [told] = await gotten("pair", 1);
    assert.deepEqual(
      [told.payload.notification.title, told.payload.notification.body, told.payload.room],
      ["Ana", "Only for you", his.room],
    );
    assert.equal(told.urgency, "high");
  });
});
