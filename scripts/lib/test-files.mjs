// Which tests run on which host. What a host cannot show is in a file that is not its own, so that nothing is skipped
// unseen; a page test holds the lists against the folders.

import { readdirSync } from "node:fs";
import { inProject } from "./paths.mjs";

/** What a host answers from outside is its own on each: shown on both. */
const BOTH = ["native", "worker"];
/** Shown where a server starts in milliseconds. */
const NATIVE = ["native"];
/** What only the Worker can show. */
const WORKER = ["worker"];

/** tests/e2e/NAME.test.mjs: the hosts that it runs on, and why. */
export const E2E = {
  // What each host does by itself: requests to others, sleep, alarms, storage, signatures, frames on the wire, files; its size.
  push: BOTH,
  rest: BOTH,
  "oidc-hostile": BOTH,
  oidc: BOTH,
  sleep: BOTH,
  alarms: BOTH,
  storage: BOTH,
  passkeys: BOTH,
  "host-users": BOTH,
  compression: BOTH,
  packed: BOTH,
  size: BOTH,
  "self-hosting": BOTH,
  // The wire contract, whole: frames, codes, limits, HTTP, and what they leave in storage.
  joining: BOTH,
  talking: BOTH,
  presence: BOTH,
  resume: BOTH,
  codes: BOTH,
  limits: BOTH,
  directs: BOTH,
  owned: BOTH,
  "owned-http": BOTH,
  "owned-roles": BOTH,
  search: BOTH,
  operator: BOTH,
  pairs: BOTH,
  "pairs-networks": BOTH,
  "pairs-outside": BOTH,
  account: BOTH,
  "account-rooms": BOTH,
  http: BOTH,
  files: BOTH,
  hosts: BOTH,
  networks: BOTH,
  // Of clients and of the core: the host below is any.
  device: NATIVE,
  examples: NATIVE,
  "reference-client": NATIVE,
  vectors: NATIVE,
  watch: NATIVE,
  // The Worker writes what the native host takes over: it needs the builds of both.
  adopting: NATIVE,
  // A module of JavaScript in front of the Worker, or a bucket.
  "closing-on-waking": WORKER,
  "files-bucket": WORKER,
  "kept-awake": WORKER,
  letters: WORKER,
  panic: WORKER,
};

/** The same of tests/faults: all on both. */
export const FAULTS = { creating: BOTH, pairing: BOTH, short: BOTH, uploading: BOTH };

/**
 * Of tests/browser: those in which the server has another page than the one of its build, which the native host has in
 * its program. All others run on the native host alone: a page sees the wire, which is shown above.
 */
export const BROWSER_ON_WORKER = ["incidents", "new-language", "offline"];

/** All test files of a folder, by name. */
export const testNames = (folder) =>
  readdirSync(inProject("tests", folder))
    .filter((file) => file.endsWith(".test.mjs"))
    .map((file) => file.slice(0, -".test.mjs".length))
    .sort();

export const pathOf = (folder, name) => `tests/${folder}/${name}.test.mjs`;
