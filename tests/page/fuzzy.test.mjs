// How well a name answers what somebody looks for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { scoreOf } from "../../public/rooms/fuzzy.js";
import { fold } from "../../public/text/search-fold.js";

const best = (query, names) =>
  names.toSorted((a, b) => scoreOf(fold(query), fold(b)) - scoreOf(fold(query), fold(a)));

test("the beginning goes before that of a word, before anywhere, before letters one after the other", () => {
  const names = ["designs", "the design", "redesign", "dressing case"];
  assert.deepEqual(best("des", names.toReversed()), names);
});

test("case and accents do not matter, in whatever script", () => {
  for (const [query, name] of [
    ["cafe", "Café"],
    ["CAFÉ", "cafe"],
    ["straße", "STRASSE"],
    ["مكتبه", "مكتبة"],
    ["अ", "अनु"],
  ])
    assert.ok(scoreOf(fold(query), fold(name)) > 0, `${query} finds ${name}`);
});

test("every word has to be there, and what is not is not found", () => {
  assert.ok(scoreOf("book club", "club of the book") > 0);
  assert.equal(scoreOf("book team", "club of the book"), 0);
});
