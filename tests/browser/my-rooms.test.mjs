// The rooms of a device: beside the one that is open, as a screen of their own on a phone, and on the start page; and
// what finds one of them by a few letters.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { holds } from "./support/held.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, KEEPING, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

const rows = (person) => person.page.locator("alcove-room-list li");
const names = (person) => rows(person).locator(".name").allTextContents();
const lists = (person, wanted) =>
  person.sees(
    (list) => {
      const root = document.querySelector("alcove-sidebar")?.shadowRoot ?? document.querySelector("alcove-landing")?.shadowRoot;
      const all = [...(root?.querySelector("alcove-room-list")?.shadowRoot?.querySelectorAll(".name") ?? [])];
      return JSON.stringify(all.map(({ textContent }) => textContent)) === JSON.stringify(list);
    },
    wanted,
    `the rooms ${wanted}`,
    () => names(person),
  );
const isInRoom = async (person, room) => {
  await person.sees((name) => document.querySelector("alcove-room")?.name === name, room, `the room ${room}`);
  await person.sees(() => document.querySelector("alcove-room").store.isOpened, undefined, "the room's answer");
};

/** Somebody who was in these rooms, the last at the end. */
const whoWasIn = async (rooms, device) => {
  const person = await world.person("Ana", device);
  for (const room of rooms) {
    if (room === rooms[0]) await person.joins(room);
    else await person.comesInto(room);
    await person.says(`in ${room}`);
    await person.reads(`in ${room}`);
  }
  return person;
};

test("beside the room: by keys from one to another, with a menu for each, and closed as one likes it", async () => {
  const ana = await whoWasIn(["alpha", "beta", "gamma"], DESKTOP);
  await ana.reloads();
  const sidebar = ana.page.locator("alcove-sidebar nav");
  await lists(ana, ["gamma", "beta", "alpha"]);
  await isAccessible(ana, "the rooms beside the room");
  // Nothing has moved for it.
  assert.equal(await ana.page.evaluate(() => document.querySelector("alcove-room").getBoundingClientRect().left), 288);

  // One stop for Tab; the arrows lead on.
  await rows(ana).first().getByRole("link").focus();
  await ana.page.keyboard.press("End");
  assert.match(await ana.focus(), /alpha/);
  await ana.page.keyboard.press("ArrowUp");
  assert.match(await ana.focus(), /beta/);
  await ana.page.keyboard.press("Enter");
  await isInRoom(ana, "beta");
  await ana.page.locator("alcove-announcer").getByText("You’re in beta").waitFor();
  assert.equal(await ana.focus(), "Message");

  // The menu of a row, by keys.
  await rows(ana).filter({ hasText: "alpha" }).getByRole("link").focus();
  await ana.page.keyboard.press("ArrowRight");
  assert.equal(await ana.focus(), "Options for alpha");
  await ana.page.keyboard.press("Enter");
  await ana.page.getByRole("menuitem", { name: "Pin" }).press("Enter");
  await lists(ana, ["alpha", "gamma", "beta"]);
  await rows(ana).filter({ hasText: "gamma" }).click({ button: "right" });
  await isAccessible(ana, "the menu of a room");
  await ana.page.getByRole("menuitem", { name: "Hide" }).click();
  await lists(ana, ["alpha", "beta"]);
  await ana.page.getByRole("button", { name: "1 hidden room" }).click();
  await lists(ana, ["alpha", "beta", "gamma"]);
  await rows(ana).filter({ hasText: "gamma" }).click({ button: "right" });
  await ana.page.getByRole("menuitem", { name: "Show again" }).click();

  // Forgotten, after a question.
  await rows(ana).filter({ hasText: "gamma" }).getByRole("link").focus();
  await ana.page.keyboard.press("ContextMenu");
  await ana.page.getByRole("menuitem", { name: "Forget…" }).press("Enter");
  await ana.page.getByRole("button", { name: "Cancel" }).waitFor();
  await isAccessible(ana, "the question");
  await ana.page.getByRole("button", { name: "Forget me in this room" }).press("Enter");
  await lists(ana, ["alpha", "beta"]);
  const left = await ana.page.evaluate(() => Object.keys(localStorage));
  assert.deepEqual(left.filter((key) => key.includes("gamma")), []);

  // What is unread elsewhere is in the bar while the list is closed.
  const ben = await world.visitor("alpha", "Ben");
  await ben.says("hello @Ana");
  await rows(ana).filter({ hasText: "1 unread message" }).filter({ hasText: "1 mention of you" }).filter({ hasText: "Ben: hello @Ana" }).waitFor();
  await sidebar.getByRole("button", { name: "Hide my rooms" }).press("Enter");
  await sidebar.waitFor({ state: "detached" });
  await ana.hasFocusOn("My rooms, 1 unread message in the others");
  await ana.reloads();
  await ana.page.getByRole("button", { name: "My rooms" }).click();
  await rows(ana).filter({ hasText: "alpha" }).getByRole("link").click();
  await isInRoom(ana, "alpha");

  // And by letters and Enter, which may come before what finds it.
  const come = await holds(ana, "find");
  await ana.page.keyboard.press("Control+K");
  await ana.page.keyboard.type("beta");
  await ana.page.keyboard.press("Enter");
  come();
  await isInRoom(ana, "beta");
  await ana.hasWritten("");
});

test("on a phone it is a screen of its own, a step back from the room", async () => {
  const ana = await whoWasIn(["alpha-phone", "beta-phone"], PHONE);
  // Where it cannot be loaded, that is said, and one stays in the room.
  ana.expectsToHear(/net::ERR_FAILED/);
  await ana.page.route("**/assets/sidebar-*.js", (route) => route.abort());
  await ana.page.getByRole("button", { name: "My rooms" }).tap();
  await ana.page.locator("alcove-top-bar").getByText("Couldn’t load that.").waitFor();
  await ana.sees(() => !document.querySelector("alcove-room").inert && !history.state?.isList, undefined, "the room again");
  await ana.page.unroute("**/assets/sidebar-*.js");
  // Whoever has gone back before it is there is left in the room.
  const come = await holds(ana, "sidebar");
  await ana.page.getByRole("button", { name: "My rooms" }).tap();
  await ana.page.goBack();
  come();
  await ana.sees(() => customElements.get("alcove-sidebar"), undefined, "what draws the list");
  await ana.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  assert.equal(await ana.page.locator("alcove-sidebar").count(), 0);
  await ana.page.getByRole("button", { name: "My rooms" }).tap();
  await lists(ana, ["beta-phone", "alpha-phone"]);
  await isAccessible(ana, "the rooms as a screen");
  assert.equal(await ana.page.evaluate(() => document.querySelector("alcove-room").inert), true);
  // Over the list, which stays.
  await ana.page.getByRole("button", { name: "Use on another device" }).tap();
  await ana.page.locator("alcove-give-dialog dialog").getByText("Valid for").waitFor();
  await ana.page.keyboard.press("Escape");
  await ana.page.locator("alcove-give-dialog").waitFor({ state: "detached" });
  await lists(ana, ["beta-phone", "alpha-phone"]);
  await ana.page.goBack();
  await ana.page.locator("alcove-sidebar").waitFor({ state: "detached" });
  await ana.page.getByRole("button", { name: "My rooms" }).tap();
  await rows(ana).filter({ hasText: "alpha-phone" }).getByRole("link").tap();
  await isInRoom(ana, "alpha-phone");
  await ana.reads("in alpha-phone");
  await ana.page.locator("alcove-sidebar").waitFor({ state: "detached" });
  // The way back is there with the room, whatever the list is told next.
  const hasWay = await ana.page.evaluate(async () => {
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: "/room/beta-phone" }));
    link.click();
    link.remove();
    while (document.querySelector("alcove-room").name !== "beta-phone") await new Promise((resolve) => setTimeout(resolve));
    const room = document.querySelector("alcove-room");
    await room.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
    return room.renderRoot.querySelector("alcove-rooms-button") !== null;
  });
  assert.ok(hasWay);
  await ana.page.goBack();
  await isInRoom(ana, "alpha-phone");
  // Back is the list, as one came.
  await ana.page.goBack();
  await lists(ana, ["beta-phone", "alpha-phone"]);
  await isInRoom(ana, "beta-phone");
});

test("a few letters find a room, somebody who is here, or what can be done", async () => {
  const ana = await whoWasIn(["cafe-central", "beta-find"], DESKTOP);
  await world.visitor("beta-find", "Zoë");
  await ana.counts(2);
  const palette = ana.page.locator("alcove-palette dialog");
  const field = palette.getByRole("combobox");
  // Before it is there, what is typed is held for it, and Escape gives it up.
  const come = await holds(ana, "find");
  await ana.page.keyboard.press("Control+K");
  await ana.page.keyboard.type("no");
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.type("hello");
  await ana.hasWritten("hello");
  await ana.page.keyboard.press("Control+K");
  await ana.page.keyboard.type("caff");
  await ana.page.keyboard.press("Backspace");
  come();
  await palette.waitFor();
  assert.equal(await field.inputValue(), "caf");
  await ana.page.keyboard.type("e");
  assert.equal(await field.inputValue(), "cafe");
  await field.fill("");
  await isAccessible(ana, "what finds rooms");
  await ana.hasWritten("hello");
  assert.match(await palette.getByRole("option", { selected: true }).textContent(), /cafe-central/);
  await ana.page.keyboard.type("zoe");
  await palette.getByRole("option", { name: "Zoë Message privately" }).waitFor();
  // In Safari, what ends a word of an input method is no key that chooses.
  const isTaken = (each) => !each.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
  assert.equal(await field.evaluate(isTaken), false);
  assert.match(await palette.getByRole("option", { selected: true }).textContent(), /Zoë\s*Person/);
  await ana.page.keyboard.press("Enter");
  await palette.waitFor({ state: "detached" });
  await ana.hasWritten("hello @Zoë ");
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("zoe");
  await palette.getByRole("option", { name: "Zoë Message privately" }).waitFor();
  await ana.page.keyboard.press("ArrowDown");
  await ana.page.keyboard.press("Enter");
  await ana.page.getByRole("dialog", { name: /^Message .?Zoë.? privately$/ }).waitFor();
  await ana.page.keyboard.press("Escape");
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("nothing has this name");
  await palette.getByText("Nothing found").waitFor();
  await palette.getByRole("combobox").fill("mute");
  await ana.page.keyboard.press("Enter");
  await ana.page.locator("alcove-top-bar").getByText("Muted").waitFor({ state: "attached" });
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("CAFÉ c");
  await ana.page.keyboard.press("Enter");
  await isInRoom(ana, "cafe-central");
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("sett");
  await ana.page.keyboard.press("Enter");
  await ana.part("dialog").waitFor();
});

test("the start page of who has rooms is the list of them, also without a server", async () => {
  const ana = await whoWasIn(["alpha-start", "beta-start"], { ...PHONE, ...KEEPING });
  await ana.visits();
  await lists(ana, ["beta-start", "alpha-start"]);
  await isAccessible(ana, "the start page of who has rooms");
  assert.equal(await ana.page.getByText("Anyone with the link can join").count(), 0);
  assert.equal(await ana.page.evaluate(() => document.documentElement.scrollWidth), 360);

  // It watches, so a private conversation that opens meanwhile is in it.
  const { id, token } = await ana.page.evaluate(() => JSON.parse(localStorage.getItem("alcove:member:alpha-start")));
  const ben = await world.visitor("alpha-start", "Ben");
  ben.send({ type: "direct", cid: "ask", to: id });
  await rows(ana).filter({ hasText: "1 request to talk privately" }).waitFor();
  const elsewhere = await world.visitor("alpha-start", "Ana", { token });
  const { directs } = elsewhere.welcome;
  elsewhere.send({ type: "direct", cid: "yes", pair: directs[0].pair, answer: "accept" });
  await lists(ana, ["Ben", "beta-start", "alpha-start"]);

  await rows(ana).nth(1).getByRole("link").tap();
  await isInRoom(ana, "beta-start");
  await ana.keepsThePage();
  // What was on its way as one left a room goes out from another, and is kept then.
  await ana.sees(() => localStorage.getItem("alcove:page:alpha-start")?.includes("in alpha-start"), undefined, "its messages to be kept");
  ana.expectsTheServerToGo();
  ana.expectsToHear(/ERR_INTERNET_DISCONNECTED/);
  await ana.context.setOffline(true);
  await ana.visits();
  await lists(ana, ["Ben", "beta-start", "alpha-start"]);
  await rows(ana).last().getByRole("link").tap();
  await ana.reads("in alpha-start");
});
