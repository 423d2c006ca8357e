// A room that nobody has created, where rooms begin only that way; and what the operator gives one.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { keyLink } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const KEY = "a key of the operator's";
// workerd itself reads it from its environment.
process.env.ADMIN_KEY = KEY;
const world = useWorld({ ...UNHURRIED, ROOM_CREATION: "created" });
test.afterAll(() => {
  delete process.env.ADMIN_KEY;
});

const panel = (person) => person.page.locator("alcove-not-created dialog");

/** Ana, who has opened the link of a room that is none. */
async function findsNothing(room, device = DESKTOP) {
  const ana = await world.person("Ana", device);
  ana.expectsToHear(/status of 404/);
  await ana.visits(`/room/${room}`);
  await ana.givesName("Ana");
  await panel(ana).waitFor();
  return ana;
}

test("a room that nobody has created says so, and can be created", async () => {
  for (const device of [DESKTOP, PHONE]) {
    const room = `nothing-${device.name}`;
    const ana = await findsNothing(room, device);
    await panel(ana).filter({ hasText: "No one has created this room yet" }).waitFor();
    await isAccessible(ana, `a room that nobody has created, ${device.name}`);
    const create = panel(ana).getByRole("button", { name: "Create this room" });
    const [needed, given] = await create.evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
    assert.ok(needed <= given, "its words are whole");
    // It does not go by Escape: there is nothing behind it.
    await ana.page.keyboard.press("Escape");
    await create.click();
    await ana.isIn();
    await ana.says("Here I am");
    const role = await ana.page.evaluate(() => document.querySelector("alcove-room").store.room.house.role);
    assert.equal(role, "owner");
    const ben = await world.person("Ben");
    await ben.joins(room);
    await ben.reads("Here I am");
  }
});

test("from a room that nobody has created one gets to the start page; where the browser stores nothing, only there", async () => {
  const ana = await findsNothing("elsewhere");
  await ana.page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await panel(ana).getByRole("button", { name: "Create this room" }).click();
  await panel(ana).getByRole("status").filter({ hasText: "storage is full or blocked" }).waitFor();
  await panel(ana).getByRole("link", { name: "Go to the home page" }).click();
  await ana.page.waitForURL((url) => url.pathname === "/");
});

test("the conversation tells whom the operator has made an owner", async () => {
  const ana = await findsNothing("lost");
  await panel(ana).getByRole("button", { name: "Create this room" }).click();
  await ana.isIn();
  const ben = await world.person("Ben");
  await ben.joins("lost");
  const { id } = await ben.page.evaluate(() => document.querySelector("alcove-room").store.room.you);
  const secret = "x".repeat(22);
  const hash = createHash("sha256").update(secret).digest("hex");
  for (const body of [{ member: id }, { hash }]) {
    const answer = await fetch(`${world.server.url}/admin/rooms/lost/owner`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}` },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200);
  }
  for (const words of [/The operator made .?Ben.? an owner/, "The operator made an owner link"])
    await ana.page.locator(".notice", { hasText: words }).waitFor();
  const cleo = await world.person("Cleo");
  await cleo.visits(keyLink("lost", secret));
  await cleo.givesName("Cleo");
  await cleo.isIn();
  const role = await cleo.page.evaluate(() => document.querySelector("alcove-room").store.room.house.role);
  assert.equal(role, "owner");
});
