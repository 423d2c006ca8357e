// The browser's storage may be full, blocked or broken at any moment: what is in it can still be read.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** As `localStorage`, with so many characters of room. */
class FakeStorage {
  constructor() {
    // No key of its own.
    Object.defineProperty(this, "room", { value: Number.POSITIVE_INFINITY, writable: true });
  }
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }
  setItem(key, value) {
    const before = Object.hasOwn(this, key) ? key.length + this[key].length : 0;
    if (key.length + value.length - before > this.room) throw new DOMException("full", "QuotaExceededError");
    this.room -= key.length + value.length - before;
    this[key] = value;
  }
  removeItem(key) {
    if (!Object.hasOwn(this, key)) return;
    this.room += key.length + this[key].length;
    delete this[key];
  }
}
let isBlocked = false;
let local = new FakeStorage();
globalThis.window = {
  addEventListener: () => {},
  get parent() {
    return this;
  },
  get localStorage() {
    if (isBlocked) throw new DOMException("denied", "SecurityError");
    return local;
  },
};
globalThis.sessionStorage = new FakeStorage();
const { storage, troubles } = await import("../../public/browser/preferences.js");
const { readDraft, writeDraft } = await import("../../public/composer/drafts.js");

let told = 0;
troubles.addEventListener("unkept", () => {
  told += 1;
});

beforeEach(() => {
  isBlocked = false;
  for (const key of storage.keys()) storage.removeItem(key);
  local = new FakeStorage();
  globalThis.sessionStorage = new FakeStorage();
  told = 0;
});

test("full to the last byte: stored values are read, and new ones last until the page closes", () => {
  storage.setItem("alcove:name", "Ana");
  writeDraft("tea", { text: "half" });
  local.room = globalThis.sessionStorage.room = 0;
  assert.equal(storage.getItem("alcove:name"), "Ana");
  assert.deepEqual(readDraft("tea"), { text: "half" });
  assert.equal(told, 0);
  storage.setItem("alcove:outbox:tea:a", "[]");
  assert.equal(storage.getItem("alcove:outbox:tea:a"), "[]");
  assert.equal(told, 1);
  storage.removeItem("alcove:name");
  assert.equal(storage.getItem("alcove:name"), null);
  // There is room again.
  local.room = 100;
  storage.setItem("alcove:outbox:tea:a", "[1]");
  assert.equal(local.getItem("alcove:outbox:tea:a"), "[1]");
});

test("a draft that this tab could not keep is not an older one of it", () => {
  writeDraft("tea", { text: "half" });
  globalThis.sessionStorage.room = 0;
  writeDraft("tea", { text: "half a thought" });
  assert.deepEqual(readDraft("tea"), { text: "half a thought" });
});

test("what is kept for reading offline makes room for what one writes", () => {
  storage.setItem("alcove:page:tea", "x".repeat(100));
  local.room = 0;
  storage.setItem("alcove:outbox:tea:a", "[]");
  assert.equal(local.getItem("alcove:outbox:tea:a"), "[]");
  assert.equal(storage.getItem("alcove:page:tea"), null);
  local.room = 0;
  storage.setItem("alcove:page:tea", "y".repeat(100));
  assert.equal(told, 0, "and is not spoken of");
});

test("blocked: everything is there until the page goes", () => {
  isBlocked = true;
  storage.setItem("alcove:name", "Ana");
  writeDraft("tea", { text: "half" });
  assert.equal(storage.getItem("alcove:name"), "Ana");
  assert.ok(storage.keys().includes("alcove:name"));
  storage.removeItem("alcove:name");
  assert.equal(storage.getItem("alcove:name"), null);
  assert.equal(told, 0, "once is enough");
});

test("a draft is what was written, for what, and what was there before, and nonsense is none", () => {
  const message = { seq: 3, from: { id: "m1", name: "Ana" }, text: "first" };
  const purpose = { kind: "edit", message, epoch: "e1" };
  for (const draft of [
    { text: "" },
    { text: '{"text":"json"}' },
    { text: "a", purpose },
    { text: "", aside: "b", purpose: { kind: "mend", cid: "c", text: "d" } },
  ]) {
    writeDraft("tea", draft);
    assert.deepEqual(readDraft("tea"), draft);
  }
  for (const nonsense of ["\u0000", "\u0000null", "\u0000[]", '\u0000{"text":5,"purpose":{"kind":"edit"}}']) {
    globalThis.sessionStorage.setItem("alcove:draft:tea", nonsense);
    assert.equal(readDraft("tea").purpose, undefined);
  }
});
