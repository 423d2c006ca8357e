// The safety net under what draws messages: a message that once took too long, or that a page never came back
// from, is plain text from then on.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { useWorld } from "./support/world.mjs";

const SLOW = "**bold** @Ana https://slow.example/ and enough words to be a text that may be slow";
const QUICK = "**bold** @Ana https://a.example/ and enough words to be a text that may be slow";
const FOR_EVER = 1e9;
const DRAWN = { links: 1, marks: 2 };
const PLAIN = { links: 0, marks: 0 };

const world = useWorld();

/** From the next load on, whoever reads the slow address takes so long, in ms. */
const slowsDown = (person, ms) => person.context.addInitScript(takeLong, ms);

function takeLong(ms) {
  const { URL } = window;
  window.URL = class extends URL {
    constructor(...all) {
      super(...all);
      const until = performance.now() + ms;
      if (this.hostname === "slow.example") while (performance.now() < until);
    }
  };
}

const drawn = (texts) =>
  texts.map((text) => ({
    links: text.querySelectorAll("a").length,
    marks: text.querySelectorAll("strong, .mention").length,
  }));

const draws = async (person, expected) => {
  await person.reads(expected === PLAIN ? SLOW : SLOW.replaceAll("**", ""));
  assert.deepEqual(await person.part("texts").evaluateAll(drawn), [DRAWN, expected]);
};

test("a message that took too long to draw is plain, also after a reload and with nothing to slow it down", async () => {
  const ana = await world.person("Ana");
  await ana.joins("slow");
  const ben = await world.visitor("slow", "Ben");
  await ben.says(QUICK);
  await ben.says(SLOW);
  await draws(ana, DRAWN);
  await slowsDown(ana, 400);
  await ana.reloads();
  await draws(ana, PLAIN);
  await slowsDown(ana, 0);
  await ana.reloads();
  await draws(ana, PLAIN);
  // Another browser never had trouble with it.
  const cleo = await world.person("Ana");
  await cleo.joins("slow", "Cleo");
  await cleo.reads(SLOW.replaceAll("**", ""));
});

test("a message that a tab never came back from is plain in the next, where what was kept is drawn first", async () => {
  const ana = await world.person("Ana");
  await ana.joins("hangs");
  const ben = await world.visitor("hangs", "Ben");
  await ben.says(QUICK);
  await ben.says(SLOW);
  await draws(ana, DRAWN);
  await ana.page.goto("about:blank");
  await slowsDown(ana, FOR_EVER);
  await ana.page.goto(world.server.link("hangs"), { waitUntil: "commit" });
  assert.equal(await answersWithin(ana.page, 3_000), false);
  const next = await ana.anotherTab();
  await next.opens("hangs");
  await draws(next, PLAIN);
});

/** Whether the page still does anything at the end of that time. */
const answersWithin = async (page, ms) => {
  await pause(ms);
  return Promise.race([page.evaluate(() => true).catch(() => false), pause(1_000).then(() => false)]);
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
