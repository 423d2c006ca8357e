import assert from "node:assert/strict";
import { test } from "node:test";
import { newRoomName } from "../../public/parts/room-names.js";
import { timelineItems } from "../../public/parts/timeline-items.js";
import { isBlank, nameFault, parseRoomName, utf8Length } from "../../public/protocol.js";
import { ANA, BEN } from "./world.mjs";

test("names of rooms and members", () => {
  assert.equal(parseRoomName("A-b_9"), "a-b_9");
  for (const name of ["", "a b", "ä", "a/b", "\u212a", "x".repeat(65)])
    assert.equal(parseRoomName(name), undefined);
  assert.equal(nameFault(" Ana "), undefined);
  assert.equal(nameFault("\u200d "), "name_empty");
  assert.equal(nameFault("😀".repeat(32)), undefined);
  assert.equal(nameFault("x".repeat(33)), "name_too_long");
  assert.equal(nameFault("a\u202eb"), "name_invalid");
  assert.equal(isBlank("\u3000\ufe0f\n"), true);
});

test("length on the wire is that of the bytes", () => {
  for (const text of ["abc", "é", "日本", "😀", "a😀é日"])
    assert.equal(utf8Length(text), Buffer.byteLength(text), text);
});

test("a new room's name is a valid one", () => {
  const name = newRoomName((n) => Uint8Array.from({ length: n }, (_, i) => i * 37));
  assert.match(name, /^[a-z]+(-[a-z2-9]{5}){4}$/);
  assert.equal(parseRoomName(name), name);
});

const AT = new Date(2026, 0, 15, 12).getTime();
const MINUTE = 60_000;
const said = (seq, from, at) => ({ type: "message", seq, at, from, cid: `c${seq}`, text: `${seq}` });
const items = (messages, rest = {}) =>
  timelineItems({ messages, outbox: [], notices: [], you: ANA, ...rest });
const groups = (list) =>
  list.filter((item) => item.kind === "line").map((item) => [item.isFirst, item.isLast]);

test("a group is one author's messages with less than five minutes between them", () => {
  const list = items([
    said(1, BEN, AT),
    said(2, BEN, AT + MINUTE),
    said(3, BEN, AT + 6 * MINUTE),
    said(4, ANA, AT + 6 * MINUTE),
  ]);
  assert.deepEqual(groups(list), [
    [true, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
});

test("each day begins with its line", () => {
  const list = items([said(1, BEN, AT), said(2, BEN, AT + 24 * 60 * MINUTE)]);
  assert.deepEqual(
    list.map((item) => item.kind),
    ["day", "line", "day", "line"],
  );
});

test("a pending message keeps its key when it is acknowledged", () => {
  const entry = { frame: { type: "say", cid: "c1", text: "1" }, at: AT };
  const [, pending] = items([], { outbox: [entry] });
  const [, sent] = items([said(1, ANA, AT)]);
  assert.equal(pending.key, sent.key);
});

test("a notice stands after the message it followed, and parts the group", () => {
  const notices = [{ after: 1, at: AT, joined: [BEN], left: [] }];
  const list = items([said(1, BEN, AT), said(2, BEN, AT)], { notices });
  assert.deepEqual(
    list.map((item) => item.kind),
    ["day", "line", "notice", "line"],
  );
  assert.deepEqual(groups(list), [
    [true, true],
    [true, true],
  ]);
});
