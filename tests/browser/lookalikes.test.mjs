// People whose names look alike, and marks stacked on letters.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { isInScriptedRoom } from "./support/scripted.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();

const signs = (person, where) => person.page.locator(`${where} .alike`);

test("have a sign wherever they are shown, and nobody else does", async () => {
  const ben = await world.visitor("alike", "Ian");
  const other = await world.visitor("alike", "lan");
  const cleo = await world.visitor("alike", "Cleo");
  await ben.says("The key is under the pot");
  await other.does({ type: "say", text: "Give it to me", reply_to: ben.after });
  await cleo.says("To whom?");
  const ana = await world.person("Ana");
  await ana.joins("alike");
  const [one, two] = [ben.id.slice(0, 4), other.id.slice(0, 4)];
  assert.notEqual(one, two, "one in 65,536");
  await signs(ana, "alcove-timeline .by").nth(1).waitFor();
  const drawn = (where) => signs(ana, where).locator("[aria-hidden]").allTextContents();
  assert.deepEqual(await drawn("alcove-timeline .by"), [`·${one}`, `·${two}`]);
  assert.deepEqual(await drawn("alcove-timeline .quote"), [`·${one}`]);
  assert.deepEqual((await drawn("alcove-roster")).sort(), [`·${one}`, `·${two}`].sort());
  const said = await ana.page.locator("alcove-timeline .row").evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label")));
  assert.ok(said[0].startsWith(`Ian, marked ${one}, `), said[0]);
  assert.ok(said[1].includes(`in reply to Ian, marked ${one}`), said[1]);
  assert.ok(said[2].startsWith("Cleo, "), said[2]);

  other.send({ type: "typing" });
  await ana.readsIn("typing", `·${two} is typing`);
  await ana.page.keyboard.press("Tab");
  await ana.part("composer").pressSequentially("@l");
  await ana.part("suggestions").first().waitFor();
  assert.deepEqual(await drawn("alcove-composer"), [`·${two}`]);
  await isAccessible(ana, "people who look alike");
});

test("have looks of their own, whose letters can be read", async () => {
  const history = Array.from({ length: 60 }, (_, i) => [i + 1, (i * 7_919).toString(16).padStart(16, "0"), `Guest ${i}`, `message ${i}`]);
  const ana = await world.person("Ana");
  await isInScriptedRoom(ana, { history });
  await ana.joins("looks");
  await ana.reads("message 59");
  const looks = await ana.page.locator("alcove-roster .avatar").evaluateAll((all) =>
    all.map((each) => {
      const { backgroundColor, borderRadius, boxShadow } = getComputedStyle(each);
      return `${backgroundColor} ${borderRadius} ${boxShadow}`;
    }),
  );
  assert.ok(new Set(looks).size > 45, `${new Set(looks).size} of ${looks.length} differ`);
  await isAccessible(ana, "sixty people");
});

test("marks stacked on a letter or an emoji stay within their row", async () => {
  const pile = "\u0301\u0323".repeat(100);
  const reactions = { [`👍${pile}`]: ["7f3a000000000001"], "🎉": ["7f3a000000000001"] };
  const history = [
    [1, "7f3a000000000001", `Z${pile}oe`, "One above", { reactions }],
    [2, "09bc000000000002", "Ben", "An answer", { reply_to: 1 }],
  ];
  for (const device of [DESKTOP, PHONE]) {
    const ana = await world.person("Ana", device);
    await isInScriptedRoom(ana, { history });
    await ana.joins("piles");
    await ana.reads("An answer");
    if (ana.isOnPhone) await ana.part("people").tap();
    await ana.part("rosterNames").first().waitFor();
    const boxes = await ana.page.evaluate((selectors) => {
      const room = document.querySelector("alcove-room").shadowRoot;
      const roots = [...room.querySelectorAll("alcove-timeline, alcove-roster")].map(({ shadowRoot }) => shadowRoot);
      return roots.flatMap((root) =>
        [...root.querySelectorAll(selectors)].map((each) => {
          const { overflowY } = getComputedStyle(each);
          return { name: each.className || each.localName, overflowY, height: each.getBoundingClientRect().height };
        }),
      );
    }, ".author, .quote b, .reaction > span, .name, .avatar");
    assert.ok(boxes.length >= 9, JSON.stringify(boxes));
    for (const { name, overflowY, height } of boxes) {
      assert.ok(["hidden", "clip"].includes(overflowY), name);
      assert.ok(height <= 40, `${name}: ${height}`);
    }
    await ana.page.close();
  }
});
