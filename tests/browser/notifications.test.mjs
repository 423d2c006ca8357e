// Notifications while the user looks elsewhere: from the system, with an optional sound, and as a count on the
// tab.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { keyLink, makesRoom, mints } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, KEEPING_NOTHING, useWorld } from "./support/world.mjs";

/** The page tells it itself: its service worker would. */
const BY_ITSELF = { ...DESKTOP, ...KEEPING_NOTHING };

const world = useWorld(UNHURRIED);

/** Someone whose browser allows notifications, in a room with Ben. */
async function inRoom(room) {
  const ana = await world.person("Ana", BY_ITSELF);
  await ana.context.addInitScript(watchWhatIsTold);
  await ana.joins(room);
  return { ana, ben: await world.visitor(room, "Ben") };
}

test.describe("a notification", () => {
  test("comes for a mention while the user looks elsewhere, and for nothing else", async () => {
    const { ana, ben } = await inRoom("mentions");
    await ben.says("@Ana while you look");
    await ana.reads("@Ana while you look");
    await ana.looksAway();
    await ben.says("nobody in particular");
    await ben.says("@ana\nare you there?");
    await isTold(ana, 1);
    const [{ title, body, tag, data }] = await ana.page.evaluate(() => window.told);
    assert.deepEqual(
      { title, body, tag, data },
      { title: "Ben in mentions", body: "@ana are you there?", tag: "alcove:mentions", data: { url: world.server.link("mentions") } },
    );
  });

  test("comes for who asks to be let in, to those who may", async () => {
    const owner = await makesRoom(world, "knocks", { access: "ask" });
    const ana = await world.person("Ana", BY_ITSELF);
    await ana.context.addInitScript(watchWhatIsTold);
    ana.expectsToHear(/status of 401/);
    await ana.visits(keyLink("knocks", await mints(owner, "moderator")));
    await ana.givesName("Ana");
    await ana.isIn();
    await ana.page.locator("alcove-host-button").waitFor();
    await ana.looksAway();
    const zoe = await world.visitor("knocks");
    zoe.hello("Zoe");
    await isTold(ana, 1);
    assert.equal((await ana.page.evaluate(() => window.told))[0].title, "Zoe asks to come into knocks");
  });

  test("comes for who asks to talk in private in a room that is open nowhere", async () => {
    const ana = await world.person("Ana", BY_ITSELF);
    await ana.context.addInitScript(watchWhatIsTold);
    await ana.joins("met");
    const ben = await world.visitor("met", "Ben");
    const to = ben.welcome.members.find(({ name }) => name === "Ana").id;
    await ana.comesInto("elsewhere");
    ben.send({ type: "direct", cid: "d", to });
    await isTold(ana, 1);
    assert.equal((await ana.page.evaluate(() => window.told))[0].title, "Ben from met wants to talk privately");
  });

  test("is shown by the service worker where there is one, and goes with the visit as well", async () => {
    const ana = await world.person("Ana");
    await ana.context.addInitScript(watchWhatIsTold);
    await ana.context.addInitScript(hasServiceWorker);
    await ana.joins("worker");
    const ben = await world.visitor("worker", "Ben");
    await ana.looksAway();
    await ben.says("@Ana");
    await ana.sees(() => window.toldByWorker.length === 1, undefined, "the notification");
    assert.deepEqual(await bodiesTold(ana), []);
    await ana.looksBack();
    await ana.sees(() => window.toldByWorker.length === 0, undefined, "the notification to go");
  });

  test("comes for a reply to an own message, even one far above", async () => {
    const { ana, ben } = await inRoom("answers");
    await ana.says("a question");
    const { seq } = await ben.sees({ type: "message", text: "a question" });
    for (let i = 1; i <= 60; i += 1) await ben.says(`${i}`);
    await ana.reloads();
    await ana.reads("60");
    await ana.looksAway();
    await ben.says("to nobody");
    await ben.says("to himself", { reply_to: seq + 1 });
    await ben.says("an answer", { reply_to: seq });
    await isTold(ana, 1);
    assert.deepEqual(await bodiesTold(ana), ["an answer"]);
  });

  test("shows plain text", async () => {
    const { ana, ben } = await inRoom("plain");
    await ana.looksAway();
    await ben.says("@Ana **Lunch** at [the inn](https://a.example/), ~~noon~~ *one*\n```\nlet a;\n```");
    await isTold(ana, 1);
    assert.deepEqual(await bodiesTold(ana), ["@Ana Lunch at the inn, noon one let a;"]);
  });

  test("follows its message: it changes with an edit, and goes when that is deleted or no longer a mention", async () => {
    const { ana, ben } = await inRoom("follows");
    await ana.looksAway();
    const { seq } = await ben.says("@Ana at noon");
    await isTold(ana, 1);
    await ben.does({ type: "edit", seq, text: "@Ana at one" });
    await isTold(ana, 2);
    const [{ renotify: first }, { body, renotify, tag }] = await ana.page.evaluate(() => window.told);
    assert.deepEqual({ first, body, renotify, tag }, { first: true, body: "@Ana at one", renotify: false, tag: "alcove:follows" });
    await ben.does({ type: "edit", seq, text: "@Cleo at one" });
    await ana.sees(() => window.told[1].isClosed === true, undefined, "the notification to go");
    const other = await ben.says("@Ana at two");
    await isTold(ana, 3);
    await ben.does({ type: "delete", seq: other.seq });
    await ana.sees(() => window.told[2].isClosed === true, undefined, "the notification to go");
    await ben.does({ type: "edit", seq, text: "@Ana, too late" });
    await ana.reads("@Ana, too late");
    assert.equal((await bodiesTold(ana)).length, 3);
  });

  test("goes away when one comes back", async () => {
    const { ana, ben } = await inRoom("back");
    await ana.looksAway();
    await ben.says("@Ana");
    await isTold(ana, 1);
    await ana.looksBack();
    await ana.sees(() => window.told[0].isClosed === true, undefined, "the notification to go");
  });

  test("leads to the room when it is pressed", async () => {
    const { ana, ben } = await inRoom("pressed");
    await ana.looksAway();
    await ben.says("@Ana");
    await isTold(ana, 1);
    const isFocused = await ana.page.evaluate(() => {
      let isFocused = false;
      window.focus = () => {
        isFocused = true;
      };
      window.told[0].onclick();
      return isFocused;
    });
    assert.ok(isFocused);
  });

  test("comes for all messages, for none, or in a muted room never, as chosen for this room", async () => {
    const { ana, ben } = await inRoom("choices");
    await ana.opensDialog("Settings");
    await ana.chooses("Notify me about", "All messages");
    await ana.looksAway();
    await ben.says("one");
    await isTold(ana, 1);
    await ana.switches("Mute this room", true);
    await ben.says("two");
    await ana.reads("two");
    await ana.switches("Mute this room", false);
    await ana.chooses("Notify me about", "Nothing");
    await ben.says("@Ana three");
    await ana.reads("@Ana three");
    await ana.chooses("Notify me about", "Mentions");
    await ben.says("@Ana four");
    await isTold(ana, 2);
    assert.deepEqual(await bodiesTold(ana), ["one", "@Ana four"]);
  });

  test("comes from one of several tabs, and from none while one of them is looked at", async () => {
    const { ana, ben } = await inRoom("tabs");
    const tab = await ana.anotherTab();
    await tab.opens("tabs");
    await tab.isIn();
    await tab.sees(isKnownToBeLookedAt, "tabs", "the others know that one looks here");
    await ana.looksAway();
    await ben.says("@Ana one");
    for (const each of [ana, tab]) await each.reads("@Ana one");
    await tab.looksAway();
    await ben.says("@Ana two");
    await ana.sees(isToldAnywhere, "@Ana two", "the notification");
    await ben.says("@Ana three");
    await ana.sees(isToldAnywhere, "@Ana three", "the notification");
    assert.deepEqual(await ana.page.evaluate(() => window.toldAnywhere), ["@Ana two", "@Ana three"]);
  });
});

test("a sound is played only if enabled, with a notification, and not repeatedly", async () => {
  const { ana, ben } = await inRoom("sound");
  await ana.looksAway();
  await ben.says("@Ana unheard");
  await isTold(ana, 1);
  assert.equal(await ana.page.evaluate(() => window.tones), 0);
  await ana.opensDialog("Settings");
  await ana.switches("Sound", true);
  const sample = await ana.page.evaluate(() => window.tones);
  assert.ok(sample > 0, "a sample at once");
  await ben.says("@Ana too soon");
  await isTold(ana, 2);
  assert.equal(await ana.page.evaluate(() => window.tones), sample);
  await ana.page.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 2_000;
  });
  await ben.says("nothing to tell");
  await ben.says("@Ana heard");
  await isTold(ana, 3);
  assert.equal(await ana.page.evaluate(() => window.tones), 2 * sample);
});

test("what is read in one tab is read in all", async () => {
  const ana = await world.person("Ana");
  await ana.joins("read-in-one");
  const tab = await ana.anotherTab();
  await tab.opens("read-in-one");
  await tab.isIn();
  for (const each of [ana, tab]) await each.looksAway();
  const ben = await world.visitor("read-in-one", "Ben");
  await ben.says("one");
  await ben.says("two");
  const title = (words) => document.title === words;
  for (const each of [ana, tab]) await each.sees(title, "(2) read-in-one · Alcove", "two unread");
  await ana.looksBack();
  for (const each of [ana, tab]) await each.sees(title, "read-in-one · Alcove", "nothing unread");
  await tab.looksBack();
  assert.equal(await tab.part("newLine").count(), 0);
});

test("unread messages are counted in the title and the favicon until they are read", async () => {
  const { ana, ben } = await inRoom("unread");
  const sign = () => ana.page.locator("link[rel=icon]").getAttribute("href");
  const plain = await sign();
  await ana.looksAway();
  for (let i = 0; i < 3; i += 1) await ben.says(`${i}`);
  await ana.sees(hasSign, ">3</text>", "3 on the sign", sign);
  assert.equal(await ana.page.title(), "(3) unread · Alcove");
  for (let i = 3; i < 10; i += 1) await ben.says(`${i}`);
  await ana.sees(hasSign, ">9+</text>", "9+ on the sign", sign);
  await ana.sees(() => document.title === "(10) unread · Alcove", undefined, "10 in the title");
  const drawn = await ana.page.evaluate(async () => {
    const image = new Image();
    image.src = document.querySelector("link[rel=icon]").href;
    await image.decode();
    return image.width > 0;
  });
  assert.ok(drawn);
  await ana.looksBack();
  await ana.sees(() => document.title === "unread · Alcove", undefined, "the plain title");
  assert.equal(new URL(await sign(), ana.page.url()).href, new URL(plain, ana.page.url()).href);
});

const isTold = (person, times) =>
  person.sees((wanted) => window.told.length === wanted, times, `${times} notifications`, () => bodiesTold(person));

const bodiesTold = (person) => person.page.evaluate(() => window.told.map(({ body }) => body));

// ---- run in the page ----

const isToldAnywhere = (body) => window.toldAnywhere.includes(body);

const hasSign = (words) => decodeURIComponent(document.querySelector("link[rel=icon]").href).includes(words);

/** A service worker that shows notifications in a list. */
function hasServiceWorker() {
  window.toldByWorker = [];
  const registration = {
    active: {},
    async showNotification(title, options) {
      const close = () => window.toldByWorker.splice(window.toldByWorker.indexOf(told), 1);
      const told = { title, ...options, close };
      window.toldByWorker.push(told);
    },
    async getNotifications({ tag }) {
      return window.toldByWorker.filter((each) => each.tag === tag);
    },
  };
  navigator.serviceWorker.getRegistration = async () => registration;
}

/** Replaces what a browser without a screen cannot show, and counts what would be heard. */
function watchWhatIsTold() {
  window.told = [];
  window.toldAnywhere = [];
  window.tones = 0;
  const tabs = new BroadcastChannel("told");
  tabs.onmessage = ({ data }) => window.toldAnywhere.push(data);
  window.Notification = class {
    static permission = "granted";
    constructor(title, options) {
      Object.assign(this, { title }, options);
      window.told.push(this);
      window.toldAnywhere.push(this.body);
      tabs.postMessage(this.body);
    }
    close() {
      this.isClosed = true;
    }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (at) {
    window.tones += 1;
    return start.call(this, at);
  };
}

async function isKnownToBeLookedAt(room) {
  const { held } = await navigator.locks.query();
  return held.filter(({ name }) => name.includes("looked") && name.includes(room)).length > 1;
}
