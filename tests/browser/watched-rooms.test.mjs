// The list of rooms of a browser: all its tabs have the same, one of them watches, and the title counts over all.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { useWorld } from "./support/world.mjs";

/** For rooms enough. */
const world = useWorld({ NETWORK_ROOMS_PER_MINUTE: "1000" });

/** What the database has of each room. */
const keptRooms = (person) =>
  person.page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("alcove:rooms");
        // There is none yet, or none any more: the page makes it.
        opening.onupgradeneeded = () => opening.transaction.abort();
        opening.onerror = (event) => {
          event.preventDefault();
          resolve([]);
        };
        opening.onsuccess = ({ target: { result } }) => {
          const all = result.transaction("rooms").objectStore("rooms").getAll();
          all.onsuccess = () => {
            result.close();
            resolve(all.result);
          };
        };
      }),
  );

/** Waits until the database has this of a room. */
const keeps = async (person, room, wanted) => {
  for (;;) {
    const kept = (await keptRooms(person)).find((each) => each.room === room);
    const isThere = Object.entries(wanted).every(([key, value]) => kept?.[key] === value);
    if (isThere) return kept;
    await person.page.waitForTimeout(50);
  }
};

/** The rooms that are watched at present, by whichever tab of the browser. */
const watchesOf = (person) => {
  const live = new Set();
  const heed = (page) =>
    page.on("websocket", (socket) => {
      const heard = ({ payload }) => {
        if (!String(payload).includes('"watch":true')) return;
        const watch = { page, room: new URL(socket.url()).pathname.split("/").at(-1) };
        live.add(watch);
        socket.on("close", () => live.delete(watch));
        page.on("close", () => live.delete(watch));
      };
      socket.on("framesent", heard);
    });
  for (const page of person.context.pages()) heed(page);
  person.context.on("page", heed);
  return live;
};

const isTitled = (person, title) =>
  person.sees((wanted) => document.title === wanted, title, title, () => person.page.title());

test("one tab watches the rooms that are open nowhere, all count what waits in them, and the next takes over", async () => {
  const ana = await world.person("Ana");
  const watches = watchesOf(ana);
  await ana.joins("tea");
  await ana.comesInto("milk");
  await ana.comesInto("coffee");
  const tab = await ana.anotherTab();
  await tab.opens("coffee");
  await tab.isIn();
  const ben = await world.visitor("tea", "Ben");
  await ben.says("hello");
  await ben.says("and @Ana too");
  for (const each of [ana, tab]) await isTitled(each, "(2) coffee · Alcove");
  const { preview, mentions } = await keeps(ana, "tea", { unread: 2, mentions: 1 });
  assert.deepEqual([preview.from.name, preview.text, mentions], ["Ben", "and @Ana too", 1]);
  assert.deepEqual([...watches].map(({ room }) => room).sort(), ["milk", "tea"]);
  assert.equal(new Set([...watches].map(({ page }) => page)).size, 1);

  // What is muted is not counted; in any tab, at once.
  await tab.page.evaluate(() => localStorage.setItem("alcove:muted:tea", "yes"));
  await isTitled(ana, "coffee · Alcove");
  await tab.page.evaluate(() => localStorage.removeItem("alcove:muted:tea"));
  await ana.page.evaluate(() => window.dispatchEvent(new StorageEvent("storage", { key: null })));
  await isTitled(ana, "(2) coffee · Alcove");

  // The tab that watches goes, and another does.
  const [{ page }] = watches;
  const [left, stays] = ana.page === page ? [ana, tab] : [tab, ana];
  await left.page.close();
  await ben.says("who hears this?");
  await isTitled(stays, "(3) coffee · Alcove");

  // Without a network nothing is watched, and what was missed is there when it is back.
  stays.expectsTheServerToGo();
  stays.expectsToHear(/ERR_INTERNET_DISCONNECTED/);
  await stays.context.setOffline(true);
  await stays.sees(() => !navigator.onLine, undefined, "no network");
  await ben.says("in the meantime");
  await stays.context.setOffline(false);
  await isTitled(stays, "(4) coffee · Alcove");

  // Who asks to talk in private counts as well.
  const to = await stays.page.evaluate(() => JSON.parse(localStorage.getItem("alcove:member:tea")).id);
  ben.send({ type: "direct", cid: "d", to });
  await isTitled(stays, "(5) coffee · Alcove");
  await stays.page.locator("alcove-room-list li", { hasText: "1 request to talk privately" }).waitFor();

  // Where one is, one has read, and nobody watches.
  await stays.opens("tea");
  await stays.isIn();
  await isTitled(stays, "tea · Alcove");
  const { after, seq, title } = await keeps(stays, "tea", { unread: 0, mentions: 0 });
  assert.deepEqual([after, title], [seq, ""]);
  await stays.opens("coffee");
  await stays.isIn();
  await isTitled(stays, "coffee · Alcove");
});

test("twenty rooms are watched, and the database lets a newer page have it and forgets what is forgotten", async () => {
  const rooms = Array.from({ length: 24 }, (_, i) => `many-${i + 10}`);
  for (const room of rooms) await (await world.visitor(room, "Ben")).says(`in ${room}`);
  const ana = await world.person("Ana");
  const watches = watchesOf(ana);
  await ana.visits();
  await ana.page.evaluate((all) => {
    for (const [at, room] of all.entries()) localStorage.setItem(`alcove:visit:${room}`, String(at + 1));
  }, rooms);
  await ana.joins("lobby");
  const watched = rooms.slice(-20);
  for (const room of watched) await keeps(ana, room, { seq: 1 });
  assert.deepEqual([...watches].map(({ room }) => room).sort(), watched);

  const isGivenWay = await ana.page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("alcove:rooms", 99);
        opening.onblocked = () => resolve(false);
        opening.onsuccess = () => {
          opening.result.close();
          indexedDB.deleteDatabase("alcove:rooms").onsuccess = () => resolve(true);
        };
      }),
  );
  assert.ok(isGivenWay);
  const [room] = watched;
  await (await world.visitor(room, "Cleo")).says("and kept anew");
  await keeps(ana, room, { seq: 2 });

  await ana.opensDialog("Settings");
  await ana.part("dialog").getByRole("button", { name: "Forget me on this device" }).click();
  await ana.part("dialog").getByRole("button", { name: "Forget me in this room" }).click();
  await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
  assert.ok(!(await keptRooms(ana)).some((each) => each.room === "lobby"));
});
