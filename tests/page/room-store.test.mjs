// The page's one place of state, where its parts have to agree.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RoomStore } from "../../public/room-store.js";
import { UNDO_MS } from "../../public/second-thoughts.js";
import { ANA, BEN, error, message, page, World, welcome } from "./world.mjs";

const READ = { epoch: "e1", seq: 1, at: 5 };

/** A store that is live in a room with these messages. */
const opened = (messages, marker) => {
  const world = new World();
  const { connection } = world.client();
  const written = [];
  const memory = {
    readPage: () => undefined,
    writePage: () => {},
    readMarker: () => marker,
    writeMarker: (each) => written.push(each.seq),
    onMarker: () => {},
  };
  const asked = [];
  const fetchMessage = async (seq) => void asked.push(seq);
  const store = new RoomStore(connection, { clock: world.clock, fetchMessage, memory });
  const refused = [];
  store.addEventListener("refused", ({ detail }) => refused.push(detail.code));
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome({ seq: messages.length }), page(messages));
  world.socket.take();
  return { world, store, connection, written, refused, asked };
};

const sent = (world, type) => world.socket.take().filter((frame) => frame.type === type);

test("what came before the page was opened is read only once it is in sight", () => {
  const { store, written } = opened([message(1, BEN, "a"), message(2, BEN, "b")], READ);
  assert.equal(store.marker.unread, 1);
  assert.deepEqual(written, []);
  store.attend({ isAtEnd: true });
  assert.equal(store.marker.unread, 0);
  assert.deepEqual(written, [2]);
});

test("a message that another tab has deleted is not deleted again, and that it is gone is no fault", () => {
  const { world, store, connection, refused } = opened([message(1, ANA, "a"), message(2, ANA, "b")]);
  store.remove(1);
  world.socket.says({ type: "deleted", seq: 3, at: 3, from: ANA, cid: "other tab", target: 1 });
  assert.equal(store.removing.size, 0);
  world.passes(UNDO_MS);
  assert.deepEqual(sent(world, "delete"), []);
  const cid = connection.delete(2);
  world.socket.says(error("not_found", { cid }));
  assert.deepEqual(refused, []);
});

test("in a room that was begun anew nothing is done to the wrong message", () => {
  const { world, store, connection } = opened([message(1, BEN, "a"), message(2, ANA, "b")], READ);
  assert.deepEqual(store.marker.line, undefined);
  store.remove(2);
  world.socket.ends();
  connection.reconnectNow();
  world.socket.opens();
  world.socket.says(welcome({ epoch: "e2", seq: 2 }), page([message(1, BEN, "x"), message(2, ANA, "y")]));
  assert.equal(store.removing.size, 0);
  world.passes(UNDO_MS);
  assert.deepEqual(sent(world, "delete"), []);
});
