// What a phone demands of a page: touch, a small screen, an on-screen keyboard, and notches.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { PHONE, useWorld } from "./support/world.mjs";

/** WCAG 2.5.5; what stands in a line of text is excepted there. */
const FINGER_PX = 44;
const KEYBOARD_PX = 320;
const NOTCH = { top: 40, bottom: 30, left: 0, right: 0 };

const world = useWorld(UNHURRIED);

const comes = (name) => world.person(name, { ...PHONE, reducedMotion: "reduce" });

test.describe("whatever is pressed is as large as a finger", () => {
  test("on the landing page and in its settings", async () => {
    const ana = await comes("Ana");
    await ana.visits();
    await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
    await areLargeEnough(ana, "landing");
    await ana.opensDialog("Settings");
    await areLargeEnough(ana, "settings");
  });

  test("in the prompt, the empty room, its dialogs and its roster", async () => {
    const ana = await comes("Ana");
    await ana.opens("fingers");
    await ana.part("prompt").waitFor();
    await areLargeEnough(ana, "prompt");
    await ana.givesName("Ana");
    await ana.isIn();
    await areLargeEnough(ana, "empty room");
    for (const opener of ["Invite", "Settings"]) {
      await ana.opensDialog(opener);
      await areLargeEnough(ana, opener);
      await ana.page.keyboard.press("Escape");
      await ana.part("dialog").waitFor({ state: "detached" });
    }
    await ana.part("people").tap();
    await ana.part("rosterNames").first().waitFor();
    await areLargeEnough(ana, "roster");
  });

  test("on messages, in their menu, in the picker, and around the composer", async () => {
    const ana = await comes("Ana");
    const ben = await world.visitor("fingers-busy", "Ben");
    const { seq } = await ben.says("hello");
    for (const emoji of ["👍", "🎉", "❤️", "😂", "🍵", "🚀"]) await ben.does({ type: "react", seq, emoji, on: true });
    await ben.says("```js\nconst x = 1;\n```\n```\ny\n```", { reply_to: seq });
    await ana.joins("fingers-busy");
    await ana.says("a slip");
    await ana.saysUnchecked("a bell \u0007");
    await ana.part("failure").waitFor();
    await ana.deletes("a slip");
    await ana.part("undo").waitFor();
    await ana.page.getByRole("button", { name: "Copy code" }).first().waitFor();
    await areLargeEnough(ana, "messages");
    await ana.opensMenuOf("hello");
    await areLargeEnough(ana, "menu");
    await ana.picks("Reply");
    await ana.readsIn("mode", "Replying to");
    await areLargeEnough(ana, "replying");
    await ana.part("composer").tap();
    await ana.page.keyboard.type(":smi");
    await ana.part("suggestions").first().waitFor();
    await areLargeEnough(ana, "completion");
    await ana.writes("");
    await ana.part("emojiButton").tap();
    await ana.part("emoji").first().waitFor();
    await areLargeEnough(ana, "emoji picker");
  });

  test("at what lies over the conversation", async () => {
    const ana = await comes("Ana");
    await ana.isOnALine();
    const ben = await world.visitor("fingers-over", "Ben");
    for (let i = 0; i < 30; i += 1) await ben.says(`line ${i}`);
    await ana.joins("fingers-over");
    await ana.reads("line 29");
    await ana.page.route(/shell\.json/, (route) => route.fulfill({ json: { version: "another" } }));
    await ana.isOnlineAgain();
    await ana.part("update").waitFor();
    await ana.part("scroller").evaluate((log) => log.scrollTo(0, 0));
    await ana.part("toEnd").waitFor();
    await ana.isCutOff();
    await ana.readsIn("banner", "No connection.");
    await areLargeEnough(ana, "banner, update and the way to the end");
  });
});

test("the page can be zoomed, extends under the notches, and shrinks for the keyboard", async () => {
  const ana = await comes("Ana");
  for (const path of ["/", "/room/viewport", "/nowhere"]) {
    ana.expectsToHear(/status of 404/);
    await ana.visits(path);
    const viewport = await ana.page.locator("meta[name=viewport]").getAttribute("content");
    assert.match(viewport, /width=device-width/, path);
    assert.match(viewport, /viewport-fit=cover/, path);
    assert.match(viewport, /interactive-widget=resizes-content/, path);
    assert.doesNotMatch(viewport, /user-scalable|maximum-scale|minimum-scale/, path);
  }
});

test("no field makes a phone zoom in: all are of 16 px or more", async () => {
  const ana = await comes("Ana");
  await ana.visits();
  await ana.opensDialog("Settings");
  await areReadable(ana);
  await ana.opens("sixteen");
  await ana.part("prompt").waitFor();
  await areReadable(ana);
  await ana.givesName("Ana");
  await ana.isIn();
  await areReadable(ana);
  await ana.opensDialog("Invite");
  await areReadable(ana);
  await ana.page.keyboard.press("Escape");
  await ana.part("dialog").waitFor({ state: "detached" });
  await ana.part("emojiButton").tap();
  await ana.part("emoji").first().waitFor();
  await areReadable(ana);
});

test("the composer stays above the keyboard, and the newest message above the composer", async () => {
  const ana = await comes("Ana");
  const ben = await world.visitor("keyboard", "Ben");
  for (let i = 0; i < 30; i += 1) await ben.says(`line ${i}`);
  await ana.joins("keyboard");
  await ana.reads("line 29");
  const { width, height } = PHONE.viewport;
  for (const shown of [height - KEYBOARD_PX, height]) {
    await ana.page.setViewportSize({ width, height: shown });
    await ana.sees(areAbove, shown, `the composer and the last message above ${shown} px`);
  }
});

test("the room is as high as the visible window, and only the log scrolls", async () => {
  const ana = await comes("Ana");
  await ana.joins("height");
  const { box, scrolled } = await ana.page.locator("alcove-room").evaluate((room) => {
    window.scrollTo(0, 100);
    return { box: room.getBoundingClientRect().toJSON(), scrolled: [window.scrollX, window.scrollY] };
  });
  assert.deepEqual([box.top, box.height], [0, PHONE.viewport.height]);
  assert.deepEqual(scrolled, [0, 0]);
});

test("nothing is under a notch or the home bar", async () => {
  const ana = await comes("Ana");
  const session = await ana.context.newCDPSession(ana.page);
  await session.send("Emulation.setSafeAreaInsetsOverride", { insets: NOTCH });
  await ana.joins("notch");
  assert.equal(await ana.page.evaluate(notch), `${NOTCH.top}px`);
  await ana.says("hello");
  await ana.reads("hello");
  await areWithin(ana, "room");
  await ana.opensMenuOf("hello");
  await areWithin(ana, "menu");
  await ana.page.keyboard.press("Escape");
  await ana.part("menu").waitFor({ state: "detached" });
  await ana.opensDialog("Settings");
  await ana.part("dialog").evaluate((dialog) => dialog.scrollTo(0, dialog.scrollHeight));
  await areWithin(ana, "settings");
  await ana.page.keyboard.press("Escape");
  await ana.part("dialog").waitFor({ state: "detached" });
  await ana.part("people").tap();
  await ana.part("rosterNames").first().waitFor();
  await areWithin(ana, "roster");
});

async function areLargeEnough(person, where) {
  assert.deepEqual(await person.page.evaluate(tooSmall, FINGER_PX), [], where);
}

async function areReadable(person) {
  assert.deepEqual(await person.page.evaluate(smallFields), []);
}

async function areWithin(person, where) {
  assert.deepEqual(await person.page.evaluate(controlsUnder, NOTCH), [], where);
}

// ---- run in the page: each is on its own, so each walks the shadow trees itself ----

/** Controls that cannot be hit within so many px in height and width, by what is really there to be hit. */
function tooSmall(finger) {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  const at = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    for (let inner; hit?.shadowRoot; hit = inner) {
      inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) return hit;
    }
    return hit;
  };
  const modal = all(document).filter((each) => each.matches("dialog:modal")).at(-1);
  const isReached = (control) => {
    for (let up = control; up; up = up.assignedSlot ?? up.parentNode ?? up.host) if (up === modal) return true;
    return !modal;
  };
  const isInline = (control) => control.matches("a") && getComputedStyle(control).display === "inline";
  const belongs = (control, hit) => {
    for (let up = hit; up; up = up.parentNode ?? up.host) {
      if (up === control || (up.control ?? null) === control || up.matches?.("form, label, .toggle") && up.contains(control) && control.matches("input, textarea, select")) return true;
    }
    return false;
  };
  const isShown = (control) => {
    const { left, width, height, top, bottom } = control.getBoundingClientRect();
    if (width < 2 || height < 2 || top < 0 || bottom > innerHeight) return false;
    // A list or a banner may lie over it for now.
    if (!belongs(control, at(left + width / 2, top + height / 2))) return false;
    return control.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && getComputedStyle(control).pointerEvents !== "none";
  };
  const reach = (control, dx, dy) => {
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    let far = 0;
    while (far < finger && belongs(control, at(x + dx * (far + 1), y + dy * (far + 1)))) far += 1;
    return far;
  };
  const controls = "button, a[href], input, select, textarea, summary, [role=button], [role=option], [role=gridcell], [role^=menuitem]";
  const shown = all(document).filter((each) => each.matches(controls) && isReached(each) && !isInline(each) && isShown(each));
  if (shown.length === 0) return ["nothing to press"];
  return shown
    .map((each) => ({
      name: each.getAttribute("aria-label") ?? each.textContent.trim() ?? each.id,
      size: [reach(each, 1, 0) + reach(each, -1, 0) + 1, reach(each, 0, 1) + reach(each, 0, -1) + 1],
    }))
    .filter(({ size }) => Math.min(...size) < finger - 1)
    .map(({ name, size }) => `${name}: ${size.join(" × ")}`);
}

function notch() {
  const probe = document.createElement("div");
  probe.style.paddingTop = "env(safe-area-inset-top)";
  document.body.append(probe);
  return getComputedStyle(probe).paddingTop;
}

function smallFields() {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  return all(document)
    .filter((each) => each.matches("textarea, select, input:not([type=radio], [type=checkbox])"))
    .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16)
    .map((each) => each.outerHTML.slice(0, 80));
}

function areAbove(height) {
  const room = document.querySelector("alcove-room").shadowRoot;
  const form = room.querySelector("alcove-composer").shadowRoot.querySelector("form").getBoundingClientRect();
  const last = [...room.querySelector("alcove-timeline").shadowRoot.querySelectorAll(".row .bubble")].at(-1).getBoundingClientRect();
  return innerHeight === height && form.bottom <= height && last.bottom <= form.top && last.top > 0;
}

/** Controls of what is on top, and texts in it, that are where the screen is cut away. */
function controlsUnder({ top, bottom }) {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((each) => [each, ...(each.shadowRoot ? all(each.shadowRoot) : [])]);
  const modal = all(document).filter((each) => each.matches("dialog:modal")).at(-1);
  const isReached = (control) => {
    for (let up = control; up; up = up.assignedSlot ?? up.parentNode ?? up.host) if (up === modal) return true;
    return !modal;
  };
  // What has been scrolled out of a dialog is nowhere.
  const edge = modal?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  return all(document)
    .filter((each) => each.matches("button, a[href], input, select, textarea, h1, h2") && isReached(each) && each.checkVisibility({ opacityProperty: true }))
    .filter((each) => {
      const box = each.getBoundingClientRect();
      const seen = { top: Math.max(box.top, edge.top), bottom: Math.min(box.bottom, edge.bottom) };
      return seen.bottom - seen.top > 2 && (seen.top < top || seen.bottom > innerHeight - bottom);
    })
    .map((each) => `${each.getAttribute("aria-label") ?? each.textContent}: ${JSON.stringify(each.getBoundingClientRect())}`);
}
