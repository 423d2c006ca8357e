// Every language: the browser's by default, or the one chosen; complete on the narrowest phone, from right to
// left in Arabic, with its own numbers and dates.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { catalogueIn } from "../page/catalogues.mjs";
import { isAccessible } from "./support/axe.mjs";
import { LANGUAGES, LOCALES } from "./support/languages.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const CODES = Object.keys(LANGUAGES);

const world = useWorld();
const words = {};
test.beforeAll(async () => {
  for (const language of CODES) words[language] = (await catalogueIn(language, LOCALES[language])).catalogue;
});

const comes = (language, device = DESKTOP) => world.person("Ana", { ...device, locale: LOCALES[language], reducedMotion: "reduce" });

for (const language of CODES) {
  test(`${language}: is what a browser that asks for it gets, wherever it goes, with its own numbers, times and dates`, async () => {
    const t = words[language];
    const ana = await comes(language);
    ana.expectsToHear(/status of 404/);
    await ana.visits();
    await isIn(ana, language);
    await ana.visits("/nowhere");
    await ana.page.getByRole("heading", { name: t.lostHeading }).waitFor();
    assert.equal(await ana.page.title(), t.lostTitle);
    assert.equal(await ana.page.getByRole("link", { name: t.toStart }).count(), 1);
    await ana.joins(`first-${language}`);
    await ana.page.getByText(t.beginning).waitFor();
    await ana.page.getByPlaceholder(t.placeholder).waitFor();
    await hasNumbersOf(ana, language, `first-${language}`);
  });

  test(`${language}: fits on a narrow phone, wherever one may be`, async () => {
    const t = words[language];
    const ana = await comes(language, PHONE);
    const room = `narrow-${language}`;
    await ana.visits();
    await isIn(ana, language);
    await ana.page.getByRole("button", { name: t.enter }).tap();
    await ana.page.getByText(t.roomMissing).waitFor();
    await fits(ana, "the landing page");
    await world.visitor(room, "Ana");
    await ana.opens(room);
    await ana.givesName("Ana");
    await ana.part("nameProblem").waitFor();
    await fits(ana, "the name prompt");
    await ana.page.locator("alcove-name-prompt .outlined").tap();
    await ana.isIn();
    await fits(ana, "an empty room");
    await makesBusy(ana, room);
    await fits(ana, "a busy room");
    for (const [opener, place] of [["people", "rosterNames"], ["shareButton", "dialog"], ["settingsButton", "dialog"]]) {
      await ana.part(opener).tap();
      await ana.part(place).first().waitFor();
      if (opener === "settingsButton") await ana.page.locator("select").selectOption({ index: 1 + ((CODES.indexOf(language) + 1) % CODES.length) });
      await fits(ana, opener);
      await ana.page.keyboard.press("Escape");
      await ana.part(place).first().waitFor({ state: "detached" });
    }
    await ana.opensMenuOf("Fine");
    await fits(ana, "a message's menu");
    await ana.page.keyboard.press("Escape");
    await ana.part("emojiButton").tap();
    await ana.part("emoji").first().waitFor();
    await fits(ana, "the emoji picker");
  });
}

test("a browser that asks for none of them gets English", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, locale: "ja-JP" });
  await ana.visits();
  await isIn(ana, "en");
});

test("the language chosen in the settings applies everywhere, and the draft is kept", async () => {
  const ana = await comes("de");
  await ana.joins("switch");
  await ana.writes("half a sentence");
  await choosesLanguage(ana, "ar", words.de);
  await ana.isIn();
  await ana.page.getByPlaceholder(words.ar.placeholder).waitFor();
  assert.equal(await ana.part("composer").inputValue(), "half a sentence");
  await ana.reloads();
  await ana.page.getByPlaceholder(words.ar.placeholder).waitFor();
  await ana.visits();
  await isIn(ana, "ar");
  await choosesLanguage(ana, "es", words.ar);
  await isIn(ana, "es");
  await ana.page.reload();
  await isIn(ana, "es");
  await choosesLanguage(ana, "", words.es);
  await isIn(ana, "de");
});

test("in Arabic the room runs from right to left", async () => {
  const ana = await comes("ar");
  await ana.joins("mirrored");
  assert.equal(await ana.part("composer").evaluate((field) => getComputedStyle(field).direction), "rtl");
  await makesBusy(ana, "mirrored");
  const left = async (part) => (await part.boundingBox()).x;
  const right = async (part) => part.boundingBox().then(({ x, width }) => x + width);
  const theirs = ana.row("Hello").locator(".bubble");
  const mine = ana.row("Fine").locator(".bubble");
  assert.ok((await left(mine)) < (await left(theirs)), "one's own messages are at the left");
  assert.ok((await right(mine)) < (await right(theirs)), "those of others are at the right");
  assert.ok((await left(ana.row("Hello").locator(".avatar"))) >= (await right(theirs)), "with their sign beside them");
  assert.ok((await right(ana.part("roster"))) <= (await left(ana.part("scroller"))), "the people are at the left");
  assert.ok((await right(ana.part("sendButton"))) <= (await left(ana.part("emojiButton"))), "one sends at the left");
  assert.ok((await right(ana.part("emojiButton"))) <= (await left(ana.part("composer"))), "of what one writes");
  assert.ok((await right(ana.part("settingsButton"))) <= (await left(ana.part("people"))), "the settings are the last of the bar");
  const corner = (name) => theirs.evaluate((bubble, name) => parseFloat(getComputedStyle(bubble)[name]), name);
  assert.ok((await corner("borderBottomLeftRadius")) > (await corner("borderBottomRightRadius")), "corners are sharp towards the sign");
  await ana.row("Hello").hover();
  const turned = await ana.row("Hello").locator(".tools .reply .icon").evaluate((icon) => getComputedStyle(icon).transform);
  assert.match(turned, /^matrix\(-1, /, "the arrow of an answer points the other way");
});

for (const [language, device] of [["de", PHONE], ["ar", DESKTOP]]) {
  test(`${language}: is accessible on a ${device.name}`, async () => {
    const ana = await comes(language, device);
    const room = `accessible-${language}-${device.name}`;
    await ana.visits();
    await isIn(ana, language);
    await isAccessible(ana, "landing");
    await ana.joins(room);
    await makesBusy(ana, room);
    await isAccessible(ana, "room");
    for (const opener of ["shareButton", "settingsButton"]) {
      await ana.part(opener).click();
      await ana.part("dialog").waitFor();
      await isAccessible(ana, opener);
      await ana.page.keyboard.press("Escape");
      await ana.part("dialog").waitFor({ state: "detached" });
    }
    await ana.part("emojiButton").click();
    await ana.part("emoji").first().waitFor();
    await isAccessible(ana, "emoji picker");
  });
}

// ---- what they do and see ----

/** On the start page, which greets who has no rooms yet. */
async function isIn(person, language) {
  const { tagline, myRooms } = words[language];
  const heading = (name) => person.page.getByRole("heading", { level: 1, name });
  await heading(tagline).or(heading(myRooms)).waitFor();
  const root = await person.page.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).direction]);
  assert.deepEqual(root, [language, LANGUAGES[language].direction]);
}

async function hasNumbersOf(person, language, room) {
  const locale = LOCALES[language];
  const ben = await world.visitor(room, "Ben");
  await ben.says("Hello");
  await person.reads("Hello");
  const time = person.page.locator("alcove-timeline time").first();
  const at = new Date(await time.getAttribute("datetime"));
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "Europe/Lisbon" });
  assert.equal(spaced(await time.textContent()), spaced(clock.format(at)));
  const today = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(0, "day");
  assert.equal((await person.page.locator("alcove-timeline .day").textContent()).trim().toLocaleLowerCase(), today);
  await person.page.getByRole("button", { name: words[language].peopleCount(2), exact: true }).waitFor();
  assert.equal(await person.page.locator("alcove-top-bar .people span").textContent(), new Intl.NumberFormat(locale).format(2));
}

async function choosesLanguage(person, language, t) {
  await person.part("settingsButton").click();
  await person.part("dialog").getByLabel(t.language, { exact: true }).selectOption(language);
  const reloaded = person.page.waitForEvent("load");
  // In the language that it leads to; with none chosen, the browser's.
  const { languageApply } = words[language || "de"];
  await person.part("dialog").getByRole("button", { name: languageApply }).click();
  await reloaded;
}

/** Others and oneself have said something, and one's last could not be sent. */
async function makesBusy(person, room) {
  const ben = await world.visitor(room, "Ben");
  await ben.says("Hello");
  await ben.says("Anyone?");
  await person.reads("Anyone?");
  await person.says("Fine");
  await person.saysUnchecked("a bell \u0007");
  await person.part("failure").waitFor();
  await person.row("Fine").and(person.page.locator(":not(.pending)")).waitFor();
}

/** Nothing is wider than the screen, and no button than its words. */
async function fits(person, where) {
  await person.page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
  assert.deepEqual(await person.page.evaluate(tooWide), [], where);
}

// ---- run in the page ----

function tooWide() {
  const found = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      const box = element.getBoundingClientRect();
      if (box.width === 0 || element.closest(".vh, svg") || !element.checkVisibility({ opacityProperty: true })) continue;
      const name = `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;
      if (box.left < -1 || box.right > innerWidth + 1) found.push(`${name} leaves the screen`);
      const isPressed = element.matches("button, .segments label, .segments span, legend, h1, h2, h3, a");
      if (isPressed && element.clientWidth > 0 && element.scrollWidth > element.clientWidth) found.push(`${name} is clipped`);
    }
  };
  look(document);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page scrolls sideways, ${scrollWidth} px`);
  return found;
}

function spaced(text) {
  return text.replace(/\s/g, " ");
}
