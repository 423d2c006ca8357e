// axe-core finds no violations anywhere in the page, in light and dark, on a phone and a desktop.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { serveExample } from "../../scripts/lib/example.mjs";
import { isAccessible, isOfHighContrast } from "./support/axe.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const MARKDOWN =
  "**Bold** `code` [words](https://example.com/) @Ana\n> quoted\n- one\n  1. two\n```js\nconst x = 1; // a long line of code that has to be scrolled on a phone, and perhaps on a desktop too\n```";

let example;
test.beforeAll(async () => {
  example = await serveExample({ port: 0, change: (page) => page.replaceAll("https://alcove.example", world.server.url) });
});
const world = useWorld(() => ({ ...UNHURRIED, ALLOWED_ORIGINS: `http://127.0.0.1:${example.address().port}` }));
test.afterAll(() => {
  example.close();
  example.closeAllConnections();
});

for (const device of [PHONE, DESKTOP]) {
  test.describe(`on a ${device.name}`, () => {
    // Colours are measured as they are drawn, so nothing may be on its way.
    const comes = (name) => world.person(name, { ...device, reducedMotion: "reduce" });
    const room = (name) => `${name}-${device.name}`;

    test("landing page, with problems, settings, and an update", async () => {
      const ana = await comes("Ana");
      await ana.visits();
      await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
      await isAccessible(ana, "landing");
      await ana.page.getByRole("button", { name: "Create a room" }).click();
      await ana.page.getByRole("button", { name: "Join" }).click();
      await ana.page.getByText("Enter a room name or link").waitFor();
      await isAccessible(ana, "landing with problems");
      await isOfHighContrast(ana, "landing with problems");
      await ana.opensDialog("Settings");
      await isAccessible(ana, "landing with settings");
      await closes(ana, "dialog");
      await hasUpdate(ana);
      await isAccessible(ana, "landing with an update");
    });

    test("name prompt, empty, refused and taken", async () => {
      const ana = await comes("Ana");
      await world.visitor(room("prompt"), "Ana");
      await ana.opens(room("prompt"));
      await ana.part("prompt").waitFor();
      await isAccessible(ana, "prompt");
      await ana.givesName("");
      await ana.part("nameProblem").waitFor();
      await isAccessible(ana, "prompt with a problem");
      await ana.givesName("Ana");
      await ana.page.getByRole("button", { name: /^Use/ }).waitFor();
      await isAccessible(ana, "prompt with a suggestion");
    });

    test("an empty room, its dialogs and its people", async () => {
      const ana = await comes("Ana");
      await ana.joins(room("empty"));
      await isAccessible(ana, "empty room");
      await ana.opensDialog("Invite");
      await ana.page.getByRole("img", { name: /QR code/ }).waitFor();
      await isAccessible(ana, "share");
      await closes(ana, "dialog");
      await ana.opensDialog("Settings");
      await ana.part("dialog").getByRole("switch", { name: "Sound" }).waitFor();
      if (!ana.isOnPhone) await ana.part("dialog").getByText("Keyboard shortcuts").click();
      await isAccessible(ana, "settings");
      await isOfHighContrast(ana, "settings");
      await closes(ana, "dialog");
      if (ana.isOnPhone) {
        await ana.part("people").tap();
        await ana.part("rosterNames").first().waitFor();
        await isAccessible(ana, "roster");
      }
      await ana.page.getByRole("button", { name: "Change name" }).click();
      await ana.part("prompt").waitFor();
      await isAccessible(ana, "change of name");
    });

    test("a busy room, from either side, in every state of a message", async () => {
      const ana = await comes("Ana");
      const others = await busyRoom(ana, room("busy"));
      await isAccessible(ana, "busy room");
      await isOfHighContrast(ana, "busy room");
      await ana.page.evaluate(() => {
        document.documentElement.dir = "rtl";
      });
      await isAccessible(ana, "busy room from right to left");
      await ana.page.evaluate(() => {
        document.documentElement.dir = "ltr";
      });
      await ana.part("scroller").evaluate((log) => log.scrollTo(0, 0));
      await ana.part("toEnd").waitFor();
      await others[0].says("further down");
      await ana.page.getByRole("button", { name: "Jump to 1 new message" }).waitFor();
      await isAccessible(ana, "room with new messages below");
      await hasUpdate(ana);
      await isAccessible(ana, "room with an update");
    });

    test("a message's menu, the emoji picker, and what one writes", async () => {
      const ben = await world.visitor(room("writing"), "Ben");
      await ben.says("Hello");
      const ana = await world.personIn(room("writing"), "Ana", { ...device, reducedMotion: "reduce" });
      await ana.says("mine");
      await ana.opensMenuOf("mine");
      await isAccessible(ana, "menu of a message");
      await isOfHighContrast(ana, "menu of a message");
      await ana.picks("Edit");
      await ana.readsIn("mode", "Editing your message");
      await isAccessible(ana, "editing");
      await ana.page.keyboard.press("Escape");
      await ana.opensMenuOf("Hello");
      await ana.picks("Reply");
      await ana.readsIn("mode", "Replying to Ben");
      await isAccessible(ana, "replying");
      await ana.opensMenuOf("Hello");
      await ana.picks("Copy link to message");
      await ana.part("toast").filter({ hasText: /./ }).waitFor();
      await isAccessible(ana, "toast");
      await ana.part("composer").focus();
      for (const start of [":smi", "@Be"]) {
        await ana.writes("");
        await ana.page.keyboard.type(start);
        await ana.part("suggestions").first().waitFor();
        await isAccessible(ana, `completion of ${start}`);
      }
      await ana.writes("x".repeat(4_100));
      await ana.readsIn("hint", "100 characters over the limit");
      await isAccessible(ana, "a text that is too long");
      await ana.part("emojiButton").click();
      await ana.part("emoji").first().waitFor();
      await isAccessible(ana, "emoji picker");
    });

    test("embedded", async () => {
      const ana = await comes("Ana");
      await ana.comesUpon(`http://127.0.0.1:${example.address().port}/`);
      // The room is the same on each device, and keeps the name of who was there.
      await ana.givesName(`Ana ${device.name}`);
      await ana.isIn();
      await isAccessible(ana, "embedded room");
      await isAccessible({ page: ana.page, place: ana.page }, "its host");
    });

    test("a page that is not there", async () => {
      const ana = await comes("Ana");
      ana.expectsToHear(/status of 404/);
      const answer = await ana.visits("/nowhere");
      assert.equal(answer.status(), 404);
      await isAccessible(ana, "404");
    });
  });
}

test("a room that waits, and one without its server", async () => {
  const people = [];
  for (const device of [PHONE, DESKTOP]) {
    const person = await world.person(device.name, { ...device, reducedMotion: "reduce" });
    await person.joins("offline");
    person.expectsTheServerToGo();
    people.push(person);
  }
  await world.server.isKilled();
  for (const person of people) {
    await person.says("on its way");
    await person.readsIn("banner", "No connection.");
    await isAccessible(person, `${person.name}: offline`);
    await isOfHighContrast(person, `${person.name}: offline`);
  }
  await world.server.start();
});

/** Whatever there may be in a room: Markdown, answers, reactions; edited, deleted, failed, new; someone typing. */
async function busyRoom(ana, room) {
  await ana.joins(room);
  const others = [];
  for (const name of ["Ben", "Cleo", "Dara"]) others.push(await world.visitor(room, name));
  const [ben, cleo, dara] = others;
  await ben.says("seen before");
  await ana.reads("seen before");
  await ana.visits();
  const { seq } = await ben.says("Hello, see https://example.com/ for more");
  await cleo.says("👋");
  await dara.says(MARKDOWN);
  await cleo.says("an answer", { reply_to: seq });
  const gone = await ben.says("a secret");
  await ben.does({ type: "delete", seq: gone.seq });
  await ben.does({ type: "edit", seq, text: "Hello, see https://example.com/ for all" });
  await ana.opens(room);
  await ana.isIn();
  await ana.part("newLine").waitFor();
  await ana.says("Hello\nall", MARKDOWN, "of no use");
  await ana.saysUnchecked("a bell \u0007");
  await ana.part("failure").waitFor();
  await dara.does({ type: "react", seq, emoji: "🎉", on: true });
  await ana.reacts("an answer", "👍");
  await ana.replies("an answer", "answered");
  await ana.deletes("of no use");
  await ana.part("undo").waitFor();
  for (const each of [ben, cleo]) each.asks({ type: "typing" });
  await ana.readsIn("typing", "are typing");
  return others;
}

async function closes(person, part) {
  await person.page.keyboard.press("Escape");
  await person.part(part).waitFor({ state: "detached" });
}

/** The server has a page of another version. */
async function hasUpdate(person) {
  await person.page.route(/shell\.json/, (route) => route.fulfill({ json: { version: "another" } }));
  await person.isOnlineAgain();
  await person.part("update").waitFor();
}
