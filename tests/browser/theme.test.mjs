// Light, dark and high contrast: from the system, unless the settings say otherwise.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, useWorld } from "./support/world.mjs";

const world = useWorld();

test("the page follows the system, also when it changes", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "dark" });
  for (const path of ["/", "/room/tea"]) {
    await ana.visits(path);
    await hasGround(ana, "dark");
    await ana.page.emulateMedia({ colorScheme: "light" });
    await hasGround(ana, "light");
    await ana.page.emulateMedia({ contrast: "more" });
    await hasGround(ana, "white");
    await ana.page.emulateMedia({ colorScheme: "dark" });
    await hasGround(ana, "black");
    await ana.page.emulateMedia({ contrast: "no-preference" });
    await hasGround(ana, "dark");
  }
});

test("the settings overrule the system, in every room and after a reload", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "light" });
  await ana.visits();
  await ana.opensDialog("Settings");
  assert.equal(await ana.focus(), "System");
  await ana.chooses("Theme", "Dark");
  await hasGround(ana, "dark");
  await ana.chooses("Contrast", "High");
  await hasGround(ana, "black");
  await ana.page.reload();
  await hasGround(ana, "black");
  await ana.joins("tea");
  await hasGround(ana, "black");
  await ana.opensDialog("Settings");
  await ana.chooses("Contrast", "System");
  await hasGround(ana, "dark");
  await ana.chooses("Theme", "Light");
  await ana.page.emulateMedia({ colorScheme: "dark" });
  await hasGround(ana, "light");
  await ana.chooses("Theme", "System");
  await hasGround(ana, "dark");
  await ana.reloads();
  await hasGround(ana, "dark");
});

test("what the browser draws round the page has the page's ground", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "light" });
  await ana.visits();
  await ana.opensDialog("Settings");
  const colours = () => ana.page.locator("meta[name=theme-color]").evaluateAll((all) => all.map(({ content }) => content));
  const [light, dark] = await colours();
  assert.notEqual(light, dark);
  await ana.chooses("Theme", "Dark");
  assert.deepEqual(await colours(), [dark, dark]);
  await ana.page.reload();
  assert.deepEqual(await colours(), [dark, dark]);
  await ana.opensDialog("Settings");
  await ana.chooses("Theme", "System");
  assert.deepEqual(await colours(), [light, dark]);
});

test("nothing is animated with reduced motion, and something is without", async () => {
  for (const reducedMotion of ["reduce", "no-preference"]) {
    const ana = await world.person("Ana", { ...DESKTOP, reducedMotion });
    const ben = await world.visitor(`motion-${reducedMotion}`, "Ben");
    await ana.page.addInitScript(watchMotion);
    await ana.joins(`motion-${reducedMotion}`);
    await ana.says("hello");
    await ana.reads("hello");
    ben.asks({ type: "typing" });
    await ana.readsIn("typing", "is typing");
    await ana.opensMenuOf("hello");
    await ana.picks("Copy text");
    await ana.part("toast").filter({ hasText: /./ }).waitFor();
    await ana.opensDialog("Settings");
    const moved = await ana.page.evaluate(() => [...window.moved]);
    if (reducedMotion === "reduce") assert.deepEqual(moved, []);
    else for (const animation of ["bob", "rise"]) assert.ok(moved.includes(animation), `${animation} among ${moved}`);
  }
});

/** In which theme the page is drawn: by its ground, and white and black are those of more contrast. */
const hasGround = (person, name) => person.sees(isGround, name, `a ${name} page`);

function isGround(name) {
  const [red] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
  return name === (red === 255 ? "white" : red === 0 ? "black" : red < 128 ? "dark" : "light");
}

/** Remembers the name of every animation or transition that takes time, in whatever shadow tree. */
function watchMotion() {
  window.moved = new Set();
  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot ? roots(each.shadowRoot) : []))];
  const look = () => {
    for (const animation of roots(document).flatMap((root) => root.getAnimations()))
      if (animation.effect.getComputedTiming().activeDuration > 0) window.moved.add(animation.animationName ?? animation.transitionProperty);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
