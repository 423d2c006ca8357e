/** Passkeys and sessions, with an authenticator in software. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Authenticator } from "../support/authenticator.mjs";
import { Browser } from "../support/browser.mjs";
import { startRoomServer } from "../support/server.mjs";

const SITE_KEY = Buffer.alloc(32, 7).toString("base64url");

let server;
before(async () => {
  server = await startRoomServer({ SITE_KEY });
});
after(() => server.stop());

/** Somebody with a new account. */
async function somebody(besides = {}) {
  const [browser, authenticator] = [new Browser(server), new Authenticator(besides)];
  const { status, body } = await browser.register(authenticator);
  assert.equal(status, 200, JSON.stringify(body));
  return { browser, authenticator, ...body };
}

for (const algorithm of [-7, -8, -257]) {
  test(`an account is made with a passkey of algorithm ${algorithm}, and signed in to with it`, async () => {
    const [browser, authenticator] = [new Browser(server), new Authenticator()];
    const made = await browser.register(authenticator, { algorithm }, { label: "Key ring", name: "Ana" });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { account, recovery } = made.body;
    assert.match(recovery, /^([A-Z2-7]{5}-){7}[A-Z2-7]{5}$/);
    assert.equal(account.name, "Ana");
    assert.equal(account.recovery, true);
    assert.deepEqual(account.sign_in, { mode: "optional", passkeys: true });
    assert.deepEqual(account.passkeys.map(({ label, synced }) => ({ label, synced })), [{ label: "Key ring", synced: false }]);
    assert.match(browser.setCookie, /^alcove=s1\..*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
    const seen = await browser.get("/account");
    assert.deepEqual(seen.body, account);

    const other = new Browser(server);
    const { status, body } = await other.assert(authenticator, { flags: { uv: true, be: true, bs: true } });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.recovery, undefined);
    assert.notEqual(body.account.session, account.session);
    assert.equal(body.account.passkeys[0].synced, true);
    assert.ok(body.account.passkeys[0].used > 0);
    const sessions = await other.get("/account/sessions");
    assert.deepEqual(sessions.body.sessions.map(({ label, current }) => [label, current]).sort(), [["Firefox, Linux", false], ["Firefox, Linux", true]]);
  });
}
