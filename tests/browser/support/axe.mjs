/**
 * Runs axe-core. All its rules are checked in one theme; in the others, where the document is the same, only
 * the rules about colours.
 */
import assert from "node:assert/strict";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Code in a message is scrolled by keys once one is on its message, as all that is in it is reached: that it is no stop
 * of Tab before, axe-core takes for out of reach. `pressing` goes there by keys.
 */
const SCROLLED = { rules: [{ id: "scrollable-region-focusable", selector: '*:not(pre[role="group"][tabindex="-1"])' }] };

/** In light and dark, nothing is complained of. Colours are measured as they are drawn, so nothing may be on its way. */
export async function isAccessible({ page, place }, where) {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  assert.deepEqual(await complaints(place), [], `${where}, light`);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await complaints(place, ["color-contrast"]), [], `${where}, dark`);
}

/** A document as it is drawn now; what is in its frames is asked there. */
export async function isAccessibleNow(place, where) {
  assert.deepEqual(await complaints(place), [], where);
}

/** The same document in other colours. */
export async function hasReadableColors(place, where) {
  assert.deepEqual(await complaints(place, ["color-contrast"]), [], where);
}

/** With more contrast, every text is at 7:1. */
export async function isOfHighContrast(person, where) {
  await person.page.emulateMedia({ contrast: "more" });
  await person.sees(() => document.documentElement.dataset.contrast === "more", undefined, "more contrast");
  for (const colorScheme of ["light", "dark"]) {
    await person.page.emulateMedia({ colorScheme });
    const found = await complaints(person.place, ["color-contrast-enhanced"]);
    assert.deepEqual(found, [], `${where}, more contrast, ${colorScheme}`);
  }
  await person.page.emulateMedia({ contrast: "no-preference" });
}

/** What axe-core complains of: by these rules, or by all. */
async function complaints(place, rules) {
  // Half a megabyte, so each document gets it once.
  if (!(await place.evaluate(() => "axe" in window))) await place.evaluate(`(() => { ${axe.source}; axe.configure(${JSON.stringify(SCROLLED)}); })()`);
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: RULES };
  // What would be preloaded is style sheets of other origins and media, of which there are none.
  const options = { resultTypes: ["violations"], iframes: false, preload: false, runOnly };
  const { violations } = await place.evaluate((how) => window.axe.run(document, how), options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
