// Several rooms in one page, one after the other, without a navigation.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { holds } from "./support/held.mjs";
import { fillRoom } from "./support/long-room.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

/** From now on a navigation would be seen. */
const stays = (person) => person.page.evaluate(() => void (window.isSamePage = true));
const hasStayed = (person) => person.page.evaluate(() => window.isSamePage === true);

const isInRoom = async (person, room) => {
  await person.sees((name) => document.querySelector("alcove-room")?.name === name, room, `the room ${room}`);
  await person.sees(() => document.querySelector("alcove-room").store.isOpened, undefined, "the room's answer");
  await person.isIn();
};

/** The part by which rooms are switched is loaded soon after the room. */
const canSwitch = (person) => person.page.locator("alcove-announcer p").waitFor({ state: "attached" });

/** By a link, wherever in the page it is. */
const goesTo = async (person, room) => {
  await person.page.evaluate((href) => {
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href }));
    link.click();
    link.remove();
  }, `/room/${room}`);
  await isInRoom(person, room);
};

/** In the page: the message at the top of the view. */
const firstInView = (scroller) => {
  const { top } = scroller.getBoundingClientRect();
  const row = [...scroller.querySelectorAll(".row")].find((each) => each.getBoundingClientRect().bottom > top + 40);
  return { text: row.querySelector(".text").textContent, top: Math.round(row.getBoundingClientRect().top) };
};

test("a link to another room leads there in place, and back: what is written, for what, and where one was come back", async () => {
  const ana = await world.person("Ana");
  await ana.joins("second-room");
  await fillRoom(world.server.socketUrl("first-room"), 120);
  await ana.comesInto("first-room");
  await canSwitch(ana);
  await stays(ana);

  await ana.opensMenuOf("message 118");
  await ana.picks("Reply");
  await ana.writes("half a thought");
  // Above what is kept of the room.
  await ana.part("scroller").evaluate((each) => each.scrollTo(0, 300));
  await ana.reads("message 40");
  await ana.part("scroller").evaluate((each) => each.scrollTo(0, 900));
  await ana.sees(isStill, undefined, "the log to lie still");
  const { text, top: before } = await ana.part("scroller").evaluate(firstInView);
  await goesTo(ana, "second-room");
  assert.equal(await ana.page.title(), "second-room · Alcove");
  await ana.hasWritten("");
  assert.ok(await ana.part("composer").evaluate((field) => field.matches(":focus")));

  // By a link in a message, which would open another tab.
  const { origin } = new URL(ana.page.url());
  await ana.says(`see ${origin}/room/first-room`);
  await ana.part("texts").getByRole("link").click();
  await isInRoom(ana, "first-room");
  assert.equal(ana.context.pages().length, 1);
  await ana.hasWritten("half a thought");
  await ana.readsIn("mode", "Wordy");
  await ana.sees(
    ([top, text]) => {
      const rows = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelectorAll(".row");
      const row = [...rows].find((each) => each.querySelector(".text")?.textContent === text);
      return row && Math.abs(row.getBoundingClientRect().top - top) < 2;
    },
    [before, text],
    "the place where she was",
    () => ana.part("scroller").evaluate(firstInView),
  );

  await ana.page.goBack();
  await isInRoom(ana, "second-room");
  await ana.page.goBack();
  await isInRoom(ana, "first-room");
  await ana.page.goForward();
  await isInRoom(ana, "second-room");
  assert.ok(await hasStayed(ana));
});

test("a link with a key makes one in the next room what it gives, and is nowhere", async () => {
  const ana = await world.person("Ana");
  await ana.joins("plain-room");
  await canSwitch(ana);
  await stays(ana);
  await ana.page.evaluate(() => {
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: "/room/keyed-room#key=abcdefghij&m5" }));
    link.click();
    link.remove();
  });
  await ana.part("prompt").waitFor();
  assert.equal(new URL(ana.page.url()).hash, "#m5");
  assert.match(await ana.page.evaluate(() => localStorage.getItem("alcove:pass:keyed-room")), /abcdefghij/);
  assert.ok(await hasStayed(ana));
});

test("what was written without a connection is sent from a room that one has left, and in no other tab", async () => {
  const ana = await world.person("Ana");
  const ben = await world.visitor("left-room", "Ben");
  await ana.joins("next-room");
  await ana.isOnALine();
  await ana.comesInto("left-room");
  await canSwitch(ana);
  await ana.isCutOff();
  await ana.says("written offline");
  await ana.page.evaluate(() => history.pushState(null, "", "/room/next-room"));
  await ana.page.evaluate(() => window.dispatchEvent(new PopStateEvent("popstate")));
  await ana.sees(() => document.querySelector("alcove-room").name === "next-room", undefined, "the next room");
  // Also after a reload, in the other room.
  await ana.page.reload();
  await ana.sees(() => document.querySelector("alcove-room")?.name === "next-room", undefined, "the next room");
  await ana.isOnTheLineAgain();
  await ana.isIn();
  await ben.sees({ type: "message", text: "written offline" });
  await goesTo(ana, "left-room");
  await ana.readsExactly(["written offline"]);
});

test("what is typed on the way to another room is not for the one that is left, and one can turn back", async () => {
  const ana = await world.person("Ana");
  const ben = await world.visitor("left-behind", "Ben");
  const inPrivate = `~${"b".repeat(26)}`;
  const come = await holds(ana, "conversation");
  await ana.joins("left-behind");
  await canSwitch(ana);
  await stays(ana);
  await ana.writes("a draft");
  await ana.page.evaluate((href) => {
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href }));
    link.click();
    link.remove();
  }, `/room/${inPrivate}`);
  assert.equal(new URL(ana.page.url()).pathname, `/room/${inPrivate}`);
  await ana.page.keyboard.type("secret");
  await ana.page.keyboard.press("Enter");
  await ana.hasWritten("a draft");
  assert.equal(await ana.page.locator("alcove-room").getAttribute("aria-busy"), "true");

  await ana.page.goBack();
  await ana.page.locator("alcove-room:not([inert], [aria-busy])").waitFor();
  await ana.page.keyboard.type(" of hers");
  await ana.sends();
  await ben.sees({ type: "message", text: "a draft of hers" });
  assert.ok(await hasStayed(ana));
  come();
});

test("from a private conversation that there is no way into any more, a link leads on", async () => {
  const ana = await world.person("Ana");
  const inPrivate = `~${"c".repeat(26)}`;
  await ana.joins("still-there");
  await canSwitch(ana);
  await stays(ana);
  await ana.page.evaluate((room) => {
    localStorage.setItem(`alcove:member:${room}`, JSON.stringify({ id: "m1", name: "Ana", token: "a".repeat(22) }));
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: `/room/${room}` }));
    link.click();
    link.remove();
  }, inPrivate);
  await ana.page.locator("alcove-no-token").waitFor();
  await goesTo(ana, "still-there");
  assert.equal(await ana.page.locator("alcove-no-token").count(), 0);
  assert.ok(await hasStayed(ana));
});

test("two hundred switches leave nothing behind", async () => {
  test.setTimeout(120_000);
  const ana = await world.person("Ana");
  const rooms = ["one", "two", "three", "four"];
  for (const room of rooms) {
    if (room === "one") await ana.joins(room);
    else await ana.comesInto(room);
    await ana.says(`in ${room}`);
    await ana.reads(`in ${room}`);
  }
  await canSwitch(ana);
  const cdp = await ana.context.newCDPSession(ana.page);
  await cdp.send("Performance.enable");
  const measured = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    await cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await cdp.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  /** What a socket that is being closed holds goes with it: the least of some looks, until it is little enough. */
  const atRest = async (isEnough) => {
    let least = await measured();
    for (let looks = 0; looks < 20 && !isEnough(least); looks += 1) {
      await ana.page.waitForTimeout(100);
      const next = await measured();
      if (next.Nodes < least.Nodes) least = next;
    }
    return least;
  };
  await ana.page.evaluate(switchOften, [rooms, 20]);
  const before = await atRest(() => false);
  await ana.page.evaluate(switchOften, [rooms, 200]);
  const after = await atRest(({ Nodes }) => Nodes < before.Nodes + 400);
  // One room more would be about 200 nodes.
  assert.ok(after.Nodes < before.Nodes + 400, `${before.Nodes} nodes, then ${after.Nodes}`);
  assert.ok(after.JSEventListeners < before.JSEventListeners + 100, `${before.JSEventListeners} listeners, then ${after.JSEventListeners}`);
  assert.ok(after.JSHeapUsedSize < before.JSHeapUsedSize + 2 ** 21, `${before.JSHeapUsedSize} bytes, then ${after.JSHeapUsedSize}`);
});

/** In the page: the same in two looks one after the other, with frames between. */
async function isStill() {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const { scrollTop } = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller");
  const isSame = window.lastTop === scrollTop;
  window.lastTop = scrollTop;
  return isSame;
}

/** In the page: goes round the rooms by links, each as soon as the last has answered. */
async function switchOften([rooms, times]) {
  const open = () => document.querySelector("alcove-room");
  const until = async (is) => {
    while (!is()) await new Promise((resolve) => setTimeout(resolve));
  };
  for (let i = 0; i < times; i += 1) {
    const room = rooms[i % rooms.length];
    const link = document.body.appendChild(Object.assign(document.createElement("a"), { href: `/room/${room}` }));
    link.click();
    link.remove();
    await until(() => open().name === room && open().store.isOpened);
  }
}
