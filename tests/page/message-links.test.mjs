// The address leads to a message of its own room alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { followLinks } from "../../public/room/message-links.js";

test("a step to another room is not followed by the one that is being left", () => {
  globalThis.window = new EventTarget();
  const replaced = [];
  globalThis.history = { replaceState: (...step) => replaced.push(step) };
  const at = (pathname, hash) => {
    globalThis.location = { pathname, hash, search: "" };
  };
  const step = (seq) => {
    window.dispatchEvent(Object.assign(new Event("popstate"), { state: seq ? { seq } : null }));
    window.dispatchEvent(new Event("hashchange"));
  };
  const leaps = [];
  const store = Object.assign(new EventTarget(), { leapTo: (seq) => leaps.push(seq) });
  at("/room/Tea", "#m3");
  followLinks("tea", store, { onArrived: () => {}, onLost: () => {} }, new AbortController().signal);
  assert.deepEqual(leaps.splice(0), [3]);

  at("/room/coffee", "#m7");
  step(9);
  store.dispatchEvent(new CustomEvent("lost"));
  assert.deepEqual([leaps, replaced], [[], []]);

  at("/room/tea", "#m5");
  step(4);
  assert.deepEqual(leaps, [4, 5]);
  store.dispatchEvent(new CustomEvent("arrived", { detail: 5 }));
  assert.deepEqual(replaced, [[{ seq: 5 }, "", "/room/tea"]]);
});
