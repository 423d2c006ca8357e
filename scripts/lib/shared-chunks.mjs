// Fewer and larger files. esbuild makes a chunk for each set of entries that share a module, so a page
// began with a dozen of a few hundred bytes, each with a request, a head and a compression of its own,
// and with a list of names for whatever crosses from one to another. Entries that share something of
// what a page begins with are made to share all of it; the same with the part that each room loads soon after.

import { join, relative } from "node:path";

/** A catalogue is waited for by what pages begin with: if it imported that in turn, nothing would come. */
const WAITED_FOR = /^i18n\/languages\//;

/**
 * What a first build found -> module (an absolute path) -> modules that it shall import, too. Those that
 * `page` begins with are in two groups: what `others` load as well, at once or on demand, and what is the
 * page's own, which its parts find loaded already. So are those that come with `later`, a part that is always loaded.
 */
export function sharedImports({ inputs, outputs }, { root, source, page, later, others: otherPages }) {
  const absolute = (path) => join(root, path);
  const nameOf = (path) => relative(source, absolute(path));
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => (entryPoint?.endsWith(".js") ? [entryPoint] : []));
  const entryOf = (name) => entries.find((entry) => nameOf(entry) === name);
  const reached = new Map(entries.map((entry) => [entry, reachedFrom(entry, inputs)]));
  const waitedFor = new Set(entries.filter((entry) => WAITED_FOR.test(nameOf(entry))).flatMap((entry) => [...reached.get(entry)]));
  const parts = entries.filter((entry) => !waitedFor.has(entry));

  const ofOthers = new Set(otherPages.flatMap((name) => [...reachedFrom(entryOf(name), inputs, DEMANDED)]));
  const seen = new Set(waitedFor);
  /** In two groups, what is at once with this entry, and was with none before. */
  const groupsOf = (name) => {
    const found = { ofAll: [], own: [] };
    for (const file of reached.get(entryOf(name))) {
      // What packages share comes with the modules that import them.
      if (nameOf(file).startsWith("..") || seen.has(file) || nameOf(file) === name) continue;
      seen.add(file);
      found[ofOthers.has(file) ? "ofAll" : "own"].push(file);
    }
    return Object.values(found);
  };
  const shared = [page, later].map(groupsOf);
  return new Map(
    parts.map((part) => {
      // What is in a group itself would import those that import it.
      const others = shared.filter((groups) => !groups.flat().includes(part)).flat();
      const needed = others.filter((group) => group.some((file) => reached.get(part).has(file)));
      return [absolute(part), needed.flat().map(absolute)];
    }),
  );
}

const AT_ONCE = ["import-statement"];
const DEMANDED = [...AT_ONCE, "dynamic-import"];

/** A module with all that it imports at once, or also on demand. */
function reachedFrom(file, inputs, kinds = AT_ONCE, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const imports = inputs[file]?.imports.filter(({ kind }) => kinds.includes(kind)) ?? [];
  for (const { path } of imports) reachedFrom(path, inputs, kinds, found);
  return found;
}
