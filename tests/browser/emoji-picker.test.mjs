// The emoji picker: by mouse, by touch and by keyboard alone.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();

test("what is picked comes to the caret, and one goes on writing", async () => {
  const ana = await arrives("pick");
  await ana.page.keyboard.type("good  morning");
  for (let times = 0; times < 8; times += 1) await ana.page.keyboard.press("ArrowLeft");
  await opens(ana);
  await emoji(ana, "rocket", "🚀").click();
  await isClosed(ana);
  assert.equal(await ana.focus(), "Message");
  await ana.page.keyboard.type("!");
  assert.equal(await ana.part("composer").inputValue(), "good 🚀! morning");
  await ana.page.keyboard.press("Backspace");
  for (let times = 0; times < 3; times += 1) await ana.page.keyboard.press("Control+z");
  assert.equal(await ana.part("composer").inputValue(), "good  morning", "it can be undone");
});

test("with Shift several are picked, one after the other", async () => {
  const ana = await arrives("several");
  await opens(ana);
  await emoji(ana, "pizza", "🍕").click({ modifiers: ["Shift"] });
  await emoji(ana, "party popper", "🎉").click({ modifiers: ["Shift"] });
  await emoji(ana, "red heart", "❤️").click();
  await isClosed(ana);
  assert.equal(await ana.part("composer").inputValue(), "🍕🎉❤️");
});

test("typing searches, whatever was pressed before", async () => {
  const ana = await arrives("anywhere");
  await ana.part("emojiButton").click();
  await ana.part("emoji").first().waitFor();
  for (const [at, letter] of [".tabs button >> nth=2", ".footer", ".tone"].map((part, i) => [part, "cat"[i]])) {
    await ana.part("picker").locator(at).click();
    await ana.page.keyboard.press(letter);
  }
  await focusIs(ana, "Search emoji");
  assert.equal(await ana.part("picker").locator("input").inputValue(), "cat");
});

test("by keys: open, search, arrows, Enter", async () => {
  const ana = await arrives("keys");
  const { keyboard } = ana.page;
  await ana.part("attachButton").waitFor();
  await keyboard.press("Tab");
  assert.equal(await ana.focus(), "Attach files");
  await keyboard.press("Tab");
  assert.equal(await ana.focus(), "Emoji");
  await keyboard.press("Enter");
  await ana.part("emoji").first().waitFor();
  await focusIs(ana, "Search emoji");
  await keyboard.press("ArrowDown");
  await focusIs(ana, "grinning face");
  await keyboard.press("ArrowRight");
  await focusIs(ana, "grinning face with big eyes");
  await keyboard.press("ArrowDown");
  await focusIs(ana, "upside-down face");
  assert.ok(await ana.page.evaluate(isFocusInView), "the focus is in view");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowUp");
  await focusIs(ana, "Search emoji");
  await keyboard.type("sauropo");
  await ana.sees(onlyEmoji, ["sauropod"], "only the sauropod", () => names(ana));
  await keyboard.press("Enter");
  await isClosed(ana);
  assert.equal(await ana.focus(), "Message");
  assert.equal(await ana.part("composer").inputValue(), "🦕");
});

test("the arrows go through all groups, drawn or not", async () => {
  const ana = await arrives("far");
  const { keyboard } = ana.page;
  await opens(ana);
  await ana.page.getByRole("button", { name: "Flags" }).click();
  await ana.part("emoji").filter({ hasText: "🏁" }).waitFor();
  await keyboard.press("Tab");
  await focusIs(ana, "chequered flag");
  await keyboard.press("ArrowLeft");
  await ana.sees(inGroup, "Symbols", "the last of the symbols");
  await keyboard.press("a");
  await focusIs(ana, "Search emoji");
  assert.equal(await ana.page.locator("alcove-emoji-picker input").inputValue(), "a");
});

test("Escape closes it and gives the focus back, even with something to look for", async () => {
  const ana = await arrives("escape");
  await ana.part("emojiButton").focus();
  await ana.page.keyboard.press("Enter");
  await ana.part("emoji").first().waitFor();
  await focusIs(ana, "Search emoji");
  await ana.page.keyboard.type("cat");
  await ana.page.keyboard.press("Escape");
  await isClosed(ana);
  assert.equal(await ana.focus(), "Emoji");
});

test("a press outside closes it, and nothing else", async () => {
  const ana = await arrives("outside");
  await ana.page.keyboard.type("here");
  await ana.page.keyboard.press("ArrowLeft");
  await opens(ana);
  await ana.page.mouse.click(40, 300);
  await isClosed(ana);
  await opens(ana);
  const button = await ana.part("emojiButton").boundingBox();
  await ana.page.mouse.click(button.x + 20, button.y + 20);
  await isClosed(ana);
  await ana.page.keyboard.type("'");
  assert.equal(await ana.part("composer").inputValue(), "her'e", "the caret is where it was");
});

test("what nobody is called is said", async () => {
  const ana = await arrives("nothing");
  await opens(ana);
  await ana.page.locator("alcove-emoji-picker input").fill("zzzz");
  await ana.page.getByText("No emoji found").waitFor();
  await ana.page.keyboard.press("Enter");
  await ana.page.locator("alcove-emoji-picker input").fill("");
  await ana.part("emoji").filter({ hasText: "😀" }).waitFor();
});

test("skin tone and what was picked last are remembered", async () => {
  const ana = await arrives("memory");
  await opens(ana);
  await ana.page.getByRole("button", { name: "Skin tone: default" }).click();
  await ana.page.getByRole("button", { name: "Skin tone: medium dark" }).click();
  assert.equal(await ana.focus(), "Skin tone: medium dark");
  await ana.page.locator("alcove-emoji-picker input").fill("thumbs up");
  await emoji(ana, "thumbs up", "👍🏾").click();
  await isClosed(ana);
  assert.equal(await ana.part("composer").inputValue(), "👍🏾");
  await ana.reloads();
  await opens(ana);
  const first = ana.part("emoji").first();
  assert.equal(await first.textContent(), "👍🏾");
  await ana.page.getByText("Recently used").waitFor();
});

// Without motion, so that it is measured where it comes to stand.
test("on touch it opens as a sheet, without the keyboard", async () => {
  const ana = await world.personIn("sheet", "Ana", { ...PHONE, reducedMotion: "reduce" });
  await ana.part("emojiButton").tap();
  await ana.part("emoji").first().waitFor();
  const { x, width, y, height } = await ana.part("picker").boundingBox();
  assert.deepEqual([x, width, Math.round(y + height)], [0, 360, 740]);
  for (const button of await ana.page.locator("alcove-emoji-picker button").all()) {
    const box = await button.boundingBox();
    assert.ok(box.width >= 44 && box.height >= 44, `${box.width} × ${box.height}`);
    if (box.y > 600) break;
  }
  await ana.part("emoji").filter({ hasText: "😍" }).first().tap();
  await isClosed(ana);
  assert.equal(await ana.part("composer").inputValue(), "😍");
  assert.notEqual(await ana.focus(), "Message");
});

test("without a network it says so, and opens once there is one", async () => {
  // In a page that has not loaded it yet.
  const ana = await world.person("Ana");
  await ana.joins("offline");
  ana.expectsToHear(/net::ERR_INTERNET_DISCONNECTED|net::ERR_FAILED|Failed to fetch dynamically/);
  const cut = (what) => ana.page.route(what, (route) => route.abort("internetdisconnected"));
  await cut(/emoji-picker/);
  await ana.part("emojiButton").click();
  await ana.readsIn("hint", "Couldn’t load the emoji.");
  await ana.page.keyboard.type("still here");
  assert.equal(await ana.part("composer").inputValue(), "still here");
  await ana.page.unroute(/emoji-picker/);
  await cut(/emoji-list/);
  await ana.part("emojiButton").click();
  await ana.part("picker").getByText("Couldn’t load the emoji.").waitFor();
  await ana.page.unroute(/emoji-list/);
  await ana.page.getByRole("button", { name: "Try now" }).click();
  await ana.part("emoji").first().waitFor();
});

test.describe("in light and dark", () => {
  for (const device of [PHONE, DESKTOP])
    test(`it is accessible on a ${device.name}`, async () => {
      const ana = await world.personIn(`axe-${device.name}`, "Ana", { ...device, reducedMotion: "reduce" });
      await opens(ana);
      await isAccessible(ana, "all");
      await ana.page.getByRole("button", { name: /^Skin tone/ }).click();
      await isAccessible(ana, "skin tones");
      await ana.page.locator("alcove-emoji-picker input").fill("cat");
      await ana.sees(hasFewer, 60, "few emoji");
      await isAccessible(ana, "found");
    });
});

/** In the room, with the caret in the composer. */
async function arrives(room, device = DESKTOP) {
  const ana = await world.personIn(room, "Ana", device);
  await ana.part("composer").focus();
  return ana;
}

async function opens(person) {
  if (person.isOnPhone) await person.part("emojiButton").tap();
  else await person.part("emojiButton").click();
  await person.part("emoji").first().waitFor();
}

const isClosed = (person) => person.part("picker").waitFor({ state: "detached" });

/** Looks for it by name first, for most are further down. */
function emoji(person, name, char) {
  const cell = person.page.locator(`alcove-emoji-picker [role=gridcell][aria-label="${name}"]`).filter({ hasText: char });
  return {
    click: async (options) => {
      await person.page.locator("alcove-emoji-picker input").fill(name);
      await cell.first().click(options);
    },
  };
}

const names = (person) => person.part("emoji").evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")));

const focusIs = (person, name) =>
  person.sees(
    (wanted) => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return focused?.getAttribute("aria-label") === wanted;
    },
    name,
    `the focus on ${name}`,
    () => person.focus(),
  );

// ---- run in the page ----

function onlyEmoji(wanted) {
  const cells = document.querySelector("alcove-emoji-picker").shadowRoot.querySelectorAll("[role=gridcell]");
  return JSON.stringify([...cells].map((cell) => cell.getAttribute("aria-label"))) === JSON.stringify(wanted);
}

function hasFewer(most) {
  const count = document.querySelector("alcove-emoji-picker").shadowRoot.querySelectorAll("[role=gridcell]").length;
  return count > 0 && count < most;
}

function inGroup(title) {
  const focused = document.querySelector("alcove-emoji-picker").shadowRoot.activeElement;
  return focused?.closest("[role=rowgroup]")?.getAttribute("aria-label") === title;
}

function isFocusInView() {
  const root = document.querySelector("alcove-emoji-picker").shadowRoot;
  const scroller = root.querySelector(".scroller").getBoundingClientRect();
  const cell = root.activeElement.getBoundingClientRect();
  return cell.top >= scroller.top && cell.bottom <= scroller.bottom;
}
