// What a room is, as its owners change it; and what is pinned in it.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { comesAs, makesRoom } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

/** What is looked at by eye, where a folder for it is given. */
async function shoots({ page, device }, what) {
  if (!process.env.SHOTS) return;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${process.env.SHOTS}/${what}-${device.name}-${colorScheme}.png` });
  }
}

test("settings: what comes of them is told, only what was changed is saved, and nothing is lost unasked", async () => {
  const room = "settings";
  const olga = await makesRoom(world, room, { title: "Tea house", slow: 45 });
  const first = await olga.says("number 1");
  for (let n = 2; n <= 3; n += 1) await olga.does({ type: "say", text: `number ${n}` });
  const ana = await comesAs(world, "owner", olga, room, "Ana", PHONE);
  const dialog = ana.page.getByRole("dialog", { name: "Room settings" });
  const opens = async () => {
    await ana.opensDialog("Settings");
    await ana.page.getByRole("button", { name: "Room settings" }).click();
    await dialog.waitFor();
  };
  const press = (name) => dialog.getByRole("button", { name, exact: true }).click();
  const meets = (words) => dialog.getByRole("listitem").filter({ hasText: words }).waitFor();

  await opens();
  await meets("Someone with the plain link comes straight in");
  await meets("Members wait 45 seconds between two messages.");
  assert.equal(await dialog.getByLabel("Wait between two messages").locator("option:checked").textContent(), "45 seconds");
  await dialog.getByRole("radio", { name: "Has to ask" }).check();
  await meets("Someone with the plain link has to ask");
  await dialog.getByRole("radio", { name: "Stays only if invited" }).check();
  await meets("Only those who were invited by a link or let in stay members.");
  await isAccessible(ana, "the settings of a room");
  await shoots(ana, "room-settings");

  // Another owner changes something meanwhile: it is shown, and what was changed here stays.
  await olga.does({ type: "settings", set: { topic: "Green and black", access: "read" } });
  await dialog.getByRole("status").filter({ hasText: "Just changed by someone else: Topic and Someone with the plain link" }).waitFor();
  assert.equal(await dialog.getByLabel("Topic").inputValue(), "Green and black");
  assert.ok(await dialog.getByRole("radio", { name: "Has to ask" }).isChecked());

  // So does the dialog, and what was changed in it, when the first message is pinned and the last unpinned.
  const pinned = ana.page.locator("alcove-pinned-line");
  for (const [on, state] of [[true, "attached"], [false, "detached"]]) {
    await olga.does({ type: "pin", seq: first.seq, on });
    await pinned.waitFor({ state });
    assert.ok(await dialog.getByRole("radio", { name: "Has to ask" }).isChecked());
  }

  await ana.page.keyboard.press("Escape");
  await dialog.getByText("Your changes haven’t been saved.").waitFor();
  await press("Keep editing");
  await dialog.getByLabel("Name", { exact: true }).fill("x".repeat(81));
  await dialog.getByText("1 character too many").waitFor();
  await dialog.getByLabel("Name", { exact: true }).fill("  Tea at five ");
  await press("Save");
  await dialog.waitFor({ state: "detached" });
  const { set } = await olga.sees({ type: "settings", set: { title: "Tea at five" } });
  assert.deepEqual(set, { title: "Tea at five", access: "ask", members: "granted" });

  // What a shorter memory deletes is told, and has to be agreed to; nothing here is as old as a day.
  await opens();
  await dialog.getByLabel("Messages are kept").selectOption("1 day");
  await meets("Messages disappear after 1 day.");
  await press("Cancel");
  await press("Discard changes");
  await dialog.waitFor({ state: "detached" });
});

test("what is pinned stands in one line above the conversation, leads to it, and moves nothing that is read", async () => {
  const room = "pinned";
  const olga = await makesRoom(world, room);
  const said = [];
  for (let n = 1; n <= 40; n += 1) said.push(await olga.says(`number ${n}`));
  const [first, second] = said;
  const pins = (seq, on = true) => olga.does({ type: "pin", seq, on });
  const ana = await comesAs(world, "moderator", olga, room, "Ana", PHONE);
  const line = ana.page.getByRole("region", { name: "Pinned messages" });
  const newest = (words) => line.getByRole("button", { name: new RegExp(`^Olga ?${words}$`) });
  const inView = (words) => ana.sees((seq) => {
    const timeline = document.querySelector("alcove-room").renderRoot.querySelector("alcove-timeline");
    return timeline.renderRoot.querySelector(`.row[data-seq="${seq}"]`)?.hasAttribute("data-flash");
  }, words.seq, "the message that was leapt to");

  // Somewhere in the middle, a line comes above, and what is read stays where it is.
  await ana.part("scroller").evaluate((scroller) => { scroller.scrollTop = scroller.scrollHeight / 2; });
  await ana.part("toEnd").waitFor();
  const placeOf = () => ana.row("number 25").evaluate((row) => Math.round(row.getBoundingClientRect().top));
  const before = await placeOf();
  await pins(second.seq);
  await newest("number 2").waitFor();
  assert.equal(await placeOf(), before);
  const { height } = await line.boundingBox();
  assert.ok(height < 50, `${height} px high`);
  await newest("number 2").click();
  await inView(second);

  await pins(first.seq);
  await newest("number 1").waitFor();
  await line.getByText("1 of 2").waitFor();
  const many = "one and only ".repeat(20).trim();
  await olga.does({ type: "edit", seq: first.seq, text: many });
  await newest(many).waitFor();
  assert.equal((await line.boundingBox()).width, PHONE.viewport.width);
  await olga.does({ type: "edit", seq: first.seq, text: "number one" });
  await newest("number one").waitFor();
  await isAccessible(ana, "a pinned message");
  await shoots(ana, "pinned");

  await line.getByRole("button", { name: /Show all pinned messages$/ }).click();
  const list = ana.page.locator("alcove-pinned-list");
  await isAccessible(ana, "all pinned messages");
  await shoots(ana, "pinned-list");
  await list.getByRole("button", { name: "Unpin: number one" }).click();
  await olga.sees({ type: "pinned", target: first.seq, on: false });
  await list.getByText("number one").waitFor({ state: "detached" });
  await list.getByRole("button", { name: /^Olga ?number 2$/ }).click();
  await list.waitFor({ state: "detached" });
  await newest("number 2").waitFor();

  await olga.does({ type: "delete", seq: second.seq });
  await line.waitFor({ state: "detached" });
});
