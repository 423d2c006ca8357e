// What it costs to open a room for the first time: a budget for people on slow networks.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { firstLoad } from "./support/first-load.mjs";
import { holds } from "./support/held.mjs";
import { LOCALES } from "./support/languages.mjs";
import { useWorld } from "./support/world.mjs";

const world = useWorld();

test("script and style of a first load are at most 60 KiB, in few requests, without layout shift", async () => {
  const { bytes, requests, scripts, shift } = await firstLoad(world);
  assert.ok(bytes > 0 && bytes <= 60 * 1024, `${bytes} bytes`);
  assert.ok(requests <= 10, `${requests} requests`);
  assert.ok(scripts <= 16, `${scripts} scripts with what is loaded soon after`);
  assert.equal(shift, 0);
});

test("the first visit to a room takes at most 60 KiB over the wire, in every language", async () => {
  for (const locale of Object.values(LOCALES)) {
    const { wire } = await firstLoad(world, locale);
    assert.ok(wire > 0 && wire <= 60 * 1024, `${locale}: ${wire} bytes`);
  }
});

test("what is pressed before its part of the page is here is done once it is", async () => {
  const ben = await world.visitor("early", "Ben");
  await ben.says("Tea?");
  const ana = await world.person("Ana");
  const come = await holds(ana, "later-parts");
  await ana.opens("early");
  await ana.givesName("Ana");
  await ana.row("Tea?").hover();
  await ana.row("Tea?").getByRole("button", { name: "Reply" }).click();
  await ana.page.getByRole("button", { name: "Message Ben privately" }).click();
  come();
  await ana.page.getByRole("dialog", { name: /Message .?Ben.? privately/ }).waitFor();
  await ana.readsIn("mode", "Replying to Ben");
});
