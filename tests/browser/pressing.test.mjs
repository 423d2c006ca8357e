// Actions on a message as people perform them: a mouse that hovers and clicks, a finger that taps and holds, a
// keyboard. One page for each, in one room.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED, { staysOn: true });

/** Ana at a device, and Ben, who is only heard; for all tests of a group. */
const inRoom = (room, device) => {
  const here = {};
  test.beforeAll(async () => {
    here.ben = await world.visitor(room, "Ben");
    here.ana = await world.person("Ana", device);
    await here.ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await here.ana.joins(room);
  });
  test.afterEach(() => assert.deepEqual(here.ana.faults, []));
  return here;
};

test.describe("by mouse", () => {
  const here = inRoom("mouse", DESKTOP);
  const clipboard = () => here.ana.page.evaluate(() => navigator.clipboard.readText());

  /** The pointer goes there and presses, step by step. */
  const presses = async (target) => {
    const { x, y, width, height } = await target.boundingBox();
    await here.ana.page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await here.ana.page.mouse.down();
    await here.ana.page.mouse.up();
  };

  /** Points at a message, and presses one of its buttons. */
  const pressesTool = async (text, name) => {
    const row = here.ana.row(text);
    await row.locator(".text").hover();
    const button = row.locator(`.tools .${name}`);
    await presses(button);
    return button;
  };

  test("the reaction picker opens beside the message, which stays highlighted", async () => {
    const { ana, ben } = here;
    await ben.says("Cake?");
    await ana.reads("Cake?");
    const button = await pressesTool("Cake?", "react");
    await ana.part("emoji").first().waitFor();
    assert.ok(await isBeside(ana.part("picker"), button), "the picker is beside the button");
    await ana.row("Cake?").and(ana.page.locator(".open.active")).waitFor();
    await presses(ana.part("emoji").first());
    await ana.part("picker").waitFor({ state: "detached" });
    await ana.row("Cake?").locator(".reaction").waitFor();
    assert.equal(await ana.page.locator("alcove-timeline .row.open").count(), 0);
    await presses(ana.row("Cake?").locator(".reaction"));
    await ana.row("Cake?").locator(".reaction").waitFor({ state: "detached" });
  });

  test("the menu opens at its button, and its choices work", async () => {
    const { ana, ben } = here;
    await ben.says("take this");
    await ana.reads("take this");
    const button = await pressesTool("take this", "menu");
    await ana.part("menu").waitFor();
    assert.ok(await isBeside(ana.part("menu"), button), "the menu is beside the button");
    await ana.row("take this").and(ana.page.locator(".open.active")).waitFor();
    await presses(ana.page.getByRole("menuitem", { name: "Copy text" }));
    await ana.readsIn("toast", "Text copied");
    assert.equal(await clipboard(), "take this");
    await pressesTool("take this", "menu");
    await presses(ana.page.getByRole("menuitem", { name: "Copy link to message" }));
    await ana.readsIn("toast", "Link to message copied");
    assert.match(await clipboard(), /\/room\/mouse#m\d+$/);
    await pressesTool("take this", "reply");
    await ana.readsIn("mode", "Replying to Ben");
    await ana.says("I take it");
    await ana.row("I take it").locator(".quote").waitFor();
  });

  test("a popover stays in place whatever arrives, and closing it returns to the end", async () => {
    const { ana, ben } = here;
    for (let at = 0; at < 20; at++) await ben.says(`before ${at}`);
    await ben.says("stay here");
    await ana.reads("stay here");
    await ana.page.emulateMedia({ reducedMotion: "reduce" });
    for (const [name, opened] of [["menu", "menu"], ["react", "picker"]]) {
      await pressesTool("stay here", name);
      await ana.page.locator("alcove-popover dialog.placed").waitFor();
      if (opened === "picker") await ana.part("emoji").first().waitFor();
      const place = await ana.part(opened).boundingBox();
      for (let at = 0; at < 5; at++) await ben.says(`${name} ${at}`);
      await ana.row(`${name} 4`).waitFor();
      assert.deepEqual(await ana.part(opened).boundingBox(), place);
      await ana.page.keyboard.press("Escape");
      await ana.part(opened).waitFor({ state: "detached" });
      await ana.sees(isAtEnd, undefined, "the end");
      await ana.row("stay here").scrollIntoViewIfNeeded();
    }
  });

  test("a failed copy says what could not be copied", async () => {
    const { ana, ben } = here;
    await ben.says("not to be copied");
    await ana.reads("not to be copied");
    await ana.page.evaluate(copyNothing);
    for (const [name, words] of [["Copy text", "Couldn’t copy the text."], ["Copy link to message", "Couldn’t copy the link."]]) {
      await pressesTool("not to be copied", "menu");
      await presses(ana.page.getByRole("menuitem", { name }));
      await ana.readsIn("toast", words);
    }
    await ana.reloads();
  });

  test("an own message is edited, and deleted with undo", async () => {
    const { ana, ben } = here;
    await ana.says("at nien");
    await ben.sees({ type: "message", text: "at nien" });
    await pressesTool("at nien", "menu");
    await presses(ana.page.getByRole("menuitem", { name: "Edit" }));
    await ana.row("at nien").and(ana.page.locator(".editing")).waitFor();
    await ana.says("at nine");
    await ana.reads("at nine");
    await pressesTool("at nine", "menu");
    await presses(ana.page.getByRole("menuitem", { name: "Delete" }));
    await ana.page.getByText("Deleting…").waitFor();
    await presses(ana.part("undo"));
    await ana.reads("at nine");
  });

  test("typing after a click on a message goes to the composer, not to the message", async () => {
    const { ana } = here;
    await ana.says("mine");
    await ana.row("mine").and(ana.page.locator(":not(.pending)")).waitFor();
    for (const typed of ["hello", "really", "+1?", "c", " x"]) {
      await ana.row("mine").locator(".text").dblclick();
      await ana.page.keyboard.press("Delete");
      await ana.page.keyboard.press("Backspace");
      await ana.page.keyboard.type(typed);
      assert.equal(await ana.part("composer").inputValue(), typed);
      assert.equal(await ana.part("mode").textContent(), "");
      await ana.writes("");
    }
    assert.equal(await ana.part("undo").count(), 0);
    assert.equal(await ana.part("menu").count(), 0);
    assert.equal(await ana.part("dialog").count(), 0);
  });

  test("a link to a message of this room jumps there in place, each time, and back", async () => {
    const { ana, ben } = here;
    const { seq } = await ben.says("led to");
    for (let i = 1; i <= 30; i += 1) await ben.says(`between ${i}`);
    await ben.says(`${ana.page.url()}#m${seq}`);
    const link = ana.page.locator(`alcove-timeline .text a[href$="#m${seq}"]`);
    await link.waitFor();
    for (const time of ["once", "again"]) {
      await link.click();
      await ana.sees(hasFocusIn, "led to", `the message that the link leads to, ${time}`);
      await presses(ana.page.getByRole("button", { name: "Back" }));
      await ana.page.locator(`alcove-timeline [data-flash] .text a[href$="#m${seq}"]`).waitFor();
    }
    assert.equal(await ana.page.getByRole("button", { name: "Back" }).count(), 0);
    await ana.page.evaluate((to) => location.assign(`#m${to}`), seq);
    await ana.sees(hasFocusIn, "led to", "the message that the address leads to");
    await ana.sees(() => location.hash === "", undefined, "an address without it");
    await ana.part("toEnd").click();
    await ben.says(`${ana.page.url().replace("/mouse", "/Mouse/")}#m${seq}`);
    await ana.page.locator(`alcove-timeline a[href$="/Mouse/#m${seq}"]`).click();
    await ana.sees(hasFocusIn, "led to", "the message that a link in other letters leads to");
    assert.equal(ana.context.pages().length, 1);
    await ana.part("toEnd").click();
  });

  test("a very long message is folded, and unfolded in its place", async () => {
    const { ana, ben } = here;
    for (const text of ["word ".repeat(790).trim(), Array.from({ length: 300 }, (_, i) => `> ${i}`).join("\n")]) {
      const row = ana.part("rows").nth(await ana.part("rows").count());
      await ben.says(text);
      const more = row.getByRole("button", { name: "Show more" });
      await more.waitFor();
      const { y, height } = await row.boundingBox();
      assert.ok(height < 640, `${height} px high`);
      await more.click();
      const less = row.getByRole("button", { name: "Show less" });
      await less.waitFor();
      const unfolded = await row.boundingBox();
      assert.ok(Math.abs(unfolded.y - y) <= 1 && unfolded.height > 800, "the beginning stays where it was");
      await less.click();
      await more.waitFor();
      assert.ok((await row.boundingBox()).height < 640);
      // What is looked for in it, or has the focus, is scrolled to, and that may take more than one event.
      await row.locator(".text").evaluate(scrollTwice);
      await less.waitFor();
      assert.ok((await row.boundingBox()).height > 800, "two events of one scroll unfold it");
      await less.click();
      await more.waitFor();
    }
  });

  test("a selection across messages is copied as plain conversation", async () => {
    const { ana, ben } = here;
    await ben.says("from here");
    await ben.says("3. three\n4. four\n\n- so");
    await ana.says("to here");
    await ana.row("to here").locator(".state").filter({ hasText: "Sent" }).waitFor();
    const from = await ana.row("from here").locator(".text").boundingBox();
    const to = await ana.row("to here").locator(".text").boundingBox();
    await ana.page.mouse.move(from.x + 1, from.y + from.height / 2);
    await ana.page.mouse.down();
    await ana.page.mouse.move(to.x + to.width - 1, to.y + to.height / 2, { steps: 10 });
    await ana.page.mouse.up();
    await ana.sees(hasLoaded, "copied-text", "the part that copies");
    await ana.page.keyboard.press("Control+c");
    assert.match(await clipboard(), /^from here\n3\. three\n4\. four\n• so\n(.*\d\d?:\d\d\n)?to here$/);
  });

  test("a popover stays beside its message while others arrive, and does nothing once that is deleted", async () => {
    const { ana, ben } = here;
    await ben.says("pushed up");
    await ana.reads("pushed up");
    await pressesTool("pushed up", "menu");
    await ana.part("menu").waitFor();
    for (let i = 1; i <= 3; i += 1) await ben.says(`pushing ${i}`);
    await ana.reads("pushing 3");
    const bubble = ana.row("pushed up").locator(".bubble");
    await ana.sees(isMenuBeside, "pushed up", "the menu beside its message");
    for (let i = 1; i <= 40; i += 1) await ben.says(`far ${i}`);
    await ana.reads("far 40");
    await ana.sees(isMenuInWindow, undefined, "the whole menu in the window");
    const seq = Number(await bubble.evaluate((each) => each.closest(".row").dataset.seq));
    await ben.does({ type: "delete", seq });
    await ana.page.locator("alcove-timeline .gone").waitFor({ state: "attached" });
    await ana.sees(isMenuInWindow, undefined, "the whole menu where it was");
    await presses(ana.page.getByRole("menuitem", { name: "Copy text" }));
    await ana.readsIn("toast", "This message is no longer available.");
  });
});

test.describe("by finger", () => {
  const here = inRoom("finger", PHONE);

  const tap = async (target) => {
    await target.scrollIntoViewIfNeeded();
    await target.tap();
  };

  /** A finger that stays, and is lifted when something has come of it. */
  const holds = async (target, come) => {
    await target.scrollIntoViewIfNeeded();
    const { x, y, height } = await target.boundingBox();
    const touch = await here.ana.context.newCDPSession(here.ana.page);
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: x + 8, y: y + height / 2 }] });
    await come.waitFor();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };

  const closes = async () => {
    await here.ana.page.keyboard.press("Escape");
    await here.ana.part("menu").waitFor({ state: "detached" });
  };

  test("a message that is only a link, code or a quote can be long-pressed like any other", async () => {
    const { ana, ben } = here;
    await ben.says("https://a.example/one");
    await ben.says("```\nlet it = be;\n```");
    await ben.says("> as you said");
    await ana.page.locator("alcove-timeline blockquote").waitFor();
    await ana.says("before");
    await ana.row("before").and(ana.page.locator(":not(.pending)")).waitFor();
    await ana.replies("before", "an answer");
    await ana.row("an answer").and(ana.page.locator(":not(.pending)")).waitFor();
    for (const held of [".text a", ".text pre", ".text blockquote", ".quote"]) {
      await holds(ana.page.locator(`alcove-timeline ${held}`).first(), ana.part("menu"));
      assert.equal(await ana.page.getByRole("menuitem", { name: "Reply" }).count(), 1, held);
      assert.equal(await ana.page.getByRole("menuitem", { name: "Open link" }).count(), held === ".text a" ? 1 : 0);
      await closes();
    }
    assert.equal(ana.context.pages().length, 1, "nothing was followed");
  });

  test("a long press on a link offers to open and copy it, and a tap follows it", async () => {
    const { ana } = here;
    await ana.context.route("https://a.example/**", (route) => route.fulfill({ body: "there" }));
    const link = ana.page.locator('alcove-timeline a[href="https://a.example/one"]');
    const follows = async (act) => {
      const [popup] = await Promise.all([ana.context.waitForEvent("page"), act()]);
      assert.equal(popup.url(), "https://a.example/one");
      await popup.close();
      ana.faults.length = 0;
    };
    await follows(() => tap(link));
    await holds(link, ana.part("menu"));
    await follows(() => tap(ana.page.getByRole("menuitem", { name: "Open link" })));
    await holds(link, ana.part("menu"));
    await tap(ana.page.getByRole("menuitem", { name: "Copy link", exact: true }));
    await ana.readsIn("toast", "Link copied");
    assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), "https://a.example/one");
  });

  test("a long press on a reaction shows who reacted, and changes nothing", async () => {
    const { ana, ben } = here;
    const { seq } = await ben.says("who?");
    for (const emoji of ["🚀", "👍"]) await ben.does({ type: "react", seq, emoji, on: true });
    await ana.seesReactions("who?", "🚀 1", "👍 1");
    await ana.row("who?").locator(".reaction").first().tap();
    await ana.seesReactions("who?", "🚀 2", "👍 1");
    const panel = ana.page.locator("alcove-reading-panel");
    await holds(ana.row("who?").locator(".reaction").first(), panel);
    assert.equal(await panel.locator("p").first().textContent(), "Ben and you reacted with 🚀");
    await ana.page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await ana.seesReactions("who?", "🚀 2", "👍 1");
  });

  test("the sheet shows its message, when it was written and edited, and lets a part be copied", async () => {
    const { ana, ben } = here;
    const { seq } = await ben.says("call 0170 1234");
    await ben.does({ type: "edit", seq, text: "call 0170 12345" });
    await ana.reads("call 0170 12345");
    await holds(ana.row("call 0170 12345").locator(".text"), ana.part("menu"));
    const about = await ana.page.locator("alcove-message-menu .about").innerText();
    assert.match(about, /^Ben call 0170 12345\s+\w+day, .* at \d\d?:\d\d:\d\d\s+Edited: \w+day, /);
    await tap(ana.page.getByRole("menuitem", { name: "Select text" }));
    const words = ana.page.locator("alcove-reading-panel p");
    await words.waitFor();
    assert.equal(await words.evaluate((each) => getComputedStyle(each).userSelect), "text");
    assert.equal(await words.textContent(), "call 0170 12345");
    await ana.page.keyboard.press("Escape");
    await words.waitFor({ state: "detached" });
  });

  test("a tap shows the button for the menu", async () => {
    const { ana, ben } = here;
    await ben.says("tapped");
    await tap(ana.row("tapped").locator(".text"));
    await tap(ana.row("tapped").locator(".menu"));
    await ana.part("menu").waitFor();
    await closes();
  });

  test("the finger that is lifted over the sheet marks nothing in it", async () => {
    const { ana, ben } = here;
    for (let number = 1; number <= 20; number += 1) await ben.says(`low ${number}`);
    await ana.reads("low 20");
    for (const text of ["low 18", "low 19", "low 20"]) {
      await holds(ana.row(text).locator(".text"), ana.part("menu"));
      assert.equal(await ana.focus(), "React with 👍");
      await ana.page.keyboard.press("Escape");
      await ana.part("menu").waitFor({ state: "detached" });
    }
  });
});

test.describe("by keys", () => {
  const here = inRoom("keys", DESKTOP);

  test("letter keys are commands on a message reached by keyboard, in any layout", async () => {
    const { ana, ben } = here;
    const { keyboard } = ana.page;
    await ben.says("for keys");
    await ana.reads("for keys");
    const reached = async () => {
      await ana.part("scroller").focus();
      await keyboard.press("ArrowUp");
    };
    for (const [key, code, does] of [
      ["r", "KeyR", true],
      ["ق", "KeyR", true],
      ["к", "KeyH", false],
      ["ρ", "KeyR", true],
      ["र", "KeyR", true],
      ["r", "KeyO", true],
      ["z", "KeyR", false],
    ]) {
      await reached();
      await ana.page.evaluate(pressKey, { key, code });
      await ana.sees(hasMode, does, `a reply by ${key} at ${code}: ${does}`);
      if (does) await keyboard.press("Escape");
      await ana.sees(hasMode, false, "no mode");
    }
    await reached();
    await keyboard.press("Enter");
    await ana.part("menu").waitFor();
    await ana.sees(isMenuBeside, "for keys", "the menu beside the message");
    await keyboard.press("Escape");
  });
});

test.describe("by Tab", () => {
  const here = inRoom("tab", DESKTOP);

  test("the log is one tab stop; links, code and reactions are reached from their message", async () => {
    const { ana, ben } = here;
    const { keyboard } = ana.page;
    for (let i = 1; i <= 5; i += 1) await ben.says(`https://a.example/${i}\n\`\`\`\ncode\n\`\`\``);
    await ben.says(`\`\`\`\n${"wide ".repeat(60)}\n\`\`\``);
    const { seq } = await ben.says("https://a.example/last");
    await ben.does({ type: "react", seq, emoji: "🚀", on: true });
    await ana.part("reactions").waitFor();
    await ana.page.locator("alcove-timeline .copy-code").nth(4).waitFor();
    await ana.page.getByRole("group", { name: "Code" }).waitFor();
    await ana.part("composer").focus();
    await keyboard.press("Shift+Tab");
    assert.equal(await ana.focus(), "Messages");
    await keyboard.press("ArrowUp");
    const stops = [];
    for (let stop = ""; stop !== "Message"; stops.push(stop)) {
      await keyboard.press("Tab");
      stop = await ana.focus();
      if (stop.startsWith("🚀")) assert.equal(await ana.part("reactions").evaluate(saysBeside), '"Ben reacted with 🚀"');
    }
    assert.deepEqual(
      stops.map((stop) => stop.replace(/:? ?Ben, \d\d?:\d\d/, "")),
      ["https://a.example/last", "Add a reaction", "Reply", "Message actions", "🚀 from 1 person", "Message"],
    );
    // Code that can be scrolled is a stop in its message, whatever becomes of its width, and nowhere else.
    const code = ana.page.getByRole("group", { name: "Code" });
    const row = ana.part("rows").filter({ has: code });
    const isStop = () => code.evaluate(({ tabIndex }) => tabIndex === 0);
    await row.focus();
    await keyboard.press("Tab");
    while ((await ana.focus()) !== "Code") await keyboard.press("Tab");
    await ana.part("composer").focus();
    assert.equal(await isStop(), false);
    for (const width of [900, DESKTOP.viewport.width]) {
      await ana.page.setViewportSize({ ...DESKTOP.viewport, width });
      await ana.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      assert.equal(await isStop(), false);
    }
    await keyboard.press("Shift+Tab");
    assert.equal(await ana.focus(), "Messages");
  });
});

/** Whether a popover is next to what it was opened from: not over it, not further away than a finger is wide. */
async function isBeside(popover, anchor) {
  const [a, b] = [await popover.boundingBox(), await anchor.boundingBox()];
  const apartX = Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width));
  const apartY = Math.max(a.y - (b.y + b.height), b.y - (a.y + a.height));
  return apartX <= 0 && apartY <= 12;
}

// ---- run in the page ----

function isMenuBeside(text) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const words = [...timeline.querySelectorAll(".text")].find(({ textContent }) => textContent === text);
  const bubble = words?.closest(".row").querySelector(".line").getBoundingClientRect();
  const menu = document.querySelector("alcove-message-menu")?.getBoundingClientRect();
  if (!bubble || !menu) return false;
  const apart = Math.max(menu.top - bubble.bottom, bubble.top - menu.bottom);
  return apart <= 12 && menu.left < bubble.right + 12 && menu.right > bubble.left - 12;
}

function isMenuInWindow() {
  const { top, left, right, bottom } = document.querySelector("alcove-message-menu").getBoundingClientRect();
  return top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight;
}

function hasFocusIn(text) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  return timeline.activeElement?.closest(".row")?.querySelector(".text")?.textContent === text;
}

function scrollTwice(text) {
  for (const _ of "ab") text.dispatchEvent(new Event("scroll"));
}

function hasLoaded(part) {
  return performance.getEntriesByType("resource").some(({ name }) => name.includes(`/${part}-`));
}

function saysBeside(element) {
  return getComputedStyle(element, "::before").content;
}

function copyNothing() {
  navigator.clipboard.writeText = () => Promise.reject(new Error());
  document.execCommand = () => false;
}

function pressKey({ key, code }) {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  focused.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, composed: true, cancelable: true }));
}

function hasMode(isIn) {
  const composer = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-composer").shadowRoot;
  return (composer.querySelector("#mode").textContent.trim() !== "") === isIn;
}

function isAtEnd() {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const { scrollTop, scrollHeight, clientHeight } = timeline.querySelector(".scroller");
  return scrollHeight - scrollTop - clientHeight < 2;
}
