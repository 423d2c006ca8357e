// axe-core finds nothing to complain of, wherever one may be, in light and dark, on a phone and a desktop.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import axe from "axe-core";
import { DESKTOP, openWorld, PHONE } from "./support/world.mjs";

const MARKDOWN =
  "**Bold** `code` [words](https://example.com/) @Ana\n> quoted\n- one\n  1. two\n```js\nconst x = 1; // a long line of code that has to be scrolled on a phone, and perhaps on a desktop too\n```";

let world;
before(async () => {
  world = await openWorld();
});
afterEach(() => world.hasNoFaults());
after(() => world.close());

for (const device of [PHONE, DESKTOP]) {
  describe(`on a ${device.name}`, () => {
    // Colours are measured as they are drawn, so nothing may be on its way.
    const comes = (name) => world.person(name, { ...device, reducedMotion: "reduce" });
    const room = (name) => `${name}-${device.name}`;

    test("landing page, empty and with problems", async () => {
      const ana = await comes("Ana");
      await ana.visits();
      await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
      await isAccessible(ana, "landing");
      await ana.page.getByRole("button", { name: "Create a room" }).click();
      await ana.page.getByRole("button", { name: "Enter" }).click();
      await ana.page.getByText("Which room?").waitFor();
      await isAccessible(ana, "landing with problems");
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

    test("room, empty, busy, and with its people", async () => {
      const ana = await comes("Ana");
      await ana.joins(room("room"));
      await isAccessible(ana, "empty room");
      const others = await Promise.all(["Ben", "Cleo", "Dara"].map((name) => world.visitor(room("room"), name)));
      for (const other of others) {
        await other.says("Hello, see https://example.com/ for more");
        await other.says("👋");
        await other.says(MARKDOWN);
      }
      await ana.says("Hello\nall", MARKDOWN, "a bell \u0007");
      await ana.part("failure").waitFor();
      await ana.writes("x".repeat(4_100));
      await ana.readsIn("hint", "100 characters too many");
      await isAccessible(ana, "busy room with a failed message and a text that is too long");
      if (ana.isOnPhone) {
        await ana.part("people").tap();
        await ana.part("rosterNames").first().waitFor();
        await isAccessible(ana, "roster");
      }
      await ana.page.getByRole("button", { name: "Change name" }).click();
      await ana.part("prompt").waitFor();
      await isAccessible(ana, "change of name");
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

test("room without its server", async () => {
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
  }
  await world.server.start();
});

/** In light and in dark. */
async function isAccessible(person, where) {
  await person.page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  for (const colorScheme of ["light", "dark"]) {
    await person.page.emulateMedia({ colorScheme });
    const { violations } = await person.page.evaluate(() =>
      window.axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }),
    );
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
    );
    assert.deepEqual(found, [], `${where}, ${colorScheme}`);
  }
}
