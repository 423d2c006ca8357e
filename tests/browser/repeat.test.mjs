// Lists whose items keep their elements, drawn by the page's own directive in a real document.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { build } from "esbuild";
import { inProject } from "../../scripts/lib/paths.mjs";

const LIST = [
  'import { html, render } from "lit/html.js";',
  'import { repeat } from "./repeat.js";',
  "const item = ({ key, words }) => html`<li id=${key}>${words}</li>`;",
  "const list = (items) => html`<ul>${repeat(items, ({ key }) => key, item)}<li>end</li></ul>`;",
  "globalThis.draw = (items) => render(list(items), document.body);",
].join("\n");

test("whatever becomes of a list, its items are in order, and each has the element that it had", async ({ page }) => {
  const stdin = { contents: LIST, resolveDir: inProject("public", "ui") };
  const { outputFiles } = await build({ stdin, bundle: true, format: "iife", write: false });
  await page.setContent("<body></body>");
  await page.addScriptTag({ content: outputFiles[0].text });
  const wrong = await page.evaluate(redrawn, 300);
  assert.deepEqual(wrong, []);
});

/** Run in the page: lists by chance, each from the one before; what was not as it should be. */
function redrawn(times) {
  let seed = 7;
  const chance = (most) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  const wrong = [];
  let keys = [];
  for (let time = 0; time < times; time += 1) {
    const before = new Map([...document.querySelectorAll("li[id]")].map((each) => [each.id, each]));
    keys = keys.filter(() => chance(5) > 0);
    for (let more = chance(4); more > 0; more -= 1) keys.splice(chance(keys.length + 1), 0, `k${time}-${more}`);
    if (chance(3) === 0) keys.push(...keys.splice(chance(keys.length + 1), 2));
    if (chance(9) === 0) keys.reverse();
    globalThis.draw(keys.map((key) => ({ key, words: `${key} at ${time}` })));
    const drawn = [...document.querySelectorAll("li")];
    const words = drawn.map(({ textContent }) => textContent);
    const wanted = [...keys.map((key) => `${key} at ${time}`), "end"];
    if (JSON.stringify(words) !== JSON.stringify(wanted)) wrong.push({ time, words, wanted });
    for (const each of drawn) if (before.has(each.id) && before.get(each.id) !== each) wrong.push({ time, key: each.id });
  }
  return wrong;
}
