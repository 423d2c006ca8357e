// Two people, one link, one conversation.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

// Long enough for a reload, short enough to wait for.
const world = useWorld({ LEAVE_GRACE_MS: "1500" });

for (const device of [PHONE, DESKTOP]) {
  test.describe(`on a ${device.name}`, () => {
    test("two people chat", async () => {
      const room = `tea-${device.name}`;
      const ben = await world.person("Ben", device);
      const ana = await world.personIn(room, "Ana", device);
      await ben.joins(room);
      await ana.says("Hello Ben");
      await ben.reads("Hello Ben");
      await ben.says("Hello Ana", "Two lines\nin one");
      await ana.readsExactly(["Hello Ben", "Hello Ana", "Two lines\nin one"]);
      await ben.readsExactly(["Hello Ben", "Hello Ana", "Two lines\nin one"]);
    });

    test("people who join and leave are counted, listed, and mentioned in the log", async () => {
      const room = `door-${device.name}`;
      const ana = await world.personIn(room, "Ana", device);
      await ana.counts(1);
      const ben = await world.visitor(room, "Ben");
      await ana.notices("Ben joined");
      await ana.counts(2);
      if (device === PHONE) await ana.part("people").tap();
      await ana.sees(hasRoster, undefined, "the roster");
      assert.deepEqual(await ana.rosterNames(), ["Ana", "Ben"]);
      await ben.leaves();
      await ana.counts(1);
      assert.deepEqual(await ana.rosterNames(), ["Ana"]);
    });

    test("a message shows its author and its time", async () => {
      const room = `author-${device.name}`;
      const ben = await world.visitor(room, "Ben");
      const ana = await world.personIn(room, "Ana", device);
      for (const text of ["first", "second"]) await ben.says(text);
      await ana.reads("second");
      assert.deepEqual(await ana.part("rows").locator(".author").allTextContents(), ["Ben"], "grouped under one name");
      const time = ana.part("rows").locator("time").first();
      assert.match(await time.textContent(), /^\d\d?:\d\d$/);
      assert.match(await time.getAttribute("title"), /\d{4}/);
    });

    test("nothing is wider than the screen", async () => {
      const ana = await world.person("Ana", device);
      await ana.joins(`${"long-name-of-a-room".repeat(3)}-${device.name === "phone" ? "a" : "b"}`.slice(0, 64), "Ana with a name of 32 characters");
      await ana.says("W".repeat(300), "https://example.com/".padEnd(200, "x"), "😀".repeat(40));
      await ana.reads("😀".repeat(40));
      const { inner, outer } = await ana.part("scroller").evaluate((log) => ({
        inner: log.scrollWidth - log.clientWidth,
        outer: document.documentElement.scrollWidth - innerWidth,
      }));
      assert.deepEqual({ inner, outer }, { inner: 0, outer: 0 });
    });
  });
}

test("a link in a message opens its page, and sends no referrer", async () => {
  const ben = await world.visitor("links", "Ben");
  const ana = await world.personIn("links");
  await ben.says("see https://example.com/a?b=c#d, or www.example.org.");
  await ana.reads("see https://example.com/a?b=c#d, or www.example.org.");
  await ana.part("texts").locator("a").nth(1).waitFor();
  const links = await ana.part("texts").locator("a").evaluateAll((all) => all.map(({ href, rel, target }) => [href, rel, target]));
  assert.deepEqual(links, [
    ["https://example.com/a?b=c#d", "noopener noreferrer", "_blank"],
    ["https://www.example.org/", "noopener noreferrer", "_blank"],
  ]);
});

function hasRoster() {
  return document.querySelector("alcove-room").shadowRoot.querySelector("alcove-roster") !== null;
}
