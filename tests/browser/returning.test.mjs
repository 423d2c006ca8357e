// Reloads, tabs, and a server that goes away: nothing is lost, nothing is doubled, nobody is disturbed.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { DESKTOP, openWorld, PHONE } from "./support/world.mjs";

const BLIP_MS = 5_000;

let world;
before(async () => {
  world = await openWorld({ MAX_MEMBER_SOCKETS: "2" });
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

describe("a reload", () => {
  test("keeps history and name, and makes no noise", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.joins("reload");
    await ben.joins("reload");
    await ana.says("before the reload");
    await ben.reads("before the reload");
    for (let time = 0; time < 3; time += 1) await ben.reloads();
    await ben.reads("before the reload");
    assert.deepEqual(await ben.rosterNames(), ["Ben", "Ana"]);
    await ben.says("after the reload");
    await ana.readsExactly(["before the reload", "after the reload"]);
    assert.deepEqual(await ana.allNotices(), ["Ben joined"]);
    await ana.counts(2);
  });

  test("keeps what is being written", async () => {
    const ana = await world.person("Ana");
    await ana.joins("draft");
    await ana.writes("half a thou");
    await ana.reloads();
    assert.equal(await ana.part("composer").inputValue(), "half a thou");
    await ana.comesInto("another-draft");
    assert.equal(await ana.part("composer").inputValue(), "", "each room has its own");
    await ana.opens("draft");
    await ana.isIn();
    assert.equal(await ana.part("composer").inputValue(), "half a thou");
    await ana.says("");
    await ana.writes("");
    await ana.reloads();
    assert.equal(await ana.part("composer").inputValue(), "");
  });
});

describe("tabs of one browser", () => {
  test("are one member", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.joins("tabs");
    await ben.joins("tabs");
    const tab = await ana.anotherTab();
    await tab.opens("tabs");
    await tab.isIn();
    await tab.counts(2);
    await tab.says("from the second tab");
    await ben.reads("from the second tab");
    await ana.says("from the first tab");
    await tab.readsExactly(["from the second tab", "from the first tab"]);
    await ana.readsExactly(["from the second tab", "from the first tab"]);
    assert.equal(await ana.part("rows").locator(".author").count(), 0, "both are one's own");
    assert.deepEqual(await ben.allNotices(), []);
  });

  test("one too many replaces the oldest, which offers to come back", async () => {
    const ana = await world.person("Ana");
    await ana.joins("many-tabs");
    const tabs = [];
    for (let time = 0; time < 2; time += 1) {
      const tab = await ana.anotherTab();
      await tab.opens("many-tabs");
      await tab.isIn();
      tabs.push(tab);
    }
    await ana.readsIn("banner", "This room is open in too many tabs, so this one is paused.");
    await tabs[1].says("meanwhile");
    await ana.page.getByRole("button", { name: "Use it here" }).click();
    await ana.part("banner").waitFor({ state: "detached" });
    await ana.readsExactly(["meanwhile"]);
    await tabs[0].readsIn("banner", "This room is open in too many tabs, so this one is paused.");
  });
});

describe("the connection is lost", () => {
  test("for a moment: nobody is told", async () => {
    const ana = await world.person("Ana");
    await ana.isOnALine();
    await ana.joins("blip");
    await ana.page.evaluate(watchBanner);
    await ana.isCutOff();
    await ana.says("meanwhile");
    await ana.isOnTheLineAgain();
    await ana.readsExactly(["meanwhile"]);
    assert.equal(await ana.page.evaluate(() => window.hadBanner), false);
  });

  test("for longer: the banner counts the seconds to the next try", async () => {
    const ana = await world.person("Ana");
    await ana.isOnALine();
    await ana.joins("countdown");
    await ana.page.evaluate(watchBanner);
    await ana.isCutOff();
    await ana.readsIn("banner", "Messages will be sent once you’re connected.");
    await ana.sees(hasCountedDown, undefined, "the seconds to go down", () => ana.page.evaluate(() => window.counted));
    await ana.isOnTheLineAgain();
    await ana.part("banner").waitFor({ state: "detached" });
    assert.equal(await ana.page.evaluate(() => window.hadBanner), true);
  });
});

describe("the server goes away", () => {
  test("and comes back: what was said meanwhile arrives once, in order", async () => {
    const room = "outage";
    const ana = await world.person("Ana", PHONE);
    const ben = await world.person("Ben", DESKTOP);
    await ana.joins(room);
    await ben.joins(room);
    await ana.says("before");
    await ben.reads("before");
    for (const person of [ana, ben]) person.expectsTheServerToGo();

    await world.server.isKilled();
    const gone = Date.now();
    await ana.says("during 1", "during 2");
    await ben.says("during, from Ben");
    await ana.readsIn("banner", "No connection.");
    assert.ok(Date.now() - gone >= BLIP_MS - 100, "no banner for a blip");
    await ana.page.getByRole("button", { name: "Try now" }).waitFor();
    await ana.says("during 3");
    assert.equal(await ana.part("rows").and(ana.page.locator(".pending")).count(), 3);

    await world.server.start();
    await ana.page.getByRole("button", { name: "Try now" }).click();
    await ana.part("banner").waitFor({ state: "detached" });
    await ben.isOnlineAgain();
    await ben.reads("during 3");
    await ana.reads("during, from Ben");
    const said = await ana.texts();
    assert.deepEqual([...said].sort(), ["before", "during 1", "during 2", "during 3", "during, from Ben"]);
    assert.deepEqual(said.filter((text) => /^during \d/.test(text)), ["during 1", "during 2", "during 3"]);
    await ana.readsExactly(said);
    await ben.readsExactly(said);
    await ana.reloads();
    await ana.readsExactly(said);
  });

  test("in the middle of many messages: each is there once, in order", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.joins("midway");
    await ben.joins("midway");
    for (const person of [ana, ben]) person.expectsTheServerToGo();
    const texts = Array.from({ length: 8 }, (_, i) => `word ${i}`);
    await ana.says(...texts.slice(0, 4));
    await world.server.isKilled();
    await ana.says(...texts.slice(4));
    await world.server.start();
    for (const person of [ana, ben]) await person.isOnlineAgain();
    await ana.readsExactly(texts);
    await ben.readsExactly(texts);
  });

  test("and one's page is reloaded meanwhile: what was said is still sent, once", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.joins("away-reload");
    await ben.joins("away-reload");
    await ana.keepsThePage();
    await ana.says("before");
    await ben.reads("before");
    for (const person of [ana, ben]) person.expectsTheServerToGo();

    await world.server.isKilled();
    await ana.says("kept 1", "kept 2");
    await ana.page.reload();
    await ana.says("kept 3");
    await world.server.start();
    await ben.isOnlineAgain();
    await ana.isOnlineAgain();
    await ana.isIn();
    await ana.readsExactly(["before", "kept 1", "kept 2", "kept 3"]);
    await ben.readsExactly(["before", "kept 1", "kept 2", "kept 3"]);
    await ana.reloads();
    await ana.readsExactly(["before", "kept 1", "kept 2", "kept 3"]);
  });

  test("and one's tab is closed meanwhile: another tab sends what was said", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.joins("away-close");
    await ben.joins("away-close");
    for (const person of [ana, ben]) person.expectsTheServerToGo();
    await world.server.isKilled();
    await ana.says("left behind");
    await ana.page.close();
    await world.server.start();
    await ben.isOnlineAgain();
    const tab = await ana.anotherTab();
    await tab.opens("away-close");
    await tab.isIn();
    await tab.readsExactly(["left behind"]);
    await ben.readsExactly(["left behind"]);
  });
});

test("what is sent in one tab takes nothing from what another is writing", async () => {
  const ana = await world.person("Ana");
  await ana.joins("two-drafts");
  const tab = await ana.anotherTab();
  await tab.opens("two-drafts");
  await tab.isIn();
  await ana.writes("half a thought");
  await tab.says("sent");
  await ana.reads("sent");
  for (const each of [ana, tab]) await each.reloads();
  assert.equal(await ana.part("composer").inputValue(), "half a thought");
  assert.equal(await tab.part("composer").inputValue(), "");
});

// ---- run in the page ----

/** Remembers whether there was a banner, and the seconds that it counted. */
function watchBanner() {
  const root = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-banner").shadowRoot;
  window.hadBanner = false;
  window.counted = [];
  const look = () => {
    const next = root.querySelector(".next")?.textContent;
    window.hadBanner ||= next !== undefined;
    const seconds = /^Trying again in (\d+) s$/.exec(next)?.[1];
    if (seconds) window.counted.push(Number(seconds));
  };
  new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
}

const hasCountedDown = () => window.counted.some((seconds, i) => window.counted[i + 1] === seconds - 1);
