// What the docs name is there: the files and tests of docs/page.md, and whatever is linked to.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { inProject } from "../../scripts/lib/paths.mjs";

const NAMED_TEST = /(unit )?`([a-z-]+)`: “([^”]+)”/g;
const NAMED_FILE = /`((?:[a-z0-9-]+\/)*[a-z-]+\.(?:js|css|html|webmanifest))`/g;

const page = readFileSync(inProject("docs", "page.md"), "utf8");
const DOCS = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  ...readdirSync(inProject("docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

test("every test that the docs name is there", () => {
  const named = [...page.matchAll(NAMED_TEST)];
  assert.ok(named.length > 70, `${named.length} tests named`);
  const missing = named.filter(([, unit, file, name]) => {
    const path = inProject("tests", unit ? "page" : "browser", `${file}.test.mjs`);
    return (
      !existsSync(path) ||
      (!readFileSync(path, "utf8").includes(`test("${name}`) &&
        !readFileSync(path, "utf8").includes(`test(\`${name}`))
    );
  });
  assert.deepEqual(
    missing.map(([all]) => all),
    [],
  );
});

test("every file of the page that the docs name is there", () => {
  const named = [...page.matchAll(NAMED_FILE)].map(([, file]) => file);
  assert.ok(named.length > 70, `${named.length} files named`);
  assert.deepEqual(
    named.filter((file) => !existsSync(inProject("public", file))),
    [],
  );
});

const LINK = /\]\(([^)#\s]*)(?:#([^)\s]+))?\)/g;
const HEADING = /^#+ (.+)$/gm;
/** The anchor that GitHub gives a heading. */
const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

test("every link between the docs leads somewhere", () => {
  const links = DOCS.flatMap((from) =>
    [...readFileSync(inProject(from), "utf8").matchAll(LINK)].map(([, to, anchor]) => ({ from, to, anchor })),
  );
  const local = links.filter(({ to }) => !/^[a-z]+:/.test(to));
  assert.ok(local.length > 40, `${local.length} links`);
  const broken = local.filter(({ from, to, anchor }) => {
    const file = to === "" ? inProject(from) : join(inProject(dirname(from)), to);
    if (!existsSync(file)) return true;
    if (!anchor) return false;
    return ![...readFileSync(file, "utf8").matchAll(HEADING)].some(
      ([, heading]) => anchorOf(heading) === anchor,
    );
  });
  assert.deepEqual(broken, []);
});

const PATH = /`((?:src|native|packaging|tests|public|scripts|bench|examples)\/(?!browser\/FILE)[\w./-]+)`/g;
const ENDINGS = ["", ".rs", ".test.mjs"];
const fileOf = (path) => ENDINGS.map((ending) => inProject(path + ending)).find((file) => existsSync(file));

test("every source and test that the docs name by its path is there", () => {
  const named = DOCS.flatMap((from) =>
    [...readFileSync(inProject(from), "utf8").matchAll(PATH)].map(([, path]) => ({ from, path })),
  );
  assert.ok(named.length > 100, `${named.length} paths`);
  assert.deepEqual(
    named.filter(({ path }) => !fileOf(path)),
    [],
  );
});

const COMMAND = /npm run ([a-z][a-z:-]*)/g;

test("every npm command that the docs name is there", () => {
  const { scripts } = JSON.parse(readFileSync(inProject("package.json"), "utf8"));
  const named = DOCS.flatMap((from) =>
    [...readFileSync(inProject(from), "utf8").matchAll(COMMAND)].map(([, name]) => ({ from, name })),
  );
  assert.ok(named.length > 50, `${named.length} commands`);
  assert.deepEqual(
    named.filter(({ name }) => !Object.hasOwn(scripts, name)),
    [],
  );
});

const MAPPED = ["src", "native/src", "public", "examples", "scripts", "tests", "bench"];
const MAPPED_FILE = /[\w-]+\.(?:rs|mjs|js|json)\b/g;

test("every file in the code map of ARCHITECTURE.md is there", () => {
  const architecture = readFileSync(inProject("ARCHITECTURE.md"), "utf8");
  const map = architecture.slice(
    architecture.indexOf("\n## Code map"),
    architecture.indexOf("\n## Where to"),
  );
  const named = map.match(MAPPED_FILE) ?? [];
  assert.ok(named.length > 100, `${named.length} files`);
  const files = MAPPED.flatMap((folder) => readdirSync(inProject(folder), { recursive: true }));
  const there = new Set([...files, ...readdirSync(inProject())].map((file) => basename(file)));
  assert.deepEqual(
    named.filter((file) => !there.has(file)),
    [],
  );
});

/** In a row of docs/security.md: a test by its name, in one of the files that its last cell names. */
const NAME = /\*([^*]+)\*/g;
/** Rust's names of tests have neither spaces nor apostrophes. */
const plain = (text) => text.replaceAll("_", " ").replaceAll("'", "");

test("every test that docs/security.md names is in a file that it names beside it", () => {
  const rows = readFileSync(inProject("docs", "security.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| **"));
  const missing = rows.flatMap((row) => {
    const shown = row.split(" | ").at(-1) ?? "";
    const sources = [...shown.matchAll(PATH)]
      .map(([, path]) => fileOf(path) ?? "")
      .filter((file) => /\.\w+$/.test(file))
      .map((file) => plain(readFileSync(file, "utf8")));
    return [...shown.matchAll(NAME)]
      .map(([, name]) => name)
      .filter(
        (name) =>
          !sources.some((source) => name.split("…").every((part) => source.includes(plain(part).trim()))),
      );
  });
  assert.deepEqual(missing, []);
});
