// Writing in the composer: what can be sent, what can't, and what the page says about it. Nothing typed is
// ever lost.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld({ RATE_BURST: "3", RATE_PER_SECOND: "1", MAX_TEXT: "300" });

test("typing too fast shows a countdown, and messages arrive in order", async () => {
  const ana = await world.personIn("fast");
  const ben = await world.visitor("fast", "Ben");
  const texts = Array.from({ length: 7 }, (_, i) => `fast ${i}`);
  await ana.says(...texts);
  await ana.readsIn("hint", /You’re fast! The last message goes out in \d+ seconds?\./);
  await ana.readsExactly(texts);
  await ben.hasLog(texts.length);
  assert.deepEqual(ben.log.map(({ text }) => text), texts);
  await ana.part("hint").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
});

test("two tabs that are too fast together lose nothing either", async () => {
  const ana = await world.personIn("fast-tabs");
  const tab = await ana.anotherTab();
  await tab.opens("fast-tabs");
  await tab.isIn();
  await Promise.all([ana.says("a1", "a2", "a3"), tab.says("b1", "b2", "b3")]);
  for (const text of ["a1", "a2", "a3", "b1", "b2", "b3"]) await ana.reads(text);
  const said = await ana.texts();
  assert.deepEqual([...said].sort(), ["a1", "a2", "a3", "b1", "b2", "b3"]);
  await ana.readsExactly(said);
  await tab.readsExactly(said);
});

test("a text that is too long stays, with the number of excess characters", async () => {
  const ana = await world.personIn("long");
  await ana.writes("x".repeat(299));
  await ana.readsIn("hint", "1 character left");
  await ana.writes("😀".repeat(303));
  await ana.readsIn("hint", "3 characters over the limit");
  await ana.sends();
  await ana.part("sendButton").click({ force: true });
  assert.equal(await ana.part("composer").inputValue(), "😀".repeat(303));
  assert.deepEqual(await ana.texts(), []);
  await ana.says("😀".repeat(300));
  await ana.readsExactly(["😀".repeat(300)]);
});

test("a text of only spaces is not sent, stays, and is explained", async () => {
  const ana = await world.personIn("blank");
  for (const blank of [" \n ", "\u200b\u2060", "\u3000"]) {
    await ana.writes(blank);
    await ana.sends();
    await ana.readsIn("hint", "Your message is empty.");
    assert.equal(await ana.part("composer").inputValue(), blank);
  }
  await ana.writes("x");
  await ana.part("hint").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  await ana.sends();
  await ana.readsExactly(["x"]);
});

test.describe("what the server refuses", () => {
  const REASON = "Not sent: it contains characters that can’t be sent.";

  test("stays, with the reason, and can be edited without losing the draft, or deleted", async () => {
    const ana = await world.personIn("refused");
    await ana.saysUnchecked("a bell \u0007 rings");
    await ana.readsIn("failure", REASON);
    await ana.writes("half a thought");
    await ana.reloads();
    await ana.readsIn("failure", REASON);
    assert.equal(await ana.part("failure").getByRole("button", { name: "Retry" }).count(), 0, "it would never pass");
    await ana.part("failure").getByRole("button", { name: "Edit" }).click();
    await ana.hasWritten("a bell \u0007 rings");
    await ana.page.keyboard.press("Escape");
    await ana.hasWritten("half a thought");
    await ana.readsIn("failure", REASON);
    await ana.part("failure").getByRole("button", { name: "Edit" }).click();
    await ana.hasWritten("a bell \u0007 rings");
    await ana.page.keyboard.type(" twice");
    await ana.page.keyboard.press("Enter");
    await ana.readsExactly(["a bell  rings twice"]);
    await ana.hasWritten("half a thought");
    await ana.saysUnchecked("a bell \u0007");
    await ana.part("failure").getByRole("button", { name: "Delete" }).click();
    await ana.part("failure").waitFor({ state: "detached" });
    await ana.readsExactly(["a bell  rings twice"]);
  });
});

test.describe("on a desktop one writes without looking for the field", () => {
  /** Types as one does who looks at the screen, not at the focus. */
  async function typesInto(ana, text) {
    await ana.page.keyboard.type(text);
    assert.equal(await ana.part("composer").inputValue(), text);
    await ana.writes("");
  }

  test("in a room that was just created, after a reload, and back at the tab or the window", async () => {
    const ana = await world.person("Ana");
    await ana.visits("/");
    await ana.part("landingName").fill("Ana");
    await ana.page.getByRole("button", { name: "Create a room" }).click();
    await ana.isIn();
    await ana.hasFocusOn("Message");
    await typesInto(ana, "hello");
    await ana.reloads();
    await ana.hasFocusOn("Message");
    for (const back of [() => ana.looksBack(), () => ana.page.evaluate(() => window.dispatchEvent(new Event("focus")))]) {
      await ana.looksAway();
      await ana.losesFocus();
      await back();
      await ana.hasFocusOn("Message");
      await typesInto(ana, "back");
    }
  });

  test("after a press on a message, beside one, or on a button, and after what was opened by it", async () => {
    const ana = await world.personIn("anywhere");
    await ana.says("my message");
    await ana.reads("my message");
    await ana.row("my message").locator(".text").click();
    await typesInto(ana, "read me");
    await ana.page.mouse.click(640, 300);
    await typesInto(ana, "Delete");
    await ana.opensMenuOf("my message");
    await ana.page.keyboard.press("Escape");
    await ana.part("menu").waitFor({ state: "detached" });
    await ana.hasFocusOn("Message");
    await ana.losesFocus();
    await typesInto(ana, "é");
    await ana.part("people").click();
    await typesInto(ana, "people");
    await ana.reads("my message");
  });

  test("also by a capital, after a press on a button of a message", async () => {
    const ana = await world.personIn("capital");
    await ana.says("my message");
    const ben = await world.visitor("capital", "Ben");
    await ben.does({ type: "react", seq: 1, emoji: "👍", on: true });
    await ana.row("my message").locator(".reaction").click();
    await ana.page.keyboard.press("Shift+H");
    assert.equal(await ana.part("composer").inputValue(), "H");
    await ana.writes("");
  });

  test("with an input method, too", async () => {
    const ana = await world.personIn("anywhere-ime");
    await ana.losesFocus();
    const cdp = await ana.context.newCDPSession(ana.page);
    await cdp.send("Input.dispatchKeyEvent", { type: "keyDown", key: "Process", windowsVirtualKeyCode: 229 });
    await cdp.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
    await cdp.send("Input.insertText", { text: "日" });
    assert.equal(await ana.part("composer").inputValue(), "日");
  });

  test("but not in a dialog, not where a text is marked to be copied, and not by a shortcut", async () => {
    const ana = await world.personIn("not-stolen");
    await ana.says("copied words");
    await ana.reads("copied words");
    await ana.row("copied words").locator(".text").dblclick();
    await ana.page.keyboard.press("Control+Shift");
    assert.notEqual(await ana.focus(), "Message");
    await ana.opensDialog("Settings");
    await ana.page.keyboard.type("x");
    assert.notEqual(await ana.focus(), "Message");
    assert.equal(await ana.part("composer").inputValue(), "");
  });

  test("and on a touch screen no keyboard comes up by itself", async () => {
    const ana = await world.person("Ana", PHONE);
    await ana.joins("no-keyboard");
    await ana.losesFocus();
    await ana.reloads();
    await ana.looksAway();
    await ana.looksBack();
    assert.equal(await ana.focus(), "");
    await ana.page.keyboard.type("x");
    assert.equal(await ana.focus(), "");
  });
});

test.describe("what is pasted or dropped", () => {
  /** As a browser does it, anywhere in the room. */
  const brings = (ana, type, selector, data, file) =>
    ana.page.locator(selector).first().evaluate(
      (target, [kind, texts, name]) => {
        const dataTransfer = new DataTransfer();
        for (const [format, text] of Object.entries(texts)) dataTransfer.setData(format, text);
        if (name) dataTransfer.items.add(new File(["x"], name, { type: "image/png" }));
        const init = { bubbles: true, composed: true, cancelable: true };
        const event =
          kind === "paste"
            ? new ClipboardEvent(kind, { ...init, clipboardData: dataTransfer })
            : new DragEvent(kind, { ...init, dataTransfer });
        return !target.dispatchEvent(event);
      },
      [type, data, file],
    );

  test("dropped text and links go to the caret, wherever they are dropped", async () => {
    const ana = await world.personIn("dropped");
    await ana.writes("see  now");
    // What is dropped is taken once there is a way to attach it.
    await ana.part("attachButton").waitFor();
    await ana.part("composer").evaluate((field) => field.setSelectionRange(4, 4));
    const link = "https://a.example/x";
    await brings(ana, "drop", "alcove-timeline .scroller", { "text/plain": link, "text/uri-list": link });
    await ana.hasWritten("see https://a.example/x now");
    await ana.page.keyboard.press("Control+z");
    await ana.hasWritten("see  now");
    await ana.losesFocus();
    await brings(ana, "paste", "alcove-timeline .scroller", { "text/plain": "it" }, "cells.png");
    await ana.hasWritten("see it now");
  });

  test("characters that a terminal or Word adds are removed before the text is in the field", async () => {
    const ana = await world.person("Ana");
    await ana.joins("terminal");
    await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await ana.page.evaluate(() => navigator.clipboard.writeText("\u001b[32mgreen\u001b[0m one\u000btwo x\u0008"));
    await ana.page.keyboard.press("Control+v");
    await ana.hasWritten("green one\ntwo x");
    await ana.sends();
    await ana.says("a\u0000b");
    await ana.says("\n\n  \n- a\n\n- b\n\n\n");
    await ana.readsExactly(["green one\ntwo x", "ab", "ab"]);
  });
});

test("a text whose frame would be too large stays in the field, with the reason", async () => {
  const ana = await world.personIn("frame");
  await ana.page.locator("alcove-composer").evaluate((composer) => {
    composer.mostBytes = 400;
  });
  await ana.writes('"'.repeat(200));
  await ana.readsIn("hint", "Too much for one message.");
  await ana.sends();
  assert.deepEqual(await ana.texts(), []);
  await ana.says('"'.repeat(20));
  await ana.readsExactly(['"'.repeat(20)]);
});

test.describe("Enter", () => {
  test("does not send while an input method composes", async () => {
    const ana = await world.personIn("ime");
    await ana.part("composer").evaluate((field) => {
      const key = (init) => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true, cancelable: true, ...init }));
      field.focus();
      field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
      field.value = "にほん";
      field.dispatchEvent(new CompositionEvent("compositionupdate", { bubbles: true, data: "にほん" }));
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, isComposing: true }));
      key({ isComposing: true });
      // How some browsers tell it: after the end, by the key code alone.
      field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "にほん" }));
      key({ keyCode: 229 });
    });
    assert.equal(await ana.part("composer").inputValue(), "にほん");
    await ana.sends();
    await ana.readsExactly(["にほん"]);
    assert.equal(await ana.part("composer").inputValue(), "");
  });

  test("starts a new line with Shift", async () => {
    const ana = await world.personIn("shift");
    await ana.part("composer").focus();
    await ana.page.keyboard.type("one");
    await ana.page.keyboard.press("Shift+Enter");
    await ana.page.keyboard.type("two");
    await ana.page.keyboard.press("Enter");
    await ana.readsExactly(["one\ntwo"]);
  });

  test("starts a new line inside an open code block, and sends once that is closed", async () => {
    const ana = await world.personIn("fence");
    await ana.page.keyboard.type("```\nconst a = 1;\n```\n".replace(/\n$/, ""));
    await ana.hasWritten("```\nconst a = 1;\n```");
    await ana.page.keyboard.press("Enter");
    await ana.reads("const a = 1;");
    await ana.page.keyboard.type("```\nleft open");
    await ana.page.keyboard.press("Control+Enter");
    await ana.hasWritten("");
  });

  test("starts a new line on a touch screen, where the button sends", async () => {
    const ana = await world.personIn("touch", "Ana", PHONE);
    await ana.part("composer").tap();
    await ana.page.keyboard.type("one");
    await ana.page.keyboard.press("Enter");
    await ana.page.keyboard.type("two");
    assert.deepEqual(await ana.texts(), []);
    await ana.sends();
    await ana.readsExactly(["one\ntwo"]);
    assert.equal(await ana.focus(), "Message", "the keyboard stays up");
  });
});

test("the composer grows to eight lines and then scrolls", async () => {
  for (const device of [PHONE, DESKTOP]) {
    const ana = await world.personIn(`grows-${device.name}`, "Ana", device);
    const height = () => ana.part("composer").evaluate((field) => field.clientHeight);
    const one = await height();
    await ana.writes("1\n2\n3");
    const line = ((await height()) - one) / 2;
    assert.ok(line >= 18, `${line} px a line`);
    await ana.writes("1\n2\n3\n4\n5\n6\n7\n8");
    assert.equal(await height(), one + 7 * line);
    await ana.writes("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12");
    assert.equal(await height(), one + 7 * line);
    await ana.writes("");
    assert.equal(await height(), one);
  }
});
