// Light and dark: by the system, unless the switch says otherwise.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { DESKTOP, openWorld } from "./support/world.mjs";

let world;
before(async () => {
  world = await openWorld();
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

test("the page follows the system, also when it changes", async () => {
  for (const path of ["/", "/room/tea"]) {
    const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "dark" });
    await ana.visits(path);
    assert.equal(await groundOf(ana), "dark");
    await ana.page.emulateMedia({ colorScheme: "light" });
    assert.equal(await groundOf(ana), "light");
  }
});

test("the switch overrules the system, in every room and after a reload", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "light" });
  await ana.visits();
  const press = () => ana.page.getByRole("button", { name: /^Theme: / }).click();
  await press();
  await ana.page.getByRole("button", { name: "Theme: light" }).waitFor();
  await press();
  await ana.page.getByRole("button", { name: "Theme: dark" }).waitFor();
  assert.equal(await groundOf(ana), "dark");
  await ana.page.reload();
  assert.equal(await groundOf(ana), "dark");
  await ana.joins("tea");
  assert.equal(await groundOf(ana), "dark");
  await press();
  await ana.page.getByRole("button", { name: "Theme: system" }).waitFor();
  assert.equal(await groundOf(ana), "light");
  await ana.reloads();
  assert.equal(await groundOf(ana), "light");
});

/** Which theme the page is drawn in. */
const groundOf = (person) =>
  person.page.evaluate(() => {
    const [red] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g);
    return Number(red) < 128 ? "dark" : "light";
  });
