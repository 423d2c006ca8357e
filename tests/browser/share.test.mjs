// Inviting people: the link is copied, passed to the device's share sheet, or scanned from the screen.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { scanned } from "./support/scan.mjs";
import { DESKTOP, KEEPING_NOTHING, PHONE, useWorld } from "./support/world.mjs";

/** As long as a name may be. */
const LONG_ROOM = `${"a-room-with-a-very-long-name-".repeat(3)}`.slice(0, 64);

const world = useWorld();

test("the QR code leads to the room in light, dark and forced colours", async () => {
  for (const [name, device, looks] of [
    ["Ana", PHONE, [{ colorScheme: "dark" }]],
    ["Ben", DESKTOP, [{ colorScheme: "light" }, { colorScheme: "dark", forcedColors: "active" }]],
  ]) {
    const ana = await world.person(name, device);
    await ana.joins(LONG_ROOM);
    await ana.opensDialog("Invite");
    const code = ana.page.getByRole("img", { name: "QR code of the room link" });
    await code.waitFor();
    for (const look of looks) {
      await ana.page.emulateMedia(look);
      assert.equal(await scanned(ana, code), world.server.link(LONG_ROOM));
    }
  }
});

test("the link can be copied from the dialog, with confirmation", async () => {
  for (const device of [PHONE, DESKTOP]) {
    const ana = await world.person("Ana", device);
    await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await ana.joins(`copied-${device.name}`);
    await ana.opensDialog("Invite");
    assert.equal(await ana.focus(), "Copy");
    const link = ana.page.getByRole("textbox", { name: "Room link" });
    await link.focus();
    assert.equal(await link.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)), world.server.link(`copied-${device.name}`));
    await ana.part("dialog").getByText("Anyone with this link can read and write").waitFor();
    await ana.part("dialog").getByRole("button", { name: "Copy" }).click();
    await ana.part("dialog").getByRole("status").filter({ hasText: "Link copied" }).waitFor();
    assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), world.server.link(`copied-${device.name}`));
  }
});

test.describe("the device's own share sheet", () => {
  test("is offered if there is one", async () => {
    const ana = await world.person("Ana", PHONE);
    await ana.page.addInitScript(() => {
      window.shared = [];
      navigator.share = async (data) => {
        window.shared.push(data);
        throw new DOMException("called off", "AbortError");
      };
    });
    await ana.joins("sheet");
    await ana.opensDialog("Invite");
    await ana.part("dialog").getByRole("button", { name: "Share…" }).tap();
    await ana.sees(() => window.shared.length === 1, undefined, "the sheet");
    assert.deepEqual(await ana.page.evaluate(() => window.shared), [
      { title: "sheet · Alcove", url: world.server.link("sheet") },
    ]);
  });

  test("is not mentioned if there is none", async () => {
    const ana = await world.person("Ana");
    await ana.page.addInitScript(() => {
      Object.defineProperty(navigator, "share", { value: undefined });
    });
    await ana.joins("no-sheet");
    await ana.opensDialog("Invite");
    assert.equal(await ana.part("dialog").getByRole("button", { name: /Share/ }).count(), 0);
  });
});

test("a dialog gives the focus back, by whatever it is closed: to its button, or after a press of the mouse to the field", async () => {
  const ana = await world.personIn("closing");
  const ways = {
    Escape: () => ana.page.keyboard.press("Escape"),
    "its button": () => ana.part("dialog").getByRole("button", { name: "Close" }).click(),
    "a press beside it": () => ana.page.mouse.click(5, 400),
  };
  for (const opener of ["Invite", "Settings", "Invite someone"]) {
    for (const [way, close] of Object.entries(ways)) {
      await ana.opensDialog(opener);
      await close();
      await ana.part("dialog").waitFor({ state: "detached" });
      assert.equal(await ana.focus(), "Message", way);
      await ana.page.getByRole("button", { name: opener, exact: true }).focus();
      // Whatever was pressed before, from here on it is keys.
      await ana.page.keyboard.press("Shift");
      await ana.page.keyboard.press("Enter");
      await ana.part("dialog").waitFor();
      await close();
      await ana.part("dialog").waitFor({ state: "detached" });
      assert.equal(await ana.focus(), opener, `${way}, opened by a key`);
    }
  }
});

test("a text that is marked beyond the dialog's edge does not close it", async () => {
  const ana = await world.personIn("marking");
  await ana.opensDialog("Invite");
  const { x, y } = await ana.page.getByRole("textbox", { name: "Room link" }).boundingBox();
  await ana.page.mouse.move(x + 50, y + 20);
  await ana.page.mouse.down();
  await ana.page.mouse.move(5, y + 20);
  await ana.page.mouse.up();
  await ana.page.keyboard.press("Tab");
  assert.equal(await ana.part("dialog").count(), 1);
});

test("a dialog that cannot be loaded says so, and opens at the next try", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING_NOTHING });
  ana.expectsToHear(/net::ERR_FAILED/);
  await ana.page.route(/share-dialog/, (route) => route.abort());
  await ana.joins("not-loaded");
  await ana.page.getByRole("button", { name: "Invite", exact: true }).click();
  await ana.readsIn("toast", "Couldn’t load that.");
  await ana.page.unroute(/share-dialog/);
  await ana.opensDialog("Invite");
});

test("the bar has room for every control beside the longest name", async () => {
  for (const device of [PHONE, DESKTOP]) {
    const ana = await world.person(device.name, device);
    for (const direction of ["ltr", "rtl"]) {
      await (direction === "ltr" ? ana.joins(LONG_ROOM) : ana.reloads());
      await ana.page.evaluate((dir) => {
        document.documentElement.dir = dir;
      }, direction);
      const boxes = await ana.page.locator("alcove-top-bar :is(header a, h1, header button, alcove-rooms-button)").evaluateAll((all) =>
        all.map((each) => each.getBoundingClientRect().toJSON()).filter(({ width }) => width > 0),
      );
      boxes.sort((a, b) => a.left - b.left);
      assert.ok(boxes.length >= 5);
      boxes.forEach(({ left, right }, i) => {
        assert.ok(left >= (boxes[i - 1]?.right ?? 0), `${device.name} ${direction}: ${JSON.stringify(boxes)}`);
        assert.ok(right <= device.viewport.width);
      });
      for (const { width, height } of boxes.filter((box) => box.height >= 44)) assert.ok(width >= 44 && height >= 44);
      const name = ana.page.locator("alcove-top-bar h1");
      assert.ok((await name.boundingBox()).width >= 100, "enough of the name to know the room by");
      assert.equal(await name.textContent(), LONG_ROOM);
    }
  }
});
