// Private conversations: one asks, the other decides, and what the two say to each other nobody else gets to see.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { holds } from "./support/held.mjs";
import { makesRoom } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

test("one asks from the roster, the other accepts, and the two talk in a room of their own", async () => {
  const ana = await world.person("Ana", DESKTOP);
  const bo = await world.person("Bo", PHONE);
  await ana.joins("tea");
  await bo.joins("tea");
  const cy = await world.visitor("tea", "Cy");
  await bo.writes("half a thought");

  await ana.page.getByRole("button", { name: "Message Bo privately" }).click();
  await ana.page.getByRole("button", { name: "Send request" }).click();
  await ana.page.getByText(/Waiting for .?Bo.?\./).waitFor();
  await isAccessible(ana, "waiting for an answer");

  await request(bo, "Ana").waitFor();
  await bo.hasWritten("half a thought");
  await isAccessible(bo, "a request");
  await request(bo, "Ana").getByRole("button", { name: "Accept" }).tap();
  await inPrivate(bo, "Ana", "tea");
  await bo.page.getByText(/Just you and .?Ana/).waitFor();
  await isAccessible(bo, "an empty conversation");
  await bo.page.locator(".private-away", { hasText: /Ana.? isn’t here right now/ }).waitFor();

  await ana.page.getByRole("button", { name: /Write to .?Bo/ }).click();
  await inPrivate(ana, "Bo", "tea");
  await bo.page.locator(".private-away", { hasText: "isn’t here right now" }).waitFor({ state: "detached" });
  for (const label of ["Invite", "Copy link", /^People/])
    assert.equal(await ana.page.getByRole("button", { name: label }).count(), 0, String(label));

  await ana.says("Just us two");
  await bo.reads("Just us two");
  await bo.writes("t");
  await ana.part("typing").waitFor();
  await bo.says("Good");
  await ana.reads("Good");
  await ana.reacts("Good", "👍");
  await bo.seesReactions("Good", "👍 1");
  await ana.opensMenuOf("Just us two");
  await ana.picks("Edit");
  await ana.says("Just the two of us");
  await bo.reads("Just the two of us");
  await isAccessible(ana, "a conversation");
  const address = new URL(ana.page.url()).pathname;
  assert.match(address, /^\/room\/~[a-z2-7]{26}$/);

  // Who is away gets it later; who is back goes on where the two were.
  await bo.page.goBack();
  await bo.page.locator("alcove-top-bar h1", { hasText: "tea" }).waitFor();
  await bo.hasWritten("half a thought");
  await bo.page.getByRole("button", { name: "Private messages" }).tap();
  await ana.page.locator(".private-away", { hasText: /Bo.? isn’t here right now/ }).waitFor();
  await ana.says("For later");
  await bo.page.getByRole("link", { name: /Write to .?Ana/ }).tap();
  await bo.reads("For later");
  await bo.reloads();
  await bo.reads("For later");
  await inPrivate(bo, "Ana", "tea");

  // Nobody else learns of it, nor gets in by its address.
  const { all } = await cy.everythingUntilNow();
  assert.doesNotMatch(JSON.stringify(all), /~|direct|Just|later/);
  const dan = await world.person("Dan", DESKTOP);
  await dan.page.goto(`${world.server.url}${address}`);
  await dan.page.getByRole("heading", { name: "This conversation isn’t open on this device" }).waitFor();
  await isAccessible(dan, "no way in");
});

test("a request can be ignored or blocked, by keys as well, and the sender never knows", async () => {
  const bo = await world.person("Bo", DESKTOP);
  await bo.joins("garden");
  const [ana, cy] = [await world.visitor("garden", "Ana"), await world.visitor("garden", "Cy")];
  for (const each of [ana, cy]) each.send({ type: "direct", cid: "d", to: await idOf(each, "Bo") });
  assert.equal((await ana.sees({ type: "direct", cid: "d" })).state, "asked");
  await bo.page.getByRole("button", { name: "Private messages: 2 requests" }).waitFor();
  await request(bo, "Ana").getByRole("button", { name: "Block" }).click();
  await bo.page.locator("alcove-toast p", { hasText: "Blocked." }).waitFor();
  await request(bo, "Cy").getByRole("button", { name: "Ignore" }).click();
  await bo.page.locator("alcove-toast p", { hasText: "Ignored." }).waitFor();
  await request(bo, "Cy").waitFor({ state: "detached" });
  assert.equal(await bo.focus(), "Message");
  ana.send({ type: "direct", cid: "again", to: await idOf(ana, "Bo") });
  assert.equal((await ana.sees({ type: "direct", cid: "again" })).state, "asked");

  // After a reload it is still known here whom one has blocked, and one can think again. Of the other nothing is known, as
  // on another device.
  await bo.page.evaluate(() => {
    const said = JSON.parse(localStorage.getItem("alcove:directs:garden"));
    localStorage.setItem("alcove:directs:garden", JSON.stringify(said.filter((each) => each.with.name !== "Cy")));
  });
  await bo.reloads();
  await bo.page.getByRole("button", { name: "Private messages" }).waitFor();
  await ana.says("Hello Bo");
  await bo.reads("Hello Bo");
  await bo.page.keyboard.press("Shift+Tab");
  await bo.page.keyboard.press("ArrowUp");
  await bo.page.keyboard.press("p");
  const dialog = bo.page.getByRole("dialog", { name: /Message .?Ana.? privately/ });
  await dialog.getByText(/You blocked .?Ana/).waitFor();
  await isAccessible(bo, "somebody who is blocked");
  await dialog.getByRole("button", { name: "Unblock" }).click();
  await inPrivate(bo, "Ana", "garden");
  const { room, token } = await ana.sees({ type: "direct", state: "open" });
  const there = await world.visitor(room, "Ana", { token });
  await bo.says("Sorry about that");
  const said = await there.sees({ type: "message", text: "Sorry about that" });

  // A conversation is ended from within, by way of the room where the two have met; nothing that was typed is lost.
  await bo.page.getByRole("button", { name: "About this conversation" }).click();
  const about = bo.page.getByRole("dialog", { name: "About this conversation" });
  await about.getByRole("button", { name: /Block .?Ana/ }).click();
  await about.getByText("Blocked. Neither of you can write here any more.").waitFor();
  await isAccessible(bo, "about a conversation");
  await bo.page.keyboard.press("Escape");
  await bo.page.locator("alcove-lock-line p", { hasText: /You blocked .?Ana/ }).first().waitFor();
  assert.equal((await there.isRefused({ type: "say", text: "Why?" })).code, "forbidden");
  assert.equal((await there.isRefused({ type: "react", seq: said.seq, emoji: "👍", on: true })).code, "forbidden");
  await bo.page.getByRole("button", { name: "About this conversation" }).click();
  await about.getByRole("button", { name: /Unblock .?Ana/ }).click();
  await about.getByText(/isn’t blocked any more/).waitFor();
  await bo.page.keyboard.press("Escape");
  await bo.says("Here again");
  await there.sees({ type: "message", text: "Here again" });

  // Where it is not known, it ends when one asks.
  await bo.page.goBack();
  await bo.page.getByRole("button", { name: "Message Cy privately" }).click();
  await bo.page.getByRole("button", { name: "Send request" }).click();
  await bo.page.getByRole("button", { name: /Write to .?Cy/ }).or(bo.page.locator("alcove-top-bar .pair h1", { hasText: "Cy" })).first().waitFor();
  await cy.sees({ type: "direct", state: "open" });
});

test("who is blocked reads that nothing can be written any more, also after a reload", async () => {
  const ana = await world.person("Ana", DESKTOP);
  await ana.joins("porch");
  const bo = await world.visitor("porch", "Bo");
  bo.send({ type: "direct", cid: "d", to: await idOf(bo, "Ana") });
  await request(ana, "Bo").getByRole("button", { name: "Accept" }).click();
  await inPrivate(ana, "Bo", "porch");
  const away = ana.page.locator(".private-away p");
  await away.waitFor();
  const { pair } = await bo.sees({ type: "direct", state: "open" });
  bo.send({ type: "direct", cid: "b", pair, answer: "block" });
  await bo.sees({ type: "direct", cid: "b", state: "blocked" });
  await ana.writes("Are you there?");
  await ana.page.keyboard.press("Enter");
  const failed = ana.page.getByText("Not sent: nothing can be written here any more.");
  await failed.waitFor();
  await ana.page.getByPlaceholder("Nothing can be written here now").waitFor();
  await away.waitFor({ state: "detached" });
  await ana.reloads();
  await failed.waitFor();
  assert.equal(await away.count(), 0);
  // It can be tried again, which is how one learns that it goes again.
  bo.send({ type: "direct", cid: "u", to: await idOf(bo, "Ana") });
  await bo.sees({ type: "direct", cid: "u", state: "open" });
  await ana.page.getByRole("button", { name: "Retry" }).click();
  await failed.waitFor({ state: "detached" });
  await ana.page.getByPlaceholder(/Only .?Bo.? sees this/).waitFor();
  await away.waitFor();
});

test("a report says what is sent to whom; where the room allows nothing in private, nothing is offered; what was forgotten stays so", async () => {
  const olga = await makesRoom(world, "club", { direct: "ask", title: "Book club" });
  const [ana, bo] = [await world.person("Ana", DESKTOP), await world.visitor("club", "Bo")];
  await ana.joins("club");
  await bo.says("Psst");
  await ana.opensMenuOf("Psst");
  await ana.picks("Message privately");
  await ana.page.getByRole("button", { name: "Send request" }).click();
  const { pair } = await bo.sees({ type: "direct", state: "request" });
  bo.send({ type: "direct", cid: "yes", pair, answer: "accept" });
  const { room, token } = await bo.sees({ type: "direct", state: "open" });
  const there = await world.visitor(room, "Bo", { token });
  await there.says("You are a nuisance");
  // What is typed on the way there is for there.
  const come = await holds(ana, "conversation");
  await ana.page.getByRole("button", { name: /Write to .?Bo/ }).click();
  await ana.page.locator("alcove-room[aria-busy]").waitFor();
  await ana.page.keyboard.type("am I?");
  await ana.page.keyboard.press("Enter");
  come();
  await inPrivate(ana, "Bo", "Book club");
  await ana.hasWritten("am I?");
  await ana.page.keyboard.type("!");
  await ana.hasWritten("am I?!");
  await ana.writes("");
  await ana.opensMenuOf("You are a nuisance");
  await ana.picks("Report…");
  const dialog = ana.page.getByRole("dialog", { name: "Report this conversation" });
  await dialog.getByText(/the last 20 messages, by both of you, to those who look after .?Book club/).waitFor();
  await isAccessible(ana, "a report");
  await dialog.getByRole("button", { name: "Report", exact: true }).click();
  await ana.readsIn("toast", "Reported. The last messages were sent along.");
  await olga.sees({ type: "desk", reports: 1 });

  await olga.does({ type: "settings", set: { direct: "off" } });
  await ana.page.goBack();
  await ana.reads("Psst");
  await there.says("Still here");
  await ana.page.getByRole("button", { name: "Private messages" }).click();
  await ana.page.getByRole("link", { name: /Write to .?Bo/ }).waitFor();
  await ana.page.keyboard.press("Escape");
  assert.equal(await ana.page.getByRole("button", { name: "Message Olga privately" }).count(), 0);
  await ana.page.keyboard.press("Control+K");
  await ana.page.locator("alcove-palette dialog").waitFor();
  await ana.page.keyboard.type("olga");
  await ana.page.getByRole("option", { name: "Olga Person" }).waitFor();
  assert.equal(await ana.page.getByRole("option", { name: /Message privately/ }).count(), 0);
  await ana.page.keyboard.press("Escape");

  // Forgotten on this device it stays so, though the room tells of it whenever one comes.
  await ana.page.getByRole("button", { name: "My rooms" }).click();
  const row = ana.page.locator("alcove-room-list li", { hasText: "Private" });
  await row.filter({ hasText: "Still here" }).waitFor();
  await forgets(ana, row);
  const looks = ana.page.waitForEvent("websocket", (socket) => socket.url().includes("/room/~"));
  await ana.reloads();
  const look = await looks;
  if (!look.isClosed()) await look.waitForEvent("close");
  await ana.page.locator("alcove-room-list li", { hasText: "club" }).waitFor();
  assert.equal(await row.count(), 0);
  assert.deepEqual(await ana.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("~"))), []);
  // Unless one goes there, or something new is said.
  await ana.page.getByRole("button", { name: "Private messages" }).click();
  await ana.page.getByRole("link", { name: /Write to .?Bo/ }).click();
  await inPrivate(ana, "Bo", "Book club");
  await ana.reads("Still here");
  await ana.page.goBack();
  await forgets(ana, row);
  await there.says("Where are you?");
  await ana.reloads();
  await row.filter({ hasText: "Where are you?" }).filter({ hasText: "1 unread message" }).waitFor();
});

/** By the menu of its row. */
async function forgets({ page }, row) {
  await row.getByRole("link").focus();
  await page.keyboard.press("ContextMenu");
  await page.getByRole("menuitem", { name: "Forget…" }).press("Enter");
  await page.getByRole("button", { name: "Forget me in this room" }).press("Enter");
  await row.waitFor({ state: "detached" });
}

const request = (person, name) => person.page.locator("alcove-directs .line", { hasText: `${name}` });

/** The page is a conversation with them, and says so. */
async function inPrivate(person, name, met) {
  await person.page.locator("alcove-top-bar .pair h1", { hasText: name }).waitFor();
  await person.page.locator("alcove-top-bar .from", { hasText: new RegExp(`Private · from .?${met}`) }).waitFor();
  await person.page.getByPlaceholder(new RegExp(`Only .?${name}.? sees this`)).waitFor();
}

async function idOf(visitor, name) {
  return visitor.welcome.members.find((each) => each.name === name).id;
}
