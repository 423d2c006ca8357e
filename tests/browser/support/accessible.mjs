/**
 * axe-core finds nothing to complain of, in light and in dark.
 */
import assert from "node:assert/strict";
import axe from "axe-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Colours are measured as they are drawn: for people with `reducedMotion`. */
export async function isAccessible(person, where) {
  await person.page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  for (const colorScheme of ["light", "dark"]) {
    await person.page.emulateMedia({ colorScheme });
    const { violations } = await person.page.evaluate(
      (runOnly) => window.axe.run(document, { resultTypes: ["violations"], runOnly }),
      RULES,
    );
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
    assert.deepEqual(found, [], `${where}, ${colorScheme}`);
  }
}
