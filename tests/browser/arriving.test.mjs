// Getting into a room: from the start page, by link, on a second visit, and under which name.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { newRoomName } from "../../public/landing/room-names.js";
import { isAccessible } from "./support/axe.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();

/** One as “Create a room” makes it. */
const roomName = () => newRoomName((n) => Uint8Array.from({ length: n }, (_, i) => i * 37));

const roomOf = (person) => decodeURIComponent(new URL(person.page.url()).pathname).replace("/room/", "");

test.describe("the landing page", () => {
  test("puts what is typed into the first empty field, without a press", async () => {
    const ana = await world.person("Ana");
    await ana.visits();
    await ana.page.getByLabel("Your name").waitFor();
    await ana.page.keyboard.type("Ana");
    await ana.page.mouse.click(640, 700);
    await ana.page.keyboard.type("typed-here");
    await ana.page.keyboard.press("Enter");
    await ana.page.waitForURL(/\/room\/typed-here$/);
    await ana.isIn();
    assert.deepEqual(await ana.rosterNames(), ["Ana"]);
  });

  for (const device of [PHONE, DESKTOP]) {
    test(`creates a room with a name that cannot be guessed (${device.name})`, async () => {
      const rooms = new Set();
      for (const name of ["Ana", "Ben"]) {
        const person = await world.person(name, device);
        await person.visits();
        await person.page.getByLabel("Your name").fill(name);
        await person.page.getByRole("button", { name: "Create a room" }).click();
        await person.page.waitForURL(/\/room\//);
        await person.isIn();
        await person.counts(1);
        rooms.add(roomOf(person));
      }
      for (const room of rooms) {
        assert.match(room, /^[a-z]+(-[a-z2-9]{5}){4}$/);
      }
      assert.equal(rooms.size, 2);
    });
  }

  test("opens a room by its name or its link", async () => {
    const ana = await world.person("Ana");
    for (const given of ["Tea", world.server.link("tea"), `${world.server.link("TEA")}?from=mail#top`]) {
      await ana.visits();
      await ana.page.getByLabel("Your name").fill("Ana");
      await ana.page.getByLabel("Room name or link").fill(given);
      await ana.page.getByRole("button", { name: "Join" }).click();
      await ana.page.waitForURL(world.server.link("tea"));
      await ana.isIn();
    }
  });

  test("warns about guessable names only", async () => {
    const ana = await world.person("Ana", PHONE);
    await ana.visits();
    const field = ana.page.getByLabel("Room name or link");
    const hint = ana.page.getByText("Anyone can guess this name.");
    await ana.page.getByText("Anyone who enters this name joins the same room.").waitFor();
    for (const name of ["tea", "my-company-2026", "Tea Time"]) {
      await field.fill(name);
      await hint.waitFor();
    }
    for (const other of ["", "茶", "https://alcove.example/room/tea", "550e8400-e29b-41d4-a716-446655440000", roomName()]) {
      await field.fill(other);
      await hint.waitFor({ state: "hidden" });
    }
  });

  test("remembers the name, and asks for it only if the room has to", async () => {
    const ana = await world.person("Ana");
    await ana.visits();
    await ana.page.getByLabel("Room name or link").fill("nameless");
    await ana.page.keyboard.press("Enter");
    await ana.givesName("Ana");
    await ana.isIn();
    await ana.visits();
    assert.equal(await ana.page.getByLabel("Your name").inputValue(), "Ana");
  });

  test("turns words into a room name, and shows it first", async () => {
    for (const device of [PHONE, DESKTOP]) {
      const ana = await world.person("Ana", device);
      await ana.visits();
      await ana.page.getByLabel("Your name").fill("Ana");
      await ana.page.getByLabel("Room name or link").fill(`Küche & Café ${device.name}`);
      await ana.page.getByText(`Takes you to “kuche-cafe-${device.name}”`).waitFor();
      await ana.page.getByRole("button", { name: "Join" }).click();
      await ana.page.waitForURL(world.server.link(`kuche-cafe-${device.name}`));
      await ana.isIn();
      await ana.page.close();
    }
  });

  test("finds a link in the text around it, and goes to its message", async () => {
    const ben = await world.visitor("pasted", "Ben");
    for (let i = 1; i <= 6; i += 1) await ben.says(`message ${i}`);
    const ana = await world.person("Ana");
    for (const given of [
      `See you: <${world.server.link("pasted")}/#m5>.`,
      `${new URL(world.server.url).host}/room/pasted?utm_source=mail#m5`,
    ]) {
      await ana.visits();
      await ana.page.getByLabel("Your name").fill("Ana");
      await ana.page.getByLabel("Room name or link").fill(given);
      await ana.page.keyboard.press("Enter");
      await ana.page.waitForURL(/\/room\/pasted/);
      await ana.isIn();
      await ana.page.locator("alcove-timeline .row[data-flash]").filter({ hasText: "message 5" }).waitFor();
    }
  });

  test("goes to another site only after saying so, and never by another scheme", async () => {
    const ana = await world.person("Ana");
    await ana.page.route("https://elsewhere.example/**", (route) => route.fulfill({ body: "elsewhere" }));
    for (const address of ["javascript:alert(1)//room/tea", "ftp://elsewhere.example/room/tea", "https://ana@elsewhere.example/room/tea"]) {
      await ana.visits();
      await ana.page.getByLabel("Room name or link").fill(address);
      await ana.page.keyboard.press("Enter");
      await ana.page.locator("#room-problem").getByText(/\S/).waitFor();
      assert.equal(new URL(ana.page.url()).pathname, "/");
    }
    await ana.page.getByLabel("Room name or link").fill("https://elsewhere.example/room/Tea/#m7");
    await ana.page.getByText("Takes you to another site: elsewhere.example").waitFor();
    await ana.page.keyboard.press("Enter");
    await ana.page.waitForURL("https://elsewhere.example/room/tea#m7");
  });

  test("offers the name without its invisible characters", async () => {
    const ana = await world.person("Ana");
    await ana.visits();
    await ana.page.getByLabel("Your name").fill("Ana\u200b\u202e");
    await ana.page.getByRole("button", { name: "Create a room" }).click();
    await ana.page.getByRole("button", { name: "Use “Ana”" }).click();
    assert.equal(await ana.page.getByLabel("Your name").inputValue(), "Ana");
    await ana.opens("cleaned");
    await ana.givesName("A\u2066na");
    await ana.part("prompt").getByRole("button", { name: "Use “Ana”" }).click();
    await ana.isIn();
    assert.deepEqual(await ana.rosterNames(), ["Ana"]);
  });

  test("explains what is wrong next to the field, and stays on the page", async () => {
    const ana = await world.person("Ana");
    await ana.visits();
    await ana.page.getByRole("button", { name: "Create a room" }).click();
    await ana.page.getByText("Please enter a name.").waitFor();
    assert.equal(await ana.focus(), "Your name");
    await ana.page.getByLabel("Your name").fill("Ana");
    for (const [room, words] of [
      ["", "Enter a room name or link."],
      ["茶", "Use only letters a–z, digits, “-” and “_” (64 at most)."],
      ["../admin", "Use only letters a–z, digits, “-” and “_” (64 at most)."],
      ["x".repeat(65), "Use only letters a–z, digits, “-” and “_” (64 at most)."],
    ]) {
      await ana.page.getByLabel("Room name or link").fill(room);
      await ana.page.getByRole("button", { name: "Join" }).click();
      await ana.page.getByText(words).waitFor();
      assert.equal(await ana.focus(), "Room name or link");
    }
    assert.equal(new URL(ana.page.url()).pathname, "/");
  });
});

test.describe("a share link", () => {
  test("puts what is typed into the name field, wherever the last press was", async () => {
    const ana = await world.person("Ana");
    await ana.opens("anywhere");
    await ana.part("prompt").waitFor();
    for (const [x, y, letter] of [[20, 400, "A"], [640, 230, "n"], [1200, 700, "a"]]) {
      await ana.page.mouse.click(x, y);
      await ana.page.keyboard.press(letter);
    }
    await ana.takesTheName();
    await ana.isIn();
    assert.deepEqual(await ana.rosterNames(), ["Ana"]);
  });

  test("asks for a name once, and remembers it", async () => {
    const ana = await world.person("Ana");
    await ana.joins("linked");
    await ana.opens("linked");
    await ana.isIn();
    await ana.comesInto("another-room");
    assert.deepEqual(await ana.rosterNames(), ["Ana"]);
    await ana.reloads();
  });

  test("does not send a name used elsewhere without consent", async () => {
    const ben = await world.visitor("curious", "Ben");
    const ana = await world.person("Ana");
    await ana.joins("at-home", "Ana Secretname");
    await ana.opens("curious");
    await ana.readsIn("prompt", "No one has written here yet.");
    assert.equal(await ana.part("nameField").inputValue(), "Ana Secretname");
    await ana.givesName("Nobody");
    await ana.isIn();
    await ben.sees({ type: "join", member: { name: "Nobody" } });
    assert.deepEqual(ben.comings, ["join Ben", "join Nobody"]);
    await ana.opens("at-home");
    await ana.isIn();
    assert.deepEqual(await ana.rosterNames(), ["Ana Secretname"], "each room knows its own");
  });

  test("says before joining when the last message was sent", async () => {
    const ben = await world.visitor("used", "Ben");
    await ben.says("Hello");
    const ana = await world.person("Ana");
    await ana.opens("used");
    await ana.readsIn("prompt", "Last message:");
  });

  test("admits no one without a name", async () => {
    const ana = await world.person("Ana");
    await ana.opens("named");
    await ana.givesName("   ");
    await ana.readsIn("nameProblem", "Please enter a name.");
    await ana.givesName("x".repeat(33));
    await ana.readsIn("nameProblem", "Names can be up to 32 characters long.");
    await ana.page.keyboard.press("Escape");
    await ana.page.keyboard.press("Escape");
    await ana.part("prompt").waitFor();
    await ana.givesName("Ana");
    await ana.isIn();
  });

  test("the link can be copied from the bar, with confirmation", async () => {
    for (const device of [PHONE, DESKTOP]) {
      const ana = await world.person("Ana", device);
      await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await ana.joins(`Copied-${device.name}`);
      if (ana.isOnPhone) await ana.opensDialog("Invite");
      await ana.part(ana.isOnPhone ? "dialogCopy" : "copy").click();
      await ana.page.getByRole("status").filter({ hasText: "Link copied" }).first().waitFor();
      assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), world.server.link(`copied-${device.name}`));
      await ana.page.close();
    }
  });

  test("in any case of letters leads to one room", async () => {
    const ana = await world.person("Ana");
    await ana.joins("One-Room");
    const ben = await world.visitor("one-room", "Ben");
    await ana.says("same place");
    await ben.sees({ type: "message", text: "same place" });
  });
});

test.describe("a name that is taken", () => {
  test("is offered a free name, accepted with one press", async () => {
    const first = await world.visitor("taken", "Ana");
    const second = await world.person("another Ana");
    await second.opens("taken");
    await second.givesName("ana");
    await second.readsIn("nameProblem", "That name is taken in this room.");
    const offer = second.page.getByRole("button", { name: /^Use “/ });
    const suggestion = /“(.+)”/.exec(await offer.textContent())[1];
    await offer.click();
    await second.isIn();
    assert.deepEqual(await second.rosterNames(), [suggestion, "Ana"]);
    await first.sees({ type: "join", member: { name: suggestion } });
    await second.says("it is me");
    await first.sees({ type: "message", text: "it is me" });
  });

  test("may be changed for one that is free", async () => {
    await world.visitor("taken-2", "Ana");
    const second = await world.person("another Ana");
    await second.opens("taken-2");
    await second.givesName("Ana");
    await second.readsIn("nameProblem", "That name is taken in this room.");
    await second.givesName("Anna");
    await second.isIn();
    assert.deepEqual(await second.rosterNames(), ["Anna", "Ana"]);
  });
});

test("a changed name is shown to everyone, and remembered", async () => {
  const ana = await world.person("Ana");
  await ana.joins("renaming");
  const ben = await world.visitor("renaming", "Ben");
  await ana.page.getByRole("button", { name: "Change your name" }).or(ana.page.getByRole("button", { name: "Change name" })).first().click();
  await ana.part("nameField").fill("Ben");
  await ana.part("prompt").getByRole("button", { name: "Change name" }).click();
  await ana.readsIn("nameProblem", "That name is taken in this room.");
  await ana.part("nameField").fill("Anna");
  await ana.part("prompt").getByRole("button", { name: "Change name" }).click();
  await ana.part("prompt").waitFor({ state: "detached" });
  await ben.sees({ type: "renamed", member: { name: "Anna" } });
  await ana.reloads();
  assert.deepEqual(await ana.rosterNames(), ["Anna", "Ben"]);
});
