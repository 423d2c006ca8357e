// What is new, who is typing, and what can be read while the server does not answer.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, KEEPING_NOTHING, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

for (const device of [PHONE, DESKTOP]) {
  test(`the line of new messages stays until the visit ends, even across a lost connection (${device.name})`, async () => {
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
    assert.match(await ana.part("newLine").textContent(), /^New since \d\d?:\d\d$/);
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

test("many new messages: reading resumes where it left off, far above the end", async () => {
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

test("more than a page of new messages: a button leads to where reading left off", async () => {
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

for (const device of [PHONE, DESKTOP])
  for (const [way, goes, returns] of [
    ["another tab", (ana) => ana.looksAway(), (ana) => ana.looksBack()],
    ["another window", (ana) => ana.turnsToAnotherWindow(), (ana) => ana.turnsBack()],
  ])
    test(`reading resumes at the line, and new messages count until they are read: back from ${way} (${device.name})`, async () => {
      const room = `back-${way.split(" ")[1]}-${device.name}`;
      const ben = await world.visitor(room, "Ben");
      const ana = await world.person("Ana", device);
      await ana.joins(room);
      for (let i = 1; i <= 30; i += 1) await ben.says(`old ${i}`);
      await ana.sees(isSeen, "old 30", "the last message");
      await goes(ana);
      for (let i = 1; i <= 30; i += 1) await ben.says(`new ${i}`);
      await ana.sees(isTitled, `(30) ${room} · Alcove`, "30 in the title");
      await returns(ana);
      await ana.readsIn("toEnd", "30 new");
      assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["old 30", "new 1"]]);
      assert.ok(await ana.page.evaluate(isSeen, "new 1"));
      assert.equal(await ana.part("toNew").count(), 0);
      assert.equal(await ana.page.title(), `(30) ${room} · Alcove`);
      await ana.part("toEnd").click();
      await ana.sees(isSeen, "new 30", "the last message");
      await ana.sees(isTitled, `${room} · Alcove`, "nothing unread");
      assert.equal(await ana.part("toNew").count(), 0, "the line was seen");
    });

test("away, a few new messages stay in sight with the line, and are read as soon as one is back", async () => {
  const ben = await world.visitor("few-new", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("few-new");
  for (let i = 1; i <= 30; i += 1) await ben.says(`old ${i}`);
  await ana.reads("old 30");
  await ana.turnsToAnotherWindow();
  for (const text of ["one", "two"]) await ben.says(text);
  await ana.sees(isSeen, "two", "the last message");
  await ana.sees(isTitled, "(2) few-new · Alcove", "2 in the title");
  assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["old 30", "one"]]);
  await ana.turnsBack();
  await ana.sees(isTitled, "few-new · Alcove", "nothing unread");
  assert.equal(await ana.part("newLine").count(), 1);
});

test("what came while another window had the focus is new after a reload", async () => {
  const ben = await world.visitor("reload-new", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("reload-new");
  await ben.says("read");
  await ana.reads("read");
  await ana.turnsToAnotherWindow();
  for (let i = 1; i <= 5; i += 1) await ben.says(`new ${i}`);
  await ana.reads("new 5");
  await ana.reloads();
  await ana.reads("new 5");
  assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["read", "new 1"]]);
});

test("more new messages than are drawn: reading still resumes at the line", async () => {
  const ben = await world.visitor("burst", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("burst");
  for (let i = 1; i <= 20; i += 1) await ben.says(`old ${i}`);
  await ana.reads("old 20");
  await ana.looksAway();
  for (let i = 1; i <= 400; i += 1) ben.asks({ type: "say", text: `new ${i}` });
  await ben.hasLog(420);
  await ana.sees(isTitled, "(400) burst · Alcove", "400 in the title");
  await ana.looksBack();
  await ana.sees(isSeen, "new 1", "the first new message");
  assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["old 20", "new 1"]]);
});

test("more new messages than are drawn after the first of them: reading still resumes at the line", async () => {
  const ben = await world.visitor("late-burst", "Ben");
  const ana = await world.person("Ana");
  await ana.isOnALine();
  await ana.joins("late-burst");
  for (let i = 1; i <= 20; i += 1) await ben.says(`old ${i}`);
  await ana.reads("old 20");
  await ana.looksAway();
  await ben.says("new 1");
  await ana.reads("new 1");
  ana.getsNothing();
  for (let i = 2; i <= 400; i += 1) ben.asks({ type: "say", text: `new ${i}` });
  await ana.getsAtOnce("new 400");
  await ana.sees(isTitled, "(400) late-burst · Alcove", "400 in the title");
  await ana.looksBack();
  await ana.sees(isSeen, "new 1", "the first new message");
  assert.deepEqual(await ana.part("newLine").evaluateAll(textsAround), [["old 20", "new 1"]]);
});

test("from below, a button leads to a line that was not seen", async () => {
  const ben = await world.visitor("line-above", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("line-above");
  for (let i = 1; i <= 30; i += 1) await ben.says(`old ${i}`);
  await ana.reads("old 30");
  await ana.looksAway();
  for (let i = 1; i <= 40; i += 1) await ben.says(`new ${i}`);
  // Another device of hers, or a shortcut that reaches the page: it goes to the end without her.
  await ana.part("toEnd").dispatchEvent("click");
  await ana.part("toNew").waitFor();
  await ana.looksBack();
  await ana.part("toNew").click();
  await ana.sees(isSeen, "new 1", "the first new message");
  await ana.part("toNew").waitFor({ state: "detached" });
});

test("a message deleted before it was seen is not counted, and leaves no line", async () => {
  const ben = await world.visitor("gone-new", "Ben");
  const ana = await world.person("Ana");
  await ana.joins("gone-new");
  await ben.says("read");
  await ana.reads("read");
  await ana.looksAway();
  const said = [await ben.says("one"), await ben.says("two")];
  await ana.sees(isTitled, "(2) gone-new · Alcove", "2 in the title");
  ben.asks({ type: "delete", seq: said[0].seq });
  await ana.sees(isTitled, "(1) gone-new · Alcove", "1 in the title");
  ben.asks({ type: "delete", seq: said[1].seq });
  await ana.sees(isTitled, "gone-new · Alcove", "nothing in the title");
  await ana.part("newLine").waitFor({ state: "detached" });
});

test("shows who is typing, up to three by name, and moves nothing", async () => {
  const ana = await world.personIn("typing");
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
  const ana = await world.personIn("writes");
  const ben = await world.visitor("writes", "Ben");
  await ana.writes("h");
  await ben.sees({ type: "typing", from: { name: "Ana" } });
  await ana.sends();
  await ben.sees({ type: "message", text: "h" });
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

function isTitled(title) {
  return document.title === title;
}

function isSeen(text) {
  const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller");
  const row = [...log.querySelectorAll(".row")].find((each) => each.querySelector(".text")?.textContent === text);
  if (!row) return false;
  const [box, view] = [row.getBoundingClientRect(), log.getBoundingClientRect()];
  return box.top >= view.top - 1 && box.bottom <= view.bottom + 1;
}
