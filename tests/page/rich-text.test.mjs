import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import "./svg.mjs";
import { pieces } from "../../public/text/links.js";
import { mentions, mentionsIn, Names, nameKey } from "../../public/text/mentions.js";
import { namesAnotherPlace } from "../../public/text/misleading-links.js";
import {
  isEmojiOnly,
  loadFor,
  needsLinks,
  needsMarkdown,
  plainText,
  richText,
  settledParts,
} from "../../public/text/rich-text.js";
import { LINKS } from "./links.mjs";
import { MENTIONS } from "./mentions.mjs";

const links = (text) => pieces(text).flatMap(({ href, text }) => (href ? [text] : []));

test("a text taken apart is the same text", () => {
  for (const text of ["", "a\n\tb  ", "x https://a.example/?q=(1). y", "\u202e<b>javascript:alert(1)</b>"])
    assert.equal(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
});

for (const [text, ...found] of LINKS)
  test(`links in ${JSON.stringify(text)}`, () => assert.deepEqual(links(text), found));

test("an address ends before what cannot be seen", () => {
  for (const unseen of "\u00ad \u061c \u200f \u2060 \u2066 \u3164 \ufeff \u2800 \u{e0041} \ud800".split(" "))
    assert.deepEqual(links(`https://a.example/x${unseen}y`), ["https://a.example/x"]);
});

test("where addresses lead that have no scheme", () => {
  const hrefs = (text) => pieces(text).flatMap(({ href }) => href ?? []);
  assert.deepEqual(
    hrefs("www.a.example Example.com/x bücher.de a+b@c.de mailto:o'brien@bücher.de x%y@c.de"),
    [
      "https://www.a.example/",
      "https://example.com/x",
      "https://xn--bcher-kva.de/",
      "mailto:a+b@c.de",
      "mailto:o'brien@xn--bcher-kva.de",
      "mailto:x%25y@c.de",
    ],
  );
});

test("a name that passes for another is shown in letters that do not", () => {
  const hosts = (text) => pieces(text).flatMap(({ href, host }) => (href ? [host] : []));
  for (const [host, shown] of [
    ["аррӏе.com", "xn--80ak6aa92e.com"],
    ["pаypal.com", "xn--pypal-4ve.com"],
    ["my-bankꓸcom.example", "xn--my-bankcom-5c29a.example"],
    ["bank.com⁄x.example", "bank.xn--comx-2g7a.example"],
    ["οο.example", "xn--0xaa.example"],
    ["a字.example", "xn--a-571b.example"],
  ])
    assert.deepEqual(hosts(`https://${host}/x`), [shown], host);
  for (const host of [
    "a.example",
    "münchen.example",
    "пример.рф",
    "例え.jp",
    "서울.kr",
    "موقع.example",
    "ελλάδα.gr",
    "xn--80ak6aa92e.com",
  ])
    assert.deepEqual(hosts(`https://${host}:8080/é`), [undefined], host);
});

test("only emoji are emoji only", () => {
  for (const text of ["😀", "👩‍👩‍👧 🎈", "❤️", "ℹ️", "👍🏽\n🇩🇪1️⃣", "😀".repeat(8)])
    assert.equal(isEmojiOnly(text), true, text);
  for (const text of ["1", "a😀", " ", "", "😀".repeat(9), `${"👏🏽".repeat(7)} well done`, "😀\u0301"])
    assert.equal(isEmojiOnly(text), false, text);
});

test("words that name another place than they lead to", () => {
  const leads = (words) => namesAnotherPlace(words, "https://www.a.example/x");
  for (const words of [
    "b.example",
    "paypal.com",
    "https://x",
    "www.b.example/x",
    "b．example",
    "b\u200b.example",
    "ana@bank",
    "1.2.3.4",
    "1ꓸ2ꓸ3ꓸ4",
    "my-bankꓸcom",
    "my-bank․com",
    "my-bank。com",
    "my-bank۔com",
    "my-bank·com",
    "my-bank.\u200acom",
    "bank.html",
    "bank.com.pdf",
    "https:⁄⁄bank",
    "HTTPS://BANK",
    "mailto:ana",
    "xn--80ak6aa92e.com",
    "аррӏе.com",
  ])
    assert.equal(leads(words), true, words);
  for (const words of [
    "here",
    "a.example",
    "www.A.example/y",
    "Node.js",
    "Vers. 2.0",
    "e.g. this",
    "photo.png",
    "version 1.2.3",
    "wait…what",
    "Ana’s page – today",
    "レオナルド・ダ・ヴィンチ",
    "std::vector",
  ])
    assert.equal(leads(words), false, words);
});

test("the page finds the same mentions as the server", () => {
  const table = JSON.parse(readFileSync(new URL("../mentions.json", import.meta.url), "utf8"));
  for (const [text, mentioned, others] of table) {
    for (const name of mentioned) assert.ok(mentions(text, name), `${text}: ${name}`);
    for (const name of others) assert.ok(!mentions(text, name), `${text}: not ${name}`);
  }
});

for (const [text, known, ...found] of MENTIONS)
  test(`mentions of ${known.join()} in ${JSON.stringify(text)}`, () => {
    const parts = mentionsIn(text, new Names().note(known));
    assert.deepEqual(
      parts.flatMap(({ text, name }) => (name ? [text.normalize("NFC")] : [])),
      found,
    );
    assert.equal(parts.map(({ text }) => text).join(""), text.normalize("NFC"));
    for (const name of known) {
      const isMeant = found.some((each) => nameKey(each) === nameKey(`@${name}`));
      assert.equal(mentions(text, name, known), isMeant, name);
    }
  });

test("nobody is mentioned in code or in an address", () => {
  for (const text of ["", "`@Ana`", "```\n@Ana\n```", "https://a.example/@Ana"])
    assert.equal(mentions(text, "Ana"), false, text);
  assert.equal(mentions("a`b`@Ana", "Ana"), true);
  assert.equal(mentions("@Ana", " "), false);
});

test("known names stay known, and new ones change only the texts they occur in", () => {
  const names = new Names().note(["Ana"]);
  assert.equal(names.mentionedIn("@Ana @Ben"), "ANA");
  names.note(["Cem", "Ana"]);
  assert.equal(names.mentionedIn("@Ana @Ben"), "ANA");
  names.note(["Ben"]);
  assert.equal(names.mentionedIn("@Ana @Ben"), "ANA@BEN");
});

test("whoever is met one after the other is found like whoever is met at once", () => {
  const names = [
    "Ana",
    "Ana Maria",
    "ana",
    "Jose\u0301",
    "José B",
    "王",
    "王小",
    "O’Neil",
    "a@b",
    "  ",
    "B\u00a0C",
    "x".repeat(32),
  ];
  const texts = names.flatMap((name) => [
    `@${name}`,
    `＠${name}, and @${name.toLowerCase()}!`,
    `@${name}x`,
    `x@${name}`,
  ]);
  const met = new Names();
  for (const [index, name] of names.entries()) {
    met.note([name]);
    const atOnce = new Names().note(names.slice(0, index + 1));
    for (const text of texts)
      assert.equal(met.mentionedIn(text), atOnce.mentionedIn(text), `${text} after ${name}`);
  }
});

test("150 people joining 1,000 cost next to nothing", () => {
  const guests = (n) => Array.from({ length: n }, (_, i) => `Guest ${i}`);
  const names = new Names().note(guests(1_000));
  const texts = guests(7).map((name) => `well, @${name} and @Ana: ${"words ".repeat(40)}`);
  const { user } = process.cpuUsage();
  for (let i = 0; i < 150; i += 1) {
    names.note(guests(1_000 + i));
    for (const text of texts) names.mentionedIn(text);
  }
  const ms = process.cpuUsage().user / 1_000 - user / 1_000;
  assert.ok(ms < 700, `${ms} ms`);
});

test("what needs Markdown is known without it", () => {
  for (const text of ["plain", "2 * 3", "a - b", "-5", "1.5", "", "😀", "*️⃣ *️⃣", "x > y", "# x"])
    assert.equal(needsMarkdown(text), false, text);
  for (const text of [
    "*a*",
    "x\n> y",
    "- a",
    " 1. a",
    "`a`",
    "```\na\n```",
    "[a](https://b)",
    "~~a~~",
    "_a_",
  ])
    assert.equal(needsMarkdown(text), true, text);
});

/** What a template shows, with its elements as written. */
const drawn = (part) => {
  if (Array.isArray(part)) return part.map(drawn).join("");
  if (part?.strings)
    return part.strings
      .map((string, n) => string + (n < part.values.length ? drawn(part.values[n]) : ""))
      .join("");
  return typeof part === "string" ? part : "";
};

test("before links and Markdown are here, texts are as they were written; then they are drawn", async () => {
  const text = "*a* https://a.example";
  const link =
    '<a href=https://a.example/ dir="ltr" target=_blank rel="noopener noreferrer">https://a.example</a>';
  assert.equal(drawn(richText(text)), text);
  assert.equal(plainText("*a*"), "*a*");
  assert.equal(settledParts(), 0);
  assert.equal(loadFor(["plain words."]), undefined);
  await loadFor(["https://a.example"]);
  assert.equal(settledParts(), 1);
  assert.equal(drawn(richText(text)), `*a* ${link}`);
  await loadFor(["*a*"]);
  assert.equal(settledParts(), 2);
  assert.equal(drawn(richText(text)), `<em>a</em> ${link}`);
  assert.equal(loadFor([text]), undefined, "there is nothing more to come");
  assert.equal(drawn(richText("*a* b")), "<em>a</em> b");
  assert.equal(plainText("*a*\n> b\n- c\n  1. d\n```js\ne\n```"), "a\nb\n• c\n1. d\ne");
  assert.equal(plainText("  *a*\n\n b ", { isOneLine: true }), "a b");
});

test("what finds links and mentions is loaded for every text that has one", () => {
  const found = [...LINKS, ...MENTIONS.map(([text, , ...found]) => [text, ...found])];
  for (const [text] of found.filter(([, ...parts]) => parts.length > 0)) assert.ok(needsLinks(text), text);
});

test("mentions are marked, one's own in another way, but not in code or links", async () => {
  const known = new Names().note(["Ana Maria", "Ana", "Ben"]);
  const seen = (text) => drawn(richText(text, { mentions: known, me: "Ben" }));
  assert.equal(
    seen("@ana maria, @Ana"),
    '<bdi class=mention translate="no">@ana maria</bdi>, <bdi class=mention translate="no">@Ana</bdi>',
  );
  assert.equal(seen("**@ben**"), '<strong><bdi class=mention me translate="no">@ben</bdi></strong>');
  assert.equal(seen("`@Ben`"), '<code translate="no" dir="auto">@Ben</code>');
  assert.doesNotMatch(seen("https://a.example/@Ben"), /bdi/);
  assert.equal(seen("@Bennet"), "@Bennet");
});
