// The folders of public/ are layers: each imports only from those named beside it, which stand above it here.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const PUBLIC = new URL("../../public/", import.meta.url);

/** Folder -> the folders that its modules import from. */
const LAYERS = {
  client: [],
  state: ["client"],
  "service-worker": ["client"],
  i18n: [],
  browser: ["client", "i18n", "service-worker"],
  ui: ["i18n"],
  text: ["browser", "i18n", "ui"],
  emoji: ["browser", "i18n", "text", "ui"],
  people: ["browser", "client", "i18n", "state", "text", "ui"],
  notify: ["browser", "client", "i18n", "service-worker", "text"],
  settings: ["browser", "i18n", "notify", "ui"],
  files: ["browser", "client", "i18n", "ui"],
  composer: ["browser", "client", "emoji", "i18n", "people", "text", "ui"],
  timeline: ["browser", "client", "emoji", "i18n", "people", "text", "ui"],
  chrome: ["browser", "client", "i18n", "people", "text", "ui"],
  rooms: ["browser", "client", "i18n", "people", "settings", "text", "ui"],
  search: ["browser", "client", "composer", "i18n", "people", "rooms", "text", "ui"],
  device: ["browser", "chrome", "client", "i18n", "rooms", "ui"],
  account: ["browser", "chrome", "client", "device", "i18n", "rooms", "ui"],
  hosting: ["browser", "chrome", "client", "i18n", "people", "settings", "text", "ui"],
  directs: [
    ...["browser", "client", "hosting", "i18n", "people", "rooms", "settings", "state", "text", "ui"],
  ],
  landing: [
    ...[
      "account",
      "browser",
      "chrome",
      "client",
      "device",
      "directs",
      "i18n",
      "rooms",
      "search",
      "settings",
      "text",
      "ui",
    ],
  ],
  room: [
    ...[
      "account",
      "browser",
      "chrome",
      "client",
      "composer",
      "device",
      "directs",
      "files",
      "hosting",
      "i18n",
      "notify",
    ],
    ...["people", "rooms", "search", "settings", "state", "text", "timeline", "ui"],
  ],
  pages: ["account", "browser", "i18n", "landing", "room"],
  embed: ["client", "i18n"],
};

/** What the client and the state must do without, since bots and tests run them, too. */
const DOM =
  /\b(?:document|window|navigator|location|localStorage|sessionStorage|HTML\w*Element|customElements)\b/;

const files = readdirSync(PUBLIC, { recursive: true }).filter((file) => file.endsWith(".js"));
const folderOf = (file) => file.slice(0, file.indexOf("/"));
const sourceOf = (file) => readFileSync(new URL(file, PUBLIC), "utf8");
const codeOf = (file) => sourceOf(file).replace(/^\s*(?:\/?\*|\/\/).*$/gm, "");

const ownModules = (file, text, pattern) =>
  [...text.matchAll(pattern)].map(([, to]) =>
    new URL(to, new URL(file, PUBLIC)).href.slice(PUBLIC.href.length),
  );

/** Of our own modules, those that this one imports, at once or on demand. */
const importsOf = (file, pattern = /(?:\bfrom |^import |\bimport\()"(\.[^"]+)"/gm) =>
  ownModules(file, codeOf(file), pattern);

/** Those that it knows a type of. */
const typesOf = (file) => ownModules(file, sourceOf(file), /(?:\* @import .* from |\bimport\()"(\.[^"]+)"/g);

test("every module is in a folder that imports only from its own layers", () => {
  assert.ok(files.length > 120, `${files.length} modules`);
  const used = Object.fromEntries(Object.keys(LAYERS).map((folder) => [folder, new Set()]));
  for (const file of files) {
    assert.ok(folderOf(file) in LAYERS, `${file} is in no layer`);
    for (const imported of importsOf(file)) used[folderOf(file)].add(folderOf(imported));
  }
  for (const [folder, imports] of Object.entries(used)) {
    imports.delete(folder);
    assert.deepEqual([...imports].sort(), LAYERS[folder], `what ${folder}/ imports from`);
  }
});

test("imports point downward", () => {
  const order = Object.keys(LAYERS);
  const upward = order.flatMap((folder) =>
    LAYERS[folder]
      .filter((imported) => order.indexOf(imported) >= order.indexOf(folder))
      .map((imported) => `${folder} -> ${imported}`),
  );
  assert.deepEqual(upward, []);
});

test("types come from no layer above", () => {
  const order = Object.keys(LAYERS);
  const levelOf = (file) => order.indexOf(folderOf(file));
  const known = files.flatMap((file) => typesOf(file).map((from) => ({ file, from })));
  assert.ok(known.length > 150, `${known.length} imports of types`);
  const upward = known.filter(({ file, from }) => levelOf(from) > levelOf(file));
  assert.deepEqual(
    upward.map(({ file, from }) => `${file} -> ${from}`),
    [],
  );
});

test("no module waits for itself", () => {
  const done = new Set();
  const visit = (file, path) => {
    assert.ok(!path.includes(file), [...path, file].join(" -> "));
    if (done.has(file)) return;
    for (const imported of importsOf(file, /^(?:import|export|\})[^;(]*?"(\.[^"]+)";$/gm))
      visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test("client and state know no document", () => {
  const found = files
    .filter((file) => ["client", "state"].includes(folderOf(file)))
    .flatMap(
      (file) =>
        codeOf(file)
          .match(DOM)
          ?.map((word) => `${file}: ${word}`) ?? [],
    );
  assert.deepEqual(found, []);
});
