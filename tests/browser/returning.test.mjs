// Reloads, tabs, and a server that goes away: nothing is lost, nothing is duplicated, nobody is disturbed.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, KEEPING, PHONE, ROUTED, useWorld } from "./support/world.mjs";

const BLIP_MS = 5_000;

const world = useWorld({ MAX_MEMBER_SOCKETS: "2" });

test.describe("a reload", () => {
  test("keeps history and name, and makes no noise", async () => {
    const ana = await world.visitor("reload", "Ana");
    const ben = await world.person("Ben");
    await ben.joins("reload");
    await ana.says("before the reload");
    await ben.reads("before the reload");
    for (let time = 0; time < 3; time += 1) await ben.reloads();
    await ben.reads("before the reload");
    assert.deepEqual(await ben.rosterNames(), ["Ben", "Ana"]);
    await ben.says("after the reload");
    await ana.hasLog(2);
    assert.deepEqual(ana.log.map(({ text }) => text), ["before the reload", "after the reload"]);
    assert.deepEqual(ana.comings, ["join Ana", "join Ben"]);
    await ben.counts(2);
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

test.describe("what is being written, and for what,", () => {
  test("is there again after a reload: an edit with the draft that was there before it, and an answer", async () => {
    const ana = await world.person("Ana");
    const ben = await world.visitor("purposes", "Ben");
    await ben.says("What do *you* think?");
    await ana.joins("purposes");
    await ana.says("first thougt");
    await ana.reads("first thougt");
    await ana.writes("my draft");
    await ana.opensMenuOf("first thougt");
    await ana.picks("Edit");
    await ana.hasWritten("first thougt");
    await ana.writes("first thought, and more");
    await ana.reloads();
    await ana.readsIn("mode", "Editing your message");
    await ana.hasWritten("first thought, and more");
    await ana.page.keyboard.press("Escape");
    await ana.hasWritten("my draft");
    await ana.opensMenuOf("What do you think?");
    await ana.picks("Reply");
    await ana.readsIn("mode", "Replying to Ben");
    await ana.reloads();
    await ana.readsIn("mode", "Replying to Ben");
    await ana.readsIn("mode", "What do you think?");
    await ana.hasWritten("my draft");
    await ana.sends();
    await ana.reads("my draft");
    await ana.part("quotes").filter({ hasText: "What do you think?" }).waitFor();
    await ana.reloads();
    await ana.hasWritten("");
    assert.equal(await ana.part("mode").textContent(), "");
  });

  test("stays when the message that it was about is gone meanwhile, and that is said", async () => {
    const ana = await world.person("Ana");
    await ana.joins("gone-meanwhile");
    const tab = await ana.anotherTab();
    await tab.opens("gone-meanwhile");
    await tab.isIn();
    await ana.says("to be edited");
    await ana.reads("to be edited");
    await ana.writes("my draft");
    await ana.opensMenuOf("to be edited");
    await ana.picks("Edit");
    await ana.writes("worth keeping");
    await ana.page.goto("about:blank");
    await tab.deletes("to be edited");
    await tab.page.close();
    await ana.opens("gone-meanwhile");
    await ana.isIn();
    await ana.readsIn("mode", "That message is gone. This will be sent as a new one.");
    await ana.hasWritten("worth keeping");
    await ana.page.keyboard.press("Enter");
    await ana.reads("worth keeping");
    await ana.hasWritten("my draft");
  });
});

test.describe("what waits without a connection", () => {
  test("is taken back or changed before it goes, also after a reload", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING });
    const ben = await world.visitor("waits", "Ben");
    await ana.isOnALine();
    await ana.joins("waits");
    await ana.keepsThePage();
    await ana.isCutOff();
    await ana.says("a slip", "a typpo", "right", "wrong romm");
    await ana.row("a slip").getByRole("button", { name: "Delete" }).click();
    await ana.row("a slip").waitFor({ state: "detached" });
    await ana.writes("half a thought");
    await ana.row("a typpo").getByRole("button", { name: "Edit" }).click();
    await ana.hasWritten("a typpo");
    await ana.page.reload();
    await ana.hasWritten("a typpo");
    await ana.writes("a typo");
    await ana.sends();
    await ana.hasWritten("half a thought");
    await ana.row("wrong romm").getByRole("button", { name: "Edit" }).click();
    await ana.hasWritten("wrong romm");
    await ana.isOnTheLineAgain();
    // What is being changed does not go with the others.
    await ben.hasLog(2);
    await ana.readsIn("failure", "Not sent: you’re still changing it.");
    assert.deepEqual(ben.log.map(({ text }) => text), ["a typo", "right"]);
    await ana.page.keyboard.press("Escape");
    await ben.hasLog(3);
    assert.equal(ben.log[2].text, "wrong romm");
    await ana.hasWritten("half a thought");
  });
});

test.describe("tabs of one browser", () => {
  test("are one member", async () => {
    const ana = await world.person("Ana");
    await ana.joins("tabs");
    const ben = await world.visitor("tabs", "Ben");
    const tab = await ana.anotherTab();
    await tab.opens("tabs");
    await tab.isIn();
    await tab.counts(2);
    await tab.says("from the second tab");
    await ben.sees({ type: "message", text: "from the second tab" });
    await ana.says("from the first tab");
    await tab.readsExactly(["from the second tab", "from the first tab"]);
    await ana.readsExactly(["from the second tab", "from the first tab"]);
    assert.equal(await ana.part("rows").locator(".author").count(), 0, "both are one's own");
    await ben.sees({ type: "message", text: "from the first tab" });
    assert.deepEqual(ben.comings, ["join Ben"]);
  });

  test("that was duplicated where there are no locks, and one that is closed, lose nothing and double nothing", async () => {
    const room = "duplicated";
    const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING });
    const ben = await world.visitor(room, "Ben");
    await ana.context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
    await ana.isOnALine();
    await ana.joins(room);
    await ana.keepsThePage();
    const id = await ana.page.evaluate(() => sessionStorage.getItem("alcove:tab"));
    const copy = await ana.anotherTab();
    const orphan = await ana.anotherTab();
    // As a browser does it: the copy begins with all that the tab had.
    await copy.page.addInitScript((tab) => {
      if (!sessionStorage.getItem("alcove:tab")) sessionStorage.setItem("alcove:tab", tab);
    }, id);
    const tabs = [ana, copy, orphan];
    for (const tab of [copy, orphan]) {
      await tab.isOnALine();
      await tab.opens(room);
      await tab.isIn();
    }
    for (const tab of tabs) await tab.isCutOff();
    for (const [number, tab] of tabs.entries()) await tab.says(`from tab ${number}`);
    await orphan.page.close();
    for (const tab of [ana, copy]) {
      await tab.page.reload();
      await tab.row(`from tab ${tabs.indexOf(tab)}`).waitFor();
    }
    for (const tab of [ana, copy]) await tab.isOnTheLineAgain();
    await ben.hasLog(3);
    const said = ben.log.map(({ text }) => text);
    assert.deepEqual([...said].sort(), ["from tab 0", "from tab 1", "from tab 2"]);
    for (const tab of [ana, copy]) await tab.readsExactly(said);
    assert.deepEqual(
      await ana.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("alcove:outbox"))),
      [],
    );
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
    await ana.readsIn("banner", "Disconnected: this room is open in too many tabs.");
    await tabs[1].says("meanwhile");
    await ana.page.getByRole("button", { name: "Use it here" }).click();
    await ana.part("banner").waitFor({ state: "detached" });
    await ana.readsExactly(["meanwhile"]);
    await tabs[0].readsIn("banner", "Disconnected: this room is open in too many tabs.");
  });
});

test.describe("the connection is lost", () => {
  test("for a moment: nobody is told", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
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
    const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
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

test.describe("the server goes away", () => {
  test("and comes back: what was said meanwhile arrives once, in order", async () => {
    const room = "outage";
    const ana = await world.person("Ana", PHONE);
    const ben = await world.person("Ben", DESKTOP);
    await ana.page.clock.install();
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
    await ana.says("during 3");
    assert.equal(await ana.part("rows").and(ana.page.locator(".pending")).count(), 3);

    // While its clock stands still, the page does not try again by itself.
    await ana.page.clock.pauseAt(await ana.page.evaluate(() => Date.now() + 1_000));
    await ana.readsIn("banner", "Trying again in");
    await world.server.start();
    await ana.part("banner").getByRole("button", { name: "Try now" }).click();
    await ana.page.clock.resume();
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
    const ana = await world.person("Ana");
    await ana.joins("midway");
    ana.expectsTheServerToGo();
    const texts = Array.from({ length: 8 }, (_, i) => `word ${i}`);
    await ana.says(...texts.slice(0, 4));
    await world.server.isKilled();
    await ana.says(...texts.slice(4));
    await world.server.start();
    await ana.isOnlineAgain();
    await ana.readsExactly(texts);
    assert.deepEqual(await textsIn("midway"), texts);
  });

  test("and one's page is reloaded meanwhile: what was said is still sent, once", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING });
    await ana.joins("away-reload");
    await ana.keepsThePage();
    await ana.says("before");
    await ana.readsExactly(["before"]);
    ana.expectsTheServerToGo();

    await world.server.isKilled();
    await ana.says("kept 1", "kept 2");
    await ana.page.reload();
    await ana.says("kept 3");
    await world.server.start();
    await ana.isOnlineAgain();
    await ana.isIn();
    await ana.readsExactly(["before", "kept 1", "kept 2", "kept 3"]);
    assert.deepEqual(await textsIn("away-reload"), ["before", "kept 1", "kept 2", "kept 3"]);
    await ana.reloads();
    await ana.readsExactly(["before", "kept 1", "kept 2", "kept 3"]);
  });

  test("and one's tab is closed meanwhile: another tab sends what was said", async () => {
    const ana = await world.person("Ana");
    await ana.joins("away-close");
    ana.expectsTheServerToGo();
    await world.server.isKilled();
    await ana.says("left behind");
    await ana.page.close();
    await world.server.start();
    const tab = await ana.anotherTab();
    await tab.opens("away-close");
    await tab.isIn();
    await tab.readsExactly(["left behind"]);
    assert.deepEqual(await textsIn("away-close"), ["left behind"]);
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

/** What somebody who comes now gets of the room. */
async function textsIn(room) {
  const visitor = await world.visitor(room, "Ben");
  const { events } = await visitor.sees({ type: "history" });
  return events.map(({ text }) => text);
}

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
