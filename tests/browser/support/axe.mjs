/**
 * What axe-core has to say. All its rules are asked in one theme; in the others, where the document is
 * the same, only those about colours.
 */
import assert from "node:assert/strict";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** In light and dark, nothing is complained of. `person` may also be any `{ page, place }`. */
export async function isAccessible(person, where) {
  assert.deepEqual(await complaints(person, "light"), [], `${where}, light`);
  assert.deepEqual(await complaints(person, "dark", ["color-contrast"]), [], `${where}, dark`);
}

/** With more contrast, every text is at 7:1. */
export async function isOfHighContrast(person, where) {
  for (const colorScheme of ["light", "dark"]) {
    await person.page.emulateMedia({ contrast: "more" });
    await person.sees(() => document.documentElement.dataset.contrast === "more", undefined, "more contrast");
    assert.deepEqual(await complaints(person, colorScheme, ["color-contrast-enhanced"]), [], `${where}, more contrast, ${colorScheme}`);
    await person.page.emulateMedia({ contrast: "no-preference" });
  }
}

/** What axe-core complains of: by these rules, or by all. */
async function complaints({ page, place }, colorScheme, rules) {
  await page.emulateMedia({ colorScheme });
  await place.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: RULES };
  // What is in a frame is asked there.
  const options = { resultTypes: ["violations"], iframes: false, runOnly };
  const { violations } = await place.evaluate((how) => window.axe.run(document, how), options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
