// Fewer and larger files. esbuild makes a chunk for each set of entries that share a module, so a page
// began with a dozen of a few hundred bytes, each with a request, a head and a compression of its own.
// Entries that share something of what a page begins with are made to share all of it.

import { join, relative } from "node:path";

/** A catalogue is waited for by what pages begin with: if it imported that in turn, nothing would come. */
const WAITED_FOR = /^i18n\/languages\//;

/**
 * What a first build found -> module (an absolute path) -> modules that it shall import, too. Of those
 * that `page` begins with, one group is what `others` begin with as well, one is its own.
 */
export function sharedImports({ inputs, outputs }, { root, source, page, others }) {
  const absolute = (path) => join(root, path);
  const nameOf = (path) => relative(source, absolute(path));
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => (entryPoint?.endsWith(".js") ? [entryPoint] : []));
  const reached = new Map(entries.map((entry) => [entry, reachedFrom(entry, inputs)]));
  const waitedFor = new Set(entries.filter((entry) => WAITED_FOR.test(nameOf(entry))).flatMap((entry) => [...reached.get(entry)]));
  const parts = entries.filter((entry) => !waitedFor.has(entry));

  const groups = { ofAll: [], ofPage: [] };
  for (const file of reached.get(entries.find((entry) => nameOf(entry) === page))) {
    // What packages share comes with the modules that import them.
    if (nameOf(file).startsWith("..") || waitedFor.has(file)) continue;
    const sharers = parts.filter((part) => reached.get(part).has(file)).map(nameOf);
    if (sharers.length > 1) groups[sharers.some((each) => others.includes(each)) ? "ofAll" : "ofPage"].push(file);
  }
  return new Map(
    parts.map((part) => {
      const shared = Object.values(groups).filter((group) => group.some((file) => reached.get(part).has(file)));
      return [absolute(part), shared.flat().map(absolute)];
    }),
  );
}

/** A module with all that it imports at once. */
function reachedFrom(file, inputs, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const imports = inputs[file]?.imports.filter(({ kind }) => kind === "import-statement") ?? [];
  for (const { path } of imports) reachedFrom(path, inputs, found);
  return found;
}
