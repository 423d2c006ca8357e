// The composer's suggestions, and its modes: replying and editing.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();

const REPLY = { kind: "reply", seq: 7, name: "Ben <b>", excerpt: "What do you\nthink?" };
const EDIT = { kind: "edit", seq: 8, text: "first thougt" };

test.describe("completion", () => {
  test("a shortcode is completed by arrows and Enter, which does not send", async () => {
    const ana = await arrives("shortcode");
    const { keyboard } = ana.page;
    await keyboard.type("so :smil");
    await offers(ana, /:smile:/);
    assert.equal(await active(ana), "grinning face with smiling eyes :smile:");
    await keyboard.press("ArrowDown");
    assert.equal(await active(ana), "grinning face with big eyes :smiley:");
    await keyboard.press("ArrowUp");
    await keyboard.press("Enter");
    await has(ana, "so 😄 ");
    await offersNothing(ana);
    assert.deepEqual(await ana.texts(), []);
    await keyboard.press("Enter");
    await ana.reads("so 😄 ");
  });

  test("Enter sends what was written, unless something was chosen", async () => {
    const ana = await arrives("as-written");
    await world.visitor("as-written", "Ben");
    await ana.counts(2);
    const { keyboard } = ana.page;
    for (const text of ["really? :no", "Antwort :ja", ":DD", "so :on", ":P", "at 5 :pm", "list :a:", "meet @", "hi @ben"]) {
      await keyboard.type(text);
      if (/:(?:no|on|pm)$|@/.test(text)) await ana.part("suggestions").first().waitFor();
      await keyboard.press("Enter");
      await ana.reads(text);
    }
    // What would be sent as it is has nothing marked, until that is gone to.
    await keyboard.type("so :on");
    await offers(ana, /:/);
    assert.equal(await isMarked(ana), false);
    await keyboard.press("ArrowDown");
    assert.equal(await isMarked(ana), true);
    await ana.writes("");
    await keyboard.type("hi @be");
    await offersExactly(ana, ["Ben"]);
    assert.equal(await isMarked(ana), true);
    await keyboard.press("Enter");
    await has(ana, "hi @Ben ");
    await ana.writes("");
    await keyboard.type("so :smil");
    await offers(ana, /:smile:/);
    await keyboard.press("Tab");
    await has(ana, "so 😄 ");
  });

  test("the selection is made bold, italic or code, and plain again", async () => {
    const ana = await arrives("marks");
    const { keyboard } = ana.page;
    await keyboard.type("so big");
    await keyboard.press("Control+Shift+ArrowLeft");
    await keyboard.press("Control+b");
    await has(ana, "so **big**");
    await keyboard.press("Control+i");
    await has(ana, "so ***big***");
    await keyboard.press("Control+b");
    await has(ana, "so *big*");
    await keyboard.press("Control+i");
    await has(ana, "so big");
    await keyboard.press("Control+e");
    await has(ana, "so `big`");
    await keyboard.press("Control+z");
    await has(ana, "so big");
  });

  test("what puts marks in and cannot be loaded leaves the text as it is, and comes at the next press", async () => {
    // In a page that has not loaded it yet.
    const ana = await world.person("Ana");
    await ana.joins("no-marks");
    ana.expectsToHear(/net::ERR_FAILED/);
    await ana.page.route(/formatting/, (route) => route.abort());
    await ana.page.keyboard.type("big");
    await ana.page.keyboard.press("Control+a");
    const failed = ana.page.waitForEvent("requestfailed");
    await ana.page.keyboard.press("Control+b");
    await failed;
    await has(ana, "big");
    await ana.page.unroute(/formatting/);
    await ana.page.keyboard.press("Control+b");
    await has(ana, "**big**");
  });

  test("a shortcode closed by its colon is replaced at once, and undone by one step back", async () => {
    const ana = await arrives("closed");
    await ana.page.keyboard.type("done :tada:");
    await has(ana, "done 🎉");
    await ana.page.keyboard.press("Control+z");
    await has(ana, "done :tada:");
    await ana.writes("");
    await ana.page.keyboard.type("at 10:30: and :nobody_has_this:");
    await has(ana, "at 10:30: and :nobody_has_this:");
  });

  test("a mention is completed from a part of the name, accepted with Tab", async () => {
    const ana = await arrives("mention");
    await Promise.all(["Änne Maria", "Ben", "Joanna"].map((name) => world.visitor("mention", name)));
    await ana.counts(4);
    await ana.page.keyboard.type("@");
    await offers(ana, /Änne Maria/);
    assert.deepEqual(await named(ana), ["Änne Maria", "Ben", "Joanna", "Ana"]);
    await ana.page.keyboard.type("ann");
    await offersExactly(ana, ["Änne Maria", "Joanna"]);
    await ana.page.keyboard.press("Tab");
    await has(ana, "@Änne Maria ");
    await offersNothing(ana);
    await ana.page.keyboard.type("and @be");
    await offersExactly(ana, ["Ben"]);
    await ana.part("suggestions").first().click();
    await has(ana, "@Änne Maria and @Ben ");
    assert.equal(await ana.focus(), "Message");
  });

  test("Escape closes the list and nothing else, and it stays closed for this word", async () => {
    const ana = await arrives("refused");
    await watch(ana);
    await enters(ana, REPLY);
    await ana.page.keyboard.type(":smi");
    await offers(ana, /:smile:/);
    await ana.page.keyboard.press("Escape");
    await offersNothing(ana);
    await ana.page.keyboard.type("l");
    await offersNothing(ana);
    assert.deepEqual(await told(ana, "cancel"), []);
    await ana.page.keyboard.press("Escape");
    assert.equal((await told(ana, "cancel")).length, 1);
    await ana.page.keyboard.type(" :smi");
    await offers(ana, /:smile:/);
  });

  test("a list is left by the caret, and by the focus", async () => {
    const ana = await arrives("left");
    await ana.page.keyboard.type(":smi");
    await offers(ana, /:smile:/);
    await ana.page.keyboard.press("Home");
    await offersNothing(ana);
    await ana.page.keyboard.press("End");
    await ana.page.keyboard.type("l");
    await offers(ana, /:smile:/);
    await ana.part("copy").focus();
    await offersNothing(ana);
  });

  test("keys belong to the input method while it composes", async () => {
    const ana = await arrives("ime");
    await ana.page.keyboard.type(":smi");
    await offers(ana, /:smile:/);
    await ana.part("composer").evaluate((field) => {
      for (const key of ["Enter", "Tab", "ArrowDown", "Escape"])
        field.dispatchEvent(new KeyboardEvent("keydown", { key, isComposing: true, bubbles: true, cancelable: true }));
    });
    assert.equal(await active(ana), "grinning face with smiling eyes :smile:");
    await has(ana, ":smi");
  });

  test("a finger takes one without taking the keyboard away", async () => {
    const ana = await arrives("finger", PHONE);
    await ana.page.keyboard.type(":tad");
    await offers(ana, /:tada:/);
    await ana.part("suggestions").first().tap();
    await has(ana, "🎉 ");
    assert.equal(await ana.focus(), "Message");
  });

  test("the open list is accessible", async () => {
    const ana = await arrives("axe");
    await ana.page.keyboard.type(":smi");
    await offers(ana, /:smile:/);
    await isAccessible(ana, "composer");
    await ana.page.keyboard.type(" @");
    await offers(ana, /Ana/);
    await isAccessible(ana, "composer");
  });
});

test.describe("modes", () => {
  test("an answer tells whom it answers, keeps what is written, and ends by Escape", async () => {
    const ana = await arrives("reply");
    await watch(ana);
    await ana.page.keyboard.type("Yes");
    await ana.part("copy").focus();
    await enters(ana, REPLY);
    await ana.readsIn("mode", "Replying to Ben <b>");
    await ana.readsIn("mode", "What do you think?");
    await has(ana, "Yes");
    assert.equal(await ana.focus(), "Message");
    await isAccessible(ana, "composer");
    await ana.page.keyboard.type(", I do");
    await ana.page.keyboard.press("Escape");
    assert.equal((await told(ana, "cancel")).length, 1);
    await has(ana, "Yes, I do");
    await ana.part("mode").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  });

  test("an edit puts the draft aside, and brings it back", async () => {
    const ana = await arrives("edit");
    await watch(ana);
    await ana.page.keyboard.type("my draft");
    await enters(ana, EDIT);
    await ana.readsIn("mode", "Editing your message");
    await has(ana, "first thougt");
    await ana.page.keyboard.press("Backspace");
    await ana.page.keyboard.type("ht");
    await has(ana, "first thought");
    await enters(ana, { ...EDIT, seq: 9, text: "another" });
    await has(ana, "another");
    await ana.page.getByRole("button", { name: "Cancel edit" }).click();
    await has(ana, "my draft");
    assert.equal(await ana.focus(), "Message");
    await ana.reloads();
    await has(ana, "my draft");
  });

  test("an edit that is sent leaves the draft, too", async () => {
    const ana = await arrives("edit-sent");
    await watch(ana);
    await ana.page.keyboard.type("my draft");
    await enters(ana, EDIT);
    await has(ana, "first thougt");
    await ana.page.keyboard.type("!");
    await ana.page.keyboard.press("Enter");
    assert.deepEqual(await told(ana, "send"), ["first thougt!"]);
    await enters(ana, undefined);
    await has(ana, "my draft");
    await ana.reloads();
    await has(ana, "my draft");
  });

  test("editing a message to nothing offers to delete it; an edit without a change just ends", async () => {
    const ana = await arrives("edit-blank");
    await watch(ana);
    await enters(ana, EDIT);
    await has(ana, "first thougt");
    await ana.page.keyboard.press("Enter");
    assert.equal((await told(ana, "cancel")).length, 1);
    await enters(ana, EDIT);
    await has(ana, "first thougt");
    for (const blank of ["", " \n"]) {
      await ana.writes(blank);
      await ana.page.keyboard.press("Enter");
      await ana.readsIn("hint", "Your message is empty. Delete it?");
    }
    assert.deepEqual(await told(ana, "send"), []);
    await ana.page.getByRole("button", { name: "Delete" }).click();
    assert.equal((await told(ana, "delete")).length, 1);
    await ana.page.keyboard.type("x");
    await ana.part("hint").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
  });

  test("Up in an empty field edits the last own message, elsewhere it moves the caret", async () => {
    const ana = await arrives("up");
    await watch(ana);
    await ana.page.keyboard.press("ArrowUp");
    assert.equal((await told(ana, "edit-last")).length, 1);
    await ana.page.keyboard.press("Shift+ArrowUp");
    await ana.page.keyboard.type("a");
    await ana.page.keyboard.press("ArrowUp");
    await ana.writes("");
    await enters(ana, REPLY);
    await ana.readsIn("mode", "Replying");
    await ana.page.keyboard.press("ArrowUp");
    assert.equal((await told(ana, "edit-last")).length, 1);
  });
});

test("writing is told while there is something to see", async () => {
  const ana = await arrives("typing");
  await watch(ana);
  await ana.page.keyboard.type(" ");
  assert.equal((await told(ana, "typing")).length, 0);
  await ana.page.keyboard.type("a");
  assert.equal((await told(ana, "typing")).length, 1);
  await ana.page.keyboard.press("Backspace");
  assert.equal((await told(ana, "typing")).length, 1);
});

test("a very long text that is pasted is kept whole, and counted", async () => {
  const ana = await arrives("pasted");
  const long = "0123456789\n".repeat(3_000);
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.page.evaluate((text) => navigator.clipboard.writeText(text), long);
  await ana.page.keyboard.press("Control+v");
  await ana.readsIn("hint", "28,999 characters over the limit");
  assert.equal(await ana.part("composer").inputValue(), long);
  await ana.reloads();
  assert.equal(await ana.part("composer").inputValue(), long);
});

test("what is far too long is not put in, and that is said", async () => {
  const ana = await arrives("overfull");
  await ana.page.keyboard.type("here: ");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ana.page.evaluate(() => navigator.clipboard.writeText("0123456789\n".repeat(100_000)));
  await ana.page.keyboard.press("Control+v");
  await ana.readsIn("hint", "Too much for one message.");
  await has(ana, "here: ");
  await ana.page.keyboard.type("x");
  await ana.part("hint").filter({ hasText: /^$/ }).waitFor({ state: "attached" });
});

/** In the room, with the caret in the composer. */
async function arrives(room, device) {
  const ana = await world.personIn(room, "Ana", device);
  await ana.part("composer").focus();
  return ana;
}

/** Waits until the field holds exactly this. */
const has = (person, text) =>
  person.sees(
    (wanted) => {
      const room = document.querySelector("alcove-room").shadowRoot;
      return room.querySelector("alcove-composer").shadowRoot.querySelector("textarea").value === wanted;
    },
    text,
    `the composer to hold ${JSON.stringify(text)}`,
    () => person.part("composer").inputValue(),
  );

const offers = (person, pattern) => person.part("suggestions").filter({ hasText: pattern }).first().waitFor();
/** The one that a key takes has a ground of its own. */
const isMarked = (person) =>
  person.page
    .locator("alcove-composer [role=option][aria-selected=true]")
    .evaluate((option) => getComputedStyle(option).backgroundColor !== "rgba(0, 0, 0, 0)");
const offersNothing = (person) => person.part("suggestions").first().waitFor({ state: "detached" });

const named = (person) => person.page.locator("alcove-composer [role=option] bdi").allTextContents();

const offersExactly = (person, names) =>
  person.sees(
    (wanted) => {
      const composer = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-composer");
      const drawn = [...composer.shadowRoot.querySelectorAll("[role=option] bdi")].map((each) => each.textContent);
      return JSON.stringify(drawn) === wanted;
    },
    JSON.stringify(names),
    `to be offered ${names}`,
    () => named(person),
  );

/** The option that a screen reader is told of. */
const active = (person) =>
  person.part("composer").evaluate((field) => {
    const option = field.getRootNode().getElementById(field.getAttribute("aria-activedescendant"));
    return option?.textContent.replace(/[^\x20-\x7e]|\s+/g, " ").trim().replace(/ +/g, " ");
  });

/** What the room would do is done here: a mode that is cancelled ends. */
const watch = (person) =>
  person.page.locator("alcove-composer").evaluate((composer) => {
    window.told = [];
    for (const type of ["send", "draft", "typing", "cancel", "edit-last", "delete"])
      composer.addEventListener(type, ({ detail }) => window.told.push([type, detail]));
    composer.addEventListener("cancel", () => {
      composer.mode = undefined;
    });
  });

const told = (person, type) =>
  person.page.evaluate((wanted) => window.told.filter(([type]) => type === wanted).map(([, detail]) => detail), type);

const enters = (person, mode) =>
  person.page.locator("alcove-composer").evaluate(async (composer, given) => {
    composer.mode = given;
    await composer.updateComplete;
  }, mode);
