// The list of rooms of a device: what is in it, in which order, and that all tabs have the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_ROOMS } from "../../public/rooms/my-rooms.js";
import { MOST_COUNTED, soundRecord } from "../../public/rooms/room-record.js";
import { Browser } from "./rooms-world.mjs";
import { BEN } from "./world.mjs";

const names = (tab) => tab.list.map(({ room }) => room);
const PAIR = `~${"a2".repeat(13)}`;

test("pinned rooms come first, then those where something happened last", async () => {
  const tab = new Browser().tab();
  tab.note("tea", { at: 1 });
  tab.note("coffee", { at: 3 });
  tab.note("milk", { at: 2 });
  assert.deepEqual(names(tab), ["coffee", "milk", "tea"]);
  tab.pin("tea", true);
  tab.note("milk", { at: 5 });
  assert.deepEqual(names(tab), ["tea", "milk", "coffee"]);
  tab.pin("tea", false);
  tab.note("milk", { at: 1 });
  assert.deepEqual(names(tab), ["milk", "coffee", "tea"], "time goes on only");
});

test("what waits is counted over all rooms but muted and hidden ones", () => {
  const tab = new Browser().tab();
  let changes = 0;
  tab.addEventListener("change", () => {
    changes += 1;
  });
  tab.note("tea", { unread: 3, mentions: 1 });
  tab.note("coffee", { unread: 4, mentions: 2 });
  tab.note("milk", { unread: 5 });
  tab.note("milk", { unread: 5 });
  assert.equal(changes, 3, "what changes nothing is no change");
  assert.deepEqual(tab.total, { unread: 12, mentions: 3, requests: 0 });
  assert.deepEqual(tab.totalBut("tea"), { unread: 9, mentions: 2, requests: 0 });
  tab.mute("coffee", true);
  tab.hide("milk", true);
  assert.deepEqual(tab.total, { unread: 3, mentions: 1, requests: 0 });
  assert.deepEqual([tab.get("coffee").isMuted, tab.get("milk").isHidden], [true, true]);
  assert.deepEqual([tab.get("coffee").unread, tab.get("milk").unread], [4, 5], "and nothing of it is lost");
  tab.mute("coffee", false);
  assert.equal(tab.total.unread, 7);
});

test("two tabs agree, whichever of them changes what", async () => {
  const browser = new Browser();
  const [a, b] = [browser.tab(), browser.tab()];
  await browser.rests();
  a.note("tea", { title: "Tea", unread: 2 });
  b.note("tea", { at: 7 });
  b.pin("tea", true);
  await browser.rests();
  assert.deepEqual(a.list, b.list);
  const { title, unread, at, isPinned } = a.get("tea");
  assert.deepEqual([title, unread, at, isPinned], ["Tea", 2, 7, true]);
  let changes = 0;
  for (const tab of [a, b]) tab.addEventListener("change", () => ++changes);
  a.note("tea", { unread: 3 });
  await browser.rests();
  assert.equal(changes, 2, "each is told once");
  const late = browser.tab();
  assert.deepEqual(late.list, []);
  await late.ready;
  assert.deepEqual(late.list, a.list);
});

test("what is read in one tab is not unread again by the word of another", async () => {
  const browser = new Browser();
  const [a, b] = [browser.tab(), browser.tab()];
  a.note("tea", { epoch: "e1", after: 5, unread: 3, mentions: 1 });
  await browser.rests();
  b.note("tea", { epoch: "e1", after: 8, unread: 0, mentions: 0 });
  a.note("tea", { epoch: "e1", after: 5, unread: 4, mentions: 1, at: 9 });
  await browser.rests();
  for (const { after, unread, mentions, at } of [a.get("tea"), b.get("tea"), browser.kept.get("tea")])
    assert.deepEqual([after, unread, mentions, at], [8, 0, 0, 9]);
  a.note("tea", { epoch: "e2", after: 1, unread: 2 });
  await browser.rests();
  assert.deepEqual([b.get("tea").after, b.get("tea").unread], [1, 2], "in a room that has begun anew it is");
});

test("of a room that is deleted, or from which one was sent away, nothing that was said or asked is kept or told", async () => {
  const browser = new Browser();
  const [a, b] = [browser.tab(), browser.tab()];
  const requests = [{ pair: "p1", isSeen: false }];
  const said = { unread: 3, mentions: 1, preview: { from: BEN, text: "between us" }, requests };
  const states = ["gone", "removed", "banned", "denied"];
  for (const room of [...states, "closed"]) a.note(room, { title: "Tea", ...said });
  await browser.rests();
  for (const state of states) a.note(state, { state });
  a.note("closed", { state: "room_closed" });
  await browser.rests();
  for (const state of states)
    for (const { title, unread, mentions, preview, requests: asked } of [a, b]
      .map((tab) => tab.get(state))
      .concat(browser.kept.get(state)))
      assert.deepEqual([title, unread, mentions, preview, asked], ["Tea", 0, 0, undefined, undefined], state);
  assert.deepEqual(a.total.requests, 1, "nor counted");
  assert.deepEqual([b.get("closed").preview, b.get("closed").requests], [said.preview, requests]);
  a.pin("gone", true);
  a.note("removed", { state: "", ...said });
  await browser.rests();
  assert.deepEqual([b.get("gone").preview, b.get("removed").preview], [undefined, said.preview]);
});

test("a room is forgotten in all tabs, and what comes of it later does not bring it back", async () => {
  const browser = new Browser();
  const [a, b] = [browser.tab(), browser.tab()];
  a.note("tea", { at: 1 });
  a.note("coffee", { at: 2 });
  await browser.rests();
  b.note("tea", { unread: 1 });
  await a.forget("tea");
  b.note("tea", { unread: 2 });
  await browser.rests();
  assert.deepEqual([names(a), names(b), [...browser.kept.keys()]], [["coffee"], ["coffee"], ["coffee"]]);
  assert.deepEqual(browser.forgotten, ["tea"]);
  b.add("tea", { at: 3 });
  await browser.rests();
  assert.deepEqual(
    [names(a), names(b)],
    [
      ["tea", "coffee"],
      ["tea", "coffee"],
    ],
    "unless one goes there again",
  );
  a.drop("");
  await browser.rests();
  assert.deepEqual([names(a), [...browser.kept.keys()]], [[], []]);
});

test("a private conversation that was forgotten stays so in the pages that come, until one is there again", async () => {
  const browser = new Browser();
  const [a, b] = [browser.tab(), browser.tab()];
  a.note(PAIR, { at: 5, epoch: "e1", after: 1, seq: 3, pair: { pair: "p", with: BEN, met: "tea" } });
  a.note("tea", { at: 4 });
  await browser.rests();
  await a.forget(PAIR);
  await browser.rests();
  for (const broken of [null, { room: "No Room", at: 1 }, { room: "odd", at: "x", epoch: 5, seq: -1 }])
    browser.marks.set(browser.marks.size, broken);
  const next = browser.tab();
  await browser.rests();
  for (const tab of [a, b, next]) {
    assert.deepEqual(tab.forgotten(PAIR), { room: PAIR, at: 5, epoch: "e1", seq: 3 });
    tab.note(PAIR, { at: 9, unread: 1 });
    assert.deepEqual(names(tab), ["tea"]);
  }
  assert.deepEqual(next.forgotten("odd"), { room: "odd", at: 0 });
  next.add(PAIR, { at: 6 });
  await browser.rests();
  for (const tab of [a, b, next, browser.tab()]) {
    await tab.ready;
    assert.deepEqual([names(tab)[0], tab.forgotten(PAIR)], [PAIR, undefined]);
  }
});

test("what pages have noted of visits is taken over, once and again", async () => {
  const browser = new Browser();
  browser.known = [
    { room: "tea", at: 5, epoch: "e1", after: 3 },
    { room: "no room", at: 5 },
  ];
  const first = browser.tab();
  assert.deepEqual(names(first), ["tea"], "at once");
  await browser.rests();
  assert.deepEqual(browser.kept.size, 1);
  first.note("tea", { title: "Tea", epoch: "e2", after: 1 });
  await browser.rests();
  browser.known = [
    { room: "tea", at: 6, epoch: "e1", after: 4 },
    { room: "milk", at: 1 },
  ];
  const next = browser.tab();
  await browser.rests();
  const { at, title, epoch, after } = next.get("tea");
  assert.deepEqual([at, title, epoch, after], [5, "Tea", "e2", 1]);
  assert.deepEqual(names(next), ["tea", "milk"]);
});

test("where nothing can be stored the list is for this page, and told to the others", async () => {
  const browser = new Browser();
  const refused = async () => {
    throw new Error("refused");
  };
  const tab = browser.tab({
    database: { readAll: refused, readForgotten: refused, update: refused, forget: refused, remove: refused },
  });
  const other = browser.tab({ database: null });
  tab.note("tea", { at: 1, unread: 2 });
  await browser.rests();
  assert.deepEqual([names(tab), names(other)], [["tea"], ["tea"]]);
  const alone = browser.tab({ database: null, hasChannel: false });
  await alone.ready;
  assert.deepEqual(names(alone), []);
});

test("so many rooms are kept, and those go in which nothing has happened for longest", async () => {
  const browser = new Browser();
  const tab = browser.tab();
  tab.note("oldest", { at: 1 });
  tab.pin("oldest", true);
  for (let at = 2; at < MOST_ROOMS + 5; at += 1) tab.note(`room-${at}`, { at });
  await browser.rests();
  assert.equal(tab.list.length, MOST_ROOMS);
  assert.deepEqual([names(tab)[0], names(tab).at(-1)], ["oldest", "room-6"]);
  assert.deepEqual([...browser.kept.keys()].sort(), names(tab).sort());
});

test("what is kept is looked at like any other input", async () => {
  const browser = new Browser();
  const sound = {
    room: PAIR,
    title: "",
    role: "member",
    at: 4,
    unread: 2,
    mentions: 1,
    isPinned: false,
    isHidden: true,
    state: "key_needed",
    preview: { from: BEN, text: "hi" },
    epoch: "e1",
    after: 3,
    pair: { pair: "p", with: BEN, met: "tea" },
    version: 7,
  };
  for (const [key, value] of [
    ["a", sound],
    ["b", null],
    ["c", "text"],
    ["d", { room: "No Room" }],
    ["e", { room: "~short" }],
    ["f", { room: "odd", at: 1e300, unread: -1, mentions: 5, isPinned: "yes", state: "x", role: "king" }],
    [
      "g",
      {
        room: "long",
        title: "é".repeat(10_000),
        unread: 1e9,
        preview: { from: BEN, text: "😀".repeat(500) },
      },
    ],
    ["h", { room: "half", epoch: "e".repeat(1_000), after: 1, preview: { text: "hi" }, pair: { pair: "p" } }],
  ])
    browser.kept.set(key, value);
  const tab = browser.tab();
  await tab.ready;
  assert.deepEqual(names(tab), [PAIR, "half", "long", "odd"]);
  assert.deepEqual(tab.get(PAIR), { ...sound, isMuted: false });
  const { isMuted, ...odd } = tab.get("odd");
  assert.deepEqual(odd, soundRecord({ room: "odd" }));
  assert.deepEqual(soundRecord({ room: "half" }), soundRecord(browser.kept.get("h")));
  const long = tab.get("long");
  assert.deepEqual([...long.title].length, 100);
  assert.deepEqual([...long.preview.text].length, 120);
  assert.ok(long.title.endsWith("…") && long.preview.text.endsWith("…"));
  assert.equal(long.unread, MOST_COUNTED);
  tab.note("long", { preview: null });
  assert.equal(tab.get("long").preview, undefined);
});
