/** Accounts in rooms, and what is left of one that is deleted. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startServer } from "../browser/support/server.mjs";
import { Authenticator } from "../support/authenticator.mjs";
import { Browser } from "../support/browser.mjs";
import { Visitor } from "../support/visitor.mjs";

const SITE_KEY = Buffer.alloc(32, 7).toString("base64url");

/** Somebody with a new account. */
async function somebody(server, besides = {}) {
  const [browser, authenticator] = [new Browser(server), new Authenticator()];
  const { status, body } = await browser.register(authenticator, {}, besides);
  assert.equal(status, 200, JSON.stringify(body));
  return { browser, authenticator, ...body };
}

/** A socket into a room, with the cookies of a browser. */
function comes(server, room, browser) {
  const headers = browser?.cookie ? { cookie: browser.cookie } : {};
  return new Visitor(server.socketUrl(room), { headers }).opens();
}

describe("where nobody has to sign in", () => {
  let server;
  before(async () => {
    server = await startServer({ SITE_KEY });
  });
  after(() => server.stop());

  test("who is signed in is the same member on each device, and others see it", async () => {
    const { browser, authenticator } = await somebody(server);
    const ana = await comes(server, "tea", browser);
    await ana.greets("Ana");
    assert.equal(ana.welcome.you.verified, true);
    const phone = new Browser(server);
    await phone.assert(authenticator);
    const again = await comes(server, "tea", phone);
    await again.greets("Ana");
    assert.equal(again.id, ana.id);
    const guest = await comes(server, "tea");
    await guest.greets("Ben");
    assert.notEqual(guest.welcome.you.verified, true);
    assert.equal(guest.welcome.members.find(({ id }) => id === ana.id).verified, true);
    // In another room, too, and as somebody else there.
    const elsewhere = await comes(server, "coffee", phone);
    await elsewhere.greets("Ana");
    assert.equal(elsewhere.welcome.you.verified, true);
    assert.notEqual(elsewhere.id, ana.id);
    const { body } = await browser.get("/account/export");
    assert.deepEqual(body.rooms.map(({ name }) => name), ["coffee", "tea"]);
  });

  test("an owner who has lost every device owns the room on a new one", async () => {
    // As a guest first, whose room it was already.
    const key = "k".repeat(22);
    const guest = await comes(server, "mine");
    await guest.greets("Ana", { key, cid: "1", create: { settings: { access: "closed" } } });
    assert.equal(guest.welcome.you.role, "owner");
    const { browser, authenticator } = await somebody(server);
    const owner = await comes(server, "mine", browser);
    await owner.greets("Ana", { token: guest.welcome.you.token });
    assert.deepEqual([owner.id, owner.welcome.you.role], [guest.id, "owner"]);
    // Neither the key nor a token is left.
    const stranger = await comes(server, "mine");
    stranger.hello("Ana");
    await stranger.sees({ type: "error", code: "key_needed" });
    const found = new Browser(server);
    await found.assert(authenticator);
    const again = await comes(server, "mine", found);
    await again.greets("Ana");
    assert.deepEqual([again.id, again.welcome.you.role], [guest.id, "owner"]);
  });

  test("a cookie that has ended makes a guest", async () => {
    const { browser } = await somebody(server);
    const stolen = browser.copy();
    await browser.post("/account/sign-out");
    const guest = await comes(server, "tea", stolen);
    await guest.greets("Guest");
    assert.notEqual(guest.welcome.you.verified, true);
  });

  test("who signs out everywhere is sent away by all rooms, and a token of before proves nothing", async () => {
    const { browser } = await somebody(server);
    const rooms = ["one", "two", "three", "four", "five", "six"];
    const here = [];
    for (const room of rooms) {
      const ana = await comes(server, room, browser);
      await ana.greets("Ana");
      here.push(ana);
    }
    await browser.delete("/account/sessions");
    for (const ana of here) assert.equal(await ana.isClosed(), 4401);
    const thief = await comes(server, "one");
    thief.hello("Ana", { token: here[0].welcome.you.token });
    assert.equal(await thief.isClosed(), 4401);
  });

  test("of an account that is deleted nothing is found in any file", async () => {
    const { browser, account, recovery, authenticator } = await somebody(server, { label: "Label of a passkey", name: "Unheard-of name" });
    await browser.post("/account/sync", { since: 0, changes: [{ field: "room/secret-room/title", value: "Secret title" }] });
    await browser.post("/account/sync", { since: 0, changes: [{ field: "room/secret-room/title", value: "Another title, which is longer" }] });
    const { body: file } = await browser.get("/account/export");
    const [{ id, public_key: key }] = file.passkeys;
    const hidden = [id, key, "Label of a passkey", "Unheard-of name", "secret-room", "Secret title", "Another title", account.session];
    // Its id is the object's name, by which the platform keeps the alarm that ends what is left.
    const before = server.everything;
    for (const text of hidden) assert.ok(before.includes(text), text);
    const stolen = browser.copy();
    assert.equal((await browser.delete("/account")).status, 204);
    const left = server.everything;
    for (const text of hidden) assert.equal(left.includes(text), false, text);
    assert.equal((await stolen.get("/account")).status, 401);
    assert.equal((await new Browser(server).assert(authenticator)).status, 401);
    assert.equal((await new Browser(server).post("/account/recover", { code: recovery })).status, 401);
  });
});

describe("where everybody has to sign in", () => {
  let server;
  before(async () => {
    server = await startServer({ SITE_KEY, SIGN_IN: "required" });
  });
  after(() => server.stop());

  test("nobody else comes into a room, or reads one", async () => {
    const { browser } = await somebody(server);
    const ana = await comes(server, "tea", browser);
    await ana.greets("Ana");
    const stranger = new Browser(server);
    for (const [method, path] of [["GET", "/room/tea/messages"], ["GET", "/room/tea/export"], ["DELETE", "/room/tea"], ["POST", "/room/tea/import"]]) {
      const { status, body } = await stranger.ask(method, path);
      assert.deepEqual([status, body.error.code], [401, "sign_in_needed"], path);
    }
    const refused = new Visitor(server.socketUrl("tea"));
    await assert.rejects(refused.opens());
    assert.match(refused.closed.error, /401/);
    assert.equal((await browser.get("/room/tea/messages")).status, 200);
    // The page is there, to sign in on.
    const page = await fetch(`${server.url}/room/tea`, { headers: { accept: "text/html" } });
    assert.equal(page.status, 200);
    await page.text();
    await browser.post("/account/sign-out");
    assert.equal((await browser.get("/room/tea/messages")).status, 401);
  });
});

test("where everybody has to sign in and nobody can, nobody comes in", async () => {
  const server = await startServer({ SIGN_IN: "required" });
  try {
    const { status, body } = await new Browser(server).get("/room/tea/messages");
    assert.deepEqual([status, body.error.code], [401, "sign_in_needed"]);
  } finally {
    await server.stop();
  }
});

test("who signs in too often waits, and a wrong passkey counts as five", async () => {
  const server = await startServer({ SITE_KEY, NETWORK_SIGN_INS_PER_MINUTE: "2" });
  try {
    const browser = new Browser(server);
    const authenticator = new Authenticator();
    // One, one; then one and five: eight of ten.
    await browser.register(authenticator);
    const { status } = await new Browser(server).assert(authenticator, { flags: { up: false } });
    assert.equal(status, 401);
    assert.equal((await browser.post("/account/passkey/options", { for: "get" })).status, 200);
    assert.equal((await browser.post("/account/passkey/options", { for: "get" })).status, 200);
    const late = await browser.post("/account/passkey/options", { for: "get" });
    assert.deepEqual([late.status, late.body.error.code], [429, "rate_limited"]);
    assert.ok(Number(late.headers.get("retry-after")) > 0);
    // What is not about signing in has a budget of its own.
    assert.equal((await browser.get("/account")).status, 200);
  } finally {
    await server.stop();
  }
});
