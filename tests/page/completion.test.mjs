// What can be completed at the caret, what is suggested, and the resulting text. `|` is the caret.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, closedShortcode, completing, matchingMembers } from "../../public/composer/completion.js";

const at = (look, marked) => {
  const caret = marked.indexOf("|");
  return look(marked.replace("|", ""), caret);
};
const seen = (look, marked) => {
  const completion = at(look, marked);
  return completion && [completion.kind, completion.query];
};

const COMPLETED = [
  [":sm|", ["emoji", "sm"]],
  ["well :smi|", ["emoji", "smi"]],
  ["line\n:heart_e|", ["emoji", "heart_e"]],
  ["(:sm|)", ["emoji", "sm"]],
  ["❤️:sm|", ["emoji", "sm"]],
  [":+1|", ["emoji", "+1"]],
  [":पिज़|", ["emoji", "पिज़"]],
  ["`code` :sm|", ["emoji", "sm"]],
  ["it`s :sm|", ["emoji", "sm"]],
  ["`never closed\n:sm|", ["emoji", "sm"]],
  ["see https://a.example :sm|", ["emoji", "sm"]],
  ["@|", ["member", ""]],
  ["hi @an|", ["member", "an"]],
  ["(@an|)", ["member", "an"]],
  ["@Ana Mar|", ["member", "Ana Mar"]],
  ["`code` and @an|", ["member", "an"]],
  ["你好@小|", ["member", "小"]],
  ["你好＠小|", ["member", "小"]],
  ["@小|你好", ["member", "小"]],
  ["안녕@김|", ["member", "김"]],
  ["مرحبا@سا|", ["member", "سا"]],
  ["नमस्ते@सी|", ["member", "सी"]],
];
for (const [text, completion] of COMPLETED)
  test(`${JSON.stringify(text)} is completed`, () => assert.deepEqual(seen(completing, text), completion));

const LEFT = [
  ":|",
  ":s|",
  ": sm|",
  "10:30|",
  "at 10:ab|",
  "::sm|",
  ":sm|ile",
  "https://a.example:sm|",
  "https://a.example/(:sm|",
  "www.a.example/x?(:sm|",
  "`:sm|",
  "`:sm|`",
  "``a ` :sm|``",
  "```\n:sm|",
  "```\n:sm|\n```",
  "key:value|",
  "me@an|",
  "é@an|",
  "e\u0301@an|",
  "@an|bel",
  "me@an|.example",
  "https://a.example/@an|",
  "`@an|`",
  "@ an|",
  "@@an|",
  `@${"x".repeat(33)}|`,
];
for (const text of LEFT)
  test(`${JSON.stringify(text)} is left alone`, () => assert.equal(seen(completing, text), undefined));

const CLOSED = [
  [":smile:|", "smile"],
  ["so :+1:|", "+1"],
  ["list :a:|", undefined],
  ["10:30:|", undefined],
  ["https://a.example/ok(:x:|", undefined],
  ["`:smile:|`", undefined],
  [":not this:|", undefined],
  ["a:smile:|", undefined],
];
for (const [text, code] of CLOSED)
  test(`${JSON.stringify(text)} is ${code ? "a" : "no"} shortcode`, () =>
    assert.equal(at(closedShortcode, text)?.query, code));

const MEMBERS = new Map([
  ["1", "Ana"],
  ["2", "Änne Maria"],
  ["3", "Ben"],
  ["4", "Joanna"],
  ["5", "Łukasz"],
  ["6", "Maria Anders"],
]);
const names = (query, you = "0") => matchingMembers(MEMBERS, you, query).map(({ name }) => name);

test("members by the start of their names, then of a word, then anywhere, without case and accents", () => {
  assert.deepEqual(names("an"), ["Ana", "Änne Maria", "Maria Anders", "Joanna"]);
  assert.deepEqual(names("ÄN"), ["Ana", "Änne Maria", "Maria Anders", "Joanna"]);
  assert.deepEqual(names("nn"), ["Änne Maria", "Joanna"]);
  assert.deepEqual(names("zz"), []);
});

test("others before oneself", () => {
  assert.deepEqual(names("an", "1"), ["Änne Maria", "Maria Anders", "Joanna", "Ana"]);
  assert.equal(names("", "1").at(-1), "Ana");
});

test("a name with a space goes on, a sentence does not", () => {
  assert.deepEqual(names("anne m"), ["Änne Maria"]);
  assert.deepEqual(names("anne "), ["Änne Maria"]);
  assert.deepEqual(names("a n"), []);
});

test("who spoke last comes first, and then numbers as one counts", () => {
  const many = new Map([100, 10, 2, 16, 1].map((number) => [`${number}`, `Guest ${number}`]));
  const found = (spokeAt) => matchingMembers(many, "0", "guest", spokeAt).map(({ id }) => Number(id));
  assert.deepEqual(found(), [1, 2, 10, 16, 100]);
  assert.deepEqual(
    found(
      new Map([
        ["16", 5],
        ["100", 9],
      ]),
    ),
    [100, 16, 1, 2, 10],
  );
});

const ACCEPTED = [
  ["hi :sm|", "😄", "hi 😄 |"],
  ["hi :sm| you", "😄", "hi 😄 |you"],
  ["@an|", "@Ana Maria", "@Ana Maria |"],
  ["(@an|)", "@Ana", "(@Ana |)"],
  ["@an|\nnext", "@Ana", "@Ana |\nnext"],
];
for (const [text, insertion, result] of ACCEPTED)
  test(`${JSON.stringify(text)} becomes ${JSON.stringify(result)}`, () => {
    const bare = text.replace("|", "");
    const put = accepted(bare, at(completing, text), insertion);
    assert.equal(`${bare.slice(0, put.start)}${put.insertion}|${bare.slice(put.end)}`, result);
  });
