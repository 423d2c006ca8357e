import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { blocksOf } from "../../public/text/markdown.js";
import { needsMarkdown } from "../../public/text/rich-text.js";

const MOST = 4_000;

/** The tree in short: `{em a}`, `{quote …}`, `{list- […][…]}`, `{fence js|…}`; "as written" if nothing is Markdown. */
const read = (text) => {
  const blocks = blocksOf(text);
  return blocks === undefined ? "as written" : blocks.map(ofBlock).join("");
};
const ofBlock = (block) => {
  if (block.type === "lines") return block.inlines.map(ofInline).join("");
  if (block.type === "fence") return `{fence ${block.language}|${block.code}}`;
  if (block.type === "quote") return `{quote ${block.blocks.map(ofBlock).join("")}}`;
  const items = block.items.map(
    ({ number, blocks }) =>
      `[${number ?? ""}${number === undefined ? "" : " "}${blocks.map(ofBlock).join("")}]`,
  );
  return `{list${block.delimiter} ${items.join("")}}`;
};
const ofInline = (inline) => {
  if (inline.type === "text") return inline.text;
  if (inline.type === "code") return `{code ${inline.text}}`;
  return `{${inline.type === "link" ? inline.href : inline.type} ${inline.children.map(ofInline).join("")}}`;
};

describe("stays as it was written", () => {
  const texts = {
    faces: [
      "¯\\_(ツ)_/¯",
      ":*",
      ">:(",
      ">_<",
      "*_*",
      "^_^",
      "(*^_^*)",
      "T_T",
      "o_O",
      "\\o/",
      "-_-",
      "<3",
      "*️⃣*️⃣",
    ],
    reckoning: [
      "2 * 3 * 4",
      "2*3*4",
      "2**3**4",
      "-5",
      "~5 to ~7",
      "a*b*c",
      "x ** y ** z",
      "5* hotel, 4* hotel",
      "a > b",
      "~~",
    ],
    names: [
      "snake_case_name",
      "a_b_c",
      "__init__",
      "__proto__.x",
      "*nix and *bsd",
      "C:\\*",
      "C:\\Users\\_me_",
      "f(*args, **kwargs)",
      "char *a, *b",
    ],
    patterns: ["*.js,*.ts", "src/*/foo/*", "**/*.js and **/*.ts", "/* a */ b /* c */", "/*a*/"],
    alone: [
      "*",
      "**",
      "***",
      "_",
      "`",
      "``",
      "```",
      "~~~",
      "-",
      ">",
      "> ",
      "- ",
      "1.",
      "1. ",
      "[",
      "[]",
      "[]()",
      "![]()",
      "\\",
      "\\*",
    ],
    halves: [
      "**foo*",
      "*foo**",
      "`foo",
      "**foo",
      "don`t and can`t",
      "*foo *",
      "* *",
      "```\nfoo",
      "```\n```",
      "```\n \n```",
      "~foo~",
      "*a\n\nb*",
      "`a\nb`",
      "` `",
    ],
    "what documents have": [
      "# x",
      "x\n===",
      "x\n---",
      "---",
      "* * *",
      "- - -",
      "|a|b|\n|-|-|\n|1|2|",
      "<b>x</b>",
      "<!-- x -->",
      "&amp; &#42;",
      "    four spaces",
      "\tx",
      "[x][1]\n\n[1]: https://a.example",
      "<https://a.example>",
      "+ x",
    ],
    "numbers that are long": ["1986. A great year", "88734. x", "123456789) y"],
    "quotes that are none": [">x", " > x", "a > b", ">>x", "> \n> "],
    "links that lead elsewhere": [
      "[evil.example](https://a.example)",
      "[https://e.example/](https://a.example)",
      "[a](javascript:alert(1))",
      "[a](data:text/html,x)",
      "[a](/x)",
      "[a](x)",
      '[a](https://x.example "t")',
      "![alt](https://a.example/i.png)",
      "[ ](https://a.example)",
      "[**pay**pal.com](https://a.example)",
    ],
    addresses: [
      "https://a.example/_x_/*y*",
      "https://a.example/a~~b~~c",
      "www.a.example/__x__ https://b.example/*",
    ],
    "its own stand-ins": ["*a\ufdd0* **b**"],
  };
  for (const [what, all] of Object.entries(texts))
    test(what, () => {
      for (const text of all) assert.equal(read(text), "as written", text);
    });
});

const CASES = {
  "within a line": [
    ["*a* _b_ **c** ~~d~~ `e`", "{em a} {em b} {strong c} {del d} {code e}"],
    ["***a*** **b *c* d** *e **f** g*", "{em {strong a}} {strong b {em c} d} {em e {strong f} g}"],
    ["(**a**), “*b*”: _c_!", "({strong a}), “{em b}”: {em c}!"],
    ["**Note:** the **API**s", "{strong Note:} the {strong API}s"],
    ["我**非常**好, **서울**은", "我{strong 非常}好, {strong 서울}은"],
    ["これは**「重要」**です", "これは{strong 「重要」}です"],
    ["見て **「重要」**world", "見て {strong 「重要」}world"],
    ["这是**“重要”**的，**重要。**次", "这是{strong “重要”}的，{strong 重要。}次"],
    ["**중요!**입니다 다**(중요)**다", "{strong 중요!}입니다 다{strong (중요)}다"],
    ["~~「古い」~~新 ~~(古い)~~新", "{del 「古い」}新 {del (古い)}新"],
    ["**नोट:**यह ~~(पुराना)~~नया", "{strong नोट:}यह {del (पुराना)}नया"],
    ["**ملاحظة:**هذا *「重要」*です", "{strong ملاحظة:}هذا {em 「重要」}です"],
    ["**注意！**Node.js、*「強調」*", "{strong 注意！}Node.js、{em 「強調」}"],
    ["これは**`code`**です", "これは{strong {code code}}です"],
    ["_a_b_ *a* *b", "{em a_b} {em a} *b"],
    ["*a\nb*", "{em a\nb}"],
    ["*😀*", "{em 😀}"],
    ["`` a ` b `` ```c``` `C:\\` `D:\\`", "{code a ` b} {code c} {code C:\\} {code D:\\}"],
    ["`**a**` <b>*x*</b> &amp;", "{code **a**} <b>{em x}</b> &amp;"],
    [
      "**https://a.example/b_c_d** https://a.example/_x_*y* *z*",
      "{strong https://a.example/b_c_d} https://a.example/_x_*y* {em z}",
    ],
    ["¯\\_(ツ)_/¯ is **it**", "¯\\_(ツ)_/¯ is {strong it}"],
  ],
  links: [
    [
      "[words](https://a.example/x_(y)) [*w*](www.a.example)",
      "{https://a.example/x_(y) words} {https://www.a.example/ {em w}}",
    ],
    ["[a.example](https://a.example/x)", "{https://a.example/x a.example}"],
    ["**[a](https://a.example/*x*)**", "{strong {https://a.example/*x* a}}"],
  ],
  "backslashes, only before what would be Markdown": [
    ["\\*not\\* *but*", "*not* {em but}"],
    ["\\*not\\*", "*not*"],
    ["\\`not\\` \\[a\\](https://a.example)", "`not` [a](https://a.example)"],
    ["C:\\* and **bold** \\d", "C:\\* and {strong bold} \\d"],
    ["`a\\*b` *c*", "{code a\\*b} {em c}"],
    ["\\- a\n1\\. b\n\\> c", "- a\n1. b\n> c"],
  ],
  "line breaks and spaces": [
    ["a\n\n\n  *b*  \n", "a\n\n\n  {em b}  \n"],
    ["a\n\n> b\n\nc\n\n \n```\nd\n```\n\n\ne\n", "a\n{quote b}c\n{fence |d}e\n"],
    ["\n\n- a\n\n> b\n\n", "{list- [a]}{quote b}"],
    ["- a\n\n\n- b\n\n* c", "{list- [a][b]}{list* [c]}"],
    ["a  b\r\n*c*", "a  b\n{em c}"],
  ],
  quotes: [
    ["> q\n> r\nanswer", "{quote q\nr}answer"],
    ["> a\n>\n> b", "{quote a\n\nb}"],
    ["> > a\n> b", "{quote {quote a}b}"],
    ["> - a\n> ```\n> b\n> ```", "{quote {list- [a]}{fence |b}}"],
  ],
  lists: [
    ["- a\n- b\n  - c\n    more\n- d\nafter", "{list- [a][b\n{list- [c\nmore]}][d]}after"],
    ["Milk:\n* a\n* b", "Milk:\n{list* [a][b]}"],
    ["1. a\n   1. b\n2. c", "{list. [1 a\n{list. [1 b]}][2 c]}"],
    ["1) a\n2) b", "{list) [1 a][2 b]}"],
    ["3. October", "{list. [3 October]}"],
    ["1. a\n1. b\n1. c", "{list. [1 a][2 b][3 c]}"],
    ["1. a\n\n1. b\n   1. c\n   1. d\n\n1. e", "{list. [1 a][2 b\n{list. [1 c][2 d]}][3 e]}"],
    ["7. a\n3. b", "{list. [7 a][3 b]}"],
    ["3. c\n2. b\n1. a", "{list. [3 c][2 b][1 a]}"],
    ["2. gold\n1. silver", "{list. [2 gold][1 silver]}"],
    ["5) five\n1) one", "{list) [5 five][1 one]}"],
    ["1. a\n1. b\n2. c", "{list. [1 a][1 b][2 c]}"],
    ["100. a\n101. b", "{list. [100 a][101 b]}"],
    ["- a\n* b", "{list- [a]}{list* [b]}"],
    ["- [x] done", "{list- [[x] done]}"],
    ["- ```\n  a\n\n   b\n  ```\n- c", "{list- [{fence |a\n\n b}][c]}"],
  ],
  code: [
    ["```js\na *b*\n```", "{fence js|a *b*}"],
    ["see\n```\n<b>\n\n  &amp;\n```\nend", "see\n{fence |<b>\n\n  &amp;}end"],
    ["```\na\nb```", "{fence |a\nb}"],
    ["```const a = 1;\nb\n```", "{fence |const a = 1;\nb}"],
    ["````\n```\na\n```\n````", "{fence |```\na\n```}"],
    ["```\n```\n```c++\na\n```", "```\n```\n{fence c++|a}"],
  ],
};
for (const [what, cases] of Object.entries(CASES))
  test(what, () => {
    for (const [text, expected] of cases) assert.equal(read(text), expected, text);
  });

test("nesting has an end", () => {
  assert.equal(read(`${"> ".repeat(6)}a`), "{quote {quote {quote {quote > > a}}}}");
  const depthOf = (text) => {
    let depth = 0;
    return Math.max(...[...read(text)].map((each) => (depth += each === "{" ? 1 : each === "}" ? -1 : 0)));
  };
  const nested = (open, close, n) => open.repeat(n) + close.repeat(n);
  assert.equal(depthOf(nested("_a *b ", " b* a_", 2)), 4);
  assert.equal(depthOf(nested("_a *b ", " b* a_", 300)), 6);
  assert.equal(depthOf(nested("**a ~~b ", " b~~ a**", 200)), 6);
  for (const open of ["> ", "- ", "1. "]) assert.equal(depthOf(`${open.repeat(1_000)}x`), 4, open);
});

/** Everything a reader sees, in order, with the numbers of lists. */
const visible = (text) => {
  const inBlock = (block) => {
    if (block.type === "lines") return block.inlines.map(inInline).join("");
    if (block.type === "fence") return `${block.language}\n${block.code}\n`;
    if (block.type === "quote") return block.blocks.map(inBlock).join("");
    return block.items
      .map(({ number, blocks }) => `${number ?? ""} ${blocks.map(inBlock).join("")}`)
      .join("");
  };
  const inInline = (inline) =>
    inline.text ?? inline.children.map(inInline).join("") + (inline.href ? ` ${inline.href}` : "");
  return blocksOf(text)?.map(inBlock).join("") ?? text;
};

const PARTS = [
  "*",
  "**",
  "_",
  "~~",
  "`",
  "```",
  "```\n",
  "\n",
  "\n\n",
  " ",
  "  ",
  "\t",
  "> ",
  ">",
  "- ",
  "* ",
  "2. ",
  "3) ",
  "[",
  "](https://x.example/)",
  "](y)",
  ")",
  "]",
  "!",
  "\\",
  "<",
  "&",
  "a",
  "B",
  "7",
  "ñ",
  "字",
  "😀",
  "https://x.example/",
  "www.y.example",
  "¯\\_(ツ)_/¯",
  "(",
  ".",
  "/",
  "\r\n",
  "@ana",
];
/** A small generator, so that a seed says all. */
const randomOf = (seed) => {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};
const lettersOf = (text) => text.match(/[\p{L}\p{N}]/gu) ?? [];

test("whatever is written, every letter and digit is seen, in order, and known to need it", () => {
  for (let seed = 1; seed <= 1_500; seed++) {
    const random = randomOf(seed);
    const text = Array.from({ length: 1 + random(40) }, () => PARTS[random(PARTS.length)]).join("");
    if (blocksOf(text)) assert.ok(needsMarkdown(text), `seed ${seed}: ${JSON.stringify(text)}`);
    // A link shows its words, and its address when it is pointed at.
    const seen = lettersOf(visible(text));
    const written = lettersOf(text);
    assert.deepEqual(seen, written, `seed ${seed}: ${JSON.stringify(text)} → ${JSON.stringify(read(text))}`);
  }
});

test("the longest texts are read without much ado", () => {
  const starts = [
    "*",
    "_",
    "~",
    "`",
    "[",
    ">",
    "> ",
    "- ",
    "1. ",
    "*a ",
    "a*",
    "*a*",
    "*a **b ",
    "[a](",
    "[[",
    "![",
    "\\*",
    "\\",
    "```\n",
    "```a\n",
    "` `` ``` ",
    "~~a ",
    "_a ",
    "*a_",
    "~~(",
    "*(",
    "(*a",
    "*a*b",
    "- a\n  - b\n",
    "> a\n>> b\n",
    "\n",
    "- a\n\n\n",
    "https://a.b/*",
    "[a.b](https://x)",
    "\\`",
    "\\[a\\](https://a)",
    "*a\n",
    "*x _y ~~z ",
  ];
  const looksFor = (text) => {
    const { exec } = RegExp.prototype;
    let looks = 0;
    RegExp.prototype.exec = function (...args) {
      looks++;
      return exec.apply(this, args);
    };
    try {
      blocksOf(text);
    } finally {
      RegExp.prototype.exec = exec;
    }
    return looks;
  };
  for (const start of starts)
    for (const end of ["", "x)*_~~`]", [...start].reverse().join("").repeat(40)]) {
      const text = (start.repeat(MOST).slice(0, MOST - end.length) + end).slice(0, MOST);
      const looks = looksFor(text);
      assert.ok(looks < 20 * MOST, `${looks} looks at ${JSON.stringify(start)} … ${JSON.stringify(end)}`);
      assert.ok(read(text).length < 12 * MOST);
    }
});
