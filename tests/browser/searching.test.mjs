// Finding messages: in a room, in all rooms of the device, and what a link to one shows below it.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible, isOfHighContrast } from "./support/axe.mjs";
import { holds } from "./support/held.mjs";
import { fillRoom } from "./support/long-room.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

const SEARCH = {
  de: "Nachrichten suchen",
  es: "Buscar mensajes",
  fr: "Rechercher des messages",
  hi: "मैसेज खोजें",
  ar: "البحث في الرسائل",
};

const panel = (person) => person.page.locator("alcove-search-panel");
const field = (person) => panel(person).getByRole("searchbox", { name: "Search messages" });
const results = (person) => panel(person).locator("a.result");
const excerpts = (person) => panel(person).locator(".excerpt").allTextContents();
const marks = (person) => panel(person).locator("mark").allTextContents();
const status = (person) => panel(person).getByRole("status");
const opens = async (person) => {
  const button = person.page.getByRole("button", { name: "Search messages" });
  if (person.isOnPhone) await button.tap();
  else await button.click();
  await field(person).waitFor();
};
const finds = async (person, words, what) => {
  await field(person).fill(words);
  await status(person).filter({ hasText: what }).waitFor({ state: "attached" });
};
/** Each request for a search, from now on. */
const watches = (person) => {
  const asked = [];
  person.page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith("/search")) asked.push({ room: url.pathname.split("/")[2], q: url.searchParams.get("q"), token: request.headers().authorization });
  });
  return asked;
};
const isFlashed = (person, text) => person.row(text).and(person.page.locator("[data-flash]")).waitFor();
/** What is on its way in the page has come, and what waits for a frame was drawn. */
const isQuiet = (person) => person.page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 700)));

for (const device of [PHONE, DESKTOP]) {
  test(`a message is found by its words, and leads to its place and back (${device.name})`, async () => {
    const room = `found-${device.name}`;
    const ben = await world.visitor(room, "Ben");
    await ben.says("Green tea from Zürich, or *black*?");
    await ben.says("a link https://example.com/ for tea");
    await fillRoom(world.server.socketUrl(room), 150);
    const ana = await world.personIn(room, "Ana", device);
    await ana.reads("message 150");
    const asked = watches(ana);
    await opens(ana);
    await ana.hasFocusOn("Search messages");
    assert.equal(asked.length, 0, "nothing was asked for yet");
    await finds(ana, "ZURICH tea", "1 message found");
    await results(ana).filter({ hasText: "Green tea from Zürich, or black?" }).waitFor();
    assert.deepEqual((await marks(ana)).sort(), ["Zürich", "tea"]);
    await results(ana).filter({ hasText: "Ben" }).first().waitFor();
    assert.equal(asked.length, 1, JSON.stringify(asked));
    assert.equal(asked[0].token, undefined, "where everybody may read, nobody has to say who they are");

    // Newest first, by its filters, and nothing that is not there.
    await finds(ana, "tea", "2 messages found");
    assert.match((await excerpts(ana))[0], /a link/);
    await panel(ana).getByRole("button", { name: "With link" }).click();
    await status(ana).filter({ hasText: "1 message found" }).waitFor({ state: "attached" });
    assert.equal(await field(ana).inputValue(), "tea has:link ");
    assert.equal(await panel(ana).getByRole("button", { name: "With link", pressed: true }).count(), 1);
    await finds(ana, "coffee", "No messages found");
    await finds(ana, "zürich", "1 message found");

    // It leads to the message; on a phone, the search is there again as it was.
    await results(ana).first().click();
    await isFlashed(ana, "Green tea from Zürich, or black?");
    if (device === PHONE) {
      await panel(ana).waitFor({ state: "detached" });
      await ana.page.getByRole("button", { name: "Back", exact: true }).tap();
      await ana.reads("message 150");
      await opens(ana);
      assert.equal(await field(ana).inputValue(), "zürich");
      assert.match(await ana.focus(), /Zürich/);
    } else {
      assert.equal(await results(ana).count(), 1, "it stays beside the conversation");
      await ana.page.getByRole("button", { name: "Back", exact: true }).click();
      await ana.reads("message 150");
    }
    await panel(ana).getByRole("button", { name: "Close" }).click();
    await panel(ana).waitFor({ state: "detached" });
    assert.equal(await ana.page.evaluate(() => document.documentElement.scrollWidth), device.viewport.width);
  });
}

test("by keys: Ctrl+F, arrows, Enter and Escape; a second Ctrl+F is the browser's own", async () => {
  const ben = await world.visitor("keys-search", "Ben");
  for (const text of ["tea one", "tea two", "tea three"]) await ben.says(text);
  const ana = await world.personIn("keys-search");
  await ana.page.getByRole("button", { name: "Search messages" }).waitFor();
  /** Whether the page keeps the next press of a key from the browser: settled with a function that waits for it. */
  const presses = async (key) => {
    await ana.page.evaluate((pressed) => {
      window.isPrevented = new Promise((resolve) => {
        const listen = (event) => {
          if (event.key !== pressed) return;
          window.removeEventListener("keydown", listen);
          resolve(event.defaultPrevented);
        };
        window.addEventListener("keydown", listen);
      });
    }, key);
    return () => ana.page.evaluate(() => window.isPrevented);
  };
  // What is typed before it is there is held for it.
  const come = await holds(ana, "search-panel");
  const first = await presses("f");
  await ana.page.keyboard.press("Control+f");
  assert.equal(await first(), true);
  await ana.page.keyboard.type("te");
  come();
  await panel(ana).locator("input:focus").waitFor();
  await ana.page.keyboard.type("a");
  assert.equal(await field(ana).inputValue(), "tea");
  await ana.hasWritten("");
  await status(ana).filter({ hasText: "3 messages found" }).waitFor({ state: "attached" });
  const second = await presses("f");
  await ana.page.keyboard.press("Control+f");
  assert.equal(await second(), false);

  await ana.page.keyboard.press("ArrowDown");
  assert.match(await ana.focus(), /tea three/);
  await ana.page.keyboard.press("ArrowDown");
  assert.match(await ana.focus(), /tea two/);
  await ana.page.keyboard.press("End");
  assert.match(await ana.focus(), /tea one/);
  await ana.page.keyboard.press("Enter");
  await isFlashed(ana, "tea one");
  assert.match(await ana.focus(), /Ben.*tea one/, "one is on the message");
  // Back to where one was among the results, from there to the field, and what is typed goes there.
  await ana.page.keyboard.press("Control+f");
  assert.match(await ana.focus(), /tea one/);
  await ana.page.keyboard.press("Home");
  await ana.page.keyboard.press("ArrowUp");
  await ana.hasFocusOn("Search messages");
  await ana.page.keyboard.press("ArrowDown");
  await ana.page.keyboard.press("s");
  await ana.hasFocusOn("Search messages");
  await ana.hasWritten("");
  await ana.page.keyboard.press("Escape");
  await panel(ana).waitFor({ state: "detached" });
  await ana.hasFocusOn("Message");
});

test("whose messages are meant is offered by name", async () => {
  const ben = await world.visitor("named-search", "Ben Long");
  await ben.says("green tea");
  const eve = await world.visitor("named-search", "Eve");
  await eve.says("black tea");
  const ana = await world.personIn("named-search");
  await ana.reads("black tea");
  await opens(ana);
  await ana.page.keyboard.type("tea");
  await panel(ana).getByRole("button", { name: "From…" }).click();
  const names = panel(ana).getByRole("group", { name: "From…" });
  assert.deepEqual(await names.getByRole("button").allInnerTexts(), ["Ana", "Ben Long", "Eve"]);
  await ana.page.keyboard.type("lon");
  await names.getByRole("button", { name: "Ben Long" }).click();
  assert.equal(await field(ana).inputValue(), 'tea from:"Ben Long" ');
  await names.waitFor({ state: "detached" });
  await ana.hasFocusOn("Search messages");
  await status(ana).filter({ hasText: "1 message found" }).waitFor({ state: "attached" });
  await results(ana).filter({ hasText: "green tea" }).waitFor();
});

test("what is asked is never more than is needed", async () => {
  const ben = await world.visitor("asked-search", "Ben");
  for (const text of ["tea", "teacup"]) await ben.says(text);
  const ana = await world.personIn("asked-search");
  await ana.reads("teacup");
  const asked = watches(ana);
  await opens(ana);
  await ana.page.keyboard.type("teac", { delay: 20 });
  await status(ana).filter({ hasText: "1 message found" }).waitFor({ state: "attached" });
  assert.deepEqual(asked.map(({ q }) => q), ["teac"]);
  // A filter without a value, and a space, ask for nothing.
  await panel(ana).getByRole("button", { name: "From…" }).click();
  assert.equal(await field(ana).inputValue(), "teac from:");
  await isQuiet(ana);
  await field(ana).fill("");
  await isQuiet(ana);
  assert.equal(asked.length, 1);
  await panel(ana).getByText("Finds messages with all of these words").waitFor();
  // What arrives, changes and goes meanwhile.
  await finds(ana, "tea", "2 messages found");
  const { seq } = await ben.says("tea time");
  await ben.does({ type: "delete", seq: seq - 1 });
  await results(ana).filter({ hasText: "teacup" }).waitFor({ state: "detached" });
  await ben.does({ type: "edit", seq: seq - 2, text: "coffee" });
  await results(ana).filter({ hasText: "tea time" }).waitFor();
  await results(ana).filter({ hasText: "coffee" }).waitFor({ state: "detached" });
  assert.deepEqual(await excerpts(ana), ["tea time"]);
});

test("results go on page after page, by scrolling and by keys", async () => {
  await fillRoom(world.server.socketUrl("endless-search"), 60, (i) => `needle ${i}`);
  const ana = await world.personIn("endless-search");
  await opens(ana);
  await finds(ana, "needle", "20 messages so far");
  await results(ana).nth(19).scrollIntoViewIfNeeded();
  await panel(ana).locator(".found").evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await results(ana).nth(39).waitFor({ state: "attached" });
  await results(ana).last().focus();
  await ana.page.keyboard.press("End");
  await ana.page.keyboard.press("ArrowDown");
  await results(ana).nth(59).waitFor({ state: "attached" });
  await status(ana).filter({ hasText: "60 messages found" }).waitFor({ state: "attached" });
  assert.equal(new Set(await excerpts(ana)).size, 60);
  await panel(ana).getByLabel("Order of the results").selectOption({ label: "Best match first" });
  await status(ana).filter({ hasText: "50 messages found" }).waitFor({ state: "attached" });
  await panel(ana).getByText("More isn’t shown here.").waitFor({ state: "attached" });
});

test("what goes wrong is said, and goes on by itself or by a press", async () => {
  const ben = await world.visitor("trouble-search", "Ben");
  await ben.says("tea");
  // Their page is to forget that it was told of no search.
  const ana = await world.person("Ana");
  await ana.joins("trouble-search");
  await ana.reads("tea");
  ana.expectsToHear(/status of (?:404|429|500)|ERR_FAILED/);
  let answer = (route) => route.fulfill({ status: 429, headers: { "Retry-After": "1" }, json: { error: { code: "rate_limited" } } });
  await ana.page.route("**/room/*/search?*", (route) => answer(route));
  await opens(ana);
  await field(ana).fill("tea");
  await panel(ana).locator(".trouble").filter({ hasText: "goes on in a moment" }).waitFor();
  answer = (route) => route.fulfill({ status: 500, body: "no" });
  await panel(ana).locator(".trouble").filter({ hasText: "The search didn’t work" }).waitFor();
  await isAccessible(ana, "a search that has failed");
  answer = (route) => route.abort();
  await panel(ana).getByRole("button", { name: "Search again" }).click();
  await panel(ana).locator(".trouble").filter({ hasText: "No connection" }).waitFor();
  // The room is being made ready for it: that is said, and asked again.
  let times = 0;
  answer = async (route) => {
    times += 1;
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), complete: times > 2 } });
  };
  await panel(ana).getByRole("button", { name: "Search again" }).click();
  await panel(ana).getByText("being prepared for searching").first().waitFor();
  await results(ana).waitFor();
  await status(ana).filter({ hasText: "1 message found" }).waitFor({ state: "attached" });
  assert.equal(times, 3);
  await panel(ana).getByRole("button", { name: "Close" }).click();
  // A server without a search says so once.
  answer = (route) => route.fulfill({ status: 404, body: "Not found" });
  await opens(ana);
  await field(ana).fill("coffee");
  await panel(ana).getByText("This server can’t search messages yet.").first().waitFor();
  await ana.page.getByRole("button", { name: "Search messages" }).waitFor({ state: "detached" });
  await ana.page.keyboard.press("Escape");
  await panel(ana).waitFor({ state: "detached" });
});

test("the people and the search have one place, and each gives it to the other", async () => {
  const ana = await world.personIn("place-search");
  await ana.part("roster").waitFor();
  await opens(ana);
  await ana.part("roster").waitFor({ state: "hidden" });
  await ana.part("people").click();
  await panel(ana).waitFor({ state: "detached" });
  await ana.part("roster").waitFor();
  // On a window that becomes narrow it lies over the room.
  await opens(ana);
  await ana.page.setViewportSize({ width: 700, height: 800 });
  await ana.page.getByRole("dialog", { name: "Search messages" }).waitFor();
  await ana.page.keyboard.press("Escape");
  await panel(ana).waitFor({ state: "detached" });
});

test("on a phone whose bar has other buttons, the search is in the settings", async () => {
  const ana = await world.person("Ana", PHONE);
  await ana.joins("crowded-search");
  const { id } = await ana.page.evaluate(() => JSON.parse(localStorage.getItem("alcove:member:crowded-search")));
  const ben = await world.visitor("crowded-search", "Ben");
  await ana.page.getByRole("button", { name: "Search messages" }).waitFor();
  ben.send({ type: "direct", cid: "ask", to: id });
  await ana.page.getByRole("button", { name: "Search messages" }).waitFor({ state: "hidden" });
  await ana.page.getByRole("button", { name: "Settings", exact: true }).tap();
  await ana.part("dialog").getByRole("button", { name: "Search messages" }).tap();
  await ana.hasFocusOn("Search messages");
  await ana.page.keyboard.press("Escape");
  await panel(ana).waitFor({ state: "detached" });
});

test("a private conversation is searched by its two alone", async () => {
  const ana = await world.person("Ana");
  await ana.joins("private-search");
  const ben = await world.visitor("private-search", "Ben");
  const { id } = await ana.page.evaluate(() => JSON.parse(localStorage.getItem("alcove:member:private-search")));
  ben.send({ type: "direct", cid: "ask", to: id });
  await ana.page.getByRole("button", { name: /^Private/ }).first().waitFor();
  await ana.page.getByRole("button", { name: "Accept" }).first().click();
  await ana.sees(() => document.querySelector("alcove-room")?.name.startsWith("~") || document.querySelector("alcove-directs-line") !== null, undefined, "the conversation");
  const room = await ana.page.evaluate(async () => {
    for (;;) {
      const key = Object.keys(localStorage).find((each) => each.startsWith("alcove:member:~"));
      if (key) return key.slice("alcove:member:".length);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  await ana.opens(room);
  await ana.sees(() => document.querySelector("alcove-room")?.store.isOpened, undefined, "the conversation's answer");
  await ana.says("a secret about tea");
  await ana.reads("a secret about tea");
  const asked = watches(ana);
  await opens(ana);
  await finds(ana, "secret", "1 message found");
  assert.match(asked[0].token, /^Bearer /);
  const stranger = await fetch(`${world.server.url}/room/${room}/search?q=secret`);
  assert.equal(stranger.status, 403);
});

test("Ctrl+K finds messages of the device's rooms, and says what it has not searched", async () => {
  const ben = await world.visitor("one-search", "Ben");
  await ben.says("the samovar is warm");
  const cleo = await world.visitor("two-search", "Cleo");
  await cleo.says("who has a samovar?");
  const ana = await world.person("Ana");
  await ana.joins("one-search");
  await ana.comesInto("two-search");
  await ana.comesInto("three-search");
  await ana.reloads();
  // A room of which this device has lost the way in.
  await ana.page.evaluate(() => localStorage.removeItem("alcove:member:two-search"));
  const asked = watches(ana);
  const palette = ana.page.locator("alcove-palette dialog");
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("samo");
  await palette.getByRole("option", { name: /Ben · one-search.*samovar is warm/ }).waitFor();
  await palette.locator(".state").filter({ hasText: "1 message found (2 rooms searched). Not searched: 1 room (not joined on this device)." }).waitFor();
  assert.deepEqual(asked.map(({ room }) => room), ["three-search", "one-search"]);
  assert.ok(asked.every(({ token }) => /^Bearer /.test(token)) && asked[0].token !== asked[1].token);
  await isAccessible(ana, "messages of all rooms");
  await ana.page.keyboard.press("Enter");
  await ana.sees((name) => document.querySelector("alcove-room")?.name === name, "one-search", "the room");
  await isFlashed(ana, "the samovar is warm");
  // In the room that is open, it goes there.
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("samovar is");
  await palette.getByRole("option", { name: /Ben · one-search/ }).waitFor();
  await ana.page.keyboard.press("Enter");
  await isFlashed(ana, "the samovar is warm");
  // Closed, it asks for nothing more.
  const before = asked.length;
  await ana.page.keyboard.press("Control+K");
  await palette.waitFor();
  await ana.page.keyboard.type("warm");
  await ana.page.keyboard.press("Escape");
  await isQuiet(ana);
  assert.equal(asked.length, before);
});

test("the start page finds rooms and messages, by its button and by keys", async () => {
  const ben = await world.visitor("one-start", "Ben");
  await ben.says("the **kettle** is on");
  for (const [name, device] of [["Ana", DESKTOP], ["Eve", PHONE]]) {
    const ana = await world.person(name, device);
    await ana.joins("one-start");
    await ana.comesInto("two-start");
    await ana.visits("/");
    const palette = ana.page.locator("alcove-palette dialog");
    const button = ana.page.getByRole("button", { name: "Find a room or message" });
    await button.waitFor();
    if (device === PHONE) await button.tap();
    else await ana.page.keyboard.press("Control+K");
    await palette.waitFor();
    await ana.page.getByRole("combobox", { name: "Find a room or message" }).waitFor();
    await isAccessible(ana, `what is found from the start page (${device.name})`);
    await ana.page.keyboard.press("Escape");
    await palette.waitFor({ state: "detached" });
    if (device === PHONE) await button.tap();
    else {
      await button.click();
      await palette.waitFor();
    }
    await ana.page.keyboard.type("kettle");
    await palette.locator(".state").filter({ hasText: "1 message found (2 rooms searched)." }).waitFor();
    await palette.getByRole("option", { name: /Ben · one-start.*the kettle is on/ }).click();
    await isFlashed(ana, "the kettle is on");
    await ana.visits("/");
    await button.waitFor();
    await button.press("Enter");
    await palette.waitFor();
    await ana.page.keyboard.type("two");
    await palette.getByRole("option", { name: /two-start/ }).waitFor();
    await ana.page.keyboard.press("Enter");
    await ana.isIn();
    assert.match(ana.page.url(), /two-start$/);
  }
});

test("a link to a message says who and what, where one may read it", async () => {
  const ben = await world.visitor("links-search", "Ben");
  const { seq } = await ben.says("**The plan**\nin three parts");
  const cleo = await world.visitor("else-search", "Cleo");
  const there = await cleo.says("what was said elsewhere");
  const dara = await world.visitor("theirs-search", "Dara");
  const theirs = await dara.says("not for everybody");
  await fillRoom(world.server.socketUrl("links-search"), 120);
  const ana = await world.person("Ana");
  await ana.joins("else-search");
  await ana.comesInto("links-search");
  const asked = [];
  ana.page.on("request", (request) => /\/messages\?/.test(request.url()) && asked.push(new URL(request.url()).pathname));
  const link = (room, to) => `${world.server.url}/room/${room}#m${to}`;
  await ben.says(`see ${link("links-search", seq)} and ${link("else-search", there.seq)} and ${link("theirs-search", theirs.seq)}`);
  const cards = ana.page.locator("alcove-timeline a.linked");
  await cards.nth(1).waitFor();
  assert.deepEqual((await cards.allInnerTexts()).map((words) => words.replace(/\s+/g, " ").trim()), ["Ben The plan", "Cleo · else-search what was said elsewhere"]);
  assert.deepEqual([...new Set(asked)].sort(), ["/room/else-search/messages", "/room/links-search/messages"]);
  await isAccessible(ana, "links to messages");
  await isOfHighContrast(ana, "links to messages");
  // It follows what it shows.
  await ben.does({ type: "edit", seq, text: "Another plan" });
  await cards.filter({ hasText: "Another plan" }).waitFor();
  await cards.filter({ hasText: "Another plan" }).click();
  await isFlashed(ana, "Another plan");
  await ana.page.getByRole("button", { name: "Back", exact: true }).click();
  await cards.filter({ hasText: "Cleo" }).click();
  await ana.sees((name) => document.querySelector("alcove-room")?.name === name, "else-search", "the other room");
  await isFlashed(ana, "what was said elsewhere");
});

for (const device of [PHONE, DESKTOP]) {
  test(`the search is accessible, empty and with results (${device.name})`, async () => {
    const room = `access-search-${device.name}`;
    const ben = await world.visitor(room, "Ben");
    for (let i = 0; i < 4; i++) await ben.says(`tea ${i} ${"and a long text about it ".repeat(i * 20)}`);
    const ana = await world.person("Ana", { ...device, reducedMotion: "reduce" });
    await ana.joins(room);
    await opens(ana);
    await isAccessible(ana, "an empty search");
    await isOfHighContrast(ana, "an empty search");
    await finds(ana, "tea", "4 messages found");
    await panel(ana).getByRole("button", { name: "With link" }).click();
    await finds(ana, "tea", "4 messages found");
    await isAccessible(ana, "a search with results");
    await isOfHighContrast(ana, "a search with results");
    await results(ana).first().focus();
    await isAccessible(ana, "a search with a result chosen");
    await ana.page.evaluate(() => {
      document.documentElement.dir = "rtl";
    });
    await isAccessible(ana, "a search from right to left");
  });
}

test("it fits the narrowest screen in every language, and says all in it", async () => {
  const ben = await world.visitor("narrow-search", "Ben");
  await ben.says("tea");
  for (const locale of ["de", "es", "fr", "hi", "ar"]) {
    const ana = await world.person(locale, { ...PHONE, locale, viewport: { width: 320, height: 640 } });
    await ana.joins("narrow-search");
    // Its name has the place in the bar, so it is in the settings.
    await ana.part("settingsButton").tap();
    await ana.part("dialog").locator("section > button").filter({ hasText: SEARCH[locale] }).tap();
    await panel(ana).locator("input").fill("tea");
    await results(ana).first().waitFor();
    const { scrollWidth, over } = await panel(ana).evaluate(({ shadowRoot }) => ({
      scrollWidth: document.documentElement.scrollWidth,
      over: [...shadowRoot.querySelectorAll(".head, .head *, .found, .found *")].filter((each) => {
        const { left, right, width } = each.getBoundingClientRect();
        return width > 1 && !each.closest(".filters") && (left < -0.5 || right > innerWidth + 0.5);
      }).length,
    }));
    assert.deepEqual([scrollWidth, over], [320, 0], locale);
  }
});
