// Everything works by keyboard alone, and the focus is always visible.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { PHONE, useWorld } from "./support/world.mjs";

const LONG = Array.from({ length: 9 }, (_, i) => `line ${i}\n`.repeat(6).trim());

const world = useWorld({ ...UNHURRIED, LEAVE_GRACE_MS: "1500" });

test("join, write, scroll back, reply, react, edit, delete, invite and leave", async () => {
  const ben = await world.visitor("keys", "Ben");
  const ana = await world.person("Ana");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await comesIn(ana, "keys");
  await writes(ana, ben);
  await readsBack(ana, ben);
  await answersAndReacts(ana, ben);
  await edits(ana, ben);
  await deletes(ana, ben);
  await invites(ana, "keys");
  await changesSettingsAndName(ana, ben);

  await tabsBackTo(ana, "Alcove home");
  await presses(ana, "Enter");
  await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
  await ben.sees({ type: "leave", member: { name: "Anabel" } });
});

// ---- the parts of that story ----

async function comesIn(ana, room) {
  await ana.visits();
  await tabsTo(ana, "Your name");
  await types(ana, "Ana");
  await tabsTo(ana, "Room name or link");
  await types(ana, room);
  await presses(ana, "Enter");
  await ana.page.waitForURL(new RegExp(`room/${room}`));
  await ana.isIn();
}

async function writes(ana, ben) {
  await tabsTo(ana, "Message");
  await types(ana, "one line");
  await presses(ana, "Enter");
  await ben.sees({ type: "message", text: "one line" });
  await isOn(ana, "Message");
  await types(ana, "two");
  await presses(ana, "Shift+Enter");
  await types(ana, "lines");
  await presses(ana, "Enter");
  await ben.sees({ type: "message", text: "two\nlines" });
  await isOn(ana, "Message");
  // The picker, from its button and back.
  await tabsTo(ana, "Emoji");
  await presses(ana, "Enter");
  await isOn(ana, "Search emoji");
  await types(ana, "party popper");
  await ana.page.locator("alcove-emoji-picker [role=gridcell][aria-label='party popper']").waitFor();
  await presses(ana, "Enter");
  await isOn(ana, "Message");
  await presses(ana, "Enter");
  await ben.sees({ type: "message", text: "🎉" });
}

async function readsBack(ana, ben) {
  for (const text of LONG) await ben.says(text);
  await ana.reads(LONG.at(-1));
  await tabsBackTo(ana, "Messages");
  const place = () => ana.part("scroller").evaluate((log) => log.scrollTop);
  const end = await place();
  await presses(ana, "PageUp");
  await ana.part("toEnd").waitFor();
  assert.ok((await place()) < end);
  await tabsTo(ana, "Jump to the latest messages");
  await presses(ana, "Enter");
  await ana.part("toEnd").waitFor({ state: "detached" });
  await isOn(ana, "Messages");
  for (const i of [8, 7, 6]) {
    await presses(ana, "ArrowUp");
    await isOnMessage(ana, LONG[i]);
  }
  await presses(ana, "ArrowDown");
  await isOnMessage(ana, LONG[7]);
  await presses(ana, "Escape");
  await isOn(ana, "Message");
}

async function answersAndReacts(ana, ben) {
  const { seq } = await ben.says("Tea?");
  await ana.reads("Tea?");
  await tabsBackTo(ana, "Messages");
  await presses(ana, "ArrowUp");
  await isOnMessage(ana, "Tea?");
  await presses(ana, "r");
  await isOn(ana, "Message");
  await ana.readsIn("mode", "Replying to");
  await presses(ana, "Escape");
  await ana.part("mode").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  await isOn(ana, "Message");

  await tabsBackTo(ana, "Messages");
  await presses(ana, "ArrowUp");
  await presses(ana, "r");
  await types(ana, "Please");
  await presses(ana, "Enter");
  await ben.sees({ type: "message", text: "Please", reply_to: seq });
  assert.equal(await ana.row("Please").locator(".quote").textContent(), "BenTea?");
  await isOn(ana, "Message");

  // One of the quick reactions, in the menu.
  await tabsBackTo(ana, "Messages");
  await presses(ana, "ArrowUp");
  await presses(ana, "ArrowUp");
  await isOnMessage(ana, "Tea?");
  await presses(ana, "Enter");
  await isOn(ana, "React with 👍");
  await presses(ana, "Enter");
  await ana.seesReactions("Tea?", "👍 1");
  await isOnMessage(ana, "Tea?");
  // Any other, from the picker; called off, then picked.
  await presses(ana, "+");
  await isOn(ana, "Search emoji");
  await presses(ana, "Escape");
  await isOnMessage(ana, "Tea?");
  await presses(ana, "+");
  await isOn(ana, "Search emoji");
  await types(ana, "teacup");
  await ana.page.locator("alcove-emoji-picker [role=gridcell]").first().and(ana.page.locator("[aria-label^=teacup]")).waitFor();
  await presses(ana, "Enter");
  await ana.seesReactions("Tea?", "👍 1", "🍵 1");
  await isOnMessage(ana, "Tea?");
  // And taken back where it stands.
  await tabsTo(ana, "👍 from 1 person");
  await presses(ana, "Enter");
  await ana.seesReactions("Tea?", "🍵 1");
  await isOnMessage(ana, "Tea?");
}

async function edits(ana, ben) {
  await presses(ana, "Escape");
  await isOn(ana, "Message");
  await presses(ana, "ArrowUp");
  await ana.readsIn("mode", "Editing your message");
  await isOn(ana, "Message");
  await types(ana, " and this goes");
  await presses(ana, "Escape");
  await ana.part("mode").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  assert.equal(await ana.part("composer").inputValue(), "");
  await isOn(ana, "Message");

  await tabsBackTo(ana, "Messages");
  await presses(ana, "ArrowUp");
  await isOnMessage(ana, "Please");
  await presses(ana, "e");
  await isOn(ana, "Message");
  await types(ana, ", with milk");
  await presses(ana, "Enter");
  await ben.sees({ type: "edited", text: "Please, with milk" });
  await isOn(ana, "Message");
  assert.equal(await ana.row("Please, with milk").getByText("edited").count(), 1);
}

async function deletes(ana, ben) {
  await tabsBackTo(ana, "Messages");
  await presses(ana, "ArrowUp");
  await isOnMessage(ana, "Please, with milk");
  await presses(ana, "Delete");
  await ana.part("undo").waitFor();
  assert.match(await ana.focus(), /^You, .*: Deleting…$/);
  await tabsTo(ana, "Undo deleting the message");
  await presses(ana, "Enter");
  await isOnMessage(ana, "Please, with milk");
  await presses(ana, "Delete");
  await ana.part("undo").waitFor();
  // Until the time to think again is over.
  await ben.sees({ type: "deleted" });
  await ana.sees(hasTombstone, undefined, "the tombstone");
  assert.match(await ana.focus(), /^You, .*: Message deleted\.$/);
  await isSeen(ana);
}

async function invites(ana, room) {
  await tabsBackTo(ana, "Copy link");
  await presses(ana, "Enter");
  await ana.readsIn("feedback", "Link copied");
  await isOn(ana, "Link copied");
  assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), world.server.link(room));
  await tabsTo(ana, "Invite");
  await presses(ana, "Enter");
  await ana.page.getByRole("img", { name: "QR code of the room link" }).waitFor();
  await isOn(ana, "Copy");
  await presses(ana, "Escape");
  await isOn(ana, "Invite");
}

async function changesSettingsAndName(ana, ben) {
  await tabsTo(ana, "Settings");
  await presses(ana, "Enter");
  await isOn(ana, "System");
  await presses(ana, "ArrowRight");
  await isOn(ana, "Light");
  await tabsTo(ana, "Keyboard shortcuts");
  await presses(ana, "Enter");
  await ana.part("dialog").getByText("New line").waitFor();
  await presses(ana, "Escape");
  await isOn(ana, "Settings");

  await tabsTo(ana, "Change name");
  await presses(ana, "Enter");
  await isOn(ana, "Your name");
  await types(ana, "Anabel");
  await presses(ana, "Enter");
  await ana.part("prompt").waitFor({ state: "detached" });
  await isOn(ana, "Change name");
  await ben.sees({ type: "renamed", member: { name: "Anabel" } });
}

// ---- where the focus goes when its place is gone ----

test("the name prompt keeps the focus, and gives it to the composer", async () => {
  const ana = await world.person("Ana");
  await ana.opens("prompt");
  await isOn(ana, "Your name");
  await presses(ana, "Enter");
  await ana.part("nameProblem").waitFor();
  await isOn(ana, "Your name");
  await types(ana, "Ana");
  await presses(ana, "Enter");
  await ana.isIn();
  await isOn(ana, "Message");
});

test("closing the roster or the name prompt returns the focus", async () => {
  const ana = await world.personIn("roster-keys");
  await tabsTo(ana, "Change name");
  await presses(ana, "Enter");
  await isOn(ana, "Your name");
  await presses(ana, "Escape");
  await ana.part("prompt").waitFor({ state: "detached" });
  await isOn(ana, "Change name");
  await tabsBackTo(ana, "Close");
  await presses(ana, "Enter");
  await ana.part("roster").waitFor({ state: "detached" });
  await isOn(ana, "People, 1");
});

test("a failed message can be edited and deleted", async () => {
  const ana = await world.personIn("failed-keys");
  await ana.saysUnchecked("a bell \u0007");
  for (const name of ["Edit", "Delete"]) {
    await ana.part("failure").waitFor();
    await tabsBackTo(ana, name);
    await presses(ana, "Enter");
    await isOn(ana, "Message");
  }
  await ana.part("failure").waitFor({ state: "detached" });
  await isOn(ana, "Message");
});

test("on a touch screen with keys, what was pressed leaves the focus on its message", async () => {
  const ana = await world.personIn("failed-touch", "Ana", PHONE);
  await ana.saysUnchecked("a bell \u0007");
  await ana.part("failure").getByRole("button", { name: "Delete" }).press("Enter");
  await ana.part("failure").waitFor({ state: "detached" });
  await isOn(ana, "Messages");
});

test("a message deleted by its author keeps the focus, even from one of its buttons", async () => {
  const ben = await world.visitor("deleted-keys", "Ben");
  const ana = await world.personIn("deleted-keys");
  const ways = { "the message": [], "its actions": ["Tab", "Tab", "Tab"], "its open menu": ["Enter"], "the menu of its button": ["Tab", "Tab", "Tab", "Enter"], "the picker of its button": ["Tab", "Enter"] };
  for (const [where, keys] of Object.entries(ways)) {
    const { seq } = await ben.says(`from ${where}`);
    await ana.reads(`from ${where}`);
    await ana.part("scroller").focus();
    for (const key of ["ArrowUp", ...keys]) {
      await presses(ana, key);
      if (key === "Enter") await ana.page.locator(":is(alcove-message-menu [role=menu], alcove-emoji-picker input)").waitFor();
    }
    await ben.does({ type: "delete", seq });
    await ana.sees(areGone, seq, "the tombstone");
    if (keys.includes("Enter")) await presses(ana, "Escape");
    await ana.sees(hasFocusOn, "^Ben, .*: Message deleted\\.$", `the focus on the message, from ${where}`, () => ana.focus());
    await isSeen(ana);
  }
});

test("the button of an empty room gives way to the first message, and the focus stays in the log", async () => {
  const ben = await world.visitor("first-keys", "Ben");
  const ana = await world.personIn("first-keys");
  await tabsTo(ana, "Invite someone");
  await ben.says("first");
  await ana.reads("first");
  await isOn(ana, "Messages");
});

test("a question mark lists the keys on a message, and is just typed in the composer", async () => {
  const ana = await world.personIn("help-keys");
  await tabsTo(ana, "Message");
  await types(ana, "what?");
  await presses(ana, "Enter");
  await ana.reads("what?");
  await tabsBackTo(ana, "Messages");
  await presses(ana, "?");
  await isOn(ana, "Keyboard shortcuts");
  await ana.part("dialog").getByRole("row", { name: "Reply R" }).waitFor();
  const [head, heading] = await Promise.all(
    [".head", "summary"].map((part) => ana.part("dialog").locator(part).boundingBox()),
  );
  assert.ok(heading.y >= head.y + head.height, "the heading is not under the head of the dialog");
  await presses(ana, "Escape");
  await isOn(ana, "Messages");
});

test("PageUp and PageDown scroll the messages while the focus stays in the composer", async () => {
  const [ana, ben] = [await world.person("Ana"), await world.visitor("paging", "Ben")];
  for (let at = 0; at < 40; at += 1) await ben.says(`message ${at}`);
  await ana.joins("paging");
  await ana.reads("message 39");
  await types(ana, "half a");
  await presses(ana, "PageUp");
  await ana.part("toEnd").waitFor();
  await types(ana, " word");
  await ana.hasWritten("half a word");
  await presses(ana, "PageDown");
  await ana.part("toEnd").waitFor({ state: "detached" });
  await isOn(ana, "Message");
});

test("in a field that scrolls, the same keys move the caret", async () => {
  const [ana, ben] = [await world.person("Ana"), await world.visitor("no-paging", "Ben")];
  for (let at = 0; at < 40; at += 1) await ben.says(`message ${at}`);
  await ana.joins("no-paging");
  await ana.reads("message 39");
  await ana.writes("line\n".repeat(30));
  await presses(ana, "PageUp");
  await types(ana, "here");
  assert.doesNotMatch(await ana.part("composer").inputValue(), /here$/);
  assert.equal(await ana.part("toEnd").count(), 0);
});

// ---- keys, and where the focus is ----

/** More than there are places for the focus on any page. */
const MOST_TABS = 30;

const tabsTo = (person, name) => tabs(person, name, "Tab");
const tabsBackTo = (person, name) => tabs(person, name, "Shift+Tab");

async function tabs(person, name, key) {
  const passed = [];
  for (let time = 0; time < MOST_TABS; time += 1) {
    const focus = await person.focus();
    // From the last control it goes to the browser's own, where a page has nothing to show.
    if (focus !== "") await isSeen(person);
    if (focus === name) return;
    passed.push(focus);
    await person.page.keyboard.press(key);
  }
  assert.fail(`the focus never came to ${name}, only to ${passed.join(" → ")}`);
}

const presses = (person, key) => person.page.keyboard.press(key);
const types = (person, text) => person.page.keyboard.type(text);

/** Waits until the focus is on what is called so, and one can see that. */
async function isOn(person, name) {
  await person.sees(hasFocusOn, `^${name.replace(/[()+?.]/g, "\\$&")}$`, `the focus on ${name}`, () => person.focus());
  await isSeen(person);
}

async function isOnMessage(person, text) {
  await person.sees(hasFocusIn, text, `the focus on the message ${text}`, () => person.focus());
  await isSeen(person);
}

async function isSeen(person) {
  const fault = await person.page.evaluate(faultOfFocus);
  assert.equal(fault, "", `${await person.focus()}: ${fault}`);
}

// ---- run in the page ----

function hasFocusOn(pattern) {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!focused || focused === document.body) return false;
  const name = focused.getAttribute("aria-label") ?? focused.labels?.[0]?.textContent.trim() ?? focused.textContent.trim();
  return new RegExp(pattern).test(name);
}

function hasFocusIn(text) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const focused = timeline.activeElement;
  return focused?.matches(".row") && focused.querySelector(".text")?.textContent === text;
}

/** Why one would not see the focus; "" if one does. It, or what stands for it, is in view and outlined. */
function faultOfFocus() {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  if (!focused || focused === document.body) return "nothing has the focus";
  const { top, bottom, left, right, width, height } = focused.getBoundingClientRect();
  if (width < 1 || height < 1) return "it has no size";
  if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return "it is out of view";
  const isOutlined = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  };
  const shown = [focused, focused.closest("form"), focused.closest("label")].filter(Boolean);
  return shown.some(isOutlined) ? "" : "nothing is drawn round it";
}

function areGone(seq) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return timeline.querySelector(`.row[data-seq="${seq}"] .gone`) !== null;
}

function hasTombstone() {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return timeline.querySelector(".gone")?.textContent.trim() === "Message deleted";
}
