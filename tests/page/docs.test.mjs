// What the docs name is there: the files and tests of docs/page.md, and whatever is linked to.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { inProject } from "../../scripts/lib/paths.mjs";

const NAMED_TEST = /(unit )?`([a-z-]+)`: “([^”]+)”/g;
const NAMED_FILE = /`((?:[a-z0-9-]+\/)*[a-z-]+\.(?:js|css|html|webmanifest))`/g;

const page = readFileSync(inProject("docs", "page.md"), "utf8");

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
  const docs = readdirSync(inProject("docs")).filter((name) => name.endsWith(".md"));
  const files = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", ...docs.map((name) => join("docs", name))];
  const links = files.flatMap((from) =>
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
