// The build writes design tokens that are one value where they are used: none is lost on the way.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { tokensInPlace } from "../../scripts/lib/tokens.mjs";

const PUBLIC = new URL("../../public/", import.meta.url);
const read = (name) => readFileSync(new URL(name, PUBLIC), "utf8");
const tokens = read("styles/tokens.css");

test("a token that is one value stands where it is used, and is defined no more; any other is as it was", () => {
  const inPlace = tokensInPlace(
    ":root {\n  --space: 1rem;\n  --ground: light-dark(#fff, #000);\n  --line: #111;\n}\nmore {\n  --line: #222;\n}\n",
  );
  assert.equal(
    inPlace(
      "a { margin: var(--space) calc(-1 * var(--space)); color: var(--ground) var(--line) var(--else); }",
    ),
    "a { margin: 1rem calc(-1 * 1rem); color: var(--ground) var(--line) var(--else); }",
  );
  assert.equal(inPlace("  --space: 1rem;\n  --line: #111;\n"), "\n  --line: #111;\n");
});

test("every token that a style uses is there once the page is built", () => {
  const inPlace = tokensInPlace(tokens);
  const files = readdirSync(PUBLIC, { recursive: true }).filter((name) => /\.(?:js|css)$/.test(name));
  const built = files.map((name) => inPlace(read(name))).join("\n");
  const defined = new Set([...tokens.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name));
  const left = new Set([...built.matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name));
  const lost = [...built.matchAll(/var\((--[a-z0-9-]+)[,)]/g)]
    .map(([, name]) => name)
    .filter((name) => defined.has(name) && !left.has(name));
  assert.deepEqual([...new Set(lost)], []);
  assert.ok(defined.size - left.size < defined.size && !left.has("--space-1") && left.has("--ground"));
});
