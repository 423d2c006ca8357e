// Very little room: a window at 400 %, a phone on its side above its keyboard, a low frame, large type. People
// can read, write and send, and reach the end of whatever they open.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { LOCALES } from "./support/languages.mjs";
import { PHONE, ROUTED, useWorld } from "./support/world.mjs";

const SIZES = [
  { width: 320, height: 180 },
  { width: 320, height: 256 },
  { width: 740, height: 170 },
];
const LONG = "What was said is long enough for two lines";

let visits = 0;
const world = useWorld();

/** Ana is in a room where Ben has talked, with a window of this size. */
async function comesTo(viewport) {
  const room = await isTalkedIn();
  const ana = await world.personIn(room, "Ana", { ...PHONE, viewport, reducedMotion: "reduce" });
  await ana.reads(`${LONG} 5`);
  return ana;
}

/** A room where Ben has talked. */
async function isTalkedIn() {
  const room = `small-${(visits += 1)}`;
  const ben = await world.visitor(room, "Ben");
  for (let number = 1; number <= 5; number += 1) await ben.says(`${LONG} ${number}`);
  return room;
}

/** Where a part is, as drawn; `null` if it is not. */
const box = (ana, part) => ana.part(part).first().boundingBox();

/** A part is in the window, all of it. */
async function isSeenWhole(ana, locator) {
  const { x, y, width, height } = await locator.boundingBox();
  const window = await ana.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  assert.ok(x >= -1 && y >= -1 && x + width <= window.width + 1 && y + height <= window.height + 1, JSON.stringify({ x, y, width, height }));
}

async function canReadAndSend(ana) {
  const log = await box(ana, "scroller");
  const line = await ana.part("texts").first().evaluate((text) => parseFloat(getComputedStyle(text).lineHeight));
  assert.ok(log.height >= 2 * line, `${log.height} px of the log are seen, a line is ${line}`);
  for (const part of ["composer", "sendButton", "emojiButton"]) await isSeenWhole(ana, ana.part(part));
  const across = await ana.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(across <= 0, "nothing is wider than the window");
}

for (const viewport of SIZES) {
  test.describe(`in ${viewport.width} × ${viewport.height}`, () => {
    test("a long reply leaves two lines to read, and can be sent", async () => {
      const ana = await comesTo(viewport);
      await ana.opensMenuOf(`${LONG} 5`);
      await ana.picks("Reply");
      const draft = Array.from({ length: 9 }, (_, number) => `line ${number}`).join("\n");
      await ana.writes(draft);
      await canReadAndSend(ana);
      await ana.sends();
      await ana.reads(draft);
    });

    test("writing goes on while the connection is lost, and the banner waits", async () => {
      const ana = await world.person("Ana", { ...PHONE, ...ROUTED, viewport, reducedMotion: "reduce" });
      await ana.isOnALine();
      await ana.joins(await isTalkedIn());
      await ana.reads(`${LONG} 5`);
      await ana.part("composer").tap();
      await ana.writes("one\ntwo\nthree\nfour");
      await ana.isCutOff();
      await ana.part("banner").waitFor({ state: "attached" });
      await canReadAndSend(ana);
      await ana.part("composer").blur();
      await ana.part("banner").waitFor();
    });

    test("menus, emoji and settings can be scrolled to their ends", async () => {
      const ana = await comesTo(viewport);
      await ana.opensMenuOf(`${LONG} 5`);
      await ana.page.keyboard.press("End");
      await isSeenWhole(ana, ana.part("menu").getByRole("menuitem").last());
      await ana.page.keyboard.press("Escape");

      await ana.part("emojiButton").tap();
      await ana.part("emoji").first().waitFor();
      await isSeenWhole(ana, ana.part("emoji").first());
      await isSeenWhole(ana, ana.part("picker").locator("input"));
      await ana.page.keyboard.press("Escape");

      await ana.part("settingsButton").tap();
      await ana.part("dialog").waitFor();
      const last = ana.part("dialog").getByRole("button").last();
      await last.scrollIntoViewIfNeeded();
      await isSeenWhole(ana, last);
    });
  });
}

test("with text twice as large, reading, writing and sending work on a phone", async () => {
  const ana = await comesTo(PHONE.viewport);
  await hasTypeOf(ana, "200%");
  await ana.part("composer").tap();
  await ana.writes("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine");
  await canReadAndSend(ana);
  await ana.sends();
  await ana.reads("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine");
});

for (const locale of Object.values(LOCALES)) {
  test(`with text twice as large, settings, a message's menu and the start page are as wide as a phone: ${locale}`, async () => {
    const ana = await world.person("Ana", { ...PHONE, locale, reducedMotion: "reduce" });
    await ana.joins(await isTalkedIn());
    await ana.reads(`${LONG} 5`);
    await hasTypeOf(ana, "200%");
    await ana.opensMenuOf(`${LONG} 5`);
    assert.deepEqual(await ana.part("menu").evaluate(beyondWindow), []);
    await ana.page.keyboard.press("Escape");
    await ana.part("settingsButton").tap();
    await ana.part("dialog").waitFor();
    assert.deepEqual(await ana.part("dialog").evaluate(beyondWindow), []);
    // With the list of rooms, and without.
    const before = await world.person("Ben", { ...PHONE, locale, reducedMotion: "reduce" });
    for (const each of [ana, before]) {
      await each.visits();
      if (each === ana) await each.page.locator("alcove-landing .use-elsewhere").waitFor();
      await hasTypeOf(each, "200%");
      assert.deepEqual(await each.page.locator("alcove-landing").evaluate(beyondWindow), []);
    }
  });
}

test.describe("what lies over the conversation on a phone", () => {
  /** Ana's connection is lost, and there is a new version. */
  async function isTold(locale) {
    const room = await isTalkedIn();
    const ana = await world.person("Ana", { ...PHONE, ...ROUTED, locale, reducedMotion: "reduce" });
    await ana.isOnALine();
    await ana.joins(room);
    await ana.page.route(/shell\.json/, (route) => route.fulfill({ json: { version: "another" } }));
    await ana.isOnlineAgain();
    await ana.part("update").waitFor();
    await ana.isCutOff();
    await ana.part("banner").waitFor();
    return ana;
  }

  for (const locale of Object.values(LOCALES)) {
    test(`is within the window, as are its buttons: ${locale}`, async () => {
      const ana = await isTold(locale);
      for (const size of ["100%", "200%"]) {
        await hasTypeOf(ana, size);
        for (const part of ["banner", "update"]) {
          await isSeenWhole(ana, ana.part(part));
          for (const button of await ana.part(part).getByRole("button").all()) await isSeenWhole(ana, button);
        }
      }
    });
  }

  test("leaves two lines to read above the keyboard, however long the draft", async () => {
    const ana = await isTold("de-DE");
    await ana.part("composer").tap();
    const { width, height } = PHONE.viewport;
    await ana.page.setViewportSize({ width, height: height - 320 });
    for (let lines = 1; lines <= 9; lines += 1) {
      await ana.writes("a line\n".repeat(lines).trim());
      await ana.sees(hasTwoLines, undefined, `two lines to read above ${lines}`);
    }
  });
});

const hasTypeOf = (ana, size) =>
  ana.page.evaluate((fontSize) => {
    document.documentElement.style.fontSize = fontSize;
  }, size);

/** What is drawn in it, or is to be read in it, further than the window is wide. */
function beyondWindow(within) {
  const { clientWidth } = document.documentElement;
  const isCut = (each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1 && getComputedStyle(each).overflowX === "visible" && getComputedStyle(each).display !== "inline";
  return [...(within.shadowRoot ?? within).querySelectorAll("*")]
    .filter((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      return width > 1 && (left < -1 || right > clientWidth + 1 || isCut(each));
    })
    .map((each) => `${each.localName}.${each.getAttribute("class")} ${each.textContent.trim().slice(0, 30)}`);
}

/** Between what lies over the log and what is below it. */
function hasTwoLines() {
  const room = document.querySelector("alcove-room").shadowRoot;
  const log = room.querySelector("alcove-timeline").getBoundingClientRect();
  const over = [...room.querySelectorAll(".over > *")].map((each) => each.getBoundingClientRect().bottom);
  return log.bottom - Math.max(log.top, ...over) >= 48;
}
