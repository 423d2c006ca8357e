// Emoji for the page: `import("emoji-data:list")` is all of them, in order, and `import("emoji-data:de")`
// their German names. Two modules, so that a page loads one language's words and every language shares the
// rest.
//
// Order, groups, skin tones and shortcodes are emojibase's; names and search words are CLDR's,
// for every language alike.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Numbered by emojibase; the one left out holds bare skin tones and hair, which nobody writes. */
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9];
/** Every platform in use draws what is older. */
const OLD = 12;

/** esbuild: resolves `emoji-data:…` to a module of JSON, which comes out as the chunk `emoji-…`. */
export const EMOJI_DATA = {
  name: "emoji-data",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^emoji-data:/ }, ({ path }) => ({ path: path.replace("data:", ""), namespace: "emoji-data" }));
    onLoad({ filter: /.*/, namespace: "emoji-data" }, ({ path }) => {
      const name = path.replace("emoji-", "");
      return { contents: JSON.stringify(name === "list" ? emojiList() : emojiWords(name)), loader: "json" };
    });
  },
};

/**
 * One array for each group of `[emoji, shortcodes, light, version]`: shortcodes in one string, `light` the
 * emoji in the lightest skin or "", `version` of Emoji only where a platform may lack it.
 */
export function emojiList() {
  const codes = shortcodes();
  return inGroups().map((group) =>
    group.map((emoji) => {
      const row = [qualified(emoji.emoji), codes(emoji.hexcode).join(" "), lightest(emoji)];
      if (emoji.version > OLD) row.push(emoji.version);
      else if (row[2] === "") row.pop();
      return row;
    }),
  );
}

/** In the order of the list, flat: the name, and after `|` the words that the name does not have. */
export function emojiWords(language) {
  const called = annotations(language);
  return inGroups().flatMap((group) =>
    group.map(({ emoji }) => {
      const { tts, default: words = [] } = called(emoji);
      const name = tts[0];
      return [name, ...words.filter((word) => !name.toLowerCase().includes(word.toLowerCase()))].join("|");
    }),
  );
}

function inGroups() {
  const all = require("emojibase-data/en/data.json");
  return GROUPS.map((number) => all.filter(({ group }) => group === number).sort((a, b) => a.order - b.order));
}

/** The tone that both people of a pair have; the darker ones differ from it in nothing but the tone. */
function lightest({ skins = [] }) {
  return qualified(skins.find(({ tone }) => tone === 1)?.emoji ?? "");
}

/**
 * As keyboards write it, so that a reaction from here and one from a keyboard are the same: the
 * selector is only for what would otherwise be drawn as text.
 */
function qualified(emoji) {
  return emoji.replace(/(\p{Emoji_Presentation})\ufe0f/gu, "$1");
}

/** Those that people know from elsewhere first. */
function shortcodes() {
  const sets = ["github", "emojibase"].map((set) => require(`emojibase-data/en/shortcodes/${set}.json`));
  return (hexcode) => [...new Set(sets.flatMap((set) => set[hexcode] ?? []))];
}

/** What CLDR does not name in a language, be it all or only the newest emoji, keeps its English name. */
function annotations(language) {
  const all = { ...annotationsIn("en"), ...annotationsIn(language) };
  return (emoji) => all[emoji.replaceAll("\ufe0f", "")] ?? all[emoji];
}

function annotationsIn(language) {
  const read = (pack, key) => {
    const file = join(dirname(require.resolve(`${pack}/package.json`)), key, language, "annotations.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8"))[key].annotations : {};
  };
  return { ...read("cldr-annotations-full", "annotations"), ...read("cldr-annotations-derived-full", "annotationsDerived") };
}
