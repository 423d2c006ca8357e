// docs/page.md names files and tests: those it names are there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "../../scripts/lib/paths.mjs";

const NAMED_TEST = /(unit )?`([a-z-]+)`: “([^”]+)”/g;
const NAMED_FILE = /`((?:[a-z-]+\/)*[a-z-]+\.(?:js|css|html|webmanifest))`/g;

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
