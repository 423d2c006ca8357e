// Markdown in messages: drawn the same for everyone, from the first frame, and never more than its words.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, KEEPING_NOTHING, PHONE, useWorld } from "./support/world.mjs";

const ALL = "**a** *b* ~~c~~ `d` [e](https://a.example/)\n> f\n- g\n  1. h\n```js\ni\n```";
const ALL_DRAWN =
  '<strong>a</strong> <em>b</em> <del>c</del> <code>d</code> <a href="https://a.example/">e</a>\n' +
  "<blockquote>f</blockquote><ul><li>g\n<ol><li>h</li></ol></li></ul><div><div><span>js</span><button></button></div><pre><code>i</code></pre></div>";
const LONG_LINE = `const x = "${"long ".repeat(60)}";`;

const world = useWorld();

test("looks the same for everyone, and after a reload", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await ana.joins("markdown");
  await ben.joins("markdown");
  await ana.says(ALL);
  for (const person of [ana, ben]) {
    await seesDrawn(person, ALL_DRAWN);
    const link = person.page.getByRole("link", { name: "e", exact: true });
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    assert.equal(await link.getAttribute("target"), "_blank");
    assert.equal(await link.getAttribute("title"), "https://a.example/");
  }
  await ben.reloads();
  await seesDrawn(ben, ALL_DRAWN);
});

test("an address reads from left to right whatever precedes it, and in unmistakable letters", async () => {
  const ben = await world.visitor("addresses", "Ben");
  const ana = await world.personIn("addresses");
  await ben.says("\u202emoc.live//:sptth https://a.example/gpj.exe");
  await ben.says("https://bank.example@evil.example/ and **https://p\u0430ypal.com/**");
  await ana.reads("https://bank.example@evil.example/ and https://p\u0430ypal.com/ (xn--pypal-4ve.com)");
  const links = await ana.part("texts").locator("a").evaluateAll((all) =>
    all.map((link) => {
      const { direction, unicodeBidi } = getComputedStyle(link);
      const range = document.createRange();
      const left = (at) => {
        range.setStart([...link.childNodes].find(({ nodeType, data }) => nodeType === 3 && data.trim() !== ""), at);
        range.setEnd(range.startContainer, at + 1);
        return range.getBoundingClientRect().left;
      };
      return { href: link.href, direction, unicodeBidi, isInOrder: left(0) < left(12) };
    }),
  );
  const asItReads = { direction: "ltr", unicodeBidi: "isolate", isInOrder: true };
  assert.deepEqual(links, [
    { href: "https://a.example/gpj.exe", ...asItReads },
    { href: "https://xn--pypal-4ve.com/", ...asItReads },
  ]);
});

test("is never seen as it was written while its part is on its way", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING_NOTHING });
  await ana.joins("first-frame");
  await ana.says("**bold**");
  await ana.reads("bold");
  await ana.context.addInitScript(watchTexts);
  let release;
  const isReleased = new Promise((resolve) => (release = resolve));
  const asked = new Promise((resolve) => {
    ana.page.route("**/markdown-view-*.js", async (route) => {
      resolve();
      await isReleased;
      await route.continue();
    });
  });
  await ana.page.reload();
  await ana.counts(1);
  await asked;
  assert.equal(await ana.part("rows").count(), 0);
  release();
  await ana.reads("bold");
  // It looks once a frame, and the one with the text may be still to come.
  await ana.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.deepEqual(await ana.page.evaluate("[...window.textsSeen]"), ["bold"]);
});

test("a text without it waits for nothing, and one that comes meanwhile is drawn twice", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING_NOTHING });
  await ana.joins("meanwhile");
  await ana.says("plain");
  await ana.reads("plain");
  let release;
  const isReleased = new Promise((resolve) => (release = resolve));
  await ana.page.route("**/markdown-view-*.js", async (route) => {
    await isReleased;
    await route.continue();
  });
  await ana.reloads();
  await ana.reads("plain");
  await ana.says("**bold**");
  await ana.reads("**bold**");
  release();
  await ana.reads("bold");
});

test("where its part cannot be had, texts are as they were written", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING_NOTHING });
  ana.expectsToHear(/net::ERR_FAILED/);
  await ana.joins("without");
  await ana.says("**bold** https://a.example/");
  await ana.reads("bold https://a.example/");
  await ana.page.route("**/markdown-view-*.js", (route) => route.abort());
  await ana.reloads();
  await ana.reads("**bold** https://a.example/");
  assert.equal(await ana.page.getByRole("link", { name: "https://a.example/" }).count(), 1);
});

test("code is copied as it was written, by keyboard", async () => {
  const ana = await world.person("Ana");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.joins("copies");
  await ana.says("```\n  if (a && b) {\n\n\treturn '<b>';\n```");
  const copy = ana.page.getByRole("button", { name: "Copy code" });
  await copy.press("Enter");
  await ana.page.getByRole("button", { name: "Code copied" }).waitFor();
  assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), "  if (a && b) {\n\n\treturn '<b>';");
  await copy.waitFor();
});

test("wide code is scrolled in its message, also by keys; narrow code is no stop", async () => {
  for (const ana of [await world.person("Ana"), await world.person("Ana", PHONE)]) {
    const room = `wide-${ana.device.name}`;
    const ben = await world.visitor(room, "Ben");
    await ben.says("```\nshort\n```");
    await ben.says(`\`\`\`\n${LONG_LINE}\n\`\`\``);
    await ana.joins(room);
    const code = ana.page.getByRole("group", { name: "Code" });
    await code.waitFor();
    assert.equal(await code.count(), 1);
    await code.focus();
    await ana.page.keyboard.press("ArrowRight");
    await ana.sees(hasScrolled, undefined, "code further on");
    const { scrollWidth, clientWidth } = await ana.part("scroller").evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
    assert.equal(scrollWidth, clientWidth);
  }
});

test("is announced in its words", async () => {
  const ana = await world.person("Ana");
  await ana.joins("aloud");
  const ben = await world.visitor("aloud", "Ben");
  await ana.says("*ready*");
  await ana.reads("ready");
  await ben.says("**bold**\n- item");
  await ana.page.locator("alcove-announcer").getByText("Ben: bold • item", { exact: true }).waitFor();
});

test("whoever is mentioned sees their name stand out", async () => {
  const ana = await world.personIn("mentions");
  const ben = await world.visitor("mentions", "Ben");
  await ben.says("hello @ana, `@Ana` and @Anabel");
  const mention = ana.page.locator("alcove-timeline .mention.me");
  await ana.page.locator("alcove-timeline .text code").waitFor();
  assert.deepEqual(await mention.allTextContents(), ["@ana"]);
});

test("what stands for itself at the start of a message or a block does not turn it", async () => {
  const ana = await world.personIn("turned");
  const ben = await world.visitor("turned", "Ben");
  await ben.says("@Ana شكرا على الصورة");
  await ben.says("https://a.example/ انظر هنا");
  await ben.says("me@example.com 12 😀 شكرا");
  await ben.says("- @Ana شكرا\n- www.a.example انظر");
  await ben.says("> @Ana شكرا");
  await ben.says("@Ana thanks for الصورة");
  await ana.reads("@Ana thanks for الصورة");
  assert.deepEqual(await ana.page.locator("alcove-timeline .text").evaluateAll(turned), [
    "rtl",
    "rtl",
    "rtl",
    "rtl",
    "rtl",
    "ltr",
  ]);
});

/** Waits until the last text consists of these elements. */
function seesDrawn(person, expected) {
  const isDrawn = new Function("expected", `return (${drawn})() === expected`);
  return person.sees(isDrawn, expected, "the Markdown", () => person.page.evaluate(drawn));
}

// ---- run in the page ----

/** Which way the words run: those of the block, if there is one. */
function turned(texts) {
  return texts.map((text) => {
    const words = text.querySelector("ul, blockquote") ?? text;
    return words.matches(":dir(rtl)") ? "rtl" : "ltr";
  });
}

/** The last text as elements, with nothing of their attributes but where links lead. */
function drawn() {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  const ofNode = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === "svg") return "";
    const name = node.localName;
    const href = name === "a" ? ` href="${node.getAttribute("href")}"` : "";
    return `<${name}${href}>${[...node.childNodes].map(ofNode).join("")}</${name}>`;
  };
  const text = [...timeline.shadowRoot.querySelectorAll(".text")].at(-1);
  return text && [...text.childNodes].map(ofNode).join("");
}

/** Remembers every text that is there when a frame is drawn. */
function watchTexts() {
  window.textsSeen = new Set();
  const look = () => {
    const timeline = document.querySelector("alcove-room")?.shadowRoot?.querySelector("alcove-timeline");
    for (const { textContent } of timeline?.shadowRoot?.querySelectorAll(".text") ?? []) window.textsSeen.add(textContent);
    requestAnimationFrame(look);
  };
  look();
}

function hasScrolled() {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  return timeline.shadowRoot.querySelector("pre[tabindex]").scrollLeft > 0;
}
