// Other sites' users: what examples/host-users signs is taken by the built Worker, by both kinds of key.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { claimsOf, signByHmac, signByKey } from "../../examples/host-users/sign.mjs";
import { HOST_USERS } from "../../scripts/lib/host-users.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { startRoomServer } from "../support/server.mjs";

const SITE = "https://kiln.example";
const EC_SITE = "https://ec.example";
const secret = randomBytes(32).toString("base64url");
const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const own = pair.privateKey.export({ format: "jwk" });
const { kty, crv, x, y } = own;

let server;
before(async () => {
  const keys = { [SITE]: { kty: "oct", k: secret }, [EC_SITE]: [{ kty, crv, x, y, kid: "now" }, { kty: "oct", k: secret, kid: "then" }] };
  server = await startRoomServer({ HOST_KEYS: JSON.stringify(keys) });
});
after(() => server.stop());

const says = async (room, jwt, options) => {
  const visitor = await server.connect(room, options);
  visitor.send({ type: "hello", v: 1, jwt });
  return visitor;
};

const args = ["kiln-and-clay", "user-17", "Marta B."];
const EXAMPLES = {
  JavaScript: () => [process.execPath, [inProject("examples", "host-users", "sign.mjs")]],
  Python: () => ["python3", [inProject("examples", "host-users", "sign.py")]],
  Rust: () => [HOST_USERS, []],
};

let first;
for (const [language, program] of Object.entries(EXAMPLES))
  test(`${language} signs who somebody is`, async () => {
    const [file, before] = program();
    const env = { ...process.env, HOST_SECRET: secret };
    const jwt = execFileSync(file, [...before, SITE, ...args, "reader"], { env, encoding: "utf8", cwd: inProject() }).trim();
    const marta = await says("kiln-and-clay", jwt);
    const { you } = await marta.sees({ type: "welcome" });
    assert.equal(you.name, "Marta B.");
    assert.equal(you.verified, true);
    assert.equal(you.role, "reader");
    first ??= you.id;
    assert.equal(you.id, first, "the same user in every language");
  });

test("a key of which Alcove knows the public half is judged by the platform", async () => {
  const claims = claimsOf(EC_SITE, "tea", "user-1", "Ana");
  const jwt = signByKey({ ...own, kid: "now" }, claims);
  const ana = await says("tea", jwt);
  assert.equal((await ana.sees({ type: "welcome" })).you.name, "Ana");
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const eve = await says("tea", signByKey({ ...stranger, kid: "now" }, claims));
  await eve.sees({ type: "error", code: "jwt_invalid", cause: "signature" });
  // It may say hello again.
  eve.send({ type: "hello", v: 1, jwt: signByKey({ ...own, kid: "now" }, { ...claims, sub: "user-2", name: "Eve" }) });
  assert.equal((await eve.sees({ type: "welcome" })).you.name, "Eve");
});

test("a page of another site brings nobody, one of its own does, and it counts as listed", async () => {
  const jwt = () => signByHmac(secret, claimsOf(SITE, "tea", "user-3", "Cem"));
  const own = await says("tea", jwt(), { origin: SITE });
  await own.sees({ type: "welcome" });
  const other = await says("tea", jwt(), { origin: EC_SITE });
  await other.sees({ type: "error", code: "jwt_invalid", cause: "origin" });
  const page = await fetch(`${server.url}/room/tea`, { headers: { accept: "text/html" } });
  assert.match(page.headers.get("content-security-policy") ?? "", /frame-ancestors [^;]*https:\/\/kiln\.example/);
});
