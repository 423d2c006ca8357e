// A browser that translates the page replaces its text nodes with elements of its own: later changes still
// show.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld({ LEAVE_GRACE_MS: "0" });

test.describe("on a page that the browser translates", () => {
  for (const device of [PHONE, DESKTOP]) {
    test(`what changes is seen: messages, people, counts, who types, what is said of an action (${device.name})`, async () => {
      const room = `translated-${device.name}`;
      const ana = await world.personIn(room, "Ana", device);
      const ben = await world.visitor(room, "Ben");
      const words = ["one", "two, with @Ben in it", "**three** and `code`", "four"];
      for (const text of words) await ben.says(text);
      await ana.says("own");
      await ana.row("own").and(ana.page.locator(":not(.pending)")).waitFor();
      ben.send({ type: "typing" });
      await ana.readsIn("typing", "Ben");
      await ben.does({ type: "react", seq: 1, emoji: "👍", on: true });
      await ana.seesReactions("one", "👍 1");
      await translates(ana);

      // All that is drawn is of the translation now, and the typing line is about to end.
      assert.equal(await ana.page.locator("alcove-timeline .text").first().locator("font font").count(), 1);
      await ana.reacts("one", "👍");
      await ana.seesReactions("one", "👍 2");
      await translates(ana);
      await ben.does({ type: "react", seq: 1, emoji: "👍", on: false });
      await ana.seesReactions("one", "👍 1");
      await ben.does({ type: "edit", seq: 1, text: "one, changed" });
      await ana.reads("one, changed");
      await ben.does({ type: "edit", seq: 2, text: "two, without anybody" });
      await ana.reads("two, without anybody");
      await ben.does({ type: "edit", seq: 3, text: "plain now" });
      await ana.reads("plain now");
      await ben.does({ type: "edit", seq: 4, text: "- a\n- list" });
      await ana.sees(hasItems, ["a", "list"], "the list");
      await translates(ana);
      await ben.does({ type: "edit", seq: 1, text: "one, changed again" });
      await ana.reads("one, changed again");
      await ben.does({ type: "delete", seq: 2 });
      await ana.page.locator("alcove-timeline .gone", { hasText: "deleted" }).waitFor();
      await ana.deletes("own");
      await ana.part("undo").waitFor();
      await translates(ana);
      if (ana.isOnPhone) await ana.part("undo").tap();
      else await ana.part("undo").click();
      await ana.reads("own");

      const cem = await world.visitor(room, "Cem");
      await ana.counts(3);
      assert.equal(await ana.page.locator("alcove-top-bar .people").textContent().then((text) => text.trim()), "3");
      await translates(ana);
      const dora = await world.visitor(room, "Dora");
      await ana.counts(4);
      assert.equal(await ana.page.locator("alcove-top-bar .people").textContent().then((text) => text.trim()), "4");
      await ana.sees(hasLastNotice, "Cem and Dora joined", "one line for both", () => ana.allNotices());
      ben.send({ type: "typing" });
      cem.send({ type: "typing" });
      await ana.readsIn("typing", "Cem");
      await translates(ana);
      dora.send({ type: "typing" });
      await ana.readsIn("typing", "Dora");
      await ana.readsExactly(["one, changed again", undefined, "plain now", "alist", "own"]);
    });
  }

  test("the banner counts on, and goes, and the toast says the next thing", async () => {
    const ana = await world.person("Ana");
    await ana.isOnALine();
    await ana.joins("translated-banner");
    await ana.isCutOff();
    await ana.part("banner").waitFor();
    await translates(ana);
    const first = await ana.part("banner").locator(".next").textContent();
    await ana.sees(hasOtherWords, first, "other words in the banner");
    await ana.isOnTheLineAgain();
    await ana.part("banner").waitFor({ state: "detached" });
    const tells = (words) => ana.page.locator("alcove-toast").evaluate((toast, said) => toast.show(said), words);
    await tells("first");
    await ana.readsIn("toast", "first");
    await translates(ana);
    await tells("second");
    await ana.readsIn("toast", /^second$/);
  });

  test("names, code and the user's own text are left alone", async () => {
    const ana = await world.personIn("left-alone");
    const ben = await world.visitor("left-alone", "Ben");
    await ben.says("`May` is here, @Ana\n```\nif (may) wait\n```");
    await ana.says("I am");
    await ana.replies("I am", "as one sees");
    const left = ["alcove-top-bar h1", "alcove-timeline .author", "alcove-timeline .quote bdi", "alcove-timeline .mention"];
    for (const each of [...left, "alcove-timeline code", "alcove-timeline pre", "alcove-roster .name bdi", "alcove-composer textarea"]) {
      const parts = ana.page.locator(each);
      await parts.first().waitFor();
      const isTranslated = await parts.evaluateAll((all) => all.some((part) => part.translate));
      assert.equal(isTranslated, false, each);
    }
    assert.equal(await ana.row("I am").locator(".text").evaluate((text) => text.translate), true);
  });
});

/** As Chrome does it: each text is taken out, and stands in two elements in its place. */
const translates = (person) =>
  person.page.evaluate(() => {
    const textsIn = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.shadowRoot) found.push(...textsIn(node.shadowRoot));
        const isText = node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
        if (isText && !node.parentElement?.closest("font, style")) found.push(node);
      }
      return found;
    };
    for (const text of textsIn(document.body)) {
      const outer = document.createElement("font");
      const inner = outer.appendChild(document.createElement("font"));
      inner.textContent = text.data;
      text.replaceWith(outer);
    }
  });

// ---- run in the page ----

function hasItems(wanted) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return [...timeline.querySelectorAll("li")].map(({ textContent }) => textContent).join() === wanted.join();
}

function hasOtherWords(first) {
  const banner = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-banner").shadowRoot;
  const words = banner.querySelector(".next")?.textContent;
  return !!words && words !== first;
}

function hasLastNotice(words) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const last = [...timeline.querySelectorAll(".notice")].at(-1);
  return last?.textContent.replace(/[\u2068\u2069]/g, "") === words;
}
