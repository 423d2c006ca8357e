// What happens to a text on its way from the field to the wire.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, isInFence, sendable, tidied } from "../../public/composer/typed-text.js";

test("what a terminal or Word has put into a text is not in what is sent", () => {
  const cases = {
    "ok\u001b[32m green\u001b[0m": "ok green",
    "\u001b[1;31mred\u001b[m \u001b[38;5;208morange\u001b[K": "red orange",
    "\u001b]0;a title\u0007$ ls": "$ ls",
    "\u001b]8;;https://a.example/\u001b\\a link\u001b]8;;\u001b\\!": "a link!",
    "\u001b(Bplain\u001b=": "plain",
    "one\u000btwo": "one\ntwo",
    "page\u000cpage": "page\npage",
    "one\u2028two\u2029three": "one\ntwo\nthree",
    "one\r\ntwo\rthree": "one\ntwo\nthree",
    "a\u0000b": "ab",
    "x\u0008": "x",
    "a bell \u0007 rings\u007f": "a bell  rings",
    "a\tb": "a\tb",
    "\u001b alone and \u001b[": " alone and [",
    "\u001b]0;without an end": "]0;without an end",
  };
  for (const [text, wanted] of Object.entries(cases))
    assert.equal(tidied(text), wanted, JSON.stringify(text));
});

test("blank lines round a text are not sent, and what is within it is", () => {
  const cases = {
    "\n\n\nhi\n\n\n": "hi",
    " \n\u200b\n  - a\n\n  - b \n\t\n": "  - a\n\n  - b ",
    "so 😄 ": "so 😄 ",
    "\n \n": "",
    "": "",
    "half \ud83d": "half \ufffd",
  };
  for (const [text, wanted] of Object.entries(cases))
    assert.equal(sendable(text), wanted, JSON.stringify(text));
});

test("a text is as large as its frame", () => {
  const most = 16_384;
  const sizeOf = (text) =>
    Buffer.byteLength(
      JSON.stringify({ type: "edit", cid: "x".repeat(32), seq: Number.MAX_SAFE_INTEGER, text }),
    );
  for (const unit of ["a", '"', "\n", "é", "字", "😀", "\u0001"]) {
    const text = unit.repeat(4_000);
    assert.ok(bytesOf(text) >= sizeOf(text), unit);
    assert.ok(bytesOf(text) <= sizeOf(text) + 64, unit);
  }
  assert.ok(bytesOf("字".repeat(4_000)) < most);
  assert.ok(bytesOf("\u0001".repeat(2_800)) > most);
});

test("a block of code is open until its fence is closed", () => {
  const open = ["```", "```js", "text\n```\ncode", "````\n```\n", "```\na\n```\n```b", "  ```"];
  const closed = ["", "a", "``", "see ```", "```\ncode\n```", "```a```", "    ```", "```\n```` \nafter"];
  for (const text of open) assert.equal(isInFence(text, text.length), true, JSON.stringify(text));
  for (const text of closed) assert.equal(isInFence(text, text.length), false, JSON.stringify(text));
  assert.equal(isInFence("before\n```\ncode\n```", 3), false);
  assert.equal(isInFence("before\n```\ncode\n```", 14), true);
});
