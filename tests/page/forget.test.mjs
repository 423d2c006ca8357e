// Everything this browser keeps can be removed: of one room, or of all.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { forget } from "../../public/browser/forget.js";
import { storage, writeGivenName, writeName } from "../../public/browser/preferences.js";
import { memoryOf } from "../../public/browser/visits.js";
import { outboxKey } from "../../public/client/connection.js";
import { IdentityStore } from "../../public/client/identity.js";
import { Outbox } from "../../public/client/outbox.js";
import { writeDraft } from "../../public/composer/drafts.js";
import { ANA, message } from "./world.mjs";

/** All that can be kept of a room, by whatever keeps it. */
const visited = (room) => {
  new IdentityStore(storage, room).write({ ...ANA, token: "secret" });
  for (const tab of ["a", "b"])
    new Outbox(storage, outboxKey(room, tab)).add({
      frame: { type: "say", cid: tab, text: "unsent" },
      at: 1,
    });
  const memory = memoryOf(room);
  memory.writePage({ you: ANA, messages: [message(1, ANA, "a")] });
  memory.writeMarker({ epoch: "e1", seq: 1, at: 1 });
  writeDraft(room, { text: "half a thought" });
  writeGivenName(room, "Ana");
  storage.setItem(`alcove:notify:${room}`, "all");
  storage.setItem(`alcove:muted:${room}`, "yes");
  storage.setItem(`alcove:owner-nudge:${room}`, "off");
};

beforeEach(() => {
  for (const key of storage.keys()) storage.removeItem(key);
  storage.setItem("not ours", "x");
  writeName("Ana");
  storage.setItem("alcove:theme", "dark");
  for (const room of ["tea", "tea-2", "a", "b", "outbox"]) visited(room);
});

for (const room of ["tea", "a", "outbox"])
  test(`of the room ${room} nothing is left, and everything of the others`, () => {
    const before = storage.keys();
    forget(room);
    const left = storage.keys();
    const gone = before.filter((key) => !left.includes(key));
    assert.deepEqual(
      gone.filter((key) => key !== "alcove:name" && key.split(":")[2] !== room),
      [],
    );
    assert.equal(gone.length, 12, gone.join(" "));
    assert.equal(
      left.some((key) => key === `alcove:member:${room}` || key.split(":")[2] === room),
      false,
    );
  });

test("of all rooms nothing is left, the settings included", () => {
  forget("");
  assert.deepEqual(storage.keys(), ["not ours"]);
});
