// How one comes into a room: by the landing page, by a link, again, and under which name.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { DESKTOP, openWorld, PHONE } from "./support/world.mjs";

let world;
before(async () => {
  world = await openWorld();
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

const roomOf = (person) => decodeURIComponent(new URL(person.page.url()).pathname).replace("/room/", "");

describe("the landing page", () => {
  for (const device of [PHONE, DESKTOP]) {
    test(`creates a room that nobody can guess (${device.name})`, async () => {
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

  test("enters a room by its name, and by its link", async () => {
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

  test("says of a name that anyone could guess that it is one, and of no other", async () => {
    const ana = await world.person("Ana", PHONE);
    await ana.visits();
    const field = ana.page.getByLabel("Room name or link");
    const hint = ana.page.getByText("Anyone can guess this name.");
    for (const name of ["tea", "my-company-2026"]) {
      await field.fill(name);
      await hint.waitFor();
    }
    for (const other of ["", "no room", "https://alcove.example/room/tea", "550e8400-e29b-41d4-a716-446655440000"]) {
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

  test("says in words what is wrong, at the field, and goes nowhere", async () => {
    const ana = await world.person("Ana");
    await ana.visits();
    await ana.page.getByRole("button", { name: "Create a room" }).click();
    await ana.page.getByText("Please enter a name.").waitFor();
    assert.equal(await ana.focus(), "Your name");
    await ana.page.getByLabel("Your name").fill("Ana");
    for (const [room, words] of [
      ["", "Enter a room name or link."],
      ["no spaces", "Use only letters a–z, digits, “-” and “_” (up to 64)."],
      ["../admin", "Use only letters a–z, digits, “-” and “_” (up to 64)."],
      ["x".repeat(65), "Use only letters a–z, digits, “-” and “_” (up to 64)."],
    ]) {
      await ana.page.getByLabel("Room name or link").fill(room);
      await ana.page.getByRole("button", { name: "Join" }).click();
      await ana.page.getByText(words).waitFor();
      assert.equal(await ana.focus(), "Room name or link");
    }
    assert.equal(new URL(ana.page.url()).pathname, "/");
  });
});

describe("a share link", () => {
  test("asks for a name once, and remembers it", async () => {
    const ana = await world.person("Ana");
    await ana.joins("linked");
    await ana.opens("linked");
    await ana.isIn();
    await ana.opens("another-room");
    await ana.isIn();
    assert.deepEqual(await ana.rosterNames(), ["Ana"]);
  });

  test("lets nobody in without a name", async () => {
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

  test("is copied from the bar, on a phone from what it opens, and that is said", async () => {
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
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.joins("One-Room");
    await ben.joins("one-room");
    await ana.says("same place");
    await ben.reads("same place");
  });
});

describe("a name that is taken", () => {
  test("gets a suggestion that one press accepts", async () => {
    const [first, second] = await world.people("Ana", "another Ana");
    await first.joins("taken", "Ana");
    await second.opens("taken");
    await second.givesName("ana");
    await second.readsIn("nameProblem", "Someone here already has this name.");
    const offer = second.page.getByRole("button", { name: /^Use “/ });
    const suggestion = /“(.+)”/.exec(await offer.textContent())[1];
    await offer.click();
    await second.isIn();
    assert.deepEqual(await second.rosterNames(), [suggestion, "Ana"]);
    await first.notices(`${suggestion} joined`);
    await second.says("it is me");
    await first.reads("it is me");
  });

  test("may be changed for one that is free", async () => {
    const [first, second] = await world.people("Ana", "another Ana");
    await first.joins("taken-2", "Ana");
    await second.opens("taken-2");
    await second.givesName("Ana");
    await second.readsIn("nameProblem", "Someone here already has this name.");
    await second.givesName("Anna");
    await second.isIn();
    assert.deepEqual(await second.rosterNames(), ["Anna", "Ana"]);
  });
});

test("a changed name is seen by all, and kept", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await ana.joins("renaming");
  await ben.joins("renaming");
  await ana.page.getByRole("button", { name: "Change your name" }).or(ana.page.getByRole("button", { name: "Change name" })).first().click();
  await ana.part("nameField").fill("Ben");
  await ana.part("prompt").getByRole("button", { name: "Change name" }).click();
  await ana.readsIn("nameProblem", "Someone here already has this name.");
  await ana.part("nameField").fill("Anna");
  await ana.part("prompt").getByRole("button", { name: "Change name" }).click();
  await ana.part("prompt").waitFor({ state: "detached" });
  await ben.sees(rosterHas, "Anna", "Anna in the roster", () => ben.rosterNames());
  await ana.reloads();
  assert.deepEqual(await ana.rosterNames(), ["Anna", "Ben"]);
});

function rosterHas(name) {
  const roster = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-roster");
  return [...roster.shadowRoot.querySelectorAll(".name bdi")].some(({ textContent }) => textContent === name);
}
