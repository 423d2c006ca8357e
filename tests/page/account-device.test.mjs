// What a device has of rooms and settings is on the other one of its account, where the browser keeps it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deviceOf } from "../../public/account/device.js";
import { Sync } from "../../public/account/sync.js";
import { inMemory } from "../../public/client/in-memory.js";
import { Account } from "./account-world.mjs";
import { Browser } from "./rooms-world.mjs";

const KEY = "A".repeat(22);
const PAIR = `~${"b".repeat(26)}`;

/** A browser with its storage and list of rooms. */
class Desk {
  browser = new Browser();
  rooms = this.browser.tab();
  storage = inMemory();
  markers = new Map();
  visits = new Map();
  changed = [];
  forgottenHere = new Set();
  open = new Set();

  constructor(account) {
    this.browser.forgotten.push = (room) => {
      // As browser/forget.js does.
      for (const kind of ["member", "own-key", "draft", "notify", "pair"])
        this.storage.removeItem(`alcove:${kind}:${room}`);
      this.storage.removeItem("alcove:name");
      this.forgottenHere.add(room);
    };
    this.device = deviceOf({
      storage: this.storage,
      rooms: this.rooms,
      memoryOf: (room) => ({
        readMarker: () => this.markers.get(room),
        writeMarker: (marker) => this.markers.set(room, marker),
      }),
      visited: (room, at) => this.visits.set(room, at),
      setting: (key, value) => (value ? this.storage.setItem(key, value) : this.storage.removeItem(key)),
      changed: (key) => this.changed.push(key),
      isOpen: (room) => this.open.has(room),
      forgotten: () => [...this.forgottenHere],
      told: (rooms) => {
        for (const room of rooms) this.forgottenHere.delete(room);
      },
    });
    this.memory = undefined;
    const memory = { read: () => this.memory, write: (state) => (this.memory = structuredClone(state)) };
    this.sync = new Sync({
      post: async (body) => account.sync(JSON.parse(JSON.stringify(body))),
      device: this.device,
      memory,
    });
  }

  async syncs() {
    await this.browser.rests();
    await this.sync.run();
    await this.browser.rests();
  }
}

/** One with two rooms and a private conversation. */
async function filled(account) {
  const desk = new Desk(account);
  const { storage, rooms } = desk;
  storage.setItem("alcove:name", "Ana");
  storage.setItem("alcove:theme", "dark");
  storage.setItem("alcove:sound", "on");
  rooms.add("tea", {
    title: "Tea",
    role: "owner",
    at: 1_000,
    isPinned: true,
    epoch: "e1",
    after: 5,
    seq: 9,
    unread: 4,
  });
  storage.setItem("alcove:member:tea", JSON.stringify({ id: "a1", name: "Ana", token: "t1" }));
  storage.setItem("alcove:own-key:tea", KEY);
  storage.setItem("alcove:draft:tea", "Half a thought");
  storage.setItem("alcove:notify:tea", "all");
  rooms.add("cake", { at: 2_000, isHidden: true });
  rooms.mute("cake", true);
  rooms.add(PAIR, {
    title: "Bo",
    at: 3_000,
    pair: { pair: "p1", with: { id: "b1", name: "Bo" }, met: "tea" },
  });
  storage.setItem(`alcove:member:${PAIR}`, JSON.stringify({ id: "a1", name: "Ana", token: "t3" }));
  await desk.syncs();
  return desk;
}

describe("the other device of an account", () => {
  test("has all rooms as they are, with who one is there, keys, drafts and settings", async () => {
    const account = new Account();
    const a = await filled(account);
    const b = new Desk(account);
    await b.syncs();
    const shown = ({ rooms }) =>
      rooms.list.map(({ version: _, unread: __, mentions: ___, seq: ____, ...rest }) => rest);
    assert.deepEqual(shown(b), shown(a));
    for (const key of [
      "member:tea",
      "own-key:tea",
      "draft:tea",
      "notify:tea",
      `member:${PAIR}`,
      "name",
      "theme",
      "sound",
    ])
      assert.equal(b.storage.getItem(`alcove:${key}`), a.storage.getItem(`alcove:${key}`), key);
    assert.deepEqual(JSON.parse(b.storage.getItem(`alcove:pair:${PAIR}`)), {
      pair: "p1",
      with: { id: "b1", name: "Bo" },
      room: "tea",
    });
    assert.equal(b.markers.get("tea").seq, 5);
    assert.equal(b.storage.getItem("alcove:owner-nudge:tea"), "off");
    assert.equal(b.visits.get("tea"), 1_000);
    assert.equal(b.sync.isBehind, false, "and there is nothing to say to that");
  });

  test("a message that is read on one is read on the other, and what was sent is no draft there", async () => {
    const account = new Account();
    const a = await filled(account);
    const b = new Desk(account);
    await b.syncs();
    b.markers.set("tea", { epoch: "e1", seq: 9, at: 5 });
    b.rooms.note("tea", { epoch: "e1", after: 9, unread: 0 });
    b.storage.removeItem("alcove:draft:tea");
    await b.syncs();
    await a.syncs();
    assert.equal(a.rooms.get("tea").unread, 0);
    assert.equal(a.markers.get("tea").seq, 9);
    assert.equal(a.storage.getItem("alcove:draft:tea"), null);
    assert.ok(
      a.changed.includes("alcove:read:tea") && a.changed.includes("alcove:draft:tea"),
      "the page is told",
    );
    assert.equal(a.sync.isBehind, false);
  });

  test("a room that is forgotten on one is forgotten on the other, and one's name stays", async () => {
    const account = new Account();
    const a = await filled(account);
    const b = new Desk(account);
    await b.syncs();
    await a.rooms.forget("tea");
    assert.deepEqual([...a.forgottenHere], ["tea"]);
    a.storage.setItem("alcove:name", "Ana");
    await a.syncs();
    assert.deepEqual([...a.forgottenHere], []);
    await b.syncs();
    assert.equal(b.rooms.get("tea"), undefined);
    assert.equal(b.storage.getItem("alcove:own-key:tea"), null);
    assert.equal(b.storage.getItem("alcove:name"), "Ana");
    assert.deepEqual([...b.forgottenHere], [], "it is not told as one's own doing");
    assert.deepEqual(
      Object.keys(account.values).filter((field) => field.includes("/tea/")),
      [],
    );
  });

  test("takes nothing that is not as it should be", async () => {
    const account = new Account();
    const b = new Desk(account);
    const bad = {
      "setting/theme": "purple",
      "setting/sidebar": "open",
      "setting/__proto__": "x",
      "profile/name": "x".repeat(99),
      "room/No Room/at": 5,
      "room/tea/at": -1,
      "room/tea/token": { id: "", name: "Ana", token: "t" },
      "room/tea/key": "short",
      "room/tea/pair": { pair: 1 },
      "room/tea/read": { epoch: 1, seq: "2" },
      "room/tea/draft": { text: "?" },
      "room/tea/__proto__": true,
      "else/tea/at": 5,
    };
    account.sync({ since: 0, changes: Object.entries(bad).map(([field, value]) => ({ field, value })) });
    await b.syncs();
    assert.deepEqual(b.rooms.list, []);
    for (const key of ["theme", "name", "member:tea", "own-key:tea", "pair:tea", "draft:tea"])
      assert.equal(b.storage.getItem(`alcove:${key}`), null, key);
    assert.equal(b.markers.size, 0);
  });
});
