/** Accounts over HTTP. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Authenticator } from "../support/authenticator.mjs";
import { Browser } from "../support/browser.mjs";
import { isNative } from "../support/host.mjs";
import { startRoomServer } from "../support/server.mjs";

/** A key of the site; any will do. */
const SITE_KEY = Buffer.alloc(32, 7).toString("base64url");

describe("without a key of the site", () => {
  let server;
  before(async () => {
    server = await startRoomServer();
  });
  after(() => server.stop());

  test("nothing is below /account", async () => {
    for (const path of ["/account", "/account/sessions", "/account/export", "/account/x"]) {
      const answer = await fetch(server.url + path);
      assert.equal(answer.status, 404, path);
      assert.equal((await answer.json()).error.code, "not_found", path);
    }
  });
});

describe("nobody signed in", () => {
  let server;
  before(async () => {
    server = await startRoomServer({ SITE_KEY, OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "a", OIDC_NAME: "School" });
  });
  after(() => server.stop());

  test("is told so, and how to sign in", async () => {
    const answer = await fetch(`${server.url}/account`);
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    const { error, sign_in } = await answer.json();
    assert.equal(error.code, "signed_out");
    assert.deepEqual(sign_in, { mode: "optional", oidc: "School", passkeys: true });
  });

  test("a cookie that we have not signed is none", async () => {
    const value = `s1.${"a".repeat(24)}.x.1.${Date.now()}.${"A".repeat(43)}`;
    for (const name of ["alcove", "__Host-alcove"]) {
      const answer = await fetch(`${server.url}/account`, { headers: { cookie: `${name}=${value}` } });
      assert.equal(answer.status, 401);
    }
  });

  test("and with a cookie that was signed out from elsewhere makes an account like anybody", async () => {
    const browser = new Browser(server);
    await browser.register(new Authenticator());
    const left = browser.copy();
    assert.equal((await browser.delete("/account")).status, 204);
    assert.equal((await left.get("/account")).status, 401);
    const { status, body } = await left.register(new Authenticator());
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal((await left.get("/account")).status, 200);
  });

  test("other methods are refused by name", async () => {
    const answer = await fetch(`${server.url}/account/sync`);
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get("allow"), "POST");
  });

  test("pages of other origins may not do anything", async () => {
    for (const origin of [undefined, "null", "https://evil.example"]) {
      const headers = origin === undefined ? {} : { origin };
      const answer = await fetch(`${server.url}/account/sign-out`, { method: "POST", headers });
      assert.equal(answer.status, 403, origin);
      assert.equal((await answer.json()).error.code, "origin_forbidden");
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
    }
  });
});

describe("where pages of another origin may open rooms", () => {
  const sibling = "https://sibling.example";
  let server;
  before(async () => {
    // The native host would not start.
    server = await startRoomServer({ SITE_KEY, ALLOWED_ORIGINS: sibling, SIGN_IN: isNative() ? "required" : "requierd" });
  });
  after(() => server.stop());

  test("pages of listed origins are nobody's, and a mode that is misspelt lets nobody in", async () => {
    const browser = new Browser(server);
    const { status } = await browser.register(new Authenticator());
    assert.equal(status, 200);
    const read = async (headers) => (await fetch(`${browser.origin}/room/tea/messages`, { headers: { origin: browser.origin, ...headers } })).status;
    const { cookie } = browser;
    assert.equal(await read({}), 401);
    assert.equal(await read({ cookie }), 200);
    assert.equal(await read({ cookie, origin: sibling }), 401);
  });
});
