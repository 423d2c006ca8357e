// What an operator does to a room, or to all rooms, as its people see it.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { isInScriptedRoom, refusal, says, turnsAway } from "./support/scripted.mjs";
import { startServer } from "./support/server.mjs";
import { DESKTOP, KEEPING, PHONE, ROUTED, useWorld } from "./support/world.mjs";

const HISTORY = [
  [6_001, "7f3a000000000001", "Ben", "The key is under the pot"],
  [6_002, "09bc000000000002", "Cleo", "Thank you"],
];

const world = useWorld();

/** Ana in a room that says what the test wants, with a text that is not acknowledged. */
async function waits(room, device = DESKTOP, script = { history: HISTORY }) {
  const ana = await world.person("Ana", { ...device, ...ROUTED });
  ana.sockets = await isInScriptedRoom(ana, script);
  await ana.joins(room);
  await ana.says("Who has taken it?");
  return ana;
}

const keptOf = (person, room) =>
  person.page.evaluate((name) => Object.keys(localStorage).filter((key) => key.split(":")[2] === name), room);

test.describe("a room that was deleted", () => {
  test("says so, forgets its messages, and gives back what was not sent", async () => {
    const ana = await waits("deleted");
    turnsAway(ana.sockets.at(-1), 4410);
    await ana.readsIn("banner", "This room was deleted");
    await ana.readsIn("failure", "Not sent: the room is gone.");
    assert.deepEqual(await ana.texts(), ["Who has taken it?"]);
    for (const { name, viewport } of [PHONE, DESKTOP]) {
      await ana.page.setViewportSize(viewport);
      await isAccessible(ana, `a deleted room, as wide as on a ${name}`);
    }
    const kept = await keptOf(ana, "deleted");
    assert.deepEqual(kept.map((key) => key.split(":")[1]), ["outbox"]);

    // Should there be such a room again, it is another, and the text is still there for its author alone.
    await ana.page.reload();
    await ana.givesName("Ana");
    await ana.isIn();
    await ana.reads("Thank you");
    await ana.readsIn("failure", "Not sent: the room is gone.");
  });

  test("lets the user copy or delete unsent texts, and write no more", async () => {
    const ana = await waits("deleted-too");
    await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    turnsAway(ana.sockets.at(-1), 4410);
    await ana.part("failure").getByRole("button", { name: "Copy text" }).click();
    await ana.readsIn("toast", "Text copied");
    assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), "Who has taken it?");
    assert.equal(await ana.part("failure").getByRole("button", { name: "Retry" }).count(), 0);
    await ana.says("Into the void");
    await ana.part("failure").nth(1).waitFor();
    for (let left = 2; left > 0; left -= 1) {
      await ana.part("failure").first().getByRole("button", { name: "Delete" }).click();
      await ana.part("failure").nth(left - 1).waitFor({ state: "detached" });
    }
    assert.deepEqual(await keptOf(ana, "deleted-too"), []);
    await ana.part("banner").getByRole("link", { name: "Go to the home page" }).click();
    await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
  });
});

for (const [reason, words] of [
  ["room_closed", "This room was closed by the people who run this site."],
  ["removed", "You were removed from this room."],
  [undefined, "The server refused the connection."],
])
  test(`someone turned away because of ${reason} is told so, and keeps what is on the page`, async () => {
    const ana = await waits("closed");
    turnsAway(ana.sockets.at(-1), 4403, reason);
    await ana.readsIn("banner", words);
    await ana.reads("The key is under the pot");
    await ana.reads("Who has taken it?");
    assert.equal(ana.sockets.length, 1, "and the page does not come back by itself");
    await isAccessible(ana, `turned away: ${reason}`);
  });

for (const device of [PHONE, DESKTOP])
  test(`a closed room shows no one, keeps the draft, and comes back when it opens (${device.name})`, async () => {
    let isClosed = false;
    const refuses = (socket) => isClosed && turnsAway(socket, 4403, "room_closed");
    const ana = await waits(`closing-${device.name}`, device, { history: HISTORY, more: true, refuses });
    const bar = ["people", "copy", "shareButton"];
    await ana.counts(3);
    isClosed = true;
    says(ana.sockets.at(-1), { type: "typing", from: { id: "7f3a000000000001", name: "Ben" } });
    await ana.part("typing").waitFor();
    turnsAway(ana.sockets.at(-1), 4403, "room_closed");
    for (const when of ["at once", "after a reload"]) {
      await ana.readsIn("banner", "What you write is saved on this device");
      assert.ok(await ana.part("banner").evaluate(keepsItsButtonIn), `the button in the banner, ${when}`);
      for (const part of bar) assert.equal(await ana.part(part).isDisabled(), true, `${part}, ${when}`);
      await ana.page.getByRole("button", { name: "People", exact: true }).waitFor({ state: "attached" });
      for (const part of ["typing", "rosterNames"]) assert.equal(await ana.part(part).count(), 0, `${part}, ${when}`);
      await ana.reads("Who has taken it?");
      assert.deepEqual(await ana.allNotices(), [], when);
      await isAccessible(ana, `a closed room, ${device.name}, ${when}`);
      if (when === "at once") await ana.page.reload();
    }
    await ana.writes("half a thought");
    isClosed = false;
    await ana.part("banner").getByRole("button", { name: "Try now" }).click();
    await ana.counts(3);
    await ana.part("banner").waitFor({ state: "detached" });
    for (const part of bar) assert.equal(await ana.part(part).isDisabled(), false, part);
    assert.equal(await ana.part("composer").inputValue(), "half a thought");
  });

test("the maintenance page is in the reader's language, and continues by itself or on a press", async () => {
  const closed = await startServer({ MAINTENANCE: "on" });
  try {
    for (const device of [PHONE, DESKTOP]) {
      const ana = await world.person("Ana", { ...device, locale: "de-DE" });
      ana.expectsToHear(/503/);
      await ana.page.clock.install();
      await ana.page.goto(closed.link("tea"));
      await ana.page.getByRole("heading", { name: "Gleich zurück" }).waitFor();
      await isAccessible(ana, `maintenance, ${device.name}`);
      let isOpen = false;
      await ana.page.route(closed.link("tea"), (route) =>
        isOpen ? route.fulfill({ contentType: "text/html", body: "<h1>Offen</h1>" }) : route.continue(),
      );
      const asks = () => ana.page.waitForResponse((answer) => answer.request().method() === "HEAD");
      if (device === DESKTOP) {
        const answer = asks();
        await ana.page.clock.fastForward(121_000);
        assert.equal((await answer).status(), 503);
        isOpen = true;
        await ana.page.clock.fastForward(121_000);
      } else {
        isOpen = true;
        await ana.page.getByRole("link", { name: "Noch einmal versuchen" }).tap();
      }
      await ana.page.getByRole("heading", { name: "Offen" }).waitFor();
    }
  } finally {
    await closed.stop();
  }
});

test("too many people joining: the banner says so, and when the next try is", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
  const refuses = (socket) => {
    says(socket, refusal("rate_limited", { retryable: true, retry_after_ms: 60_000 }));
    socket.close({ code: 4429 });
  };
  const sockets = await isInScriptedRoom(ana, { refuses });
  await ana.opens("busy");
  await ana.givesName("Ana");
  await ana.readsIn("banner", "A lot of people are joining right now.");
  await ana.readsIn("banner", "Trying again in 5");
  assert.equal(sockets.length, 1);
});

test("maintenance is distinguished from a lost connection", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
  ana.expectsToHear(/503/);
  const json = { error: { code: "maintenance", message: "maintenance" } };
  await ana.page.route(/\/messages/, (route) => route.fulfill({ status: 503, headers: { "Retry-After": "120" }, json }));
  await isInScriptedRoom(ana, { refuses: (socket) => socket.close({ code: 1011 }) });
  await ana.opens("maintained");
  await ana.givesName("Ana");
  // It asks with the first try after five seconds, and a try may be eight seconds away.
  await ana.readsIn("banner", "Alcove is down for maintenance and will be back soon.", { timeout: 60_000 });
});

test("the beginning of history is marked only if older messages are gone", async () => {
  const ana = await waits("trimmed", DESKTOP, { history: HISTORY, welcome: { first: 6_001 } });
  await ana.notices("Older messages are no longer available.");
  const ben = await world.person("Ben", { ...DESKTOP, ...ROUTED });
  await isInScriptedRoom(ben, { history: HISTORY.map(([seq, ...rest]) => [seq - 6_000, ...rest]) });
  await ben.joins("whole");
  await ben.reads("Thank you");
  assert.equal(await ben.part("notices").count(), 0);
});

test.describe("the service worker, switched off", () => {
  test("ends at the next visit, with all that it kept, and begins again when it is back", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING });
    await ana.joins("kept");
    await ana.keepsThePage();
    await ana.writes("half a thought");
    await world.server.switchesTheWorker(false);
    await ana.opens("kept");
    await isWithoutWorker(ana);
    await ana.isIn();
    assert.equal(await ana.part("composer").inputValue(), "half a thought");
    await ana.reloads();
    assert.equal(await ana.page.evaluate(() => navigator.serviceWorker.controller), null);
    assert.deepEqual(await ana.page.evaluate(() => caches.keys()), []);

    await world.server.switchesTheWorker(true);
    await ana.reloads();
    await ana.keepsThePage();
  });

  test("ends under a page that stays open, which loads once more and loses nothing", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING });
    await ana.joins("open");
    await ana.keepsThePage();
    await ana.reloads();
    await ana.sees(() => !!navigator.serviceWorker.controller, undefined, "a page of the worker's");
    await ana.writes("half a thought");
    let loads = 0;
    ana.page.on("domcontentloaded", () => {
      loads += 1;
    });
    await world.server.switchesTheWorker(false);
    await ana.isOnlineAgain();
    await isWithoutWorker(ana);
    await ana.isIn();
    assert.equal(await ana.part("composer").inputValue(), "half a thought");
    assert.equal(await ana.page.evaluate(() => document.documentElement.dataset.serviceWorker), "off");
    await ana.isOnlineAgain();
    await ana.writes("a whole thought");
    await isWithoutWorker(ana);
    assert.equal(await ana.part("composer").inputValue(), "a whole thought");
    assert.equal(loads, 1);
    await world.server.switchesTheWorker(true);
  });
});

/** What is to be pressed ends before the border does. */
function keepsItsButtonIn(banner) {
  const words = document.createRange();
  words.selectNodeContents(banner.querySelector("button"));
  return words.getBoundingClientRect().right <= banner.getBoundingClientRect().right - 8;
}

/** In a page that was loaded without one, as the one before it may be about to go. */
async function isWithoutWorker({ page }) {
  const deadline = performance.now() + 20_000;
  // The page is loaded anew meanwhile.
  while (!(await page.evaluate(hasNoWorker).catch(() => false))) {
    assert.ok(performance.now() < deadline, "the service worker is still there");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function hasNoWorker() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  const isLeft = registrations.length > 0 || (await caches.keys()).length > 0;
  return !isLeft && !navigator.serviceWorker.controller;
}
