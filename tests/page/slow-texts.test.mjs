import assert from "node:assert/strict";
import "./svg.mjs";
import { afterEach, beforeEach, mock, test } from "node:test";

const TEXT = `${"a long text with https://slow.example/ and @Ana in it ".repeat(2)}end`;
const OTHER = TEXT.replace("end", "another");

/** What a browser keeps, and what the clocks show. */
const stored = new Map();
let ms = 0;
let at = 1_000_000;
/** The module as another page has it, that begins with what is stored. */
let pages = 0;
const page = () => import(`../../public/text/slow-texts.js?page=${pages++}`);

// Before any page: they all have one storage, as tabs do.
globalThis.window = {
  localStorage: new Proxy(
    {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, String(value)),
      removeItem: (key) => void stored.delete(key),
    },
    {
      ownKeys: () => [...stored.keys()],
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
    },
  ),
  addEventListener: () => {},
};
window.parent = window;

beforeEach(() => {
  stored.clear();
  ms = 0;
  mock.method(performance, "now", () => ms);
  mock.method(Date, "now", () => at);
});
afterEach(() => mock.restoreAll());

const drawn = ({ inTime }, text, takes = 0) =>
  inTime(
    text,
    () => {
      ms += takes;
      return "drawn";
    },
    () => "plain",
  );

test("a text that took too long is plain at once, from then on, and on every page after that", async () => {
  const one = await page();
  assert.equal(drawn(one, TEXT, 200), "drawn");
  assert.equal(drawn(one, TEXT, 201), "plain");
  assert.equal(drawn(one, TEXT), "plain");
  assert.equal(drawn(one, OTHER), "drawn");
  const next = await page();
  assert.equal(drawn(next, TEXT), "plain");
  assert.equal(drawn(next, OTHER), "drawn");
});

test("short texts cost nothing, not even a note", async () => {
  const one = await page();
  assert.equal(drawn(one, "short", 1_000), "drawn");
  assert.equal(stored.size, 0);
});

test("a text that a page never came back from is plain on the next; one that is just being drawn is not", async () => {
  const [hangs, meanwhile, after] = [await page(), await page(), await page()];
  hangs.inTime(
    TEXT,
    () => {
      assert.equal(drawn(meanwhile, TEXT), "drawn");
      // As if it were killed here: what is stored now is what is left.
      at += 1_000;
      assert.equal(drawn(after, OTHER), "drawn");
      assert.equal(drawn(after, TEXT), "plain");
    },
    () => {},
  );
  assert.equal(drawn(await page(), TEXT), "plain");
});

test("the note is taken back when all is drawn, whatever came of it", async () => {
  const one = await page();
  drawn(one, TEXT);
  assert.throws(() =>
    one.inTime(
      OTHER,
      () => {
        throw new Error("no");
      },
      () => {},
    ),
  );
  assert.equal(stored.size, 1);
  await undefined;
  assert.equal(stored.size, 0);
});

test("a text within another is blamed alone", async () => {
  const one = await page();
  const outer = one.inTime(
    TEXT,
    () => drawn(one, OTHER, 500),
    () => "all plain",
  );
  assert.equal(outer, "plain");
  assert.equal(drawn(one, TEXT), "drawn");
  assert.equal(drawn(one, OTHER), "plain");
});

test("what is stored is bounded, and may be nonsense", async () => {
  for (const nonsense of ["{", "7", '{"a":1}', "[1,null]"]) {
    stored.set("alcove:slow-texts", nonsense);
    assert.equal(drawn(await page(), TEXT), "drawn", nonsense);
  }
  const one = await page();
  for (let i = 0; i < 300; i++) drawn(one, `${TEXT} ${i}`, 201);
  assert.equal(JSON.parse(stored.get("alcove:slow-texts")).length, 100);
  assert.equal(drawn(await page(), `${TEXT} 299`), "plain");
});

test("plain is plain: no link, no Markdown, no mention, no large emoji, nobody told", async () => {
  const { richText, plainText, isEmojiOnly, needsMarkdown, loadFor } = await import(
    "../../public/text/rich-text.js"
  );
  const { mentions, Names } = await import("../../public/text/mentions.js");
  await loadFor(["*a* https://a.example"]);
  const marked = `**bold** ${TEXT}`;
  // Whoever looks for a link is slow.
  const { URL } = globalThis;
  globalThis.URL = class extends URL {
    constructor(...all) {
      super(...all);
      ms += 300;
    }
  };
  try {
    assert.deepEqual(richText(marked, { mentions: new Names().note(["Ana"]) }), [marked]);
  } finally {
    globalThis.URL = URL;
  }
  assert.deepEqual(richText(marked, { mentions: new Names().note(["Ana"]) }), [marked]);
  assert.equal(plainText(marked), marked);
  assert.equal(needsMarkdown(marked), false);
  assert.equal(isEmojiOnly(marked), false);
  assert.equal(mentions(marked, "Ana"), false);
  assert.notDeepEqual(richText(`**bold** ${OTHER}`, { mentions: new Names().note(["Ana"]) }), [
    `**bold** ${OTHER}`,
  ]);
});
