// Jumping around in a long conversation: every jump arrives, and the count of new messages stays right.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { fillRoom } from "./support/long-room.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

const linkTo = (room, seq) => `${world.server.link(room)}#m${seq}`;

test("a link to a message leads there, and not to where one left off", async () => {
  const ben = await world.visitor("both", "Ben");
  for (let i = 1; i <= 40; i += 1) ben.asks({ type: "say", text: `message ${i}` });
  await ben.hasLog(40);
  const ana = await world.person("Ana");
  await ana.joins("both");
  await ana.reads("message 40");
  await ana.visits();
  for (let i = 41; i <= 60; i += 1) ben.asks({ type: "say", text: `message ${i}` });
  await ben.hasLog(60);
  await ana.page.goto(linkTo("both", 15));
  await ana.sees(hasFocusIn, "message 15", "the focus on the message");
  await ana.sees(isOnScreen, "message 15", "the message on the screen");
  await ana.page.getByRole("button", { name: "Jump to 20 new messages" }).waitFor();
});

test("who comes for the first time by a link to a message is not told that all is new", async () => {
  await fillRoom(world.server.socketUrl("first-time"), 60);
  const ana = await world.person("Ana");
  await ana.page.goto(linkTo("first-time", 20));
  await ana.givesName("Ana");
  await ana.sees(hasFocusIn, "message 20", "the focus on the message");
  await ana.page.getByRole("button", { name: "Jump to the latest messages" }).waitFor();
});

test("what was not reached in one visit is still new in the next", async () => {
  const ben = await world.visitor("two-visits", "Ben");
  await ben.says("read");
  const ana = await world.person("Ana");
  await ana.joins("two-visits");
  await ana.reads("read");
  await ana.visits();
  for (let i = 1; i <= 45; i += 1) ben.asks({ type: "say", text: `new ${i}` });
  await ben.hasLog(46);
  for (const visit of ["first", "second"]) {
    await ana.opens("two-visits");
    await ana.isIn();
    await ana.sees(isOnScreen, "new 1", `the first new message, on the ${visit} visit`);
    assert.equal(await ana.page.title(), "(45) two-visits · Alcove");
    await ana.visits();
  }
  await ana.opens("two-visits");
  await ana.part("toEnd").click();
  await ana.part("toEnd").waitFor({ state: "detached" });
  assert.equal(await ana.page.title(), "two-visits · Alcove");
  await ana.reloads();
  await ana.reads("new 45");
  assert.equal(await ana.part("newLine").count(), 0);
});

test("what comes while one is far above is counted, and where it begins is told", async () => {
  await fillRoom(world.server.socketUrl("far-above"), 500);
  const ben = await world.visitor("far-above", "Ben");
  const ana = await world.personIn("far-above");
  await ana.reads("message 500");
  await ana.page.goto(linkTo("far-above", 100));
  await ana.sees(hasFocusIn, "message 100", "the focus on the message");
  for (const text of ["new 1", "new 2", "new 3"]) await ben.says(text);
  await ana.page.getByRole("button", { name: "Jump to 3 new messages" }).click();
  await ana.reads("new 3");
  await ana.part("toEnd").waitFor({ state: "detached" });
});

test("back and forth between two far places, each is found again", async () => {
  await fillRoom(world.server.socketUrl("two-places"), 1_500);
  const ana = await world.personIn("two-places");
  await ana.reads("message 1500");
  // So much of the end is here that the second place lies well above its last screens.
  while (!(await ana.texts()).includes("message 1100")) await ana.part("scroller").evaluate(scrollUp);
  for (const [place, seq] of Object.entries({ "message 40": 40, "message 1150": 1150 })) {
    await ana.page.goto(linkTo("two-places", seq));
    await ana.sees(hasFocusIn, place, `the focus on ${place}`);
    await ana.sees(isOnScreen, place, `${place} on the screen`);
  }
  await ana.page.goBack();
  await ana.sees(hasFocusIn, "message 40", "the first place again");
});

test("a phone that is turned shows what it showed before", async () => {
  await fillRoom(world.server.socketUrl("turned"), 120, (i) => `message ${i} ${"and more words ".repeat((i % 7) * 3)}`.trim());
  const ana = await world.personIn("turned", "Ana", PHONE);
  await ana.part("rows").nth(40).waitFor();
  for (let screens = 0; screens < 5; screens += 1) await ana.part("scroller").evaluate(scrollUp);
  await ana.part("toEnd").waitFor();
  const { height, width } = PHONE.viewport;
  const before = await ana.part("scroller").evaluate(firstOnScreen);
  for (const viewport of [{ width: height, height: width }, PHONE.viewport]) {
    await ana.page.setViewportSize(viewport);
    const wanted = { ...before, width: viewport.width };
    await ana.sees(isWhereItWas, wanted, `message ${before.seq} at its place, ${viewport.width} px wide`);
  }
});

// ---- run in the page ----

/** The first message on the screen, and where it ends. */
function firstOnScreen(log) {
  const { top } = log.getBoundingClientRect();
  const row = [...log.querySelectorAll(".row")].find((each) => each.getBoundingClientRect().bottom > top);
  return { seq: row.dataset.seq, bottom: row.getBoundingClientRect().bottom };
}

function isWhereItWas({ seq, bottom, width }) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const now = timeline.querySelector(`[data-seq="${seq}"]`).getBoundingClientRect().bottom;
  return innerWidth === width && Math.abs(now - bottom) <= 1;
}

function hasFocusIn(text) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return timeline.activeElement?.closest(".row")?.querySelector(".text")?.textContent === text;
}

function isOnScreen(text) {
  const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller");
  const row = [...log.querySelectorAll(".text")].find(({ textContent }) => textContent === text);
  const box = row?.getBoundingClientRect();
  const { top, bottom } = log.getBoundingClientRect();
  return !!box && box.top >= top && box.bottom <= bottom;
}

async function scrollUp(log) {
  log.scrollBy(0, -0.8 * log.clientHeight);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
