import assert from "node:assert/strict";
import { test } from "node:test";
import { nameFault } from "../../public/client/name-rules.js";
import { hasReacted, isBlank, parseRoomName, tidyName, utf8Length } from "../../public/client/protocol.js";
import { isGuessable, newRoomName } from "../../public/landing/room-names.js";
import { initialOf } from "../../public/people/avatar.js";
import { MessageWindow } from "../../public/timeline/message-window.js";
import { timelineItems } from "../../public/timeline/timeline-items.js";
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

test("a name is one line of words with one space between them", () => {
  for (const given of [
    "Ana Maria",
    "  Ana  Maria ",
    "Ana\u00a0Maria",
    "\u3000Ana\u2003\u2003 Maria\u2009",
    "Ana Maria\n",
  ]) {
    assert.equal(tidyName(given), "Ana Maria", JSON.stringify(given));
    assert.equal(nameFault(given), undefined, JSON.stringify(given));
  }
  assert.equal(tidyName("Rene\u0301"), "Ren\u00e9");
  assert.equal(
    nameFault(`${"x".repeat(16)}${" ".repeat(50)}${"x".repeat(15)}`),
    undefined,
    "counted as it will be",
  );
});

test("one has reacted with an emoji that is there, and with no other word", () => {
  const message = { reactions: { "👍": [BEN.id] } };
  assert.equal(hasReacted(message, "👍", BEN.id), true);
  assert.equal(hasReacted(message, "👍", ANA.id), false);
  for (const emoji of ["🎉", "constructor", "__proto__", "toString"])
    assert.equal(hasReacted(message, emoji, BEN.id), false, emoji);
  assert.equal(hasReacted({}, "👍", BEN.id), false);
  assert.equal(hasReacted(undefined, "👍", BEN.id), false);
});

test("no name contains invisible characters", () => {
  const unseen = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\u2061",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u115f",
    "\u1160",
    "\u17b4",
    "\u180b",
    "\u180e",
    "\u200e",
    "\u202e",
    "\u2066",
    "\u206a",
    "\u2800",
    "\u3164",
    "\uffa0",
    "\ufff0",
    "\ufff9",
    "\ufffa",
    "\ufffb",
    "\ufe00",
    "\ufe0f",
    "\u{1bca0}",
    "\u{1d159}",
    "\u{1d173}",
    "\u{13430}",
    "\u{16fe4}",
    "\u{e0001}",
    "\u{e0041}",
    "\u{e0100}",
    "\u0007",
  ];
  for (const each of unseen)
    for (const name of [`Ana${each}x`, `${each}Ana`, `Ana ${each}x`])
      assert.equal(nameFault(name), "name_invalid", JSON.stringify(name));
  for (const name of ["Ana\u2800", "A\u0085na", "A\u2028na", "A\nna", "A\tna"])
    assert.equal(nameFault(name), "name_invalid");
});

test("invisible characters that belong to an emoji or a word are allowed", () => {
  const names = [
    "❤️ Ana",
    "👩‍👩‍👧",
    "🏳️‍🌈",
    "👍🏽",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "1️⃣",
    "🇵🇹",
    "☎︎",
    "👩🏽‍🚀 Ana",
    "❤️‍🔥",
    "می‌خواهم",
    "क्‍ष",
    "ශ්‍රී",
    "ক্‌ষ",
    "မြို့",
    "ཀྲུ",
    "Zoë",
    "ภูมิ",
    "Nguyễn",
    "O’Brien",
    "مُحَمَّد",
  ];
  for (const name of names) assert.equal(nameFault(name), undefined, name);
  for (const name of [
    "😀‍",
    "‍😀",
    "A‍😀",
    "😀‍B",
    "می‌",
    "‌می",
    "A‌B",
    "😀\u{e0067}\u{e007f}",
    "A\ufe0f",
    "1\ufe0f",
  ])
    assert.equal(nameFault(name), "name_invalid", JSON.stringify(name));
});

test("marks do not pile up on a letter of a name", () => {
  assert.equal(nameFault("q\u0307\u0323\u0301"), undefined);
  assert.equal(nameFault("q\u0307\u0323\u0301\u0300"), "name_invalid");
  assert.equal(nameFault("\u0e01\u0e49\u0e49\u0e49\u0e49"), "name_invalid");
  assert.equal(nameFault(`a${"\u0489".repeat(4)}`), "name_invalid");
  const started = performance.now();
  for (const unit of [
    "\u0301",
    "😀\u200d",
    "\u200c",
    " \u3000",
    "می\u200c",
    "\u{1f3f4}\u{e0067}",
    "1\u20e3",
  ]) {
    nameFault(unit.repeat(100_000));
    nameFault(unit.repeat(16), 10_000);
  }
  assert.ok(performance.now() - started < 1_000, `${performance.now() - started} ms`);
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

test("a name that somebody could try is told from one that nobody guesses", () => {
  for (const name of [
    "tea",
    "Team-Lunch",
    "my-company-standup-2026",
    "hunter2",
    "a".repeat(64),
    "2026-11-26-1234567",
  ])
    assert.equal(isGuessable(name), true, name);
  const created = newRoomName((n) => Uint8Array.from({ length: n }, (_, i) => (i * 37 + 11) % 256));
  for (const name of [created, "550e8400-e29b-41d4-a716-446655440000", "V1StGXR8_Z5jdHi6B-myT"])
    assert.equal(isGuessable(name), false, name);
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

test("a day begins above those who came on it, whatever the clocks say, and not twice", () => {
  const DAY = 24 * 60 * MINUTE;
  const notice = (after, at) => ({ after, at, joined: [BEN], left: [], renamed: [] });
  const kinds = (messages, notices, now = Infinity) => {
    const list = items(messages, { notices, now });
    return list.map(({ kind, at }) => (kind === "day" ? new Date(at).getDate() : kind));
  };
  const [first, second] = [said(1, BEN, AT), said(2, BEN, AT + DAY)];
  assert.deepEqual(kinds([first, second], [notice(1, AT + DAY)]), [15, "line", 16, "notice", "line"]);
  assert.deepEqual(kinds([first, second], [notice(1, AT)]), [15, "line", "notice", 16, "line"]);
  assert.deepEqual(kinds([first], [notice(1, AT + DAY)]), [15, "line", 16, "notice"]);
  assert.deepEqual(kinds([first], [notice(0, AT)]), [15, "notice", "line"]);
  // By a clock that is ahead or behind.
  assert.deepEqual(kinds([first, second], [notice(1, AT + 9 * DAY)]), [15, "line", 16, "notice", "line"]);
  assert.deepEqual(kinds([first], [notice(1, AT - DAY)]), [15, "line", "notice"]);
  assert.deepEqual(kinds([first], [notice(1, AT + 9 * DAY)], AT), [15, "line", "notice"]);
});

test("an avatar has the first sign of a name that can be seen", () => {
  const initials = {
    ana: "A",
    "\u200cبهار": "ب",
    "\u0301e": "E",
    " \u200d😀 x": "😀",
    "👩‍👩‍👧 x": "👩‍👩‍👧",
    "\u200c": "·",
    "": "·",
  };
  for (const [name, initial] of Object.entries(initials)) assert.equal(initialOf(name), initial, name);
});

const entry = (frame, rest = {}) => ({ frame, at: AT, ...rest });
const line = (list, key) => list.find((item) => item.key === key);

test("the line of what is new stands above the first new message of others", () => {
  const messages = [said(1, BEN, AT), said(2, ANA, AT + 1), said(3, BEN, AT + 2)];
  const kinds = (after) =>
    items(messages, { line: { after, since: AT } }).map(({ kind, key }) => (kind === "line" ? key : kind));
  assert.deepEqual(kinds(1), ["day", "seq 1", "own c2", "new", "seq 3"]);
  assert.deepEqual(kinds(3), ["day", "seq 1", "own c2", "seq 3"]);
  assert.equal(line(items(messages, { line: { after: 2, since: AT } }), "seq 3").isFirst, true);
});

test("one's own changes show before the server has them", () => {
  const messages = [
    said(1, ANA, AT),
    { ...said(2, BEN, AT), reactions: { "👍": ["m1", "m2"], "🎉": ["m1"] } },
  ];
  const outbox = [
    entry({ type: "edit", cid: "x", seq: 1, text: "better" }),
    entry({ type: "react", cid: "y", seq: 2, emoji: "👍", on: false }),
    entry({ type: "react", cid: "w", seq: 2, emoji: "🎉", on: false }),
    entry({ type: "react", cid: "z", seq: 2, emoji: "😮", on: true }),
  ];
  const list = items(messages, { outbox });
  assert.equal(line(list, "own c1").text, "better");
  assert.equal(line(list, "own c1").entry.frame.cid, "x");
  assert.deepEqual(line(list, "seq 2").reactions, [
    { emoji: "👍", ids: ["m2"], isMine: false },
    { emoji: "😮", ids: ["m1"], isMine: true },
  ]);
});

test("a message that is being deleted is gone, and undoable as long as nobody was told", () => {
  const messages = [said(1, ANA, AT), said(2, ANA, AT)];
  const outbox = [entry({ type: "delete", cid: "x", seq: 2 })];
  const list = items(messages, { outbox, removing: new Set([1]) });
  assert.deepEqual([line(list, "own c1").isGone, line(list, "own c1").isUndoable], [true, true]);
  assert.deepEqual([line(list, "own c2").isGone, line(list, "own c2").isUndoable], [true, false]);
});

const log = (count) => Array.from({ length: count }, (_, i) => said(i + 1, BEN, AT));
const drawn = (window, messages) => [window.of(messages)[0]?.seq, window.of(messages).at(-1)?.seq];

test("the window shows the end, and slides without growing beyond its bound", () => {
  const messages = log(1_000);
  const window = new MessageWindow();
  assert.deepEqual(drawn(window, messages), [841, 1_000]);
  for (let time = 0; time < 30; time += 1) {
    window.up(messages);
    assert.ok(window.of(messages).length <= 220);
  }
  assert.equal(drawn(window, messages)[0], 1);
  while (!window.hasTail) window.down(messages);
  assert.equal(drawn(window, messages)[1], 1_000);
});

test("the window goes to a message in the middle", () => {
  const messages = log(1_000);
  const window = new MessageWindow();
  window.around(messages, 500);
  assert.deepEqual(drawn(window, messages), [421, 580]);
  assert.equal(window.hasTail, false);
  window.around(messages, 990);
  assert.equal(window.hasTail, true);
});

test("a full window lets what arrives below wait", () => {
  const window = new MessageWindow();
  window.up(log(300));
  window.hold(log(300), log(301));
  assert.equal(window.of(log(301)).at(-1).seq, 300);
});

test("what was written before midnight, or by a slow clock, stands under the day of what is above it", () => {
  const day = 24 * 60 * MINUTE;
  const outbox = [
    entry({ type: "say", cid: "x", text: "late" }, { at: AT - MINUTE }),
    entry({ type: "say", cid: "y", text: "later" }, { at: AT - 2 * MINUTE }),
  ];
  const list = items([said(1, BEN, AT - day), said(2, BEN, AT + day)], { outbox });
  assert.deepEqual(
    list.map(({ kind, key }) => (kind === "line" ? key : kind)),
    ["day", "seq 1", "day", "seq 2", "own x", "own y"],
  );
});

test("what is in the log already is not drawn a second time from the outbox", () => {
  const outbox = [entry({ type: "say", cid: "c1", text: "1" }), entry({ type: "say", cid: "c2", text: "2" })];
  const list = items([said(1, ANA, AT), said(2, BEN, AT)], { outbox });
  assert.deepEqual(
    list.filter(({ kind }) => kind === "line").map(({ key }) => key),
    ["own c1", "seq 2", "own c2"],
  );
});

test("at the top of what is loaded the window waits for more without shrinking", () => {
  const window = new MessageWindow();
  for (let time = 0; time < 6; time += 1) window.up(log(200));
  assert.deepEqual(drawn(window, log(200)), [1, 200]);
});

test("however many come at once below, what is drawn stays", () => {
  const window = new MessageWindow();
  window.hold(log(300), log(340));
  assert.deepEqual(drawn(window, log(340)), [141, 340]);
  window.hold(log(340), log(900));
  assert.deepEqual(drawn(window, log(900)), [141, 340]);
  assert.equal(window.hasTail, false);
});
