// The secrets of a server: which there are, and those that it makes for itself and keeps with its data.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "./say.mjs";

/** Where they are kept, in a data folder. */
export const SECRETS_FILE = "secrets.json";

const base64url = (length) => new RegExp(`^[\\w-]{${Math.ceil((length * 4) / 3)}}$`);

/**
 * All of them, by name: in no file of the project and on no command line, where others could read them.
 * What can be made is made on first use; without one of the others, what it is for is off. `form` is what
 * is wrong in another one, as a sentence.
 */
export const SECRETS = {
  ADMIN_KEY: {},
  /** Signs the cookies and challenges of accounts, and gives each room its own name for an account. */
  SITE_KEY: {
    make: () => randomBytes(32).toString("base64url"),
    isValid: (key) => base64url(32).test(key),
    form: "SITE_KEY has to be 32 bytes in base64url, 43 characters.",
    isFor: "accounts",
  },
  /** By which push services know this server: its public key and its private one. */
  VAPID_KEY: {
    make: newVapidKey,
    isValid: (key) => {
      const [known, secret, ...rest] = key.split(".");
      return base64url(65).test(known) && base64url(32).test(secret ?? "") && rest.length === 0;
    },
    form: "VAPID_KEY has to be a P-256 key: the public point (65 bytes), a dot, the private number (32 bytes), each in base64url.",
    isFor: "push notifications",
  },
  OIDC_CLIENT_SECRET: {},
  HOST_KEYS: {
    isValid: isObject,
    form: "HOST_KEYS has to be a JSON object of origins and their keys.",
  },
};

function newVapidKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y, d } = privateKey.export({ format: "jwk" });
  const [left, right] = [x, y].map((coordinate) => Buffer.from(coordinate, "base64url"));
  return `${Buffer.concat([Buffer.of(4), left, right]).toString("base64url")}.${d}`;
}

function isObject(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Throws `Stop` where a secret in the environment is not of its form: what it is for would silently be off. */
export function checkSecrets(environment = process.env) {
  for (const [name, { isValid, form }] of Object.entries(SECRETS)) {
    if (environment[name] && isValid && !isValid(environment[name])) throw new Stop(form);
  }
}

/**
 * Puts into the environment what of the secrets is not there and can be made: as `folder` has it, or made now
 * and kept there. A new SITE_KEY would end all accounts, so nothing unreadable is ever replaced.
 */
export function keepSecrets(folder, environment = process.env) {
  checkSecrets(environment);
  const names = Object.keys(SECRETS).filter((name) => SECRETS[name].make);
  const path = join(folder, SECRETS_FILE);
  const before = kept(path);
  const after = { ...before };
  for (const name of names) after[name] ??= environment[name] || SECRETS[name].make();
  if (names.some((name) => before[name] === undefined)) write(path, after, folder);
  const now = kept(path);
  for (const name of names) environment[name] ||= now[name];
}

function kept(path) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return {};
    throw new Stop(`${path} cannot be read (${error.code}): it holds the keys of all accounts.`);
  }
  const isValid = isObject(text) && Object.entries(JSON.parse(text)).every(([name, value]) => SECRETS[name]?.isValid?.(value) ?? true);
  if (!isValid) throw new Stop(`${path} is damaged: put it back from a backup. Without it nobody can sign in to an account made here.`);
  return JSON.parse(text);
}

/** A whole file or none, for its own user alone; that of another server that was quicker stays. */
function write(path, secrets, folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600, flush: true });
  try {
    const isNew = Object.keys(kept(path)).length === 0;
    if (!isNew) rmSync(path);
    linkSync(draft, path);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * What a deployment lacks of these secrets, by the names of those that it has: what can be made, made now; what
 * the environment has; and what to tell whoever deploys. What is set already is never replaced.
 */
export function missingSecrets(set, environment = process.env) {
  const missing = Object.entries(SECRETS).filter(([name]) => !set.includes(name));
  const of = (value) => Object.fromEntries(missing.map(([name, secret]) => [name, value(name, secret)]).filter(([, value]) => value));
  const given = of((name) => environment[name]);
  const made = of((name, { make }) => !given[name] && make?.());
  const off = missing.filter(([, { make }]) => make).map(([name, { isFor }]) => `${isFor} (${name})`);
  const others = Object.keys(given).filter((name) => !SECRETS[name].make);
  const lines = [
    off.length > 0 && `Off, as secrets are missing: ${off.join(", ")}. \`npm run deploy -- --secrets\` makes and sets them.`,
    others.length > 0 && `In the environment, and not set there: ${others.join(", ")}. \`npm run deploy -- --secrets\` sets them.`,
  ];
  return { made, given, news: lines.filter(Boolean).join("\n") };
}
