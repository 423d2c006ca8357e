// What the shortcuts for bold, italic and code do to a text. `[` and `]` surround the selection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { marked } from "../../public/composer/formatting.js";

const CASES = [
  ["[word]", "**", "**[word]**"],
  ["**[word]**", "**", "[word]"],
  ["[**word**]", "**", "[word]"],
  ["a [ word ] b", "*", "a  *[word]*  b"],
  ["[]", "**", "**[]**"],
  ["**[]**", "**", "[]"],
  ["**[word]**", "*", "***[word]***"],
  ["***[word]***", "*", "**[word]**"],
  ["***[word]***", "**", "*[word]*"],
  ["see [code] here", "`", "see `[code]` here"],
  ["[two\nlines]", "**", "**[two\nlines]**"],
];
for (const [before, marker, after] of CASES)
  test(`${marker} in ${JSON.stringify(before)}`, () => {
    const from = before.indexOf("[");
    const to = before.indexOf("]") - 1;
    const bare = before.replace(/[[\]]/g, "");
    const { start, end, text, selection } = marked(bare, from, to, marker);
    const put = bare.slice(0, start) + text + bare.slice(end);
    const [first, last] = selection;
    assert.equal(`${put.slice(0, first)}[${put.slice(first, last)}]${put.slice(last)}`, after);
  });
