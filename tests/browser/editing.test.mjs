// Editing a message while something else happens to it: it is in flight, refused, or deleted.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { refusal, says } from "./support/scripted.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);
test.afterEach(async () => {
  await world.server.isKilled();
  await world.server.start();
});

const press = (person, key) => person.page.keyboard.press(key);

async function inRoom(room) {
  const ana = await world.personIn(room);
  await ana.says("first", "second");
  await ana.readsExactly(["first", "second"]);
  return ana;
}

/** What the page sends has been judged by it, so a refusal of its text is played. */
async function refusesChangesTo(person, text) {
  await person.page.routeWebSocket(/\/room\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((data) => {
      const frame = data === "ping" ? {} : JSON.parse(data);
      if (frame.type === "edit" && frame.text === text) says(socket, refusal("text_invalid", { cid: frame.cid }));
      else server.send(data);
    });
  });
}

/** Asks for the last message, as by the key in an empty field. */
async function editsLast(person, expected) {
  await person.part("composer").focus();
  await press(person, "ArrowUp");
  await person.sees(composerHolds, expected, `${expected} in the composer`);
}

test("a change goes on from the one before, also while that one is on its way, and back to the beginning", async () => {
  const ana = await inRoom("changes");
  ana.expectsTheServerToGo();
  await world.server.isKilled();
  await editsLast(ana, "second");
  await ana.says("third");
  await editsLast(ana, "third");
  await ana.says("second");
  await editsLast(ana, "second");
  await press(ana, "Escape");
  await world.server.start();
  await ana.isOnlineAgain();
  await ana.readsExactly(["first", "second"]);
  const ben = await world.personIn("changes", "Ben");
  await ben.readsExactly(["first", "second"]);
});

test("a change that was refused gives way to the next", async () => {
  const ana = await world.person("Ana");
  await refusesChangesTo(ana, "worse");
  await ana.joins("refused");
  await ana.says("first", "second");
  await ana.readsExactly(["first", "second"]);
  await editsLast(ana, "second");
  await ana.says("worse");
  await ana.part("failure").waitFor();
  await editsLast(ana, "worse");
  await ana.says("better");
  await ana.readsExactly(["first", "better"]);
  await ana.part("failure").waitFor({ state: "detached" });
});

test("Up passes over what is being deleted", async () => {
  const ana = await inRoom("passed-over");
  await ana.deletes("second");
  await ana.part("undo").waitFor();
  await editsLast(ana, "first");
});

test("what is answered and deleted meanwhile is no longer quoted above the field", async () => {
  const ana = await inRoom("answered");
  const ben = await world.visitor("answered", "Ben");
  const { seq } = await ben.says("a secret");
  await ana.reads("a secret");
  await ana.opensMenuOf("a secret");
  await ana.picks("Reply");
  await ana.readsIn("mode", "a secret");
  await ben.does({ type: "delete", seq });
  await ana.readsIn("mode", "Message deleted");
  assert.ok(!(await ana.part("mode").textContent()).includes("a secret"));
  await ana.says("still an answer");
  await ana.reads("still an answer");
});

test("what is deleted in two tabs is deleted, and nobody is told of a fault", async () => {
  const ana = await inRoom("two-tabs");
  const tab = await ana.anotherTab();
  await tab.opens("two-tabs");
  await tab.isIn();
  await tab.reads("second");
  await ana.deletes("second");
  await ana.part("undo").waitFor();
  await tab.deletes("second");
  // Who leaves has made up their mind: for everyone it is gone now.
  await tab.page.close();
  await ana.part("undo").waitFor({ state: "detached" });
  assert.equal(await ana.row("second").count(), 0);
  assert.equal(await ana.part("toast").textContent(), "");
});

test("a message that is deleted while its menu is open by mouse leads back to where one writes", async () => {
  const ana = await inRoom("menu-open");
  const ben = await world.visitor("menu-open", "Ben");
  const { seq } = await ben.says("soon gone");
  await ana.reads("soon gone");
  await ana.opensMenuOf("soon gone");
  await ben.does({ type: "delete", seq });
  await ana.part("rows").locator(".gone").waitFor({ state: "attached" });
  await press(ana, "Escape");
  await ana.part("menu").waitFor({ state: "detached" });
  assert.equal(await ana.focus(), "Message");
});

function composerHolds(text) {
  const composer = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-composer").shadowRoot;
  return composer.querySelector("textarea").value === text;
}
