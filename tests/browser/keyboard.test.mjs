// Everything by keys alone, and the focus is always somewhere one can see.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { openWorld } from "./support/world.mjs";

let world;
before(async () => {
  world = await openWorld();
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

test("one comes, writes, reads back, copies the link and leaves", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  const { keyboard } = ana.page;
  await ben.joins("keys");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);

  await ana.visits();
  await tabsTo(ana, "Your name");
  await keyboard.type("Ana");
  await tabsTo(ana, "Room name or link");
  await keyboard.type("keys");
  await keyboard.press("Enter");
  await ana.page.waitForURL(/room\/keys/);
  await ana.isIn();

  await tabsTo(ana, "Message");
  await keyboard.type("one line");
  await keyboard.press("Enter");
  await ben.reads("one line");
  assert.equal(await ana.focus(), "Message");
  await keyboard.type("two");
  await keyboard.press("Shift+Enter");
  await keyboard.type("lines");
  await keyboard.press("Enter");
  await ben.reads("two\nlines");
  assert.equal(await ana.focus(), "Message");

  await ben.says(...Array.from({ length: 9 }, (_, i) => `line ${i}\n`.repeat(6).trim()));
  await ana.reads("line 8\n".repeat(6).trim());
  await tabsBackTo(ana, "Messages");
  const place = () => ana.part("scroller").evaluate((log) => log.scrollTop);
  const end = await place();
  await keyboard.press("PageUp");
  await ana.part("toEnd").waitFor();
  assert.ok((await place()) < end);
  await tabsTo(ana, "To the newest messages");
  await keyboard.press("Enter");
  await ana.part("toEnd").waitFor({ state: "detached" });
  assert.equal(await ana.focus(), "Messages");

  await tabsBackTo(ana, "Copy link");
  await keyboard.press("Enter");
  await ana.readsIn("feedback", "Link copied");
  assert.equal(await ana.focus(), "Link copied");
  assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), world.server.link("keys"));

  await tabsBackTo(ana, "Alcove, to the start");
  await keyboard.press("Enter");
  await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
});

test("the name prompt keeps the focus, and gives it to the composer", async () => {
  const ana = await world.person("Ana");
  const { keyboard } = ana.page;
  await ana.opens("prompt");
  await ana.part("nameField").waitFor();
  assert.equal(await ana.focus(), "Your name");
  await keyboard.press("Enter");
  await ana.part("nameProblem").waitFor();
  assert.equal(await ana.focus(), "Your name");
  await keyboard.type("Ana");
  await keyboard.press("Enter");
  await ana.isIn();
  assert.equal(await ana.focus(), "Message");
});

test("the roster and the change of a name are reached, and left, by keys", async () => {
  const ana = await world.person("Ana");
  const { keyboard } = ana.page;
  await ana.joins("roster-keys");
  await tabsTo(ana, "Change name");
  await keyboard.press("Enter");
  await ana.part("prompt").waitFor();
  assert.equal(await ana.focus(), "Your name");
  await keyboard.press("Escape");
  await ana.part("prompt").waitFor({ state: "detached" });
  assert.equal(await ana.focus(), "Change name");
  await tabsBackTo(ana, "Close");
  await keyboard.press("Enter");
  await ana.part("roster").waitFor({ state: "detached" });
  await ana.sees(() => true, undefined, "the next frame");
  assert.equal(await ana.focus(), "People, 1");
});

test("a failed message is retried and deleted by keys", async () => {
  const ana = await world.person("Ana");
  const { keyboard } = ana.page;
  await ana.joins("failed-keys");
  await tabsTo(ana, "Message");
  await ana.says("a bell \u0007");
  await ana.part("failure").waitFor();
  await tabsBackTo(ana, "Delete");
  await keyboard.press("Enter");
  await ana.part("failure").waitFor({ state: "detached" });
  assert.equal(await ana.focus(), "Message");
});

/** More than there are places for the focus on any page. */
const MOST_TABS = 25;

const tabsTo = (person, name) => tabs(person, name, "Tab");
const tabsBackTo = (person, name) => tabs(person, name, "Shift+Tab");

async function tabs(person, name, key) {
  const passed = [];
  for (let time = 0; time < MOST_TABS; time += 1) {
    const focus = await person.focus();
    if (focus === name) return assert.ok(await isFocusSeen(person), `${name} shows that it has the focus`);
    passed.push(focus);
    await person.page.keyboard.press(key);
  }
  assert.fail(`the focus never came to ${name}, only to ${passed.join(" → ")}`);
}

/** Whether the focused element, or one round it, is drawn otherwise than without focus. */
const isFocusSeen = (person) =>
  person.page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    const isOutlined = (element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
    };
    return [focused, focused.closest("form")].filter(Boolean).some(isOutlined);
  });
