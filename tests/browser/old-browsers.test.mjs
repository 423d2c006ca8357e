// Browsers that lack a feature, have unusual settings, or run no scripts: the page works, or says in words
// what is wrong.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { KEEPING_NOTHING, useWorld } from "./support/world.mjs";

let room = 0;
const world = useWorld();

/** Someone whose browser never had these: "Intl.Segmenter", "navigator.locks". */
async function without(...names) {
  const ana = await world.person("Ana", { viewport: { width: 1280, height: 800 }, ...KEEPING_NOTHING });
  await ana.context.addInitScript((missing) => {
    for (const path of missing) {
      const keys = path.split(".");
      const last = keys.pop();
      let owner = keys.reduce((each, key) => each?.[key], globalThis);
      while (owner && !Object.hasOwn(owner, last)) owner = Object.getPrototypeOf(owner);
      if (!owner) continue;
      delete owner[last];
    }
  }, names);
  return ana;
}

const LACKING = [
  ["Intl.Segmenter"],
  ["Intl.ListFormat", "Intl.PluralRules", "Intl.RelativeTimeFormat", "Intl.DisplayNames"],
  ["navigator.locks", "BroadcastChannel"],
  ["crypto.randomUUID", "crypto.subtle", "structuredClone", "navigator.clipboard", "navigator.serviceWorker", "Notification"],
  ["HTMLElement.prototype.showPopover", "visualViewport", "requestIdleCallback", "AudioContext"],
];

test.describe("a browser without", () => {
  for (const names of LACKING) {
    test(`${names.join(", ")} shows the room and its messages`, async () => {
      const ana = await without(...names);
      room += 1;
      const ben = await world.visitor(`lacking-${room}`, "Ben");
      await ana.joins(`lacking-${room}`);
      await ben.says("👩‍👩‍👧 is **here**, @Ana: two `lines`");
      await ana.says("1 and 2", "👍");
      await ana.reads("1 and 2");
      await ana.reacts("1 and 2", "👍");
      await ana.seesReactions("1 and 2", "👍 1");
      await ana.opensDialog("Settings");
    });
  }

  test("too old, or without scripts: says so in every language", async () => {
    for (const names of [["WebSocket"], ["customElements"], ["HTMLDialogElement.prototype.showModal"], ["ResizeObserver"]]) {
      const ana = await without(...names);
      ana.expectsToHear(/./);
      await ana.opens("lacking");
      await tellsWhy(ana, names.join());
      ana.faults.length = 0;
    }
    const ben = await world.person("Ben", { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
    await ben.opens("lacking");
    await tellsWhy(ben, "no scripts");
    await ben.visits();
    await tellsWhy(ben, "no scripts");
  });
});

/** Six sentences are seen, and nothing of a room. */
async function tellsWhy(person, why) {
  const sentences = person.page.locator(".unfit p");
  await sentences.first().waitFor();
  const texts = await sentences.allTextContents();
  assert.equal(texts.length, 6);
  for (const text of texts) assert.match(text, /Alcove/);
  assert.equal(await person.part("composer").filter({ visible: true }).count(), 0, why);
}

test("languages as systems write them, none, or nonsense: the page comes in the first that it has, or in English", async () => {
  const ana = await world.person("Ana");
  await ana.context.addInitScript(() => {
    const given = sessionStorage.getItem("given");
    Object.defineProperty(navigator, "languages", { get: () => (given ? JSON.parse(given) : undefined) });
  });
  await ana.joins("odd");
  for (const [languages, wanted] of [
    [undefined, "en"],
    [["de-DE@posix"], "de"],
    [["en-US@posix"], "en"],
    [["fr_FR.UTF-8"], "fr"],
    [["C"], "en"],
    [["xx-!!", "hi-IN"], "hi"],
    [[""], "en"],
    [["AR-eg"], "ar"],
    [[], "en"],
  ]) {
    const given = JSON.stringify(languages) ?? "none";
    if (languages) await ana.page.evaluate((given) => sessionStorage.setItem("given", given), given);
    await ana.opens("odd");
    await ana.isIn();
    await ana.says(given);
    await ana.reads(given);
    assert.equal(await ana.page.evaluate(() => document.documentElement.lang), wanted, given);
    assert.equal(await ana.page.locator(".unfit").isVisible(), false, given);
    await ana.visits();
    await ana.page.locator("alcove-landing h1").waitFor();
  }
});
