// Which tabs are open, where there are no locks: each is asked, and answers for itself.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { storage } from "../../public/browser/preferences.js";
import { outboxKey } from "../../public/client/connection.js";

Object.defineProperty(navigator, "locks", { value: undefined });
const channels = [];
/** One that does not keep the test from ending. */
globalThis.BroadcastChannel = class extends BroadcastChannel {
  constructor(name) {
    super(name);
    this.unref();
    channels.push(this);
  }
};
const { adoptOrphans } = await import("../../public/browser/tab.js");

const tabs = new BroadcastChannel("alcove:tabs");
tabs.addEventListener("message", ({ data }) => data.ask === "alive" && tabs.postMessage({ here: "alive" }));

test("a tab that is there keeps what it has, also if it is asked twice at once; one that is closed does not", {
  timeout: 20_000,
}, async () => {
  for (const tab of ["alive", "closed", "own"]) storage.setItem(outboxKey("tea", tab), "[]");
  const adopted = [];
  const adopt = (key) => adopted.push(key);
  mock.timers.enable({ apis: ["setTimeout"] });
  const [asking] = channels;
  asking.ref();
  // Called after what listens there already.
  const answered = new Promise((resolve) => {
    asking.addEventListener("message", ({ data }) => data.here === "alive" && resolve());
  });
  const done = Promise.all([adoptOrphans("tea", "own", adopt), adoptOrphans("tea", "own", adopt)]);
  await answered;
  mock.timers.runAll();
  await done;
  asking.unref();
  assert.deepEqual([...new Set(adopted)], [outboxKey("tea", "closed")]);
});
