// Nothing in the page turns a text into markup or code.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "../../scripts/lib/paths.mjs";

const FORBIDDEN = [
  /\.(inner|outer)HTML\b/,
  /\binsertAdjacentHTML\b/,
  /\bdocument\.write/,
  /\bsetHTML(Unsafe)?\b/,
  /\bcreateContextualFragment\b/,
  /\bDOMParser\b/,
  /\bunsafe(HTML|SVG|Static)\b/,
  /\beval\s*\(/,
  /\bnew\s+Function\b/,
  /\ssrcdoc=/,
  /<[^>]*\sstyle="/,
  /<[^>]*\son[a-z]+="/,
];

const files = readdirSync(inProject("public"), { recursive: true }).filter((file) =>
  /\.(js|html)$/.test(file),
);

test("no file of the page turns text into markup or code", () => {
  assert.ok(files.length > 50);
  const found = files.flatMap((file) => {
    const lines = readFileSync(inProject("public", file), "utf8").split("\n");
    return lines.flatMap((line, i) =>
      FORBIDDEN.some((each) => each.test(line)) ? [`${file}:${i + 1}: ${line.trim()}`] : [],
    );
  });
  assert.deepEqual(found, []);
});
