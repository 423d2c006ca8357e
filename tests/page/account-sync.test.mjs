// Two devices and an account agree, whatever they change at once, and whatever becomes of the answers.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { roomsOfAnother, Sync } from "../../public/account/sync.js";
import { Account } from "./account-world.mjs";

const DAY_MS = 86_400_000;

class Device {
  values = new Map();
  open = new Set();
  forgottenHere = new Set();
  memory = undefined;
  written = [];

  constructor(account, values = {}) {
    this.account = account;
    for (const [field, value] of Object.entries(values)) this.values.set(field, value);
    this.begin();
  }

  /** As after a reload. */
  begin() {
    this.sync = new Sync({
      post: async (body) => this.account.sync(JSON.parse(JSON.stringify(body))),
      device: {
        read: () => this.#all,
        write: (field, value) => {
          this.written.push(field);
          if (value === null) this.values.delete(field);
          else this.values.set(field, value);
        },
        forget: (room) => this.#drop(room),
        isOpen: (room) => this.open.has(room),
        forgotten: () => [...this.forgottenHere],
        told: (rooms) => {
          for (const room of rooms) this.forgottenHere.delete(room);
        },
      },
      memory: {
        read: () => structuredClone(this.memory),
        write: (state) => {
          this.memory = structuredClone(state);
        },
      },
    });
  }

  /** What could be there is told as well. */
  get #all() {
    const all = new Map(["setting/theme"].map((field) => [field, null]));
    for (const field of this.values.keys())
      for (const what of ["pin", "draft"])
        if (field.startsWith("room/")) all.set(`room/${field.split("/")[1]}/${what}`, null);
    for (const [field, value] of this.values) all.set(field, structuredClone(value));
    return all;
  }

  #drop(room) {
    for (const field of [...this.values.keys()])
      if (field.startsWith(`room/${room}/`)) this.values.delete(field);
  }

  forgets(room) {
    this.#drop(room);
    this.forgottenHere.add(room);
  }

  has(values) {
    assert.deepEqual(
      Object.fromEntries([...this.values].sort()),
      Object.fromEntries(Object.entries(values).sort()),
    );
  }
}

const tea = (more = {}) => ({
  "room/tea/at": 10 * DAY_MS,
  "room/tea/token": { id: "a1", name: "Ana", token: "t1" },
  ...more,
});

describe("two devices of an account", () => {
  test("have the same after each has asked, and ask once more only if something is new", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "setting/theme": "dark" }));
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    b.has(tea({ "setting/theme": "dark" }));
    const before = account.requests.length;
    await a.sync.run();
    await b.sync.run();
    assert.equal(account.requests.length, before + 2);
    assert.ok(account.requests.slice(before).every(({ changes }) => changes.length === 0));
    assert.equal(a.sync.isBehind, false);
    b.values.set("room/tea/pin", true);
    assert.equal(b.sync.isBehind, true);
    await b.sync.run({ isLooking: false });
    assert.equal(account.requests.length, before + 3, "what is known is just told");
    await a.sync.run();
    assert.equal(a.values.get("room/tea/pin"), true);
    a.values.delete("room/tea/pin");
    await a.sync.run();
    await b.sync.run();
    assert.equal(b.values.has("room/tea/pin"), false);
  });

  test("lose nothing that was there before one signed in: what only one has goes to the other; of the rest, the account's holds", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "setting/theme": "dark", "profile/name": "Ana" }));
    await a.sync.run();
    const b = new Device(account, {
      "setting/theme": "light",
      "room/cake/at": 3 * DAY_MS,
      "room/tea/at": 11 * DAY_MS,
      "room/tea/read": { epoch: "e", seq: 7, at: 1 },
      "profile/name": "Guest",
    });
    await b.sync.run();
    await a.sync.run();
    const all = {
      ...tea({ "setting/theme": "dark", "profile/name": "Ana", "room/cake/at": 3 * DAY_MS }),
      "room/tea/at": 11 * DAY_MS,
      "room/tea/read": { epoch: "e", seq: 7, at: 1 },
    };
    a.has(all);
    b.has(all);
    assert.deepEqual(b.sync.cameBy(["tea", "cake", "later"]), ["later"]);
    assert.deepEqual(a.sync.cameBy(["tea", "cake"]), ["cake"]);
  });

  test("a guest stays who they were in a room until the room has said who the account is there", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    const b = new Device(account, {
      "room/tea/at": 1,
      "room/tea/token": { id: "guest", name: "Ana2", token: "own" },
    });
    await a.sync.run();
    await b.sync.run();
    assert.equal(b.values.get("room/tea/token").id, "guest");
    assert.equal(account.values["room/tea/token"].id, "a1", "nor is it told");
    b.values.set("room/tea/token", { id: "a1", name: "Ana", token: "fresh" });
    await b.sync.run();
    await a.sync.run();
    assert.equal(a.values.get("room/tea/token").id, "a1");
  });

  test("a fresh token of the same member is not news", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    await a.sync.run();
    a.values.set("room/tea/token", { id: "a1", name: "Ana", token: "t2" });
    assert.equal(a.sync.isBehind, false);
    a.values.set("room/tea/token", { id: "a1", name: "Anna", token: "t2" });
    assert.equal(a.sync.isBehind, true);
  });

  test("what changes at once: the later word holds, reading never goes back, and both drafts are kept", async () => {
    const account = new Account();
    const start = tea({
      "setting/theme": "dark",
      "room/tea/read": { epoch: "e", seq: 5 },
      "room/tea/draft": "Hello",
    });
    const a = new Device(account, start);
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    a.values
      .set("setting/theme", "light")
      .set("room/tea/read", { epoch: "e", seq: 9 })
      .set("room/tea/draft", "Hello from A");
    b.values
      .set("setting/theme", "more")
      .set("room/tea/read", { epoch: "e", seq: 7 })
      .set("room/tea/draft", "Hello from B");
    await a.sync.run({ isLooking: false });
    await b.sync.run({ isLooking: false });
    await a.sync.run();
    await b.sync.run();
    const both = tea({
      "setting/theme": "more",
      "room/tea/read": { epoch: "e", seq: 9 },
      "room/tea/draft": "Hello from A\n\nHello from B",
    });
    a.has(both);
    b.has(both);
    const settled = account.version;
    for (const device of [a, b, a, b]) await device.sync.run();
    assert.equal(account.version, settled, "and that is all");
  });

  test("a draft that goes on from another stands for both, and one that was sent is gone on both", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "room/tea/draft": "Hel" }));
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    a.values.set("room/tea/draft", "Hello");
    await a.sync.run();
    b.values.set("room/tea/draft", "Hello all");
    await b.sync.run();
    await a.sync.run();
    assert.equal(a.values.get("room/tea/draft"), "Hello all");
    a.values.delete("room/tea/draft");
    await a.sync.run();
    await b.sync.run();
    assert.equal(b.values.has("room/tea/draft"), false);
  });

  test("when something last happened is told once a day, not for each message", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    await a.sync.run();
    a.values.set("room/tea/at", 10 * DAY_MS + DAY_MS - 1);
    assert.equal(a.sync.isBehind, false);
    a.values.set("room/tea/at", 11 * DAY_MS);
    assert.equal(a.sync.isBehind, true);
  });
});

describe("what becomes of requests", () => {
  test("an answer that is lost, once or again and again, doubles and loses nothing", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    const b = new Device(account);
    account.fate = [undefined, "lost"];
    await assert.rejects(a.sync.run());
    a.values.set("room/tea/draft", "written meanwhile");
    await a.sync.run();
    await b.sync.run();
    b.has(tea({ "room/tea/draft": "written meanwhile" }));
    // Another device changes it before it is tried again: the account has the second try last.
    a.values.set("setting/theme", "dark");
    account.fate = ["lost"];
    await assert.rejects(a.sync.run({ isLooking: false }));
    await b.sync.run();
    b.values.set("setting/theme", "light");
    await b.sync.run();
    await a.sync.run();
    await b.sync.run();
    for (const { values } of [a, b]) assert.equal(values.get("setting/theme"), "dark");
  });

  test("what changed during a long time without a connection is there afterwards, also after a reload", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "room/cake/at": 1, "room/cake/pin": true }));
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    account.fate = ["refused", "refused"];
    a.values.set("room/bun/at", 5).set("room/tea/draft", "away");
    a.values.delete("room/cake/pin");
    await assert.rejects(a.sync.run());
    a.begin();
    await assert.rejects(a.sync.run());
    b.values.set("room/pie/at", 6).set("room/tea/read", { epoch: "e", seq: 3 });
    await b.sync.run();
    a.begin();
    await a.sync.run();
    await b.sync.run();
    const all = tea({
      "room/cake/at": 1,
      "room/bun/at": 5,
      "room/pie/at": 6,
      "room/tea/draft": "away",
      "room/tea/read": { epoch: "e", seq: 3 },
    });
    a.has(all);
    b.has(all);
  });

  test("many fields go in portions, and come in pages", async () => {
    const account = new Account();
    account.page = 100;
    const many = Object.fromEntries(Array.from({ length: 1_300 }, (_, i) => [`room/r${i}/at`, i + 1]));
    const a = new Device(account, { ...many, "room/r1/draft": "x".repeat(9_000) });
    const b = new Device(account);
    await a.sync.run();
    assert.ok(account.requests.every(({ changes }) => changes.length <= 500));
    assert.equal(Object.keys(account.values).length, 1_300, "what is too long for the account stays here");
    await b.sync.run();
    b.has(many);
    const big = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`room/r${i}/draft`, "ü".repeat(4_000)]),
    );
    for (const [field, value] of Object.entries(big)) a.values.set(field, value);
    const before = account.requests.length;
    await a.sync.run();
    for (const { changes } of account.requests.slice(before))
      assert.ok(JSON.stringify(changes).length < 256 * 1024);
    assert.equal(account.values["room/r59/draft"].length, 4_000);
  });

  test("an account that was put back to an earlier time gets again what it lost", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "room/tea/pin": true }));
    await a.sync.run();
    account.fields.clear();
    account.version = 0;
    await a.sync.run();
    assert.deepEqual(account.values, tea({ "room/tea/pin": true }));
    a.has(tea({ "room/tea/pin": true }));
  });

  test("who was away for so long that the account has forgotten what was removed, finds out by what is there", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "room/cake/at": 1, "room/cake/pin": true, "setting/theme": "dark" }));
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    a.forgets("cake");
    a.values.delete("setting/theme");
    await a.sync.run();
    account.forgetsRemoved();
    a.values.set("room/pie/at", 2);
    await a.sync.run();
    b.values.set("room/tea/draft", "…");
    await b.sync.run();
    b.has(tea({ "room/pie/at": 2, "room/tea/draft": "…" }));
    assert.deepEqual(account.values, tea({ "room/pie/at": 2, "room/tea/draft": "…" }));
  });

  test("what is no answer changes nothing", async () => {
    for (const answer of [null, [], {}, { version: "1", fields: [] }, { version: 1, fields: {} }]) {
      const account = new Account();
      const a = new Device(account, tea());
      account.sync = () => answer;
      await assert.rejects(a.sync.run());
      a.has(tea());
    }
  });
});

describe("rooms that are forgotten", () => {
  test("are forgotten on all devices, with all that is known of them, and are there again once one goes there", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "room/tea/key": "secret", "room/tea/pin": true, "room/cake/at": 1 }));
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    a.forgets("tea");
    await a.sync.run({ isLooking: false });
    assert.deepEqual(account.values, { "room/cake/at": 1 });
    assert.equal(a.forgottenHere.size, 0);
    await b.sync.run();
    b.has({ "room/cake/at": 1 });
    b.values.set("room/tea/at", 20 * DAY_MS);
    await b.sync.run();
    await a.sync.run();
    a.has({ "room/cake/at": 1, "room/tea/at": 20 * DAY_MS });
  });

  test("do not come back by a device that has just heard of them", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    b.values.set("room/tea/at", 30 * DAY_MS).set("room/tea/draft", "…");
    await b.sync.run();
    a.forgets("tea");
    await a.sync.run();
    a.has({});
    assert.deepEqual(account.values, {});
    await b.sync.run();
    b.has({});
  });

  test("stay where one is in them, and then are there for all", async () => {
    const account = new Account();
    const a = new Device(account, tea({ "room/tea/key": "secret" }));
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    b.open.add("tea");
    a.forgets("tea");
    await a.sync.run();
    await b.sync.run();
    const all = tea({ "room/tea/key": "secret" });
    b.has(all);
    assert.deepEqual(account.values, all);
  });

  test("what is only missing on a device is not forgotten, and is not brought back to it", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    await a.sync.run();
    a.values.clear();
    await a.sync.run();
    assert.deepEqual(account.values, tea());
  });

  test("one that was forgotten elsewhere before one signed in here is told as new", async () => {
    const account = new Account();
    const a = new Device(account, tea());
    await a.sync.run();
    a.forgets("tea");
    await a.sync.run();
    const b = new Device(account, tea());
    await b.sync.run();
    b.has(tea());
    assert.deepEqual(account.values, tea());
  });

  test("a private conversation is a room with a token like any", async () => {
    const room = `~${"a".repeat(26)}`;
    const pair = { pair: "p1", with: { id: "b1", name: "Bo" }, room: "tea" };
    const all = {
      [`room/${room}/at`]: 5,
      [`room/${room}/pair`]: pair,
      [`room/${room}/token`]: { id: "a1", name: "Ana", token: "t" },
    };
    const account = new Account();
    const a = new Device(account, all);
    const b = new Device(account);
    await a.sync.run();
    await b.sync.run();
    b.has(all);
  });
});

test("what came by one account is not the next one's", async () => {
  const account = new Account();
  const first = new Device(account, { "room/theirs/at": 1, "room/theirs/key": "secret" });
  await first.sync.run();
  // On another device, which had a room of its own; one more was made there meanwhile.
  const second = new Device(account, { "room/mine/at": 1 });
  await second.sync.run();
  second.values.set("room/made/at", 2);
  await second.sync.run();
  const rooms = ["mine", "theirs", "made"];
  assert.deepEqual(roomsOfAnother(second.memory, rooms), ["theirs", "made"]);
  // Once it was signed out from elsewhere, what comes then is whoever's.
  assert.deepEqual(roomsOfAnother({ ...second.memory, came: ["theirs"] }, rooms), ["theirs"]);
  for (const nothing of [null, undefined, {}, { before: "x" }])
    assert.deepEqual(roomsOfAnother(nothing, rooms), []);
});
