// How a page ends the service worker where the one that should end it is left waiting, or never comes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { endWorkers } from "../../public/browser/end-worker.js";

const WAITS = async () => {};
const FAILS = async () => {
  throw new TypeError("no server");
};

let registrations;
let kept;
let reloads;

/** A page that an old worker serves; `update` is what comes of looking for the next. */
function isServed(update) {
  const registration = {
    update,
    async unregister() {
      registrations = registrations.filter((each) => each !== registration);
      return true;
    },
  };
  registrations = [registration];
  kept = ["alcove:shell:one", "alcove:shell:two", "another"];
  navigator.serviceWorker.controller = {};
}

Object.defineProperty(navigator, "serviceWorker", {
  value: { controller: null, getRegistrations: async () => registrations },
});
globalThis.caches = {
  keys: async () => kept,
  delete: async (name) => {
    kept = kept.filter((each) => each !== name);
  },
};
globalThis.location = {
  reload() {
    reloads += 1;
    navigator.serviceWorker.controller = null;
  },
};

beforeEach(() => {
  reloads = 0;
  registrations = [];
  navigator.serviceWorker.controller = null;
});

for (const [what, update, isEndedSooner] of [
  ["that is left waiting", WAITS, false],
  ["that cannot be fetched", FAILS, true],
])
  test(`in place of one ${what} the page ends it, once`, async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    isServed(update);
    const ended = endWorkers();
    await new Promise(setImmediate);
    assert.equal(registrations.length, isEndedSooner ? 0 : 1);
    t.mock.timers.runAll();
    await ended;
    assert.deepEqual({ registrations, kept, reloads }, { registrations: [], kept: ["another"], reloads: 1 });
    await endWorkers();
    assert.equal(reloads, 1);
  });

test("what the old worker kept to its end goes with the next page", async () => {
  kept = ["alcove:shell:one"];
  await endWorkers();
  assert.deepEqual({ kept, reloads }, { kept: [], reloads: 0 });
});
