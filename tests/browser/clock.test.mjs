// Clocks that are wrong or changed, passing days, and readers who travel.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, useWorld } from "./support/world.mjs";

const DAY_MS = 86_400_000;

const world = useWorld(UNHURRIED);

const isSet = (person, ms) =>
  person.page.evaluate((ahead) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ahead;
  }, ms);

/** Said at half past ten in the evening. */
const lateOn20th = (event) => {
  if (event.events) return { ...event, events: event.events.map(lateOn20th) };
  return event.text ? { ...event, at: Date.UTC(2026, 10, 20, 22, 30) } : event;
};

const daysOf = (person) => person.part("scroller").locator(".day").allTextContents();

test("a clock set back by an hour delays nothing: messages go out, typing ends, the banner appears", async () => {
  const ana = await world.person("Ana");
  const ben = await world.visitor("set-back", "Ben");
  await ana.isOnALine();
  await ana.joins("set-back");
  await ana.says("one");
  await ben.sees({ text: "one" });
  ben.send({ type: "typing" });
  await ana.part("typing").waitFor();
  await isSet(ana, -3_600_000);
  await ana.says("two");
  await ben.sees({ text: "two" });
  await ana.part("typing").waitFor({ state: "detached" });
  await ana.isCutOff();
  await ana.part("banner").waitFor();
});

for (const ahead of [-DAY_MS, DAY_MS])
  test(`with a clock that is ${ahead < 0 ? "behind" : "ahead"} by a day all is under Today, also what is on its way`, async () => {
    const ana = await world.person("Ana");
    const room = `wrong-${ahead < 0 ? "behind" : "ahead"}`;
    const ben = await world.visitor(room, "Ben");
    await ben.says("from Ben");
    await ana.page.addInitScript((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ms;
    }, ahead);
    await ana.isOnALine();
    await ana.joins(room);
    await ana.reads("from Ben");
    assert.deepEqual(await daysOf(ana), ["Today"]);
    await ana.isCutOff();
    await ana.says("without a connection");
    await ana.reads("without a connection");
    assert.deepEqual(await daysOf(ana), ["Today"]);
    await ana.isOnTheLineAgain();
    await ben.sees({ text: "without a connection" });
    assert.deepEqual(await daysOf(ana), ["Today"]);
  });

test("after a change of time zone, times, days and exact times are local", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, timezoneId: undefined });
  const devtools = await ana.context.newCDPSession(ana.page);
  const isIn = (timezoneId) => devtools.send("Emulation.setTimezoneOverride", { timezoneId });
  await isIn("Europe/Lisbon");
  const ben = await world.visitor("travel", "Ben");
  await ben.says("where are you?");
  await ana.isOnALine(lateOn20th);
  await ana.joins("travel");
  const row = ana.row("where are you?");
  const isSeen = async (time, day) => {
    await row.locator("time").filter({ hasText: time }).waitFor();
    assert.match(await row.locator(".bubble").getAttribute("title"), day);
    assert.match((await daysOf(ana)).join(), day);
  };
  await isSeen("22:30", /20 November/);
  await isIn("");
  await isIn("Asia/Tokyo");
  await ana.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await isSeen("7:30", /21 November/);
});
