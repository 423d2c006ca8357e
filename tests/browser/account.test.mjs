// Accounts: signing in by passkeys, the same rooms on two devices, recovery, and the end of it. In a real Chromium, with an
// authenticator of its own.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { authenticator } from "./support/authenticator.mjs";
import { LOCALES } from "./support/languages.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(() => ({
  SITE_KEY: randomBytes(32).toString("base64url"),
  SIGN_IN: "optional",
  NETWORK_SIGN_INS_PER_MINUTE: "0",
}));

// Passkeys are for names, not for addresses.
test.beforeAll(() => {
  world.server.url = world.server.url.replace("127.0.0.1", "localhost");
});

const page = (person) => person.page.locator("alcove-account");
const heading = (person, name) => page(person).getByRole("heading", { name, level: 1 }).waitFor();
/** Whoever is signed out is told so by a status, which the browser tells as well. */
const HEARD = /status of 401|status of 400|status of 409/;

async function someone(name, device = DESKTOP, how) {
  const person = await world.person(name, device);
  person.expectsToHear(HEARD);
  person.keys = await authenticator(person, how);
  return person;
}

/** Screenshots for who asks for them, in both themes. */
async function shows({ page, device }, name) {
  if (!process.env.SHOTS) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${process.env.SHOTS}/${name}-${device.name}-${colorScheme}.png`, fullPage: true });
  }
}

/** Makes an account, and keeps its code. */
async function signsUp(person, name = person.name) {
  await person.visits("/account");
  await heading(person, "Sign in");
  await page(person).getByLabel("Your name").fill(name);
  await person.keys.touchedFor(async () => {
    await page(person).getByRole("button", { name: "Create account" }).click();
    await heading(person, "Keep your recovery code");
  });
  const code = (await page(person).locator(".shown .code").textContent()).trim().replace(/\s+/g, "-");
  assert.match(code, /^([A-Z2-7]{5}-){7}[A-Z2-7]{5}$/);
  await page(person).getByLabel("I’ve kept the code").check();
  await page(person).getByRole("button", { name: "Continue" }).click();
  await heading(person, "Your account");
  return code;
}

/** The other browser has what a password manager would bring there. */
async function bringsPasskeys(from, to) {
  for (const credential of await from.keys.credentials()) await to.keys.add(credential);
}

async function signsIn(person) {
  await isOffered(person, () => person.visits("/account"));
  await usesPasskey(person, () => heading(person, "Your account"));
  await isSynced(person);
}

/** Once the browser knows that passkeys are wanted in the field: it then offers what it is given later to the button alone. */
async function isOffered(person, act) {
  const offered = person.page.waitForResponse(/passkey\/options/);
  await act();
  await offered;
  await heading(person, "Sign in");
  await person.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
}

/** By the button. */
const usesPasskey = (person, comes) =>
  person.keys.touchedFor(async () => {
    await page(person).getByRole("button", { name: "Sign in with a passkey" }).press("Enter");
    await comes();
  });

const isSynced = (person) => page(person).getByText("Your rooms and settings are the same").waitFor();

test("an account is made with a passkey and a name, its code is shown once, and one signs out and in again", async () => {
  const ana = await someone("Ana");
  await ana.visits("/account");
  await heading(ana, "Sign in");
  await isAccessible(ana, "signed out");
  await shows(ana, "out");
  await page(ana).getByRole("button", { name: "Create account" }).click();
  await page(ana).getByText("Please enter a name.").waitFor();
  await page(ana).getByLabel("Your name").fill("Ana");
  await ana.keys.touchedFor(async () => {
    await ana.page.keyboard.press("Enter");
    await heading(ana, "Keep your recovery code");
  });
  assert.equal(await ana.focus(), "Keep your recovery code");
  await isAccessible(ana, "the recovery code");
  await shows(ana, "code");
  await page(ana).getByRole("button", { name: "Continue" }).click();
  await page(ana).getByText("Keep the code first").waitFor();
  await page(ana).getByLabel("I’ve kept the code").check();
  await page(ana).getByRole("button", { name: "Continue" }).click();
  await heading(ana, "Your account");
  await isSynced(ana);
  assert.equal((await ana.keys.credentials()).length, 1);
  await isAccessible(ana, "signed in");
  await shows(ana, "in");
  await page(ana).getByRole("button", { name: "Sign out on this device" }).press("Enter");
  await page(ana).getByText("Nothing on this device came with your account").waitFor();
  await isAccessible(ana, "asked whether to sign out");
  await ana.page.keyboard.press("Escape");
  assert.equal(await ana.focus(), "Sign out on this device");
  await ana.page.keyboard.press("Enter");
  await isOffered(ana, () => page(ana).getByRole("button", { name: "Sign out", exact: true }).press("Enter"));
  assert.equal(await ana.page.evaluate(() => localStorage.getItem("alcove:account")), null);
  await usesPasskey(ana, () => heading(ana, "Your account"));
  assert.equal(await page(ana).locator(".name input").inputValue(), "Ana");
});

test("on a second device all rooms are there, one is the same person, and what is done on one is on the other", async () => {
  const ana = await someone("Ana");
  await ana.joins("tea");
  await ana.says("from the desk");
  await ana.comesInto("cake");
  await signsUp(ana);
  await isSynced(ana);

  const phone = await someone("Ana", PHONE);
  await bringsPasskeys(ana, phone);
  await signsIn(phone);
  await phone.visits("/");
  await phone.page.getByRole("link", { name: "tea" }).click();
  await phone.isIn();
  await phone.says("from the phone");
  await ana.opens("tea");
  await ana.isIn();
  await ana.reads("from the phone");
  const idOf = (person) => person.page.evaluate(() => JSON.parse(localStorage.getItem("alcove:member:tea")).id);
  assert.equal(await idOf(ana), await idOf(phone));
  assert.equal(await ana.page.locator("alcove-timeline .row.own").count(), 2);

  // A room that is forgotten on one device is forgotten on the other.
  await phone.visits("/");
  await phone.page.getByRole("button", { name: "Options for cake" }).click();
  await phone.page.getByRole("menuitem", { name: "Forget…" }).click();
  await phone.page.getByText("forgotten in your account, too").waitFor();
  await phone.page.locator("alcove-forget-dialog").getByRole("button", { name: "Forget me in this room" }).click();
  await phone.page.getByRole("link", { name: "cake" }).waitFor({ state: "detached" });
  await phone.sees(() => localStorage.getItem("alcove:account-forgotten") === null, undefined, "the account to be told");
  await ana.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await ana.page.locator("alcove-sidebar").getByRole("link", { name: "cake" }).waitFor({ state: "detached" });

  // Whoever signs out there leaves nothing of the account there.
  await phone.visits("/account");
  await isSynced(phone);
  await page(phone).getByRole("button", { name: "Sign out on this device" }).click();
  await page(phone).getByLabel("Forget 1 room here that came with your account").waitFor();
  await shows(phone, "sign-out");
  await page(phone).getByRole("button", { name: "Sign out", exact: true }).click();
  await heading(phone, "Sign in");
  assert.deepEqual(
    await phone.page.evaluate(() => Object.keys(localStorage).filter((key) => /tea|account/.test(key))),
    [],
  );
  await ana.reloads();
});

test("where one is asked for a name, a passkey signs in, and the name and the rooms come along", async () => {
  const ana = await someone("Ana");
  await ana.joins("waffles");
  await signsUp(ana);
  await isSynced(ana);
  const phone = await someone("Ana’s phone", PHONE);
  await phone.opens("scones");
  const link = phone.page.getByRole("link", { name: "Have an account? Sign in" });
  await link.waitFor();
  await isAccessible(phone, "asked for a name, with a way to sign in");
  await shows(phone, "prompt");
  // Without one, that is said, and one can go on by a name.
  await phone.keys.touchedFor(async () => {
    await link.tap();
    await phone.page.getByText("Nothing was chosen.").waitFor();
  });
  await bringsPasskeys(ana, phone);
  await phone.keys.touchedOnceAsked(async () => {
    await link.tap();
    await phone.isIn();
  });
  assert.equal(await phone.page.evaluate(() => localStorage.getItem("alcove:name")), "Ana");
  await phone.sees(() => localStorage.getItem("alcove:member:waffles") !== null, undefined, "the other room");
});

test("the browser offers one’s passkeys in the field for the name, and whoever chooses one is in", async () => {
  const ana = await someone("Ana");
  await ana.joins("biscuits");
  await signsUp(ana);
  await isSynced(ana);
  const [passkey] = await ana.keys.credentials();
  const phone = await someone("Ana’s phone", PHONE, { isTouched: true });
  await phone.keys.add(passkey);
  await phone.opens("crumpets");
  await phone.isIn();
  assert.equal(await phone.part("nameField").count(), 0);
  assert.equal(await phone.page.evaluate(() => localStorage.getItem("alcove:name")), "Ana");
  await phone.sees(() => localStorage.getItem("alcove:member:biscuits") !== null, undefined, "the other room");
});

test("a finger that is not recognized is told, and the next one will do", async () => {
  const ana = await someone("Ana", DESKTOP, { verifies: false, isTouched: true });
  await ana.visits("/account");
  await heading(ana, "Sign in");
  await page(ana).getByLabel("Your name").fill("Ana");
  await ana.page.keyboard.press("Enter");
  await page(ana).getByText("Nothing was chosen.").waitFor();
  assert.equal(await page(ana).getByLabel("Your name").inputValue(), "Ana", "what was typed stays");
  await ana.keys.verifies(true);
  await page(ana).getByRole("button", { name: "Create account" }).press("Enter");
  await heading(ana, "Keep your recovery code");
});

test("one can join by a name while passkeys are offered, and nothing is left of the offer", async () => {
  const bo = await someone("Bo");
  await bo.opens("rolls");
  await bo.page.getByRole("link", { name: "Have an account? Sign in" }).waitFor();
  await bo.givesName("Bo");
  await bo.isIn();
  assert.equal(await bo.page.evaluate(() => localStorage.getItem("alcove:account")), null);
});

test("passkeys are named, added and removed, but not the last way in; a code is used once", async () => {
  const ana = await someone("Ana", PHONE);
  const code = await signsUp(ana);
  await isSynced(ana);
  await page(ana).getByRole("button", { name: /^Rename / }).tap();
  await page(ana).getByLabel("Name of the passkey").fill("My phone");
  await page(ana).getByRole("button", { name: "Save", exact: true }).last().tap();
  await page(ana).getByText("My phone").waitFor();
  await isAccessible(ana, "a passkey with a name");

  // The code is the way back for who has lost the passkey.
  const lost = await someone("Ana");
  await lost.visits("/account");
  await heading(lost, "Sign in");
  await page(lost).getByText("Lost your passkey?").click();
  await page(lost).getByLabel("Recovery code").fill(`${code.slice(0, -1)}${code.endsWith("A") ? "B" : "A"}`);
  await lost.page.keyboard.press("Enter");
  await page(lost).getByText("That isn’t the right code.").waitFor();
  await isAccessible(lost, "a wrong code");
  await shows(lost, "wrong-code");
  await page(lost).getByLabel("Recovery code").fill(code.toLowerCase().replaceAll("-", " "));
  await lost.page.keyboard.press("Enter");
  await heading(lost, "Keep your recovery code");
  await page(lost).getByLabel("I’ve kept the code").check();
  await page(lost).getByRole("button", { name: "Continue" }).click();
  await heading(lost, "Your account");
  await lost.keys.touchedFor(async () => {
    await page(lost).getByRole("button", { name: "Add a passkey" }).click();
    await page(lost).getByText("The passkey was added.").waitFor();
  });
  await page(lost).getByRole("button", { name: "Remove My phone" }).click();
  await shows(lost, "remove");
  await page(lost).getByRole("button", { name: "Remove the passkey" }).click();
  await page(lost).getByText("The passkey was removed.").waitFor();
  // What was pressed is gone; the focus is where it was.
  await page(lost).locator("h2:focus", { hasText: "Passkeys" }).waitFor();
  // On the phone it is accepted no more.
  await ana.page.reload();
  await isSynced(ana);
  await page(ana).getByRole("button", { name: "Sign out on this device" }).tap();
  await isOffered(ana, () => page(ana).getByRole("button", { name: "Sign out", exact: true }).tap());
  await usesPasskey(ana, () => page(ana).getByText("This passkey isn’t accepted").waitFor());
});

test("devices are seen and signed out from another, which is said there without a fuss", async () => {
  const ana = await someone("Ana");
  await signsUp(ana);
  await isSynced(ana);
  const phone = await someone("Ana", PHONE);
  await bringsPasskeys(ana, phone);
  await signsIn(phone);
  await phone.comesInto("toast");
  await ana.page.reload();
  await page(ana).getByRole("button", { name: /^Sign out Chrome/ }).click();
  await page(ana).getByText(/was signed out/).waitFor();
  await phone.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await phone.part("toast").getByText("You were signed out on this device.").waitFor();
});

test("who was signed out elsewhere while in a room can sign in where a name is asked for again", async () => {
  const ana = await someone("Ana");
  await signsUp(ana);
  await isSynced(ana);
  const phone = await someone("Ana", PHONE);
  await bringsPasskeys(ana, phone);
  await signsIn(phone);
  await phone.opens("eclairs");
  await phone.givesName("Ana");
  await phone.isIn();
  await ana.page.reload();
  await page(ana).getByRole("button", { name: "Sign out everywhere else" }).click();
  await page(ana).locator(".question").getByRole("button", { name: "Sign out everywhere else" }).click();
  await page(ana).getByText("All other devices were signed out.").waitFor();
  await page(ana).locator("h2:focus", { hasText: "Devices" }).waitFor();
  await phone.page.getByRole("link", { name: "Have an account? Sign in" }).waitFor();
});

test("the recovery code stands four and four, on a phone two and two, and is copied without losing the focus", async () => {
  for (const [device, columns] of [
    [DESKTOP, 4],
    [PHONE, 2],
  ]) {
    const ana = await someone("Ana", device);
    await ana.visits("/account");
    await heading(ana, "Sign in");
    await page(ana).getByLabel("Your name").fill("Ana");
    await ana.keys.touchedFor(async () => {
      await page(ana).getByRole("button", { name: "Create account" }).click();
      await heading(ana, "Keep your recovery code");
    });
    const lefts = await page(ana)
      .locator(".shown .code span")
      .evaluateAll((groups) => groups.map((group) => Math.round(group.getBoundingClientRect().left)));
    assert.equal(lefts.length, 8);
    assert.equal(new Set(lefts).size, columns);
    await page(ana).getByRole("button", { name: "Continue" }).click();
    await page(ana).getByText("Keep the code first").waitFor();
    await page(ana).getByLabel("I’ve kept the code").check();
    await page(ana).getByText("Keep the code first").waitFor({ state: "detached" });
    // As where the browser has no other way to copy.
    await ana.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error());
    });
    await page(ana).getByRole("button", { name: "Copy the code" }).click();
    await page(ana).locator("button.copy:focus").waitFor();
    await page(ana).getByText("Copied").waitFor();
  }
});

test("of several tabs one tells the account what changes in any of them, and goes on when another is closed", async () => {
  const ana = await someone("Ana");
  await signsUp(ana);
  await isSynced(ana);
  const phone = await someone("Ana", PHONE);
  await bringsPasskeys(ana, phone);
  await signsIn(phone);
  await ana.opens("bagels");
  await ana.takesTheName();
  await ana.isIn();
  const tab = await ana.anotherTab();
  await tab.opens("bagels");
  await tab.isIn();
  const told = [];
  ana.context.on("request", (request) => {
    const changes = request.url().endsWith("/account/sync") ? JSON.parse(request.postData()).changes : [];
    told.push(...changes.filter(({ field }) => field === "setting/theme").map(({ value }) => value));
  });
  const choosesTheme = async (person, name) => {
    const answered = ana.context.waitForEvent("response", {
      predicate: (response) => response.url().endsWith("/account/sync") && /setting.theme/.test(response.request().postData()),
      timeout: 30_000,
    });
    await person.opensDialog("Settings");
    await person.part("dialog").getByRole("radio", { name, exact: true }).check();
    await person.page.keyboard.press("Escape");
    await answered;
  };
  await choosesTheme(tab, "Dark");
  assert.deepEqual(told, ["dark"]);
  await ana.page.close();
  await choosesTheme(tab, "Light");
  assert.deepEqual(told, ["dark", "light"]);
  await phone.visits("/");
  await phone.sees(() => document.documentElement.dataset.theme === "light", undefined, "the theme of the other device");
});

test("an account is deleted after one has read what goes, and is gone on all devices", async () => {
  const ana = await someone("Ana");
  await ana.joins("muffins");
  await signsUp(ana);
  await isSynced(ana);
  await page(ana).getByRole("button", { name: "Delete account" }).press("Enter");
  await page(ana).getByText("You’re signed out on all devices.").waitFor();
  await isAccessible(ana, "asked whether to delete");
  await shows(ana, "delete");
  await page(ana).getByRole("button", { name: "Delete account for good" }).press("Enter");
  await page(ana).getByText("Tick the box first.").waitFor();
  await page(ana).getByLabel("I want to delete my account").check();
  await isOffered(ana, () => page(ana).getByRole("button", { name: "Delete account for good" }).press("Enter"));
  await page(ana).getByText("Your account is deleted.").waitFor();
  assert.notEqual(await ana.page.evaluate(() => localStorage.getItem("alcove:member:muffins")), null, "rooms stay");
  await usesPasskey(ana, () => page(ana).getByText("This passkey isn’t accepted").waitFor());
});

test("a passkey that was copied is refused, and the page says so", async () => {
  const ana = await someone("Ana");
  await signsUp(ana);
  await isSynced(ana);
  const [copy] = await ana.keys.credentials();
  const phone = await someone("Phone");
  await phone.keys.add({ ...copy, signCount: 40 });
  await signsIn(phone);
  const thief = await someone("Thief");
  await thief.keys.add({ ...copy, signCount: 7 });
  await isOffered(thief, () => thief.visits("/account"));
  await usesPasskey(thief, () => page(thief).getByText("This passkey isn’t accepted").waitFor());
  await ana.page.reload();
  await page(ana).getByText("Someone tried to sign in with a copy of it.").waitFor();
});

test("from a room one gets to the account by each way, and back into the room", async () => {
  const ana = await someone("Ana");
  await ana.joins("pancakes");
  await ana.comesInto("waffles-too");
  await ana.reloads();
  const beside = ana.page.locator("alcove-sidebar").getByRole("link", { name: "Sign in or create an account" });
  await beside.waitFor();
  await shows(ana, "sidebar");
  await ana.opensDialog("Settings");
  const row = ana.part("dialog").getByRole("link", { name: "Sign in or create an account" });
  await row.scrollIntoViewIfNeeded();
  await shows(ana, "settings");
  await row.press("Enter");
  await heading(ana, "Sign in");
  await page(ana).getByRole("link", { name: "Back" }).click();
  await ana.isIn();
  assert.equal(new URL(ana.page.url()).pathname, "/room/waffles-too");
  await ana.page.keyboard.press("Control+K");
  await ana.page.keyboard.type("create an acc");
  await ana.page.getByRole("option", { name: "Sign in or create an account" }).waitFor();
  await ana.page.keyboard.press("Enter");
  await heading(ana, "Sign in");
  await page(ana).getByLabel("Your name").fill("Ana");
  await ana.keys.touchedFor(async () => {
    await ana.page.keyboard.press("Enter");
    await heading(ana, "Keep your recovery code");
  });
  await page(ana).getByLabel("I’ve kept the code").check();
  await page(ana).getByRole("button", { name: "Continue" }).press("Enter");
  await ana.isIn();
  assert.equal(new URL(ana.page.url()).pathname, "/room/waffles-too");
  // One is there with an account, which is to be seen.
  await ana.page.locator("alcove-roster .checked").first().waitFor();
  await isAccessible(ana, "a room, signed in");
  await shows(ana, "verified");
  await ana.opensDialog("Settings");
  await ana.part("dialog").getByRole("link", { name: "Your account" }).waitFor();
});

test("every language fits the narrowest screen, and text twice as large", async () => {
  for (const [language, locale] of Object.entries(LOCALES)) {
    const person = await someone(language, { ...PHONE, locale });
    await person.visits("/account");
    await page(person).locator("h1").waitFor();
    await fits(person, `${language}, signed out`);
    await page(person).locator("#name").fill("Ana");
    await person.keys.touchedFor(async () => {
      await person.page.keyboard.press("Enter");
      await page(person).locator(".shown").waitFor();
    });
    await fits(person, `${language}, code`);
    await page(person).locator(".tick input").check();
    await page(person).locator(".primary").tap();
    await page(person).locator(".passkeys").waitFor();
    for (const what of ["sign-out", "delete", "new-code"]) {
      await page(person).locator(`[data-asks="${what}"]`).tap();
      await page(person).locator(".question").waitFor();
      await fits(person, `${language}, ${what}`);
      await shows(person, `${what}-${language}`);
    }
    await person.page.evaluate(() => {
      document.documentElement.style.fontSize = "200%";
    });
    await fits(person, `${language}, twice as large`);
    await shows(person, `large-${language}`);
  }
});

async function fits({ page, device }, where) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= device.viewport.width, `${where}: ${width} px`);
}

test.describe("for members only", () => {
  const members = useWorld(() => ({
    SITE_KEY: randomBytes(32).toString("base64url"),
    SIGN_IN: "required",
    NETWORK_SIGN_INS_PER_MINUTE: "0",
  }));
  test.beforeAll(() => {
    members.server.url = members.server.url.replace("127.0.0.1", "localhost");
  });

  test("where one has to sign in, that is said, with a way there and back into the room", async () => {
    const ana = await members.person("Ana");
    ana.expectsToHear(HEARD);
    ana.expectsToHear(/WebSocket connection/);
    ana.keys = await authenticator(ana);
    await ana.opens("tea");
    await ana.page.getByText("People sign in here before they come in.").first().waitFor();
    await shows(ana, "needed");
    await ana.givesName("Ana");
    const banner = ana.part("banner").getByRole("link", { name: "Sign in" });
    await banner.waitFor();
    await isAccessible(ana, "one has to sign in");
    await shows(ana, "needed-banner");
    await banner.press("Enter");
    await heading(ana, "Sign in");
    await ana.keys.touchedFor(async () => {
      await page(ana).getByRole("button", { name: "Create account" }).press("Enter");
      await heading(ana, "Keep your recovery code");
    });
    await page(ana).getByLabel("I’ve kept the code").check();
    await page(ana).getByRole("button", { name: "Continue" }).press("Enter");
    await ana.isIn();
    assert.equal(new URL(ana.page.url()).pathname, "/room/tea");
  });
});
