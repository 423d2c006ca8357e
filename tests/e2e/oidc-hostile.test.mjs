// Sign-in by a provider that lies, stalls or is gone: nobody is signed in, and each is told why.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { WebClient } from "../support/web-client.mjs";
import { SECRET, startEvilProvider } from "../support/evil-provider.mjs";
import { startRoomServer } from "../support/server.mjs";

const SITE_KEY = randomBytes(32).toString("base64url");
const UNLIMITED = { NETWORK_SIGN_INS_PER_MINUTE: "0", NETWORK_READS_PER_MINUTE: "0" };

let provider;
let server;
before(async () => {
  provider = await startEvilProvider();
});
after(async () => {
  await server?.stop();
  await provider.stop();
});

/** A server that remembers nothing of a provider. */
async function anew(vars = {}) {
  await server?.stop();
  server = await startRoomServer({ SITE_KEY, ...UNLIMITED, ...provider.vars, ...vars });
}

const start = (query = "") => `${server.url}/account/oidc/start${query}`;

/** Goes through a whole sign-in; resolves with where it ends. */
async function ends(browser = new WebClient()) {
  await browser.goes(start());
  return browser.url.slice(server.url.length);
}

const session = (browser) => browser.cookies(server.url).get("alcove");

/** The control: a provider that does as it should signs somebody in. */
async function admitted() {
  provider.behave();
  const browser = new WebClient();
  assert.equal(await ends(browser), "/account");
  assert.ok(session(browser));
}

async function refused(behaviour, code, message) {
  provider.behave(behaviour);
  const browser = new WebClient();
  assert.equal(await ends(browser), `/account#error=${code}`, message);
  assert.equal(session(browser), undefined, message);
}

describe("a token", () => {
  before(() => anew());
  afterEach(() => admitted());

  test("is refused without a signature", async () => {
    for (const alg of ["none", "None", "NONE", ""]) {
      const unsigned = (header, claims) => provider.signed({ ...header, alg }, claims).replace(/[^.]*$/, "");
      await refused({ token: unsigned }, "oidc_invalid", alg);
      await refused({ token: (...parts) => `${unsigned(...parts)}AAAA` }, "oidc_invalid", alg);
    }
  });

  test("is refused with a MAC by what is no key for that", async () => {
    const { x, y } = provider.publicKey;
    for (const secret of [SECRET, provider.pem, JSON.stringify(provider.publicKey), Buffer.from(x + y, "base64url")]) {
      const token = (header, claims) => provider.maced({ ...header, alg: "HS256" }, claims, secret);
      await refused({ token }, "oidc_invalid");
    }
  });

  test("is refused if it was changed after it was signed, or signed by another key", async () => {
    const changed = (header, claims) => {
      const [head, , signature] = provider.signed(header, claims).split(".");
      const body = Buffer.from(JSON.stringify({ ...claims, sub: "ana" })).toString("base64url");
      return `${head}.${body}.${signature}`;
    };
    await refused({ token: changed }, "oidc_invalid");
    const other = await startEvilProvider();
    await refused({ token: (header, claims) => other.signed(header, claims) }, "oidc_invalid");
    await other.stop();
    const key = { header: { kid: "2" } };
    await refused(key, "oidc_invalid", "a key that it does not have");
    await refused({ header: { alg: "RS256" } }, "oidc_invalid", "an algorithm of another key");
  });

  test("does not bring its own key", async () => {
    const other = await startEvilProvider();
    const { kid, ...jwk } = other.publicKey;
    const token = (header, claims) => other.signed({ ...header, kid: undefined, jwk, jku: `${other.issuer}/jwks` }, claims);
    await refused({ token }, "oidc_invalid");
    assert.deepEqual(other.requests, []);
    await other.stop();
  });

  test("holds for this client, this provider and this sign-in alone", async () => {
    const now = Math.floor(Date.now() / 1_000);
    for (const claims of [
      { iss: "https://evil.example" },
      { iss: `${provider.issuer}/` },
      { aud: "other" },
      { aud: ["alcove", "other"] },
      { aud: ["alcove", "other"], azp: "other" },
      { azp: "other" },
      { nonce: "x" },
      { nonce: undefined },
      { exp: now - 120 },
      { exp: undefined },
      { iat: now + 120 },
      { iat: undefined },
      { sub: undefined },
      { sub: "" },
      { sub: 7 },
      { sub: "s".repeat(256) },
    ]) {
      await refused({ claims }, "oidc_invalid", JSON.stringify(claims));
    }
  });

  test("is one", async () => {
    for (const token of ["", "a.b", "a.b.c.d", "e30.e30.", "x".repeat(100_000)]) {
      await refused({ token: () => token }, "oidc_invalid", token.slice(0, 10));
    }
    await refused({ token: () => undefined }, "oidc_invalid");
  });
});

describe("an answer", () => {
  before(() => anew());
  afterEach(() => admitted());

  test("is refused that another provider has given", async () => {
    await refused({ answer: { iss: "https://evil.example" } }, "oidc_invalid");
    await refused({ answer: { iss: `${provider.issuer}/` } }, "oidc_invalid");
  });

  test("that lets nobody in leads back", async () => {
    await refused({ answer: { code: undefined, error: "access_denied" } }, "oidc_denied");
    await refused({ answer: { error: "access_denied" } }, "oidc_denied");
    await refused({ answer: { code: undefined } }, "oidc_denied");
    assert.ok(!provider.requests.slice(-1)[0].includes("token"));
  });

  test("has to be to what this browser has asked", async () => {
    for (const state of ["", "x", undefined, "A".repeat(43)]) await refused({ answer: { state } }, "oidc_state", state);
  });

  test("tells nothing to a browser that has not asked", async () => {
    const [asked, other] = [new WebClient(), new WebClient()];
    const response = await asked.request(start());
    const authorized = await asked.request(response.headers.get("location"));
    const back = authorized.headers.get("location");
    provider.requests.length = 0;
    await other.goes(back);
    assert.equal(other.url, `${server.url}/account#error=oidc_state`);
    assert.equal(session(other), undefined);
    assert.deepEqual(provider.requests, [], "the code was not even tried");
  });

  test("says nothing twice", async () => {
    const browser = new WebClient();
    const response = await browser.request(start());
    const { searchParams } = new URL(response.headers.get("location"));
    const state = searchParams.get("state");
    await browser.goes(`${server.url}/account/oidc/back?code=c&state=${state}&state=x`);
    assert.equal(browser.url, `${server.url}/account#error=oidc_state`);
  });

  test("is over after ten minutes, and a cookie of one's own making is none", async () => {
    const browser = new WebClient();
    const response = await browser.request(start());
    const [line] = response.headers.getSetCookie();
    assert.match(line, /^alcove-oidc=[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
    const cookie = browser.cookies(server.url).get("alcove-oidc");
    const back = new URL((await browser.request(response.headers.get("location"))).headers.get("location"));
    const [version, expiry, ...rest] = cookie.split(".");
    const later = [version, Number(expiry) + 1_000, ...rest].join(".");
    for (const forged of [later, cookie.slice(0, -1), "", "o1.1...."]) {
      browser.setCookie(server.url, "alcove-oidc", forged);
      await browser.goes(back.href);
      assert.equal(browser.url, `${server.url}/account#error=oidc_state`, forged);
    }
  });
});

describe("a provider", () => {
  beforeEach(() => anew());

  test("that is gone is told at once", async () => {
    const gone = await startEvilProvider();
    await gone.stop();
    await anew(gone.vars);
    assert.equal(await ends(), "/account#error=oidc_unreachable");
  });

  test("that goes in the middle is told, too", async () => {
    const leaving = await startEvilProvider();
    await anew(leaving.vars);
    const browser = new WebClient();
    const response = await browser.request(start());
    const authorized = await browser.request(response.headers.get("location"));
    await leaving.stop();
    await browser.goes(authorized.headers.get("location"));
    assert.equal(browser.url, `${server.url}/account#error=oidc_unreachable`);
    assert.equal(browser.cookies(server.url).get("alcove-oidc"), undefined);
  });

  for (const step of [".well-known/openid-configuration", "token", "jwks"]) {
    const answers = (respond) => ({ responses: { [step]: respond } });

    test(`that does not end its answer is not waited for: ${step}`, async () => {
      let drips = false;
      provider.behave({
        responses: {
          // To one nothing at all, to the other one byte after the other.
          [step]: (_, response) => {
            drips = !drips;
            if (!drips) return;
            response.writeHead(200, { "content-type": "application/json" });
            const timer = setInterval(() => response.write(" "), 20);
            response.on("close", () => clearInterval(timer));
          },
        },
      });
      const browsers = [new WebClient(), new WebClient()];
      const gone = "/account#error=oidc_unreachable";
      assert.deepEqual(await Promise.all(browsers.map((browser) => ends(browser))), [gone, gone]);
      await admitted();
    });

    test(`that sends too much is not listened to: ${step}`, async () => {
      const closed = Promise.withResolvers();
      const endless = (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.on("close", closed.resolve);
        const more = () => {
          while (!response.destroyed && response.write(" ".repeat(65_536)));
        };
        response.on("drain", more);
        more();
      };
      await refused(answers(endless), "oidc_unreachable");
      await closed.promise;
      await admitted();
    });

    test(`that leads elsewhere is not followed: ${step}`, async () => {
      const inside = createServer((_, response) => response.end("{}"));
      const asked = [];
      inside.on("request", (request) => asked.push(request.url));
      await new Promise((resolve) => inside.listen(0, "127.0.0.1", resolve));
      const location = `http://127.0.0.1:${inside.address().port}/inside`;
      for (const status of [301, 302, 303, 307, 308]) {
        const leads = (_, response) => response.writeHead(status, { location }).end();
        await refused(answers(leads), "oidc_unreachable", status);
      }
      assert.deepEqual(asked, []);
      inside.close();
      await admitted();
    });

    test(`that makes no sense is told: ${step}`, async () => {
      for (const body of ["", "{", "[]", "<html>", "null", '"x"', "\ud800", "[".repeat(10_000)]) {
        const answer = (_, response) => response.writeHead(200, { "content-type": "application/json" }).end(body);
        await refused(answers(answer), step === "token" ? "oidc_invalid" : "oidc_unreachable", body.slice(0, 10));
      }
      const bytes = (_, response) => response.writeHead(200).end(Buffer.from([0xff, 0xfe, 0x00]));
      await refused(answers(bytes), "oidc_unreachable");
      const broken = (_, response) => response.writeHead(500).end("{}");
      await refused(answers(broken), "oidc_unreachable");
    });
  }

  test("that is not the one of the setting is not asked for anything", async () => {
    for (const description of [
      { issuer: `${provider.issuer}/` },
      { issuer: "https://evil.example" },
      { token_endpoint: "http://evil.example/token" },
      { authorization_endpoint: "javascript:alert(1)" },
      { jwks_uri: undefined },
    ]) {
      await refused({ description }, "oidc_unreachable", JSON.stringify(description));
    }
    assert.ok(provider.requests.every((request) => /openid-configuration|authorize|token|jwks/.test(request)));
  });

  test("has no keys that both sides have", async () => {
    const k = Buffer.from(SECRET).toString("base64url");
    for (const alg of ["ES256", "HS256"]) {
      await anew();
      const token = (header, claims) => provider.maced({ ...header, alg, kid: "mac" }, claims, SECRET);
      await refused({ token, jwks: { keys: [{ kty: "oct", k, kid: "mac", alg }] } }, "oidc_invalid", alg);
    }
  });

  test("that says it names itself has to", async () => {
    const description = { authorization_response_iss_parameter_supported: true };
    await refused({ description }, "oidc_invalid");
  });
});
