// A long conversation: older pages load while scrolling up, the place is kept, the document stays small.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const MOST_DRAWN = 260;
/** So that what is drawn at one end is gone from the document at the other. */
const COUNT = 600;
const textOf = (i) => `message ${i}${i % 7 === 0 ? "\nwith a second line\nand a third" : ""}`;

const world = useWorld(UNHURRIED);

for (const device of [PHONE, DESKTOP]) {
  test(`scrolling reaches the beginning, and comes back to the end (${device.name})`, async () => {
    const room = `long-${device.name}`;
    await filled(room);
    const ana = await world.personIn(room, "Ana", device);
    await ana.reads(textOf(COUNT - 1));
    const met = new Set();
    let most = 0;
    // Upwards by a screen at a time, as a wheel or a finger does; at the top the next page is waited for.
    for (let first; first !== 0; ) {
      const { seen, drawn, height } = await ana.part("scroller").evaluate(drawnRows);
      for (const i of seen) met.add(i);
      most = Math.max(most, drawn);
      first = Math.min(...seen);
      await scrolls(ana, -0.7 * height);
    }
    assert.equal(met.size, COUNT, `not seen: ${missing(met)}`);
    assert.ok(most <= MOST_DRAWN, `${most} rows drawn at once`);

    await ana.part("toEnd").click();
    await ana.reads(textOf(COUNT - 1));
    await ana.part("toEnd").waitFor({ state: "detached" });
    await ana.sees(isAtEnd, undefined, "the end");
  });
}

test("an older page moves nothing on the screen", async () => {
  await filled("still", 240);
  const ana = await world.personIn("still");
  await ana.reads(textOf(239));
  const { jump, pages } = await ana.part("scroller").evaluate(scrollUpAndMeasure);
  assert.ok(pages >= 2, `${pages} pages came`);
  assert.ok(jump <= 1, `moved by ${jump} px`);
});

test("a reader above the end sees a count of new messages and stays put", async () => {
  const visitor = await filled("above", 120);
  const ana = await world.person("Ana");
  await ana.joins("above");
  await ana.reads(textOf(119));
  const { height } = await ana.part("scroller").evaluate(drawnRows);
  await scrolls(ana, -2 * height);
  await ana.part("toEnd").waitFor();
  const before = await ana.part("scroller").evaluate(drawnRows);
  for (const text of ["new 1", "new 2", "new 3"]) await visitor.says(text);
  await ana.page.getByRole("button", { name: "Jump to 3 new messages" }).waitFor();
  assert.match(await ana.part("toEnd").textContent(), /3 new/);
  assert.equal(await ana.page.title(), "(3) above · Alcove");
  const now = await ana.part("scroller").evaluate(drawnRows);
  assert.deepEqual(now.seen, before.seen);
  assert.ok(Math.abs(now.top - before.top) <= 1);

  await ana.part("toEnd").click();
  await ana.sees(isAtEnd, undefined, "the end");
  await ana.part("toEnd").waitFor({ state: "detached" });
  assert.equal(await ana.page.title(), "above · Alcove");
  await visitor.says("and one more");
  await ana.reads("and one more");
  await ana.sees(isAtEnd, undefined, "the end, still");
});

test("sending a message scrolls to the end", async () => {
  await filled("own", 120);
  const ana = await world.personIn("own");
  await ana.reads(textOf(119));
  const { height } = await ana.part("scroller").evaluate(drawnRows);
  await scrolls(ana, -2 * height);
  await ana.part("toEnd").waitFor();
  await ana.says("here I am");
  await ana.reads("here I am");
  await ana.sees(isAtEnd, undefined, "the end");
});

test("catching up after a lost connection moves nothing that is being read", async () => {
  const ana = await world.person("Ana");
  const ben = await world.visitor("catching-up", "Ben");
  for (let i = 0; i < 40; i += 1) await ben.says(`line ${i}`);
  await ana.isOnALine();
  await ana.joins("catching-up");
  await ana.reads("line 39");
  await ana.part("scroller").evaluate((log) => log.scrollBy(0, -600));
  await ana.part("toEnd").waitFor();
  const place = () => ana.row("line 20").evaluate((row) => row.getBoundingClientRect().top);
  const before = await place();
  await ana.isCutOff();
  for (let i = 0; i < 30; i += 1) await ben.says(`meanwhile ${i}`);
  await ana.isOnTheLineAgain();
  await ana.page.getByRole("button", { name: "Jump to 30 new messages" }).waitFor();
  assert.ok(Math.abs((await place()) - before) <= 1);
});

/** Someone has said so much, and stays. */
async function filled(room, count = COUNT) {
  const visitor = await world.visitor(room, "Wordy");
  for (let i = 0; i < count; i += 1) visitor.asks({ type: "say", text: textOf(i) });
  await visitor.hasLog(count);
  return visitor;
}

/** Scrolls as a person does, and waits until the page has answered: the place has changed, or is at the top for good. */
async function scrolls(person, by) {
  await person.part("scroller").evaluate(scrollBy, by);
}

const missing = (met) => Array.from({ length: COUNT }, (_, i) => i).filter((i) => !met.has(i)).slice(0, 20);

// ---- run in the page ----

/** The numbers of the messages on the screen, where the first one is, and how much is drawn in all. */
function drawnRows(log) {
  const { top, bottom } = log.getBoundingClientRect();
  const rows = [...log.querySelectorAll(".row")];
  const visible = rows.filter((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  });
  return {
    seen: visible.map((row) => Number(/message (\d+)/.exec(row.querySelector(".text").textContent)?.[1])),
    top: visible[0].getBoundingClientRect().top,
    drawn: rows.length,
    height: log.clientHeight,
  };
}

function scrollBy(log, by) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const rows = () => [...log.querySelectorAll(".row")];
  return (async () => {
    const first = rows()[0];
    log.scrollBy(0, by);
    await nextFrame();
    // At the very top of what is drawn: more is on its way unless the room begins here.
    const deadline = performance.now() + 15_000;
    while (log.scrollTop < 1 && !log.querySelector(".top") && rows()[0] === first) {
      if (performance.now() > deadline) throw new Error("no older page came");
      await nextFrame();
    }
  })();
}

/**
 * Scrolls up in small steps; how far any message ever moved otherwise than by the step, and how many pages came.
 * By its lower edge: the first of a page loses its author's name to the page above, if that comes late enough.
 */
async function scrollUpAndMeasure(log) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const visible = () => {
    const { top, bottom } = log.getBoundingClientRect();
    return [...log.querySelectorAll(".row")].find((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= top && box.bottom <= bottom;
    });
  };
  let jump = 0;
  let pages = 0;
  const deadline = performance.now() + 15_000;
  while (!(log.scrollTop < 1 && log.querySelector(".top"))) {
    if (performance.now() > deadline) throw new Error("the beginning was not reached");
    const anchor = visible();
    const firstBefore = log.querySelector(".row");
    const before = anchor.getBoundingClientRect().bottom;
    const from = log.scrollTop;
    log.scrollTop = from - 150;
    const moved = from - log.scrollTop;
    await nextFrame();
    if (log.querySelector(".row") !== firstBefore) pages += 1;
    if (anchor.isConnected) jump = Math.max(jump, Math.abs(anchor.getBoundingClientRect().bottom - before - moved));
  }
  return { jump, pages };
}

function isAtEnd() {
  const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller");
  return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
}
