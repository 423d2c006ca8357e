// A room that is owned by keys, as those see it who may not do everything in it: why, for how long, and nothing is lost.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { keyLink, makesRoom, mints } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

const line = (person, words) => person.page.locator("alcove-lock-line p[aria-hidden]").filter({ hasText: words }).waitFor();

/** Somebody who is in, by the plain link, and their id. */
async function isInside(room) {
  const ana = await world.person("Ana");
  await ana.joins(room);
  return { ana, id: await ana.page.evaluate(() => document.querySelector("alcove-room").store.room.you.id) };
}

const isSendLocked = async (person) => (await person.part("sendButton").getAttribute("aria-disabled")) === "true";

test("who is muted is told for how long, keeps what is written, and can send it afterwards", async () => {
  const owner = await makesRoom(world, "muted");
  const { ana, id } = await isInside("muted");
  await ana.part("composer").fill("not lost");
  await owner.does({ type: "mute", member: id, for: 3_600 });
  await line(ana, "You’re muted. You can write again in 60 minutes.");
  await ana.part("composer").press("Enter");
  assert.equal(await ana.part("composer").inputValue(), "not lost");
  assert.ok(await isSendLocked(ana));
  await owner.does({ type: "mute", member: id, for: 0 });
  await ana.page.locator("alcove-composer button.primary[aria-disabled=false]").waitFor();
  await ana.part("composer").press("Enter");
  await owner.sees({ type: "message", text: "not lost" });
});

test("in a slow room one is told when the next message may come", async () => {
  await makesRoom(world, "slow", { slow: 600 });
  const { ana } = await isInside("slow");
  await ana.says("first");
  await line(ana, "Slow mode: you can send again in 10 minutes.");
  await ana.part("composer").fill("second");
  await ana.part("composer").press("Enter");
  assert.equal(await ana.part("composer").inputValue(), "second");
});

test("who may only read, or where only moderators write, is told why", async () => {
  const owner = await makesRoom(world, "reading", { access: "read" });
  const { ana } = await isInside("reading");
  await line(ana, "You can read along here, but not write.");
  assert.ok(await isSendLocked(ana));
  // Reactions are there to be seen.
  const { seq } = await owner.says("look");
  await owner.does({ type: "react", seq, emoji: "🎉", on: true });
  await ana.part("reactions").waitFor();
  assert.equal(await ana.part("reactions").evaluate((chip) => getComputedStyle(chip).pointerEvents), "none");
  await owner.does({ type: "settings", set: { access: "open", post: "moderators" } });
  await line(ana, "Only moderators write here.");
  await owner.does({ type: "settings", set: { post: "members" } });
  await ana.says("now I can");
});

test("who knocks sees the room's title and the place in line, says one thing, and comes in by itself", async () => {
  const owner = await makesRoom(world, "knocking", { access: "ask", title: "Tea house", topic: "Green and black" });
  const ana = await world.person("Ana");
  await ana.visits("/room/knocking");
  ana.expectsToHear(/status of 40[13]/);
  await ana.givesName("Ana");
  const waiting = ana.page.locator("alcove-waiting dialog");
  for (const words of ["Tea house", "Green and black", "Your place in line: 1"]) await waiting.filter({ hasText: words }).waitFor();
  const toldOfLoss = await ana.page.locator("alcove-banner").evaluate(async (banner) => {
    await customElements.whenDefined("alcove-banner");
    banner.isLost = true;
    await banner.updateComplete;
    return banner.renderRoot.textContent.trim();
  });
  assert.equal(toldOfLoss, "", "however long it takes, the connection is there");
  await waiting.locator("input").fill("It is me");
  await waiting.locator("input").press("Enter");
  const { member } = await owner.sees({ type: "knock", text: "It is me" });
  await waiting.locator(".said:focus", { hasText: "Sent to the moderators: It is me" }).waitFor();
  owner.asks({ type: "admit", member: member.id });
  await ana.isIn();
  await waiting.waitFor({ state: "detached" });
  await ana.says("thank you");
});

test("who is not let in, has no key, was removed or may not come back is told so", async () => {
  const owner = await makesRoom(world, "doors", { access: "ask" });
  const ana = await world.person("Ana");
  // As soon as it is known: what is loaded at the latest, whatever happens, never comes here.
  await ana.page.addInitScript(() => {
    const { setTimeout } = window;
    window.setTimeout = (act, ms, ...rest) => (ms === 3_000 ? 0 : setTimeout(act, ms, ...rest));
  });
  ana.expectsToHear(/status of 40[13]/);
  await ana.visits("/room/doors");
  await ana.givesName("Ana");
  const { member } = await owner.sees({ type: "knock" });
  owner.asks({ type: "deny", member: member.id });
  await ana.readsIn("banner", "You weren’t let in.");
  await owner.does({ type: "settings", set: { access: "closed" } });
  await ana.page.getByRole("button", { name: "Ask again" }).click();
  await ana.readsIn("banner", "You need an invitation link to enter.");

  const key = await mints(owner, "member");
  await ana.visits("/");
  await ana.visits(keyLink("doors", key));
  await ana.isIn();
  await owner.does({ type: "remove", member: member.id, ban: 3_600, reason: "Too loud" });
  await ana.readsIn("banner", "You were removed from this room: “Too loud”");
  await ana.page.reload();
  await ana.readsIn("banner", "You can’t enter this room until");
});
