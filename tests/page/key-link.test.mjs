// A key that storage does not take is for the room of its link alone.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.BroadcastChannel = undefined;
globalThis.location = { hash: "", href: "https://test/room/tea", pathname: "/room/tea" };
globalThis.window = Object.assign(new EventTarget(), { parent: undefined });
globalThis.window.parent = globalThis.window;
globalThis.document = new EventTarget();
const { takeKeyOf } = await import("../../public/browser/key-link.js");
const { storage } = await import("../../public/browser/preferences.js");
const { IdentityStore } = await import("../../public/client/identity.js");
const { openRoom } = await import("../../public/room/open-room.js");

test("a key that cannot be stored waits for its room, whichever is opened before", async () => {
  Object.defineProperty(globalThis, "localStorage", {
    get: () => {
      throw new Error("refused");
    },
  });
  assert.equal(takeKeyOf({ pathname: "/room/Tea", search: "", hash: "#key=abcdefghij" }), "/room/Tea");
  const keyIn = async (room) => {
    const { connection } = await openRoom(room);
    connection.close();
    return new IdentityStore(storage, room).pass?.key;
  };
  assert.equal(await keyIn("coffee"), undefined);
  assert.equal(await keyIn("tea"), "abcdefghij");
  assert.equal(globalThis.keyInHand, undefined);
});
