// The actions on a message, on a phone and on a desktop: everyone sees the result, and it can be undone.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

for (const device of [PHONE, DESKTOP]) {
  test.describe(`on a ${device.name}`, () => {
    /** Ana in a room of her own with Ben, who has no browser. */
    const inRoom = async (name) => {
      const room = `${name}-${device.name}`;
      const ben = await world.visitor(room, "Ben");
      const ana = await world.personIn(room, "Ana", device);
      return { room, ana, ben };
    };

    test("a reply carries the message it answers", async () => {
      const { ana, ben } = await inRoom("reply");
      const { seq } = await ben.says("Who can bring the speaker?");
      await ana.reads("Who can bring the speaker?");
      await ana.replies("Who can bring the speaker?", "I can");
      await ben.sees({ type: "message", text: "I can", reply_to: seq });
      const quote = ana.row("I can").locator(".quote");
      assert.equal(await quote.textContent(), "BenWho can bring the speaker?");
      await quote.click();
      await ana.sees(hasFocusIn, "Who can bring the speaker?", "the focus on the message that was answered");
    });

    test("a reaction is counted, named, and taken back", async () => {
      const { ana, ben } = await inRoom("react");
      const { seq } = await ben.says("Cake?");
      await ana.reads("Cake?");
      await ana.reacts("Cake?", "🎉");
      await ben.sees({ type: "reacted", target: seq, emoji: "🎉", on: true });
      await ana.seesReactions("Cake?", "🎉 1");
      await ben.does({ type: "react", seq, emoji: "🎉", on: true });
      await ana.seesReactions("Cake?", "🎉 2");
      assert.match(await ana.part("reactions").getAttribute("title"), /^(you and Ben|Ben and you) reacted with 🎉$/);
      assert.equal(await ana.part("reactions").getAttribute("aria-pressed"), "true");
      await ana.part("reactions").click();
      await ben.sees({ type: "reacted", target: seq, emoji: "🎉", on: false });
      await ana.seesReactions("Cake?", "🎉 1");
      await ben.does({ type: "react", seq, emoji: "🎉", on: false });
      await ana.seesReactions("Cake?");
    });

    test("an edit is shown to everyone, in place, and marked", async () => {
      const { ana, ben } = await inRoom("edit");
      await ana.says("at nien");
      const { seq } = await ben.sees({ type: "message", text: "at nien" });
      await ben.says("see you", { reply_to: seq });
      const fine = await ben.says("fien");
      await ana.reads("fien");
      await ana.opensMenuOf("at nien");
      await ana.picks("Edit");
      await ana.readsIn("mode", "Editing your message");
      assert.equal(await ana.part("composer").inputValue(), "at nien");
      await ana.says("at nine");
      await ben.sees({ type: "edited", target: seq, text: "at nine" });
      await ben.does({ type: "edit", seq: fine.seq, text: "fine" });
      await ana.readsExactly(["at nine", "see you", "fine"]);
      for (const text of ["at nine", "fine"]) await ana.row(text).getByText("edited", { exact: true }).waitFor();
      assert.equal(await ana.part("quotes").textContent(), "Anaat nine");
      await ana.reloads();
      await ana.readsExactly(["at nine", "see you", "fine"]);
      assert.equal(await ana.row("see you").getByText("edited", { exact: true }).count(), 0);
    });

    test("a deletion can be undone before anyone is notified", async () => {
      const { ana, ben } = await inRoom("undo");
      await ana.says("by mistake");
      await ana.reads("by mistake");
      await ana.deletes("by mistake");
      await ana.part("undo").click();
      await ana.reads("by mistake");
      await ana.says("still here");
      await ben.sees({ type: "message", text: "still here" });
      assert.deepEqual(ben.log.map(({ type }) => type), ["message", "message"]);
    });

    test("a deleted message is gone for everyone, with its quotes", async () => {
      const { ana, ben } = await inRoom("delete");
      await ana.says("a secret");
      const { seq } = await ben.sees({ type: "message", text: "a secret" });
      await ben.says("you should not say that", { reply_to: seq });
      const another = await ben.says("another secret");
      await ana.reads("another secret");
      await ana.deletes("a secret");
      await ben.sees({ type: "deleted", target: seq });
      await ben.does({ type: "delete", seq: another.seq });
      await ana.sees(hasTombstones, 2, "the tombstones");
      assert.equal(await ana.part("quotes").textContent(), "AnaMessage deleted");
      await ana.reloads();
      assert.deepEqual(await ana.texts(), ["you should not say that"]);
    });

    test("who leaves at once after deleting has deleted", async () => {
      const { room, ana, ben } = await inRoom("leave");
      await ana.says("gone");
      const { seq } = await ben.sees({ type: "message", text: "gone" });
      await ana.deletes("gone");
      await ana.part("undo").waitFor();
      await ana.visits();
      await ana.opens(room);
      await ben.sees({ type: "deleted", target: seq });
    });

    test("text and link are copied, and the link leads to the message", async () => {
      const { room, ana, ben } = await inRoom("copy");
      await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const clipboard = () => ana.page.evaluate(() => navigator.clipboard.readText());
      await ben.says("take this");
      await ana.reads("take this");
      await ana.opensMenuOf("take this");
      await ana.picks("Copy text");
      await ana.readsIn("toast", "Text copied");
      assert.equal(await clipboard(), "take this");
      await ana.opensMenuOf("take this");
      await ana.picks("Copy link to message");
      await ana.readsIn("toast", "Link to message copied");
      assert.equal(await clipboard(), `${world.server.link(room)}#m1`);
      await ana.losesFocus();
      await ana.page.goto(await clipboard());
      await ana.sees(hasFocusIn, "take this", "the focus on the message");
    });

    test("others' messages can be neither edited nor deleted", async () => {
      const { ana, ben } = await inRoom("others");
      await ben.says("mine");
      await ana.reads("mine");
      await ana.opensMenuOf("mine");
      assert.deepEqual(await ana.page.getByRole("menuitem").allTextContents().then((all) => all.map((each) => each.trim()).filter(Boolean)), [
        "Reply",
        "Copy text",
        // Where a finger that stays opens this menu, and marks nothing.
        ...(device === PHONE ? ["Select text"] : []),
        "Copy link to message",
        "Message privately",
        "Report…",
      ]);
      await ana.page.keyboard.press("Escape");
      await ana.part("menu").waitFor({ state: "detached" });
    });
  });
}

test("a finger that leaves after a long press presses nothing of what has come to lie under it", async () => {
  const ben = await world.visitor("long-press", "Ben");
  for (let i = 1; i <= 20; i += 1) await ben.says(`message ${i}`);
  const ana = await world.personIn("long-press", "Ana", PHONE);
  await ana.reads("message 20");
  await ana.opensMenuOf("message 20");
  await ana.page.keyboard.press("Escape");
  await ana.part("menu").waitFor({ state: "detached" });
  assert.equal(await ana.part("mode").textContent(), "");
});

test("the finger that is lifted after a long press presses nothing in the menu that came up under it", async () => {
  const ana = await world.personIn("lifted", "Ana", PHONE);
  await ana.says("pressed");
  await ana.reads("pressed");
  const item = ana.page.getByRole("menuitem", { name: "Delete", exact: true });
  // As some browsers make one, without a press before it.
  await ana.opensMenuOf("pressed", () => item.dispatchEvent("click", { detail: 1 }));
  await ana.part("menu").waitFor();
  await item.tap();
  await ana.part("undo").waitFor();
});

test("everything by keyboard", async () => {
  const ben = await world.visitor("act-keys", "Ben");
  const { seq } = await ben.says("first");
  const ana = await world.person("Ana");
  const { keyboard } = ana.page;
  await ana.joins("act-keys");
  await ana.says("second");
  await ana.reads("second");
  await ana.sees(() => !document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".pending"), undefined, "the echo");

  await ana.part("scroller").focus();
  await keyboard.press("ArrowUp");
  await ana.sees(hasFocusIn, "second", "the focus on the last message");
  await keyboard.press("ArrowUp");
  await ana.sees(hasFocusIn, "first", "the focus on the one above");
  await keyboard.press("Enter");
  await ana.part("menu").waitFor();
  await keyboard.press("Enter");
  await ben.sees({ type: "reacted", target: seq, emoji: "👍", on: true });
  await ana.sees(hasFocusIn, "first", "the focus back on the message");
  await keyboard.press("r");
  assert.equal(await ana.focus(), "Message");
  await keyboard.type("answer");
  await keyboard.press("Enter");
  await ben.sees({ type: "message", text: "answer", reply_to: seq });
  assert.equal(await ana.row("answer").locator(".quote").textContent(), "Benfirst");

  await ana.part("scroller").focus();
  await keyboard.press("ArrowUp");
  await ana.sees(hasFocusIn, "answer", "the focus on the answer");
  await keyboard.press("Escape");
  assert.equal(await ana.focus(), "Message");
});

test("a message of long ago is reached by its link, and the way back is one press", async () => {
  const visitor = await world.visitor("long-ago", "Wordy");
  const COUNT = 2_000;
  for (let i = 1; i <= COUNT; i += 1) visitor.asks({ type: "say", text: `message ${i}` });
  await visitor.hasLog(COUNT);
  const ana = await world.personIn("long-ago");
  await ana.reads(`message ${COUNT}`);
  await ana.page.goto(`${world.server.link("long-ago")}#m700`);
  await ana.sees(hasFocusIn, "message 700", "the focus on the message");
  const texts = await ana.texts();
  assert.ok(texts.length < 260, `${texts.length} messages drawn`);
  assert.ok(!texts.includes("message 1000"), "what lies between was not loaded");
  // Reading on from there, everything comes, in order and without a gap.
  for (let last = 0; last < 800; ) {
    last = await ana.part("scroller").evaluate(scrollDown);
  }
  assert.deepEqual(await ana.part("rows").evaluateAll(gaps), []);
  await visitor.says("meanwhile");
  await ana.part("toEnd").click();
  await ana.reads("meanwhile");
  await ana.part("toEnd").waitFor({ state: "detached" });
});

test("a link to a message that is not there says so", async () => {
  const ana = await world.personIn("nothing-there");
  await ana.says("only this");
  await ana.reads("only this");
  await ana.page.goto(`${world.server.link("nothing-there")}#m99`);
  await ana.readsIn("toast", "That message isn’t in this room.");
});

// ---- run in the page ----

function hasFocusIn(text) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return timeline.activeElement?.closest(".row")?.querySelector(".text")?.textContent === text;
}

function hasTombstones(count) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return [...timeline.querySelectorAll(".gone")].filter(({ textContent }) => textContent.trim() === "Message deleted").length === count;
}

/** Scrolls a screen down and waits for what comes; the number of the last message drawn. */
async function scrollDown(log) {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const last = () => Number(/\d+/.exec([...log.querySelectorAll(".row .text")].at(-1).textContent));
  const before = last();
  log.scrollBy(0, log.clientHeight);
  const deadline = performance.now() + 15_000;
  while (log.scrollHeight - log.scrollTop - log.clientHeight < 2 && last() === before) {
    if (performance.now() > deadline) throw new Error("no newer page came");
    await nextFrame();
  }
  await nextFrame();
  return last();
}

function gaps(rows) {
  const numbers = rows.map((row) => Number(/\d+/.exec(row.querySelector(".text").textContent)));
  return numbers.filter((number, i) => i > 0 && number !== numbers[i - 1] + 1);
}
