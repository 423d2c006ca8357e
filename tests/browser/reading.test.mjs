// What is new, who is typing, and what can be read while nobody answers.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, KEEPING_NOTHING, openWorld, PHONE } from "./support/world.mjs";

let world;
before(async () => {
  world = await openWorld(UNHURRIED);
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

for (const device of [PHONE, DESKTOP]) {
  test(`the line of what is new stands until the visit ends, also over a lost connection (${device.name})`, async () => {
    const room = `new-${device.name}`;
    const ben = await world.visitor(room, "Ben");
    const ana = await world.person("Ana", device);
    await ana.joins(room);
    await ben.says("read");
    await ana.reads("read");
    await ana.visits();
    for (const text of ["new 1", "new 2"]) await ben.says(text);
    await ana.opens(room);
    await ana.isIn();
    await ana.reads("new 2");
    assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["read", "new 1"]]);
    assert.match(await ana.part("newLine").textContent(), /^New since \d\d:\d\d$/);
    ana.expectsTheServerToGo();
    await world.server.isKilled();
    await world.server.start();
    await ana.isOnlineAgain();
    await ana.says("and mine");
    await ana.readsExactly(["read", "new 1", "new 2", "and mine"]);
    assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["read", "new 1"]]);
    await ana.reloads();
    await ana.reads("and mine");
    assert.equal(await ana.part("newLine").count(), 0, "all was read");
  });
}

test("many new messages: one begins where one left off, far above the end", async () => {
  const ben = await world.visitor("many-new", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("many-new");
  for (let i = 1; i <= 20; i += 1) await ben.says(`old ${i}`);
  await ana.reads("old 20");
  await ana.visits();
  for (let i = 1; i <= 40; i += 1) ben.asks({ type: "say", text: `new ${i}` });
  await ben.hasLog(60);
  await ana.opens("many-new");
  await ana.isIn();
  await ana.sees(isSeen, "new 1", "the first new message on the screen");
  await ana.part("toEnd").click();
  await ana.sees(isSeen, "new 40", "the last one");
});

test("one begins where one left off, also where the first draw waits for Markdown", async () => {
  const ben = await world.visitor("new-markdown", "Ben");
  const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING_NOTHING });
  await ana.joins("new-markdown");
  for (let i = 1; i <= 20; i += 1) await ben.says(`**old** ${i}`);
  await ana.reads("old 20");
  await ana.visits();
  for (let i = 1; i <= 40; i += 1) ben.asks({ type: "say", text: `**new** ${i}` });
  await ben.hasLog(60);
  let release;
  const isReleased = new Promise((resolve) => (release = resolve));
  await ana.page.route("**/markdown-view-*.js", async (route) => {
    await isReleased;
    await route.continue();
  });
  await ana.opens("new-markdown");
  await ana.counts(2);
  release();
  await ana.sees(isSeen, "new 1", "the first new message on the screen");
});

test("more than a page of new messages: a button leads to where one left off", async () => {
  const ben = await world.visitor("far-new", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("far-new");
  await ben.says("the last one read");
  await ana.reads("the last one read");
  await ana.visits();
  for (let i = 1; i <= 300; i += 1) ben.asks({ type: "say", text: `new ${i}` });
  await ben.hasLog(301);
  await ana.opens("far-new");
  await ana.isIn();
  await ana.part("toNew").click();
  await ana.sees(isSeen, "the last one read", "the last message read");
  assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["the last one read", "new 1"]]);
});

test("who is typing is told, up to three by name, and nothing moves", async () => {
  const ana = await world.person("Ana");
  await ana.joins("typing");
  const height = () => ana.part("scroller").evaluate((log) => log.clientHeight);
  const before = await height();
  const others = [];
  for (const name of ["Ben", "Cleo", "Dara", "Emil"]) others.push(await world.visitor("typing", name));
  others[0].asks({ type: "typing" });
  await ana.readsIn("typing", "Ben\u2069 is typing");
  for (const other of others.slice(1, 3)) other.asks({ type: "typing" });
  await ana.readsIn("typing", /Ben\u2069, \u2068Cleo\u2069 and \u2068Dara\u2069 are typing/);
  for (const other of others) other.asks({ type: "typing" });
  await ana.readsIn("typing", "Several people are typing");
  assert.equal(await height(), before);
  for (const other of others) await other.says("done");
  await ana.part("typing").waitFor({ state: "detached" });
});

test("who writes is seen typing by others", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await ana.joins("writes");
  await ben.joins("writes");
  await ana.writes("h");
  await ben.readsIn("typing", "Ana\u2069 is typing");
  await ana.sends();
  await ben.reads("h");
  await ben.part("typing").waitFor({ state: "detached" });
});

// ---- run in the page ----

/** Of each line of what is new: the texts above and below it. */
function textsAround(lines) {
  const textOf = (element) => element?.closest(".row")?.querySelector(".text")?.textContent;
  const rows = lines.map((line) => [...line.parentElement.querySelectorAll(".row, .new")]);
  return lines.map((line, i) => {
    const at = rows[i].indexOf(line);
    return [textOf(rows[i][at - 1]), textOf(rows[i][at + 1])];
  });
}

function isSeen(text) {
  const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller");
  const row = [...log.querySelectorAll(".row")].find((each) => each.querySelector(".text")?.textContent === text);
  if (!row) return false;
  const [box, view] = [row.getBoundingClientRect(), log.getBoundingClientRect()];
  return box.top >= view.top - 1 && box.bottom <= view.bottom + 1;
}
