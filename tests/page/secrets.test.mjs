import assert from "node:assert/strict";
import { createPrivateKey, sign } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  checkSecrets,
  keepSecrets,
  missingSecrets,
  SECRETS,
  SECRETS_FILE,
} from "../../scripts/lib/secrets.mjs";
import { secretsAsEnvFile } from "../../scripts/lib/wrangler-config.mjs";

let home;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "alcove-secrets-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function kept(environment = {}, folder = home) {
  keepSecrets(folder, environment);
  return environment;
}

test("secrets are made on first use, and the same ever after", () => {
  const folder = join(home, "deep", "data");
  const first = kept({}, folder);
  assert.deepEqual(Object.keys(first), ["SITE_KEY", "VAPID_KEY"]);
  assert.deepEqual(kept({}, folder), first);
  assert.deepEqual(readdirSync(folder), [SECRETS_FILE], "and nothing else is left");
  assert.equal(statSync(join(folder, SECRETS_FILE)).mode & 0o777, 0o600);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const other = kept();
  assert.ok(other.SITE_KEY !== first.SITE_KEY && other.VAPID_KEY !== first.VAPID_KEY);
});

test("the environment's come first, and are kept where there were none", () => {
  const own = { SITE_KEY: SECRETS.SITE_KEY.make() };
  const { VAPID_KEY } = kept({ ...own });
  assert.deepEqual(kept(), { ...own, VAPID_KEY });
  const another = SECRETS.SITE_KEY.make();
  assert.equal(kept({ SITE_KEY: another }).SITE_KEY, another);
  assert.equal(kept().SITE_KEY, own.SITE_KEY, "what is kept stays");
});

test("one that is missing in the file is added to it", () => {
  const { SITE_KEY } = kept();
  writeFileSync(join(home, SECRETS_FILE), JSON.stringify({ SITE_KEY }));
  const after = kept();
  assert.equal(after.SITE_KEY, SITE_KEY);
  assert.deepEqual(JSON.parse(readFileSync(join(home, SECRETS_FILE), "utf8")), after);
});

test("a damaged file is never replaced: it would end all accounts", () => {
  for (const damaged of ["", "{", "[]", '{"SITE_KEY":"short"}', '{"SITE_KEY":7}']) {
    writeFileSync(join(home, SECRETS_FILE), damaged);
    assert.throws(() => kept(), /damaged: put it back/, damaged);
    assert.equal(readFileSync(join(home, SECRETS_FILE), "utf8"), damaged);
  }
});

test("a key of push notifications signs", () => {
  const [known, d] = SECRETS.VAPID_KEY.make().split(".");
  const point = Buffer.from(known, "base64url");
  assert.equal(point[0], 4);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((bytes) => bytes.toString("base64url"));
  const key = createPrivateKey({ key: { kty: "EC", crv: "P-256", x, y, d }, format: "jwk" });
  assert.equal(sign("sha256", "x", { key, dsaEncoding: "ieee-p1363" }).length, 64);
});

test("what is of no use is told before anything starts", () => {
  for (const bad of [
    { SITE_KEY: "short" },
    { SITE_KEY: "ä".repeat(43) },
    { VAPID_KEY: SECRETS.SITE_KEY.make() },
    { VAPID_KEY: `${SECRETS.VAPID_KEY.make()}.x` },
    { HOST_KEYS: "https://a.example" },
    { HOST_KEYS: "[]" },
  ]) {
    const [name] = Object.keys(bad);
    assert.throws(() => checkSecrets(bad), new RegExp(`^Stop: ${name} has to be|${name} has to be`));
  }
  checkSecrets({ SITE_KEY: "", HOST_KEYS: "{}", ADMIN_KEY: "anything" });
});

test("who deploys is told what is missing, and nothing that is set is made anew", () => {
  const nothing = missingSecrets([], {});
  assert.deepEqual(Object.keys(nothing.made), ["SITE_KEY", "VAPID_KEY"]);
  assert.match(nothing.news, /accounts \(SITE_KEY\), push notifications \(VAPID_KEY\)/);
  assert.deepEqual(missingSecrets(Object.keys(SECRETS), { SITE_KEY: "x" }), {
    made: {},
    given: {},
    news: "",
  });
  const some = missingSecrets(["SITE_KEY"], { VAPID_KEY: "mine", OIDC_CLIENT_SECRET: "of the provider" });
  assert.deepEqual(
    [some.made, some.given],
    [{}, { VAPID_KEY: "mine", OIDC_CLIENT_SECRET: "of the provider" }],
  );
  assert.match(some.news, /not set there: OIDC_CLIENT_SECRET/);
});

test("secrets with spaces and double quotes go through an env file, what could mean something there does not", () => {
  const before = process.env.HOST_KEYS;
  try {
    process.env.HOST_KEYS = '{ "https://a.example": [] }';
    assert.match(secretsAsEnvFile(), /^HOST_KEYS='\{ "https:\/\/a\.example": \[\] \}'$/m);
    for (const bad of ["a'b", "a$b", "a\\b", "a\nb"]) {
      process.env.HOST_KEYS = bad;
      assert.throws(() => secretsAsEnvFile(), /HOST_KEYS may have no quote/, bad);
    }
  } finally {
    if (before === undefined) delete process.env.HOST_KEYS;
    else process.env.HOST_KEYS = before;
  }
});
