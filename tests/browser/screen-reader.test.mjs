// What a screen reader gets: the page's accessibility tree, and the announcements in it.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { useWorld } from "./support/world.mjs";

const world = useWorld({ ...UNHURRIED, LEAVE_GRACE_MS: "1500" });

test("a message is one sentence, in whatever state it is", async () => {
  const ben = await world.visitor("sentences", "Ben");
  const ana = await world.personIn("sentences");
  const { seq } = await ben.says("Shall we meet at nine?");
  await ben.says("an answer\nof two lines", { reply_to: seq });
  await ben.says("**bold** and `code`");
  await ben.says("🎉");
  const { seq: gone } = await ben.says("a secret");
  await ben.does({ type: "delete", seq: gone });
  await ana.says("yes");
  const yes = await ben.sees({ text: "yes" });
  await ben.says("good", { reply_to: yes.seq });
  await ben.does({ type: "edit", seq, text: "Shall we meet at ten?" });
  await ben.does({ type: "react", seq, emoji: "👍", on: true });
  await ana.reads("Shall we meet at ten?");
  await ana.reacts("Shall we meet at ten?", "👍");
  await ana.reacts("Shall we meet at ten?", "🎉");
  await ana.seesReactions("Shall we meet at ten?", "👍 2", "🎉 1");
  await ana.saysUnchecked("a bell \u0007");
  await ana.part("failure").waitFor();
  assert.deepEqual(await sentences(ana), [
    "Ben, TIME, edited: Shall we meet at ten? Reactions: 👍 from 2 people and 🎉 from 1 person.",
    "Ben, TIME, in reply to Ben: an answer of two lines.",
    "Ben, TIME: bold and code.",
    "Ben, TIME: 🎉",
    "Ben, TIME: Message deleted.",
    "You, TIME: yes.",
    "Ben, TIME, in reply to you: good.",
    "You, TIME, Not sent: a bell \u0007",
  ]);
});

test("read line by line, messages have author and time, and controls have descriptive names", async () => {
  const ben = await world.visitor("lines", "Ben");
  const { seq } = await ben.says("Tea?");
  await ben.does({ type: "react", seq, emoji: "🍵", on: true });
  const ana = await world.personIn("lines");
  await ana.replies("Tea?", "Please");
  await ana.says("never mind");
  await ana.saysUnchecked("a bell \u0007");
  await ana.part("failure").waitFor();
  await ana.deletes("never mind");
  await ana.part("undo").waitFor();
  assert.equal(await tree(ana.page.getByRole("log")), LINES);
});

test("the log has a name and instructions, and is not live", async () => {
  const ana = await world.personIn("log");
  const log = ana.page.getByRole("log", { name: "Messages", exact: true });
  assert.equal(await log.getAttribute("aria-live"), "off");
  assert.match((await accessible(ana, log)).description, /^Use the arrow keys to move between messages/);
});

test("each control of the room has a name of its own", async () => {
  const ana = await world.person("Ana");
  await ana.joins("named");
  await ana.says("hello");
  await ana.reads("hello");
  for (const role of ["button", "link", "textbox"]) {
    const names = await ana.page.locator("alcove-room").getByRole(role).evaluateAll(namesOf);
    assert.ok(names.length > 0, role);
    assert.deepEqual(names.filter((name) => name === ""), [], `nameless: ${role}`);
    assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i && name !== "Close"), [], `twice the same: ${role}`);
  }
});

test("other people's new messages are announced in batches, and nothing else is", async () => {
  const ben = await world.visitor("aloud", "Ben");
  await ben.says("long ago");
  const ana = await world.person("Ana");
  await ana.joins("aloud");
  await ana.page.evaluate(listen);
  const { seq } = await ben.says("hello");
  await hears(ana, "Ben: hello");
  // The same words once more are heard once more.
  await ben.says("hello");
  await hears(ana, "Ben: hello", "Ben: hello");
  await ben.does({ type: "react", seq, emoji: "👍", on: true });
  await ben.does({ type: "edit", seq, text: "hello again" });
  ben.asks({ type: "typing" });
  await ana.says("mine");
  await ana.reads("mine");
  for (const text of ["one", "two", "three", "four", "five"]) ben.asks({ type: "say", text });
  await ana.reads("five");
  await hears(ana, "Ben: hello", "Ben: hello", "5 new messages. Ben: five");
});

test("messages missed during a lost connection are not read out", async () => {
  const ana = await world.person("Ana");
  const ben = await world.visitor("back", "Ben");
  await ana.isOnALine();
  await ana.joins("back");
  await ana.page.evaluate(listen);
  await ana.isCutOff();
  await ben.says("meanwhile");
  await ana.isOnTheLineAgain();
  await ana.reads("meanwhile");
  await ben.says("now");
  await hears(ana, "Ben: now");
});

test("in a room that is moved in its page, a message is read out once", async () => {
  const ben = await world.visitor("moved", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("moved");
  await ana.page.locator("alcove-room").evaluate((room) => room.parentNode.append(room));
  await ana.says("here again");
  await ben.sees({ type: "message", text: "here again" });
  await ana.page.evaluate(listen);
  await ben.says("hello");
  await hears(ana, "Ben: hello");
});

test("failures and deletions are announced at once", async () => {
  const ana = await world.person("Ana");
  await ana.joins("status");
  await ana.saysUnchecked("a bell \u0007");
  await ana.page.getByRole("alert").filter({ hasText: "Not sent: it contains characters that can’t be sent" }).waitFor();
  await ana.says("hello");
  await ana.reads("hello");
  await ana.page.evaluate(listen);
  await ana.deletes("hello");
  await hears(ana, "Deleting…");
});

test("the menu and the composer say what they are about", async () => {
  const ben = await world.visitor("about", "Ben");
  await ben.says("hello");
  const ana = await world.person("Ana");
  await ana.joins("about");
  await ana.opensMenuOf("hello");
  assert.equal(await tree(ana.page.getByRole("menu")), MENU);
  await ana.picks("Reply");
  const field = ana.page.getByRole("textbox", { name: "Message" });
  await ana.readsIn("mode", "Replying to");
  assert.match((await accessible(ana, field)).description, /^Replying to Ben hello/);
  await ana.writes("x".repeat(4_001));
  await ana.readsIn("hint", "1 character over the limit");
  const { description, invalid } = await accessible(ana, field);
  assert.match(description, /1 character over the limit$/);
  assert.equal(invalid, "true");
});

const LINES = `- log "Messages":
  - text: Today
  - 'article "Ben, TIME: Tea? Reactions: 🍵 from 1 person."':
    - text: Ben
    - time: TIME
    - text: Tea?
    - 'button "Message actions: Ben, TIME"'
    - button "🍵 from 1 person": 🍵 1
  - 'article "You, TIME, in reply to Ben: Please."':
    - time: TIME
    - button "Ben Tea?"
    - text: Please
    - 'button "Message actions: You, TIME"'
  - 'article "You, TIME: Deleting…"':
    - emphasis: Deleting…
    - button "Undo deleting the message": Undo
  - 'article "You, TIME, Not sent: a bell \\u0007"':
    - text: "a bell \\x07"
    - group "Not sent":
      - alert: "Not sent: it contains characters that can’t be sent."
      - button "Edit"
      - button "Delete"`;

const MENU = `- menu "Message actions":
  - group "Add a reaction":
    - menuitemcheckbox "React with 👍": 👍
    - menuitemcheckbox "React with ❤️": ❤️
    - menuitemcheckbox "React with 😂": 😂
    - menuitemcheckbox "React with 🎉": 🎉
    - menuitemcheckbox "React with 😮": 😮
    - menuitemcheckbox "React with 😢": 😢
    - menuitem "More emoji"
  - menuitem "Reply"
  - menuitem "Copy text"
  - menuitem "Copy link to message"
  - menuitem "Message privately"
  - menuitem "Report…"`;

/** The names of all messages, in order; times are the clock's. */
async function sentences(person) {
  const names = await person.part("rows").evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label")));
  return names.map(timeless);
}

const tree = async (locator) => timeless(await locator.ariaSnapshot());

const timeless = (text) => text.replaceAll(/\b\d\d?:\d\d\b/g, "TIME");

/** Name, description and states, as the browser tells them to a screen reader. */
async function accessible(person, locator) {
  const session = await person.context.newCDPSession(person.page);
  const handle = await locator.elementHandle();
  await handle.evaluate((element) => {
    window.asked = element;
  });
  const { result } = await session.send("Runtime.evaluate", { expression: "window.asked" });
  const { nodes } = await session.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
  const [{ name, description, properties }] = nodes;
  const states = Object.fromEntries(properties.map((each) => [each.name, each.value.value]));
  return { ...states, name: name.value, description: description?.value ?? "" };
}

/** Waits until exactly this was announced since `listen`. */
async function hears(person, ...words) {
  await person.sees((wanted) => JSON.stringify(window.said) === wanted, JSON.stringify(words), `to hear ${words}`, () =>
    person.page.evaluate(() => window.said),
  );
}

// ---- run in the page ----

/** Remembers what is put into the announcer. */
function listen() {
  const status = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-announcer").shadowRoot.querySelector("[role=status]");
  window.said = [];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      const words = node.textContent.trim();
      if (words) window.said.push(words);
    }
  }).observe(status, { childList: true, subtree: true, characterData: true });
}

function namesOf(all) {
  return all
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .map((each) => each.getAttribute("aria-label") ?? each.textContent.trim());
}
