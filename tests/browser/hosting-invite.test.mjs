// Owning a room: it is made on the start page, kept on this device, and people are invited to it by links of their own.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { keyLink, makesRoom, mints } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

const roomOf = (person) => new URL(person.page.url()).pathname.replace("/room/", "");
const house = (person) => person.page.evaluate(() => document.querySelector("alcove-room").store.room.house);
const ownKey = (person) => person.page.evaluate(() => document.querySelector("alcove-room").store.connection.ownKey);

/** Screenshots for who asks for them, in both themes. */
async function shows(person, name) {
  if (!process.env.SHOTS) return;
  await person.page.evaluate(() => document.fonts.ready);
  for (const colorScheme of ["light", "dark"]) {
    await person.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await person.page.screenshot({ path: `${process.env.SHOTS}/${name}-${person.device.name}-${colorScheme}.png` });
  }
}

/** From the start page into a room of one's own. */
async function makes(person, name, { title, access } = {}) {
  await person.visits("/");
  await person.part("landingName").fill(name);
  if (title || access) {
    await person.page.getByText("Room options").click();
    await person.page.getByLabel("Title (optional)").fill(title ?? "");
    await person.page.getByLabel("Who can come in").selectOption(access ?? "open");
  }
  await person.page.getByRole("button", { name: "Create a room" }).click();
  await person.isIn();
}

test("who creates a room owns it, and a room that is entered by its name belongs to nobody", async () => {
  const ana = await world.person("Ana");
  await makes(ana, "Ana");
  const { isOwned, role, settings } = await house(ana);
  assert.deepEqual({ isOwned, role, access: settings.access }, { isOwned: true, role: "owner", access: "open" });
  await ana.place.getByText("Anyone who opens it joins you here.").waitFor();
  const key = await ownKey(ana);
  assert.match(key, /^[\w-]{22}$/);
  const room = roomOf(ana);
  assert.equal(await ana.page.evaluate((name) => localStorage.getItem(`alcove:pass:${name}`), room), null);

  // Back, and once more: another room, and the first one is still hers.
  await ana.page.goBack();
  await ana.page.getByRole("button", { name: "Create a room" }).click();
  await ana.isIn();
  assert.notEqual(roomOf(ana), room);
  assert.notEqual(await ownKey(ana), key);
  await ana.opens(room);
  await ana.isIn();
  assert.equal((await house(ana)).role, "owner");

  await ana.comesInto("entered-by-name");
  assert.equal((await house(ana)).isOwned, false);
});

test("a room is created as it was to be, once, however bad the connection is", async () => {
  const ana = await world.person("Ana", PHONE);
  ana.expectsTheServerToGo();
  await ana.visits("/");
  await ana.page.getByText("Room options").click();
  await isAccessible(ana, "options of a new room");
  await shows(ana, "new-room");
  let sockets = 0;
  const hellos = [];
  await ana.page.routeWebSocket(/\/room\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((data) => {
      if (data !== "ping") hellos.push(...[JSON.parse(data)].flat().filter(({ type }) => type === "hello"));
      server.send(data);
    });
    // The first welcome is lost on its way.
    if ((sockets += 1) === 1) server.onMessage(() => socket.close({ code: 1011 }));
    else server.onMessage((data) => socket.send(data));
  });
  await makes(ana, "Ana", { title: "Tea house", access: "closed" });
  assert.equal(hellos.length, 2);
  assert.equal(hellos[0].key, hellos[1].key);
  assert.equal(hellos[0].cid, hellos[1].cid);
  const { role, settings } = await house(ana);
  assert.deepEqual([role, settings.title, settings.access], ["owner", "Tea house", "closed"]);
  assert.equal(await ownKey(ana), hellos[0].key);
  await ana.page.locator("alcove-top-bar h1", { hasText: "Tea house" }).waitFor();
});

for (const device of [DESKTOP, PHONE]) {
  test(`links are made for whom they are for, listed, and revoked (${device.name})`, async () => {
    const ana = await world.person("Ana", device);
    await makes(ana, "Ana");
    const room = roomOf(ana);
    await ana.opensDialog("Invite");
    const dialog = ana.part("dialog");
    await dialog.getByText("Anyone with this link can read and write here.").waitFor();
    assert.equal(await dialog.getByRole("textbox", { name: "Room link" }).inputValue(), world.server.link(room));
    await shows(ana, "invite-anyone");

    await dialog.getByLabel("Who is this link for?").selectOption("moderator");
    await dialog.getByLabel("Label (optional)").fill("Book club");
    await dialog.getByLabel("Ends").selectOption("After 7 days");
    await dialog.getByLabel("Good for").selectOption("5 people");
    await isAccessible(ana, "terms of a link");
    await shows(ana, "invite-terms");
    await dialog.getByRole("button", { name: "Create link" }).click();
    await dialog.getByText("this link can’t be shown again").waitFor();
    assert.equal(await ana.focus(), "Copy");
    const link = await dialog.getByRole("textbox", { name: "Room link" }).inputValue();
    assert.match(link, new RegExp(`/room/${room}#key=[\\w-]{22}$`));
    const row = dialog.locator("li", { hasText: "Book club" });
    await row.filter({ hasText: "A moderator · used 0 of 5 times · ends in 7 days" }).waitFor();

    const ben = await world.visitor(room, "Ben", { key: link.split("#key=")[1], cid: "b" });
    await ana.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await ana.opensDialog("Invite");
    await row.filter({ hasText: "used 1 of 5 times · last used this minute" }).waitFor();
    assert.equal(await dialog.getByText(link).count(), 0);

    await row.getByRole("button", { name: "Revoke: Book club" }).click();
    await row.getByLabel("Also take access from the person who came by it").check();
    await isAccessible(ana, "links, one of which is to be revoked");
    await shows(ana, "invite-revoke");
    await row.getByRole("button", { name: "Revoke", exact: true }).click();
    await row.waitFor({ state: "detached" });
    assert.equal(await ana.focus(), "Links to this room");
    await ben.sees({ type: "you", role: "member" });
  });
}

test("what cannot be is said in words, and nothing typed is lost", async () => {
  const ana = await world.person("Ana");
  // Pressed before that part of the page is here.
  let come = () => {};
  const isPressed = new Promise((resolve) => {
    come = resolve;
  });
  await ana.page.route("**/assets/hosting-*.js", (route) => isPressed.then(() => route.continue()));
  await makes(ana, "Ana", { access: "ask" });
  await ana.page.getByRole("button", { name: "Invite", exact: true }).click();
  come();
  const dialog = ana.part("dialog");
  await dialog.getByText("Anyone with this link can ask to be let in.").waitFor();
  await ana.place.locator("alcove-timeline .empty h2").waitFor();
  assert.deepEqual(await ana.place.locator("alcove-timeline .empty p").allInnerTexts(), [], "nor does the conversation say that it lets anybody in");
  // The key with which the room was made is the only one of an owner.
  await dialog.locator("li", { hasText: "This device’s own link" }).filter({ hasText: "used once" }).waitFor();
  await dialog.getByRole("button", { name: "Revoke: This device’s own link" }).click();
  assert.equal(await dialog.getByLabel(/^Also take access/).count(), 0, "who came by it is oneself");
  await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
  await dialog.getByText("The room would be left without an owner.").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await ana.focus(), "Revoke: This device’s own link");

  // As many as there may be.
  await ana.page.evaluate(async () => {
    const { connection } = document.querySelector("alcove-room").store;
    for (let i = 1; i < 100; i += 1) await connection.act({ type: "mint", role: "reader", hash: String(i).padStart(64, "0") });
  });
  await dialog.getByLabel("Who is this link for?").selectOption("reader");
  await dialog.getByLabel("Label (optional)").fill("One more");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await dialog.getByText("There are too many links. Revoke one first.").waitFor();
  assert.equal(await dialog.getByLabel("Label (optional)").inputValue(), "One more");
});

test("where a browser stores nothing, no room is made that would belong to nobody, and the page says so", async () => {
  const ana = await world.person("Ana");
  await ana.page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("denied", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: refuse });
  });
  await ana.visits("/");
  await ana.part("landingName").fill("Ana");
  await ana.page.getByText("Room options").click();
  await ana.page.getByLabel("Title (optional)").fill("Tea");
  await ana.page.getByRole("button", { name: "Create a room" }).click();
  await ana.page.getByText("so a new room couldn’t stay yours").waitFor();
  assert.equal(new URL(ana.page.url()).pathname, "/");
  assert.equal(await ana.page.getByLabel("Title (optional)").inputValue(), "Tea");
  await isAccessible(ana, "no room of one's own");
  await shows(ana, "create-unkept");
  await ana.page.locator("#room").fill("by-its-name");
  await ana.page.locator("#room").press("Enter");
  await ana.page.waitForURL("**/room/by-its-name");
});

test("who may make no links is told what the room's own link gives", async () => {
  const olga = await makesRoom(world, "told-what", { access: "read" });
  const ana = await world.person("Ana");
  await ana.joins("told-what");
  await ana.opensDialog("Invite");
  await ana.part("dialog").getByText("Anyone with this link can read here, but not write.").waitFor();
  assert.equal(await ana.part("dialog").getByLabel("Who is this link for?").count(), 0);
  await ana.page.keyboard.press("Escape");

  // A moderator may invite members and readers.
  const key = await mints(olga, "moderator");
  await ana.visits("/");
  await ana.visits(keyLink("told-what", key));
  await ana.isIn();
  await ana.opensDialog("Invite");
  const whom = ana.part("dialog").getByLabel("Who is this link for?");
  assert.deepEqual(await whom.locator("option").evaluateAll((all) => all.map(({ value }) => value)), ["anyone", "member", "reader"]);
});

test("who owns a room on one device is told so once it is used, and can keep a second link", async () => {
  const ana = await world.person("Ana", PHONE);
  await makes(ana, "Ana");
  const nudge = ana.page.locator("alcove-owner-nudge aside");
  assert.equal(await nudge.count(), 0);
  const ben = await world.visitor(roomOf(ana), "Ben");
  await nudge.getByText("You own this room on this device only.").waitFor();
  await isAccessible(ana, "the line about the owner's link");
  await shows(ana, "owner-nudge");
  await ana.opensDialog("Settings");
  await ana.part("dialog").getByRole("button", { name: "Forget me on this device" }).tap();
  await ana.part("dialog").getByText("A room you own on this device only will be left without an owner.").waitFor();
  await ana.page.keyboard.press("Escape");

  // With an account, it is on all devices.
  await ana.page.evaluate(() => localStorage.setItem("alcove:account", "1"));
  await ben.says("one");
  await nudge.waitFor({ state: "detached" });
  await ana.page.evaluate(() => localStorage.removeItem("alcove:account"));
  await ben.says("two");

  await nudge.getByRole("button", { name: "Keep a second owner link" }).tap();
  const dialog = ana.part("dialog");
  const link = await dialog.getByRole("textbox", { name: "Room link" }).inputValue();
  assert.equal(link, `${world.server.link(roomOf(ana))}#key=${await ownKey(ana)}`);
  await isAccessible(ana, "a second owner's link");
  await shows(ana, "owner-dialog");
  const [download] = await Promise.all([
    ana.page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save as a file" }).tap(),
  ]);
  assert.equal(download.suggestedFilename(), `alcove-${roomOf(ana)}.txt`);
  assert.ok((await readFile(await download.path(), "utf8")).includes(link));
  await dialog.getByRole("button", { name: "I’ve kept it" }).tap();
  await nudge.waitFor({ state: "detached" });
  await ben.says("hello");
  await ana.reloads();
  await ana.reads("hello");
  assert.equal(await nudge.count(), 0);

  // The other device.
  const phone = await world.person("Ana too");
  await phone.visits(new URL(link).pathname + new URL(link).hash);
  await phone.givesName("Ana too");
  await phone.isIn();
  assert.equal((await house(phone)).role, "owner");
  assert.equal(await phone.page.locator("alcove-owner-nudge").count(), 0);
});
