// Sign-in by a provider of OpenID Connect, through a whole one, and a browser that follows where it is led.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { WebClient } from "../support/web-client.mjs";
import { Authenticator } from "../support/authenticator.mjs";
import { isNative } from "../support/host.mjs";
import { startProvider } from "../support/identity-provider.mjs";
import { startRoomServer } from "../support/server.mjs";

const SITE_KEY = randomBytes(32).toString("base64url");
const UNLIMITED = { NETWORK_SIGN_INS_PER_MINUTE: "0", NETWORK_READS_PER_MINUTE: "0" };

/** Starts both; each knows the other. */
async function startBoth(options, vars = {}) {
  const provider = await startProvider(options);
  const server = await startRoomServer({ SITE_KEY, ...UNLIMITED, ...provider.vars, ...vars });
  provider.serve(server.url);
  const stop = () => Promise.all([server.stop(), provider.stop()]);
  return { provider, server, stop };
}

/** Signs in as somebody, in a browser that the provider does not know yet. */
async function signsIn(both, subject, query = "", browser = new WebClient()) {
  both.provider.subject = subject;
  const response = await browser.goes(`${both.server.url}/account/oidc/start${query}`);
  return { browser, response, end: browser.url.replace(both.server.url, "") };
}

const session = (both, browser) => browser.cookies(both.server.url).get("alcove");

async function json(both, browser, path = "/account", init = {}) {
  const headers = { accept: "application/json", origin: both.server.url, ...init.headers };
  const response = await browser.request(`${both.server.url}${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
}

const post = (both, browser, path, body) =>
  json(both, browser, path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

for (const algorithm of ["RS256", "ES256", "EdDSA"]) {
  for (const method of ["client_secret_basic", "client_secret_post", "none"]) {
    test(`a provider that signs by ${algorithm} and wants ${method} signs somebody in`, async () => {
      const both = await startBoth({ algorithm, method });
      both.provider.claims = { name: "Ana Müller", preferred_username: "ana" };
      const { browser, end } = await signsIn(both, "ana", "?return=%2Froom%2Ftea");
      assert.equal(end, "/room/tea");
      const account = await json(both, browser);
      assert.equal(account.status, 200);
      assert.deepEqual(account.json.oidc, { issuer: both.provider.issuer, name: "Tea House" });
      assert.equal(account.json.name, "Ana Müller");
      assert.deepEqual(account.json.sign_in.oidc, "Tea House");
      await both.stop();
    });
  }
}

describe("who signs in by the provider", () => {
  let both;
  before(async () => {
    both = await startBoth();
  });
  after(() => both.stop());

  const sessions = async (browser) => (await json(both, browser, "/account/sessions")).json.sessions;

  test("is the same the next time, on another device, too", async () => {
    const first = await signsIn(both, "ben");
    const second = await signsIn(both, "ben");
    assert.notEqual(session(both, first.browser), session(both, second.browser));
    assert.equal((await sessions(first.browser)).length, 2);
    const other = await signsIn(both, "BEN");
    assert.equal((await sessions(other.browser)).length, 1, "somebody else");
  });

  test("gets a session of its own, whatever cookie it brought", async () => {
    const mallory = await signsIn(both, "mallory");
    const victim = new WebClient();
    victim.setCookie(both.server.url, "alcove", session(both, mallory.browser));
    await signsIn(both, "cleo", "", victim);
    assert.notEqual(session(both, victim), session(both, mallory.browser));
    assert.equal((await sessions(mallory.browser)).length, 1);
  });

  test("has a cookie that scripts and other sites do not get", async () => {
    const { browser } = await signsIn(both, "dora");
    const attributes = browser.attributes(both.server.url, "alcove");
    for (const each of ["HttpOnly", "SameSite=Lax", "Path=/"]) assert.ok(attributes.includes(each), each);
    assert.equal(browser.cookies(both.server.url).get("alcove-oidc"), undefined, "nothing is left of the attempt");
  });

  test("is signed out when it says so", async () => {
    const { browser } = await signsIn(both, "emil");
    const cookie = session(both, browser);
    assert.equal((await post(both, browser, "/account/sign-out", {})).status, 204);
    assert.equal(session(both, browser), undefined);
    browser.setCookie(both.server.url, "alcove", cookie);
    assert.equal((await json(both, browser)).status, 401);
  });

  test("cannot be signed in by the same answer twice", async () => {
    const browser = new WebClient();
    both.provider.subject = "fay";
    const start = await browser.request(`${both.server.url}/account/oidc/start`);
    const attempt = browser.cookies(both.server.url).get("alcove-oidc");
    await browser.goes(start.headers.get("location"));
    const back = browser.visited.find((url) => url.includes("/account/oidc/back"));
    assert.ok(session(both, browser));
    await browser.goes(back);
    assert.equal(browser.url, `${both.server.url}/account#error=oidc_state`);
    const thief = new WebClient();
    thief.setCookie(both.server.url, "alcove-oidc", attempt);
    await thief.goes(back);
    assert.equal(thief.url, `${both.server.url}/account#error=oidc_invalid`, "the provider takes a code once");
    assert.equal(session(both, thief), undefined);
  });

  test("is led to no other site", async () => {
    for (const path of [
      "https://evil.example/",
      "//evil.example/",
      "/\\evil.example",
      "\\\\evil.example",
      "/\t/evil.example",
      "/\r\nSet-Cookie: alcove=x",
      "/%0d%0aSet-Cookie: x=y",
      "javascript:alert(1)",
      "@evil.example",
      ".evil.example",
      "",
    ]) {
      const { browser, end } = await signsIn(both, "gus", `?return=${encodeURIComponent(path)}`);
      assert.equal(end, "/account", path);
      assert.equal(browser.cookies(both.server.url).get("x"), undefined);
    }
    const twice = await signsIn(both, "gus", "?return=%2Fa&return=%2F%2Fevil.example");
    assert.equal(twice.end, "/account");
  });

  test("is not, by a link on another site", async () => {
    for (const site of ["cross-site", "same-site"]) {
      for (const query of ["", "?link"]) {
        const browser = new WebClient();
        const headers = { "sec-fetch-site": site, "sec-fetch-mode": "navigate" };
        const response = await browser.request(`${both.server.url}/account/oidc/start${query}`, { headers });
        assert.equal(response.headers.get("location"), "/account", site);
        assert.deepEqual(response.headers.getSetCookie(), []);
      }
    }
  });
});

/** A browser in which somebody has made an account by a passkey. */
async function withPasskey(both) {
  const browser = new WebClient();
  const options = await post(both, browser, "/account/passkey/options", { for: "create" });
  const passkey = new Authenticator().create(options.json, both.server.url);
  const made = await post(both, browser, "/account/passkey/register", passkey);
  assert.equal(made.status, 200);
  return browser;
}

const link = (both, subject, browser) => signsIn(both, subject, "?link&return=%2Faccount", browser);

const unlink = (both, browser) => post(both, browser, "/account/oidc/unlink", {});

/** By what two browsers can be seen to be in one account: when that was made, and its sessions. */
async function isSame(both, one, other) {
  const ids = async (browser) => (await json(both, browser, "/account/sessions")).json.sessions.map(({ id }) => id).sort();
  return JSON.stringify(await ids(one)) === JSON.stringify(await ids(other));
}

describe("linking", () => {
  let both;
  before(async () => {
    both = await startBoth();
  });
  after(() => both.stop());

  test("makes the provider one more way into an account that is there", async () => {
    const browser = await withPasskey(both);
    assert.equal((await json(both, browser)).json.oidc, undefined);
    assert.equal((await link(both, "ana", browser)).end, "/account");
    const { json: account } = await json(both, browser);
    assert.deepEqual(account.oidc, { issuer: both.provider.issuer, name: "Tea House" });
    assert.equal(account.passkeys.length, 1);
    const other = await signsIn(both, "ana");
    assert.ok(await isSame(both, browser, other.browser));
    assert.equal((await link(both, "ana", browser)).end, "/account", "once more changes nothing");
  });

  test("takes no identity away from another account", async () => {
    const owner = await signsIn(both, "ben");
    const browser = await withPasskey(both);
    assert.equal((await link(both, "ben", browser)).end, "/account#error=oidc_taken");
    assert.equal((await json(both, browser)).json.oidc, undefined);
    assert.ok(await isSame(both, owner.browser, (await signsIn(both, "ben")).browser));
  });

  test("ties one identity to an account", async () => {
    const browser = await withPasskey(both);
    await link(both, "cleo", browser);
    const elsewhere = new WebClient();
    elsewhere.setCookie(both.server.url, "alcove", session(both, browser));
    assert.equal((await link(both, "second", elsewhere)).end, "/account#error=oidc_linked");
    const second = await signsIn(both, "second");
    assert.equal(second.end, "/account", "which is free for an account of its own");
    assert.ok(!(await isSame(both, browser, second.browser)));
  });

  test("takes being signed in, at its beginning and at its end", async () => {
    assert.equal((await link(both, "dora", new WebClient())).end, "/account#error=signed_out");
    const browser = await withPasskey(both);
    const headers = { "sec-fetch-site": "same-origin" };
    const start = await browser.request(`${both.server.url}/account/oidc/start?link`, { headers });
    await post(both, browser, "/account/sign-out", {});
    both.provider.subject = "dora";
    await browser.goes(start.headers.get("location"));
    assert.equal(browser.url, `${both.server.url}/account#error=signed_out`);
    assert.equal(session(both, browser), undefined);
  });

  test("is for the session that began it, not for another that is there by then", async () => {
    const [mallory, victim] = [await withPasskey(both), await withPasskey(both)];
    const headers = { "sec-fetch-site": "same-origin" };
    const start = await mallory.request(`${both.server.url}/account/oidc/start?link`, { headers });
    victim.setCookie(both.server.url, "alcove-oidc", mallory.cookies(both.server.url).get("alcove-oidc"));
    both.provider.subject = "mallory";
    await victim.goes(start.headers.get("location"));
    assert.equal(victim.url, `${both.server.url}/account#error=signed_out`);
    assert.equal((await json(both, victim)).json.oidc, undefined);
  });

  test("takes a click on a page of ours", async () => {
    const browser = await withPasskey(both);
    for (const site of ["none", "cross-site", "same-site", undefined]) {
      const headers = site === undefined ? {} : { "sec-fetch-site": site };
      const answer = await browser.request(`${both.server.url}/account/oidc/start?link`, { headers });
      assert.equal(answer.headers.get("location"), "/account", site);
    }
  });
});

describe("unlinking", () => {
  let both;
  before(async () => {
    both = await startBoth();
  });
  after(() => both.stop());

  test("ends that way in, and frees the identity", async () => {
    const browser = await withPasskey(both);
    await link(both, "ana", browser);
    const answer = await unlink(both, browser);
    assert.equal(answer.status, 200);
    assert.equal(answer.json.oidc, undefined);
    const other = await signsIn(both, "ana");
    assert.ok(!(await isSame(both, browser, other.browser)));
    const elsewhere = new WebClient();
    elsewhere.setCookie(both.server.url, "alcove", session(both, browser));
    assert.equal((await link(both, "new", elsewhere)).end, "/account", "another one can be tied");
  });

  test("and linking again leads to the same account", async () => {
    const browser = await withPasskey(both);
    await link(both, "ben", browser);
    await unlink(both, browser);
    assert.equal((await link(both, "ben", browser)).end, "/account");
    assert.ok(await isSame(both, browser, (await signsIn(both, "ben")).browser));
  });

  test("is refused where there would be no way in", async () => {
    const { browser } = await signsIn(both, "cleo");
    const refused = await unlink(both, browser);
    assert.deepEqual([refused.status, refused.json.error.code], [409, "last_way"]);
    assert.equal((await post(both, browser, "/account/recovery", {})).status, 200);
    assert.equal((await unlink(both, browser)).status, 200);
    assert.equal((await unlink(both, browser)).status, 404);
  });

  test("is for pages of ours, and for who is signed in", async () => {
    const { browser } = await signsIn(both, "dora");
    const foreign = { method: "POST", headers: { origin: "https://evil.example" } };
    assert.equal((await json(both, browser, "/account/oidc/unlink", foreign)).status, 403);
    assert.equal((await unlink(both, new WebClient())).status, 401);
  });
});

test("nothing is left of an identity once its account is deleted, and nobody finds the account by it", async () => {
  const both = await startBoth();
  both.provider.claims = { name: "Zoe Unmistakable" };
  const { browser } = await signsIn(both, "subject-of-zoe");
  const facts = (database) => {
    const isThere = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'fact'").get();
    return isThere ? database.prepare("SELECT key, value FROM fact").all() : [];
  };
  const keys = async () => (await both.server.accounts(facts)).flat().map(({ key }) => key);
  const before = await keys();
  assert.ok(before.includes("account") && before.includes("identity") && before.includes("oidc"));
  await both.server.start();
  both.provider.serve(both.server.url);
  browser.setCookie(both.server.url, "alcove", session(both, browser));
  assert.equal((await json(both, browser, "/account", { method: "DELETE" })).status, 204);
  // The letter to the identity's object comes again until it is answered.
  let left = await keys();
  for (let tries = 0; left.includes("account") && tries < 5; tries += 1) {
    await both.server.start();
    left = await keys();
  }
  assert.deepEqual(left.filter((key) => !["gone", "swept"].includes(key)), []);
  // The file of an object that is empty stays on workerd, and goes natively.
  const files = await both.server.accounts(() => {});
  assert.ok(isNative() || files.length >= 2);
  await both.server.start();
  both.provider.serve(both.server.url);
  const again = await signsIn(both, "subject-of-zoe");
  assert.equal(again.end, "/account");
  assert.equal((await json(both, again.browser, "/account/sessions")).json.sessions.length, 1);
  await both.stop();
});

test("where sign-in is required, new accounts come by the provider alone", async () => {
  const both = await startBoth({}, { SIGN_IN: "required" });
  const stranger = await post(both, new WebClient(), "/account/passkey/options", { for: "create" });
  assert.deepEqual([stranger.status, stranger.json.error.code], [403, "oidc_needed"]);
  const messages = (browser) => json(both, browser, "/room/tea/messages");
  assert.equal((await messages(new WebClient())).status, 401);
  const { browser } = await signsIn(both, "ana");
  assert.equal((await messages(browser)).status, 200);
  const options = await post(both, browser, "/account/passkey/options", { for: "create" });
  assert.equal(options.status, 200, "a passkey can be added");
  await both.stop();
});

test("a provider that has got another key is asked for it, once a minute at most", async () => {
  const both = await startBoth();
  const asked = () => both.provider.requests.filter((each) => each === "GET /jwks").length;
  assert.equal((await signsIn(both, "ana")).end, "/account");
  assert.equal((await signsIn(both, "ana")).end, "/account");
  assert.equal(asked(), 1);
  both.provider.rotateKeys();
  assert.equal((await signsIn(both, "ana")).end, "/account");
  assert.equal(asked(), 2);
  both.provider.rotateKeys();
  assert.equal((await signsIn(both, "ana")).end, "/account#error=oidc_invalid");
  assert.equal(asked(), 2);
  await both.stop();
});

test("a wrong secret of the client signs nobody in", async () => {
  const both = await startBoth({}, { OIDC_CLIENT_SECRET: "wrong" });
  assert.equal((await signsIn(both, "ana")).end, "/account#error=oidc_invalid");
  await both.stop();
});

test("steps of a sign-in are counted by network", async () => {
  const both = await startBoth({}, { NETWORK_SIGN_INS_PER_MINUTE: "1" });
  for (const _ of [1, 2]) assert.equal((await signsIn(both, "ana")).end, "/account");
  const browser = new WebClient();
  const start = () => browser.request(`${both.server.url}/account/oidc/start`);
  assert.equal((await start()).status, 302);
  const refused = await start();
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  await both.stop();
});

describe("there is no sign-in by a provider", () => {
  for (const [what, vars] of [
    ["without one", {}],
    ["with one that is not safe", { OIDC_ISSUER: "http://id.example", OIDC_CLIENT_ID: "alcove" }],
    ["with half of one", { OIDC_ISSUER: "https://id.example" }],
    ["without accounts", { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "alcove", SIGN_IN: "off" }],
    ["without a key of the site", { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "alcove", SITE_KEY: "" }],
  ]) {
    test(what, async () => {
      const server = await startRoomServer({ SITE_KEY, ...vars });
      const browser = new WebClient();
      for (const path of ["/account/oidc/start", "/account/oidc/back?code=c&state=s"]) {
        assert.equal((await browser.request(`${server.url}${path}`)).status, 404, path);
      }
      await server.stop();
    });
  }
});
