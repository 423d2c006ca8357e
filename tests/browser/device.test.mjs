// A second device: one's rooms come to it by a QR code or by six words, and one is the same person there.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { LOCALES } from "./support/languages.mjs";
import { scanned } from "./support/scan.mjs";
import { PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();

const dialog = (person) => person.page.locator(":is(alcove-give-dialog, alcove-take-dialog) dialog");
const check = (person) => dialog(person).locator(".check");
/** Without the token: either device may have got a newer one meanwhile, by watching the room. */
const identity = (person, room) =>
  person.page.evaluate((name) => {
    const { id, name: called, token } = JSON.parse(localStorage.getItem(`alcove:member:${name}`)) ?? {};
    return id && { id, called, hasToken: Boolean(token) };
  }, room);

/** Screenshots for who asks for them, in both themes. */
async function shows({ page, device }, name) {
  if (!process.env.SHOTS) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${device.name}-${colorScheme}.png` });
  }
}

async function opensCode(person) {
  await person.opensDialog("Settings");
  await person.part("dialog").getByRole("button", { name: "Use on another device" }).click();
  await dialog(person).getByText("Valid for").waitFor();
}

test("a QR code brings all rooms to a phone, once, where one is the same person", async () => {
  const ana = await world.person("Ana");
  await ana.joins("tea");
  await ana.comesInto("cake");
  await ana.reloads();
  // Beside the room, by keys.
  const beside = ana.page.locator("alcove-sidebar").getByRole("button", { name: "Use on another device" });
  await beside.waitFor();
  await shows(ana, "sidebar");
  await beside.press("Enter");
  await dialog(ana).getByText("Valid for").waitFor();
  const link = await scanned(ana, ana.page.getByRole("img", { name: "QR code for your other device" }));
  assert.match(new URL(link).hash, /^#device=[\w-]{22}$/);
  await isAccessible(ana, "a code to scan");
  const told = dialog(ana).locator(".vh[role=status]");
  await told.evaluate((place) => void (place.wasThere = true));
  await shows(ana, "code");

  const phone = await world.person("Ana's phone", PHONE);
  await phone.page.goto(link);
  await dialog(phone).getByRole("button", { name: "Continue" }).waitFor();
  assert.equal(phone.page.url(), `${world.server.url}/`, "it is out of the address");
  await isAccessible(phone, "a code was scanned");
  await shows(phone, "scanned");
  await dialog(phone).getByRole("button", { name: "Continue" }).tap();
  await Promise.all([check(ana).waitFor(), check(phone).waitFor()]);
  assert.match(await check(ana).textContent(), /^\s*\d{3} \d{3}\s*$/);
  assert.equal(await check(ana).textContent(), await check(phone).textContent());
  await dialog(ana).getByText("Chrome · Android").or(dialog(ana).getByText(/Chrome · \w+/)).first().waitFor();
  assert.equal(await identity(phone, "tea"), undefined, "nothing came before it was confirmed");
  assert.equal(await told.textContent(), "Send to this device?");
  assert.ok(await told.evaluate((place) => place.wasThere), "each step is told in the same place");
  for (const [person, where] of [
    [ana, "to compare, on the old device"],
    [phone, "to compare, on the new one"],
  ]) {
    await isAccessible(person, where);
    await shows(person, "compare");
  }
  await dialog(ana).getByRole("button", { name: "It’s the same: send" }).click();
  await dialog(ana).getByRole("heading", { name: "2 rooms are on your other device now." }).waitFor();
  await dialog(phone).getByRole("heading", { name: "2 rooms are here now." }).waitFor();
  // Behind the dialog, what draws them is loaded only now.
  await phone.page.locator("alcove-room-list").waitFor({ state: "attached" });
  await isAccessible(phone, "the rooms are here");
  await shows(phone, "done");
  await shows(ana, "done");
  for (const room of ["tea", "cake"]) assert.deepEqual(await identity(phone, room), await identity(ana, room));

  // Whoever copied the code.
  const thief = await world.person("Thief");
  await thief.page.goto(link);
  await dialog(thief).getByRole("button", { name: "Continue" }).click();
  await dialog(thief).getByRole("heading", { name: "This code isn’t right, has been used already, or has expired." }).waitFor();
  await isAccessible(thief, "a used code");
  await shows(thief, "used");

  await dialog(phone).getByRole("button", { name: "Show my rooms" }).tap();
  await phone.page.getByRole("link", { name: "tea" }).tap();
  await phone.isIn();
  await phone.says("from the phone");
  await dialog(ana).getByRole("button", { name: "Close" }).last().press("Enter");
  await dialog(ana).waitFor({ state: "detached" });
  assert.equal(await ana.focus(), "Use on another device");
  await ana.opens("tea");
  await ana.isIn();
  await ana.says("from the desk");
  await phone.page.getByText("from the desk").waitFor();
  for (const person of [ana, phone]) assert.equal(await person.page.locator("alcove-timeline .row.own").count(), 2);
});

test("six words do the same for who has no camera; what is wrong with them is said, and who says no sends nothing", async () => {
  const phone = await world.person("Ana", PHONE);
  await phone.joins("biscuits");
  await opensCode(phone);
  await dialog(phone).getByRole("button", { name: "No camera? Use six words" }).tap();
  await dialog(phone).locator(".words li").first().waitFor();
  const readsWords = () => dialog(phone).locator(".words li").allTextContents();
  const words = await readsWords();
  assert.equal(words.length, 6);
  await isAccessible(phone, "six words");
  await shows(phone, "six-words");

  const desk = await world.person("Ana’s desk", { locale: LOCALES.ar, viewport: { width: 1280, height: 800 }, name: "desk" });
  await desk.visits("/");
  await shows(desk, "start");
  await desk.page.locator("alcove-landing .have-code").click();
  const field = dialog(desk).locator("textarea");
  await desk.sees(() => document.querySelector("alcove-take-dialog")?.shadowRoot.activeElement?.id === "words", undefined, "the focus in the field");
  await field.fill("zoo zoo xyzzy");
  await desk.page.keyboard.press("Enter");
  await dialog(desk).locator("#words-problem", { hasText: "xyzzy" }).waitFor();
  await isAccessible(desk, "wrong words");
  await shows(desk, "wrong-words");
  await field.fill("zoo zoo zoo zoo zoo zoo");
  await desk.page.keyboard.press("Enter");
  await dialog(desk).locator("h3").waitFor();
  assert.equal(await field.inputValue(), "zoo zoo zoo zoo zoo zoo", "what was typed stays");
  await field.fill(words.join("\n"));
  await desk.page.keyboard.press("Enter");
  await check(phone).waitFor();
  await shows(phone, "ask");
  await isAccessible(desk, "to compare, from right to left");
  await shows(desk, "compare");
  await dialog(phone).getByRole("button", { name: "Don’t send" }).tap();
  await dialog(phone).getByRole("button", { name: "Make a new code" }).waitFor();
  await field.waitFor();
  assert.equal(await identity(desk, "biscuits"), undefined);

  await dialog(phone).getByRole("button", { name: "Make a new code" }).tap();
  await dialog(phone).locator(".words li").first().waitFor();
  const others = await readsWords();
  assert.notDeepEqual(others, words);
  await field.fill(others.map((word) => word.slice(0, 4)).join(" "));
  await desk.page.keyboard.press("Enter");
  await dialog(phone).getByRole("button", { name: "It’s the same: send" }).tap();
  await desk.page.locator("alcove-take-dialog .open").waitFor();
  assert.deepEqual(await identity(desk, "biscuits"), await identity(phone, "biscuits"));

  // Who has rooms can hand them on from the start page as well.
  await desk.page.locator("alcove-take-dialog .open").click();
  const further = desk.page.locator("alcove-landing .use-elsewhere");
  await further.waitFor();
  await shows(desk, "start-with-rooms");
  await further.press("Enter");
  await dialog(desk).locator("alcove-qr-code").waitFor();
  await desk.page.keyboard.press("Escape");
  await dialog(desk).waitFor({ state: "detached" });
  assert.equal(await desk.focus(), await further.textContent().then((words) => words.trim()));
});
