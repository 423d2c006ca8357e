// Look-alikes for the page: `import("confusables-data:table")` maps each character to what it looks like, from
// Unicode's confusables.txt (UTS 39), in the form that `likeness.js` reads.
//
// Characters that compatibility normalization replaces are left out, because the page does that itself.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** More than the longest chain of replacements; what is not stable by then would never be. */
const MOST_STEPS = 8;
const PARTING = "\n";

/** esbuild: resolves `confusables-data:table` to a module of JSON, which comes out as a chunk of its own. */
export const CONFUSABLES_DATA = {
  name: "confusables-data",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^confusables-data:table$/ }, () => ({ path: "confusables", namespace: "confusables-data" }));
    onLoad({ filter: /.*/, namespace: "confusables-data" }, () => ({ contents: JSON.stringify(confusables()), loader: "json" }));
  },
};

/**
 * `[steps, targets]`, in the order of code points: how far each lies behind the one before, in base 36 and
 * parted by spaces; and what each is drawn like, parted by line breaks.
 */
export function confusables() {
  const table = require("unhomoglyph/data.json");
  const characters = Object.keys(table)
    .filter((each) => [...each].length === 1 && each.normalize("NFKD") === each)
    .map((each) => [each.codePointAt(0), prototype(each, table)])
    .filter(([point, target]) => target !== String.fromCodePoint(point))
    .sort(([a], [b]) => a - b);
  const steps = characters.map(([point], i) => (point - (characters[i - 1]?.[0] ?? 0)).toString(36));
  const targets = characters.map(([, target]) => target);
  if (targets.some((each) => each.includes(PARTING))) throw new Error("a look has the sign in it that parts looks");
  return [steps.join(" "), targets.join(PARTING)];
}

/** Where a character ends if it is replaced until nothing changes, by forms that normalization leaves alone. */
function prototype(character, table) {
  let target = character;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = [...target.normalize("NFKD")].map((each) => table[each] ?? each).join("");
    if (next === target) return target;
    target = next;
  }
  throw new Error(`the look of ${character} is never settled`);
}
