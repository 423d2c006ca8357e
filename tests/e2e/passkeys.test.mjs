/** Passkeys and sessions, with an authenticator in software. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Authenticator, cbor } from "../support/authenticator.mjs";
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

describe("a passkey that does not hold is refused", () => {
  let ana;
  before(async () => {
    ana = await somebody();
  });

  /** Each is refused with this status and code, and signs nobody in. */
  const refuses = (name, answer, status, code) =>
    test(name, async () => {
      const browser = new Browser(server);
      const { status: got, body } = await answer(browser);
      assert.deepEqual([got, body.error?.code], [status, code], JSON.stringify(body));
      assert.equal(browser.cookies.size, 0);
    });

  const forged = (name, change, code = "passkey_invalid", status = 401) =>
    refuses(name, (browser) => browser.assert(ana.authenticator, typeof change === "function" ? change() : change), status, code);

  forged("for another origin", { client: { origin: "https://evil.example" } });
  forged("for the same host by another port", { client: { origin: "http://localhost:1" } });
  forged("for another site", { rpId: "evil.example" });
  forged("of another kind", { client: { type: "webauthn.create" } });
  forged("in a frame of another site", { client: { crossOrigin: true } });
  forged("below another page", { client: { topOrigin: "https://evil.example" } });
  forged("without anybody there", { flags: { up: false } });
  forged("synced, which it cannot be", { flags: { bs: true } });
  forged("signed with another key", () => {
    const stranger = new Authenticator();
    stranger.create({ rp: { id: "x" }, user: { id: "AA" }, challenge: "AA", pubKeyCredParams: [{ alg: -7 }] }, "x");
    return { key: stranger.passkeys[0].key };
  });
  forged("with a signature of other bytes", { signature: (signature) => Buffer.concat([signature.subarray(0, -1), Buffer.from([signature.at(-1) ^ 1])]) });
  forged("with a signature that has a tail", { signature: (signature) => Buffer.concat([signature, Buffer.from([0])]) });
  forged("with r and s as they are", { signature: fromDer });
  forged("without a signature", { signature: () => Buffer.alloc(0) });
  forged("of an id that is not there", { id: Buffer.alloc(32, 1) });
  forged("of an account that we have not issued", { handle: Buffer.alloc(15, 1) });
  forged("without an account", { handle: undefined }, "bad_request", 400);
  forged("of a challenge of one's own", { client: { challenge: Buffer.alloc(40, 7).toString("base64url") } }, "challenge_invalid", 400);

  refuses(
    "of somebody else's account",
    async (browser) => {
      const ben = await somebody();
      return browser.assert(ben.authenticator, { handle: ana.authenticator.passkeys[0].handle });
    },
    401,
    "passkey_invalid",
  );
  refuses(
    "whose account was never made",
    async (browser) => {
      const authenticator = new Authenticator();
      authenticator.create(await browser.options({ for: "create" }), browser.origin);
      return browser.assert(authenticator);
    },
    401,
    "passkey_invalid",
  );
  refuses(
    "with the challenge of a registration",
    async (browser) => {
      const { challenge } = await browser.options({ for: "create" });
      return browser.assert(ana.authenticator, { client: { challenge } });
    },
    400,
    "challenge_invalid",
  );

  test("the second time that it is sent", async () => {
    const [browser, thief] = [new Browser(server), new Browser(server)];
    const sent = ana.authenticator.get(await browser.options({ for: "get" }), browser.origin);
    const answers = await Promise.all([browser.post("/account/passkey/assert", sent), thief.post("/account/passkey/assert", sent)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
    const { status, body } = await thief.post("/account/passkey/assert", sent);
    assert.deepEqual([status, body.error.code], [400, "challenge_invalid"]);
  });

  test("but not one in the upper half of the curve", async () => {
    const browser = new Browser(server);
    const { status } = await browser.assert(ana.authenticator, { signature: upperHalf });
    assert.equal(status, 200);
  });

  test("of which there is a copy that has signed less", async () => {
    const ben = await somebody({ counts: true });
    const copy = ben.authenticator.clone();
    assert.equal((await new Browser(server).assert(copy)).status, 200);
    const { status, body } = await new Browser(server).assert(ben.authenticator);
    assert.deepEqual([status, body.error.code], [401, "passkey_invalid"]);
    const seen = await ben.browser.get("/account");
    assert.ok(seen.body.passkeys[0].cloned > 0);
  });

  test("that was removed", async () => {
    const { browser, authenticator, account } = await somebody();
    const { status } = await browser.post("/account/passkey/change", { id: account.passkeys[0].id, remove: true });
    assert.equal(status, 200);
    assert.equal((await new Browser(server).assert(authenticator)).status, 401);
  });
});

describe("a new passkey is refused", () => {
  const refuses = (name, change, code = "passkey_invalid", wanted = 400) =>
    test(name, async () => {
      const browser = new Browser(server);
      const { status, body } = await browser.register(new Authenticator(), typeof change === "function" ? change() : change);
      assert.deepEqual([status, body.error?.code], [wanted, code], JSON.stringify(body));
      assert.equal(browser.cookies.size, 0);
    });
  refuses("for another origin", { client: { origin: "https://evil.example" } });
  refuses("for another site", { rpId: "evil.example" });
  refuses("of another kind", { client: { type: "webauthn.get" } });
  refuses("without anybody there", { flags: { up: false } });
  refuses("without a key", { flags: { at: false } }, "bad_request");
  refuses("with another id than its own", { id: Buffer.alloc(32, 1) });
  refuses("with another key than the browser says", () => ({ publicKey: generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" }) }));
  refuses("of another algorithm than the browser says", { publicKeyAlgorithm: -257 });
  refuses("whose key is no point of the curve", () => {
    const [x, y] = [Buffer.alloc(32, 1), Buffer.alloc(32, 1)];
    const spki = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" });
    const cose = cbor(new Map([[1, 2], [3, -7], [-1, 1], [-2, x], [-3, y]]));
    return { cose, publicKey: Buffer.concat([spki.subarray(0, 27), x, y]) };
  });
  refuses("with a challenge of one's own", { client: { challenge: Buffer.alloc(55, 7).toString("base64url") } }, "signed_out", 401);

  test("the second time that it is sent", async () => {
    const browser = new Browser(server);
    const sent = new Authenticator().create(await browser.options({ for: "create" }), browser.origin);
    assert.equal((await browser.post("/account/passkey/register", sent)).status, 200);
    const thief = new Browser(server);
    const again = await thief.post("/account/passkey/register", sent);
    assert.deepEqual([again.status, again.body.error.code], [400, "challenge_invalid"]);
    // Nor does it begin the account once more that was deleted.
    assert.equal((await browser.delete("/account")).status, 204);
    assert.equal((await thief.post("/account/passkey/register", sent)).status, 400);
    assert.equal(thief.cookies.size, 0);
  });

  test("if it is for the account of another browser", async () => {
    const [ana, ben] = [await somebody(), await somebody()];
    const sent = new Authenticator().create(await ana.browser.options({ for: "create" }), ana.browser.origin);
    assert.equal((await ben.browser.post("/account/passkey/register", sent)).body.error.code, "challenge_invalid");
    assert.equal((await new Browser(server).post("/account/passkey/register", sent)).body.error.code, "signed_out");
    assert.equal((await ana.browser.post("/account/passkey/register", sent)).status, 200);
  });
});

describe("sessions", () => {
  test("are told, and end one by one or all at once", async () => {
    const { browser, authenticator } = await somebody();
    const phone = new Browser(server, { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1" });
    const other = new Browser(server);
    await phone.assert(authenticator);
    await other.assert(authenticator);
    const { body } = await browser.get("/account/sessions");
    const of = (label) => body.sessions.find((session) => session.label === label && !session.current);
    assert.equal((await browser.delete(`/account/sessions?id=${of("Safari, iPhone").id}`)).status, 204);
    assert.equal((await phone.get("/account")).status, 401);
    assert.equal((await browser.delete("/account/sessions?others")).status, 204);
    assert.equal((await other.get("/account")).status, 401);
    assert.equal((await browser.get("/account")).status, 200);
    const stolen = browser.copy();
    assert.equal((await browser.delete("/account/sessions")).status, 204);
    assert.equal(browser.cookies.size, 0);
    assert.equal((await stolen.get("/account")).status, 401);
  });

  test("sign-out ends the cookie, not only this browser's copy of it", async () => {
    const { browser } = await somebody();
    const stolen = browser.copy();
    assert.equal((await browser.post("/account/sign-out")).status, 204);
    assert.equal(browser.cookies.size, 0);
    assert.equal((await stolen.get("/account")).status, 401);
    assert.equal((await browser.post("/account/sign-out")).status, 204);
  });

  test("a session that was sent in is never the one that begins", async () => {
    const { browser, authenticator } = await somebody();
    const before = browser.cookie;
    await browser.assert(authenticator);
    assert.notEqual(browser.cookie, before);
    const old = new Browser(server);
    old.cookies.set("alcove", before.replace("alcove=", ""));
    assert.equal((await old.get("/account")).status, 401);
  });

  test("a recovery code signs in once, as it is copied, and brings the next", async () => {
    const { recovery } = await somebody();
    const browser = new Browser(server);
    const copied = ` ${recovery.toLowerCase().replaceAll("-", " ")}\n`;
    const { status, body } = await browser.post("/account/recover", { code: copied });
    assert.equal(status, 200);
    assert.notEqual(body.recovery, recovery);
    const again = await new Browser(server).post("/account/recover", { code: recovery });
    assert.deepEqual([again.status, again.body.error.code], [401, "recovery_invalid"]);
    const fresh = await browser.post("/account/recovery");
    assert.equal((await new Browser(server).post("/account/recover", { code: body.recovery })).status, 401);
    assert.equal((await new Browser(server).post("/account/recover", { code: fresh.body.recovery })).status, 200);
    assert.equal((await new Browser(server).post("/account/recover", { code: "AAAAA" })).status, 401);
  });
});

test("what one device changes, another gets", async () => {
  const { browser, authenticator } = await somebody();
  const other = new Browser(server);
  await other.assert(authenticator);
  const mine = { since: 0, changes: [{ field: "room/tea/title", value: "Tea ☕" }, { field: "setting/theme", value: { dark: true, n: 1.5 } }] };
  assert.equal((await browser.post("/account/sync", mine)).body.version, 2);
  const theirs = await other.post("/account/sync", { since: 0, changes: [{ field: "room/tea/title", value: "Coffee" }] });
  assert.deepEqual(theirs.body, {
    version: 3,
    fields: [
      { field: "setting/theme", value: { dark: true, n: 1.5 }, version: 2 },
      { field: "room/tea/title", value: "Coffee", version: 3 },
    ],
    more: false,
  });
  const back = await browser.post("/account/sync", { since: 2, changes: [{ field: "setting/theme", value: null }] });
  assert.deepEqual(back.body.fields.map(({ field, value }) => [field, value]), [["room/tea/title", "Coffee"], ["setting/theme", null]]);
  const large = await browser.post("/account/sync", JSON.stringify({ changes: [{ field: "x", value: "v".repeat(9_000) }] }));
  assert.deepEqual([large.status, large.body.error.code], [413, "too_large"]);
  // Whoever sends it all the same reads why it is refused.
  for (let time = 0; time < 20; time += 1) assert.equal((await browser.post("/account/sync", " ".repeat(257 * 1024))).status, 413);
  assert.equal((await browser.post("/account/sync", "{")).status, 400);
});

test("pages of other origins do nothing, whoever is signed in", async () => {
  const { browser } = await somebody();
  for (const origin of ["null", "https://evil.example", `${browser.origin}.evil.example`]) {
    for (const [method, path] of [["POST", "/account/sign-out"], ["DELETE", "/account"], ["DELETE", "/account/sessions"], ["POST", "/account/sync"]]) {
      const { status, body, headers } = await browser.ask(method, path, method === "POST" ? {} : undefined, { origin });
      assert.deepEqual([status, body.error.code], [403, "origin_forbidden"], `${method} ${path} ${origin}`);
      assert.equal(headers.get("access-control-allow-origin"), null);
    }
  }
  assert.equal((await browser.get("/account")).status, 200);
});

/** r and s of a DER signature, as they are elsewhere. */
function fromDer(signature) {
  const r = signature.subarray(4, 4 + signature[3]);
  const s = signature.subarray(4 + signature[3] + 2);
  return Buffer.concat([r, s].map((number) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32)));
}

/** The other of the two signatures that hold, the one with the larger s. */
function upperHalf(signature) {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [r, s] = [fromDer(signature).subarray(0, 32), fromDer(signature).subarray(32)].map((half) => BigInt(`0x${half.toString("hex")}`));
  const large = s > order / 2n ? s : order - s;
  const number = (n) => {
    const digits = Buffer.from(n.toString(16).padStart(64, "0"), "hex");
    const start = digits.findIndex((digit) => digit > 0);
    const shortest = digits.subarray(start);
    const body = shortest[0] >= 0x80 ? Buffer.concat([Buffer.alloc(1), shortest]) : shortest;
    return Buffer.concat([Buffer.from([2, body.length]), body]);
  };
  const content = Buffer.concat([number(r), number(large)]);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}
