// What those do who look after a room: about a message, about a person, and at the desk.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { keyLink, makesRoom, mints } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { LOCALES } from "./support/languages.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

/** What a browser says of a room that strangers may not read. */
const UNSEEN = /status of 401/;

const dialog = ({ page }, name) => page.getByRole("dialog", { name });
const item = ({ page }, name) => page.getByRole("menuitem", { name, exact: true });
const toast = (host, words) => host.part("toast").filter({ hasText: words }).waitFor();
const button = (place, name) => place.getByRole("button", { name, exact: true });

/** A room of Olga's, and Mia, who looks after it, at a browser. */
async function host(room, { role = "moderator", settings = {}, device = DESKTOP, locale } = {}) {
  const olga = await makesRoom(world, room, settings);
  const key = await mints(olga, role);
  const mia = await world.person("Mia", { ...device, ...(locale && { locale }) });
  mia.expectsToHear(UNSEEN);
  await mia.visits(keyLink(room, key));
  await mia.givesName("Mia");
  await mia.isIn();
  await mia.page.locator("alcove-host-button").waitFor();
  return { olga, mia };
}

/** Looks to be seen by a person, where they are asked for. */
async function shot({ page }, name) {
  if (!process.env.SHOTS) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}.png` });
  }
}

test("a message is pinned, deleted and reported from its menu, by who may, and each can be thought over", async () => {
  const { olga, mia } = await host("menu");
  const bo = await world.visitor("menu", "Bo");
  const { seq } = await bo.says("rude words");
  await olga.says("by the owner");

  await mia.opensMenuOf("by the owner");
  await item(mia, "Pin").waitFor();
  await item(mia, "Report…").waitFor();
  assert.equal(await item(mia, "Delete").count(), 0, "of who stands above one");
  await shot(mia, "menu-desktop");
  await mia.picks("Pin");
  await olga.sees({ type: "pinned", on: true });
  await toast(mia, "Pinned");
  await isAccessible(mia, "a toast with a way back");
  await mia.page.keyboard.press("Control+z");
  await olga.sees({ type: "pinned", on: false });
  await toast(mia, "Undone.");

  await mia.deletes("rude words");
  await mia.part("undo").click();
  await mia.reads("rude words");

  await mia.opensMenuOf("rude words");
  await mia.picks("Report…");
  const form = dialog(mia, "Report this message");
  await form.filter({ hasText: "rude words" }).waitFor();
  await isAccessible(mia, "reporting");
  await shot(mia, "report-desktop");
  await form.getByRole("textbox").fill("Not nice");
  await form.getByRole("textbox").press("Enter");
  await toast(mia, "Reported. The moderators will see it.");
  await olga.sees({ type: "desk", reports: 1 });
  await mia.opensMenuOf("rude words");
  await mia.picks("Report…");
  await form.getByRole("textbox").press("Enter");
  await form.getByRole("alert").filter({ hasText: "You’ve already reported this message." }).waitFor();
  await mia.page.keyboard.press("Escape");

  const deleted = olga.sees({ type: "deleted", target: seq });
  await mia.deletes("rude words");
  await mia.page.reload();
  await deleted;
});

test("in a room that nobody owns a report goes to who runs the site", async () => {
  const ana = await world.person("Ana");
  await ana.joins("plain");
  const bo = await world.visitor("plain", "Bo");
  await bo.says("rude words");
  await ana.opensMenuOf("rude words");
  await ana.picks("Report…");
  await dialog(ana, "Report this message").filter({ hasText: "The people who run this site" }).waitFor();
  await button(ana.page, "Report").click();
  await toast(ana, "The people who run this site will see it.");
});

/** Somebody who waits to be let in. */
async function knocks(room, name, text) {
  const visitor = await world.visitor(room);
  visitor.hello(name);
  await visitor.sees({ type: "knocking" });
  if (text) visitor.send({ type: "knock", text });
  return visitor;
}

test("at the desk those who wait are let in or not by one key each, and nothing moves what has the focus", async () => {
  const { olga, mia } = await host("waiting", { settings: { access: "ask" } });
  const zoe = await knocks("waiting", "Zoe", "I am new here");
  await olga.sees({ type: "knock", text: "I am new here" });
  await button(mia.page, "Look after this room: 1 thing waiting").click();
  const desk = dialog(mia, /^Look after this room/);
  const row = (name) => desk.locator("li", { hasText: name });
  await row("Zoe").filter({ hasText: "I am new here" }).waitFor();
  await mia.page.keyboard.press("ArrowDown");
  const yan = await knocks("waiting", "Yan");
  await row("Yan").waitFor();
  await mia.page.locator("alcove-desk alcove-announcer p", { hasText: "asks to come in" }).waitFor();
  await isAccessible(mia, "those who wait");
  await shot(mia, "desk-waiting-desktop");
  await mia.page.keyboard.press("a");
  await zoe.sees({ type: "welcome" });
  await row("Zoe").waitFor({ state: "detached" });
  await row("Yan").locator("button.primary:focus").waitFor();
  // Before anybody is denied: after that nobody of this network knocks for a while.
  const xia = await knocks("waiting", "Xia");
  await row("Xia").waitFor();
  await row("Yan").locator("button.primary:focus").waitFor();
  await mia.page.keyboard.press("d");
  await yan.sees({ type: "error", code: "denied" });
  await row("Yan").waitFor({ state: "detached" });
  await row("Xia").getByRole("combobox").selectOption("Reader");
  await row("Xia").getByRole("button", { name: "Admit" }).click();
  assert.equal((await xia.sees({ type: "welcome" })).you.role, "reader");
  await desk.getByText("Nobody is waiting to come in.").waitFor();
  await desk.locator("[role=tab]:focus", { hasText: "Waiting" }).waitFor();
});

test("at the desk reports are looked at, people banned and unbanned, and what was done is on record", async () => {
  const { olga, mia } = await host("record");
  const bo = await world.visitor("record", "Bo");
  const { seq } = await bo.says("rude words");
  await olga.does({ type: "mute", member: bo.id, for: 600 });
  await olga.does({ type: "report", seq, reason: "Rude" });
  await button(mia.page, "Look after this room: 1 thing waiting").click();
  const desk = dialog(mia, /^Look after this room/);
  const row = desk.locator("li");
  const undo = button(desk, "Undo");
  const told = (words) => desk.locator("alcove-toast p", { hasText: words }).waitFor();
  await desk.locator("[role=tab][aria-selected=true]:focus", { hasText: "Reports" }).waitFor();
  await row.filter({ hasText: "rude words" }).filter({ hasText: "Rude" }).waitFor();
  await button(row, "Delete").click();
  await row.getByText("Message deleted").waitFor();
  await shot(mia, "desk-reports-desktop");
  await isAccessible(mia, "a report");
  await undo.click();
  await button(row, "Delete").waitFor();

  await button(row, "About Bo…").click();
  const card = dialog(mia, "Bo");
  await button(card, "Ban…").click();
  await card.getByRole("radio", { name: "Forever" }).check();
  await button(card, "Ban").click();
  await told("is banned.");
  await bo.sees({ type: "error", code: "removed" });
  await desk.getByRole("tab", { name: "Bans" }).click();
  await row.filter({ hasText: "Bo" }).filter({ hasText: "Forever" }).waitFor();
  await row.getByRole("button", { name: /^Unban/ }).click();
  await olga.sees({ type: "restored" });
  await desk.getByText("Nobody is banned.").waitFor();
  await desk.locator("[role=tab]:focus", { hasText: "Bans" }).waitFor();
  await mia.page.keyboard.press("ArrowRight");
  await row.filter({ hasText: /Mia.? unbanned .?Bo/ }).waitFor();
  await row.filter({ hasText: /Mia.? banned .?Bo/ }).waitFor();
  await row.filter({ hasText: /Olga.? muted .?Bo.? until \d/ }).waitFor();
  await isAccessible(mia, "what was done");
  await mia.page.keyboard.press("ArrowLeft");
  await mia.page.keyboard.press("ArrowLeft");
  await button(row, "Go to message").click();
  await desk.waitFor({ state: "detached" });
  await mia.reads("rude words");

  // A report that was looked at stays at the desk, and waits for nobody.
  await button(mia.page, "Look after this room").waitFor();
  const cy = await world.visitor("record", "Cy");
  await olga.does({ type: "report", seq: (await cy.says("ruder words")).seq });
  await button(mia.page, "Look after this room: 1 thing waiting").waitFor();
  await mia.page.reload();
  await button(mia.page, "Look after this room: 1 thing waiting").click();
  await row.filter({ hasText: "ruder words" }).waitFor();
  await desk.getByRole("tab", { name: "Reports", exact: true }).waitFor();
  await mia.page.reload();
  await button(mia.page, "Look after this room").waitFor();
});

test("who is banned reads until when, and writes nothing any more", async () => {
  const olga = await makesRoom(world, "banned");
  const ben = await world.person("Ben");
  await ben.joins("banned");
  await ben.says("hello");
  await ben.writes("half a thought");
  const { from } = await olga.sees({ type: "message" });
  await olga.does({ type: "remove", member: from.id, ban: 86_400, reason: "Enough" });
  await ben.readsIn("banner", /“Enough” You can’t enter this room until .*\d/);
  await ben.page.locator("alcove-lock-line", { hasText: "You were removed from this room." }).waitFor();
  assert.equal(await ben.part("sendButton").getAttribute("aria-disabled"), "true");
  await ben.part("composer").press("Enter");
  assert.equal(await ben.part("composer").inputValue(), "half a thought");
  await isAccessible(ben, "banned");
  ben.expectsToHear(/status of 403/);
  await ben.page.reload();
  await ben.readsIn("banner", /You can’t enter this room until .*\d/);
  assert.equal(await ben.part("sendButton").getAttribute("aria-disabled"), "true");
});

test("the desk and a card fit the narrowest screen in every language", async () => {
  const room = "a-room-with-a-very-long-name-that-does-not-fit-into-the-bar";
  const olga = await makesRoom(world, room, { access: "ask" });
  await knocks(room, "Maximiliana of the Long Name", "Please let me in, I have come a long way");
  const key = await mints(olga, "moderator");
  for (const [language, locale] of Object.entries(LOCALES)) {
    const name = `Mia ${language}`;
    const mia = await world.person(name, { ...PHONE, locale });
    mia.expectsToHear(UNSEEN);
    await mia.visits(keyLink(room, key));
    await mia.givesName(name);
    await mia.isIn();
    await mia.page.locator("alcove-host-button span").waitFor();
    await hasRoomInBar(mia);
    await mia.page.locator("alcove-host-button button").tap();
    await mia.page.locator("alcove-desk li").waitFor();
    await shot(mia, `desk-${language}`);
    assert.deepEqual(await mia.page.locator("alcove-desk").evaluate(tooWide), [], language);
    await mia.page.keyboard.press("Escape");
    await mia.page.locator("alcove-top-bar .people").tap();
    await mia.page.locator("alcove-roster li").first().locator(".about").tap();
    await mia.page.locator("alcove-member-card dialog").waitFor();
    assert.deepEqual(await mia.page.locator("alcove-member-card").evaluate(tooWide), [], language);
    await mia.context.close();
  }
});

/** Nothing in the bar covers anything else, and enough of the name is left to know the room by. */
async function hasRoomInBar({ page }) {
  const parts = page.locator("alcove-top-bar :is(header a, h1, header > button, alcove-rooms-button), alcove-host-button :is(button, span)");
  const boxes = await parts.evaluateAll((all) =>
    all.map((each) => ({ tag: each.tagName, ...each.getBoundingClientRect().toJSON() })).filter(({ width }) => width > 0),
  );
  const controls = boxes.filter(({ tag }) => tag !== "SPAN").sort((a, b) => a.left - b.left);
  for (const [i, { left, right }] of controls.entries())
    assert.ok(left >= (controls[i - 1]?.right ?? 0) && right <= PHONE.viewport.width, JSON.stringify(boxes));
  const [badge] = boxes.filter(({ tag }) => tag === "SPAN");
  assert.ok(badge.top >= 0 && badge.left >= 0 && badge.right <= PHONE.viewport.width, JSON.stringify(badge));
  assert.ok(controls.find(({ tag }) => tag === "H1").width >= 88, JSON.stringify(controls));
}

/** What does not fit in a dialog. */
function tooWide(host) {
  const dialog = host.shadowRoot.querySelector("dialog");
  return [dialog, ...dialog.querySelectorAll("button, select, p, .tabs")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1 && getComputedStyle(each).overflow !== "hidden")
    .map((each) => each.outerHTML.slice(0, 120));
}

for (const device of [PHONE, DESKTOP]) {
  test.describe(`on a ${device.name}`, () => {
    test("a member's card says what each act will do, does it, and undoes it", async () => {
      const { olga, mia } = await host(`card-${device.name}`, { role: "owner", device });
      const bo = await world.visitor(`card-${device.name}`, "Bo");
      const about = async () => {
        const roster = mia.page.locator("alcove-roster");
        if (device === PHONE) {
          await mia.page.locator("alcove-top-bar .people").tap();
          await button(roster, "About Bo…").tap();
        } else {
          await roster.locator(".person").first().focus();
          await mia.page.keyboard.press("Tab");
          await mia.page.keyboard.press("Enter");
        }
        await card.getByText("Here now").waitFor();
      };
      const card = dialog(mia, "Bo");
      const undo = button(mia.page.locator("alcove-toast"), "Undo");

      for (const [way, tag] of [["Links", "alcove-invite-dialog"], ["Room settings", "alcove-room-settings"]]) {
        await button(mia.page, "Look after this room").click();
        await button(mia.page.locator("alcove-desk"), way).click();
        await mia.page.locator(`${tag} dialog`).waitFor();
        await mia.page.keyboard.press("Escape");
        await mia.page.locator(tag).waitFor({ state: "detached" });
      }

      await about();
      await shot(mia, `card-${device.name}`);
      await isAccessible(mia, "a card");
      await button(card, "Mute…").click();
      await card.getByRole("radio", { name: "1 hour" }).check();
      await card.getByText("Bo⁩ can read, but not write, edit or react, for 1 hour.").waitFor();
      await shot(mia, `card-mute-${device.name}`);
      await isAccessible(mia, "what a mute will do");
      await button(card, "Mute").click();
      await bo.sees({ type: "muted" });
      await toast(mia, "is muted for 1 hour.");
      await shot(mia, `card-toast-${device.name}`);
      await undo.click();
      await bo.sees({ type: "muted", until: 0 });

      // Who is known not to be muted is not unmuted; of a mute of before the page was opened it is only known that it may be.
      await about();
      await button(card, "Mute…").click();
      await card.getByRole("radio", { name: "7 days" }).waitFor();
      assert.equal(await card.getByRole("radio", { name: "Unmute" }).count(), 0);
      await button(card, "Back").click();
      await mia.page.keyboard.press("Escape");
      await mia.page.reload();
      await mia.page.locator("alcove-host-button").waitFor();
      if (device === DESKTOP)
        await mia.page.locator("alcove-roster li", { hasText: "Bo" }).locator(".about").waitFor({ state: "attached" });
      await about();
      await button(card, "Mute…").click();
      await card.getByRole("radio", { name: "Unmute" }).check();
      await card.getByText("can write again at once.").waitFor();
      await button(card, "Unmute").click();
      await card.getByRole("alert").filter({ hasText: "it’s like that already" }).waitFor();
      await button(card, "Back").click();
      await button(card, "Change role…").click();
      await card.getByRole("radio", { name: "Moderator", checked: true }).and(mia.page.locator(":focus")).waitFor();
      await card.getByText("can delete messages, mute, remove and ban people").waitFor();
      await button(card, "Change role").click();
      await bo.sees({ type: "role", role: "moderator" });
      await undo.click();
      await bo.sees({ type: "role", role: "none" });

      await about();
      await button(card, "Ban…").click();
      await card.getByRole("radio", { name: "7 days" }).check();
      await card.getByRole("textbox").fill("Enough");
      await button(card, "Ban").click();
      await bo.sees({ type: "error", code: "removed", reason: "Enough" });
      await toast(mia, "is banned.");
      await undo.click();
      await olga.sees({ type: "restored" });

      if (device === PHONE) await mia.page.locator("alcove-top-bar .people").tap();
      await button(mia.page.locator("alcove-roster"), "About Mia…").click();
      const own = dialog(mia, "Mia");
      await button(own, "Step down…").click();
      await own.getByText("You can’t undo this").waitFor();
      if (device === DESKTOP) {
        await olga.does({ type: "role", member: olga.id, role: "moderator" });
        await button(own, "Step down").click();
        await own.getByRole("alert").filter({ hasText: "You’re the only owner." }).waitFor();
        return;
      }
      await own.getByRole("radio", { name: "Member" }).check();
      await button(own, "Step down").click();
      await toast(mia, "You no longer own this room.");
      await mia.page.locator("alcove-host-button").waitFor({ state: "detached" });
    });
  });
}
