// The page without a server, and a server with a newer version of the page.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, KEEPING, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();
/** What an empty composer says in the version that is deployed. */
let words = "Write a message";
let versions = 1;
let visitors = 0;
test.afterEach(() => world.server.isThere());

function deploysAnother() {
  versions += 1;
  const before = words;
  words = `Write into version ${versions}`;
  world.server.deploys(before, words);
}

/** Someone with a name whose browser was here once, at the landing page. */
async function wasHere(device = DESKTOP) {
  visitors += 1;
  const person = await world.person(`Visitor ${visitors}`, { ...device, ...KEEPING });
  await comes(person);
  return person;
}

/** The same, and it may have been there for a test before: of this version, as no other is deployed. */
async function isHere(device = DESKTOP) {
  const person = await world.personWhoStays(`Visitor on a ${device.name}`, { ...device, ...KEEPING }, comes);
  await person.opens("visited");
  await person.isIn();
  await person.keepsThePage();
  return person;
}

async function comes(person) {
  await person.visits();
  await person.page.getByLabel("Your name").fill(person.name);
  await person.page.getByLabel("Room name or link").fill("visited");
  await person.page.keyboard.press("Enter");
  await person.isIn();
  await person.keepsThePage();
}

const placeholder = (person) => person.part("composer").getAttribute("placeholder");

test.describe("without a server", () => {
  test("the start page and every room open, even one never visited", async () => {
    const ana = await isHere(PHONE);
    ana.expectsTheServerToGo();
    await world.server.isKilled();
    await ana.visits();
    await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
    for (const room of ["visited", "Never-Visited"]) {
      await ana.opens(room);
      if (room !== "visited") await ana.takesTheName();
      assert.equal(await placeholder(ana), words);
      await ana.writes(`written in ${room}`);
    }
    await ana.opens("visited");
    assert.equal(await ana.part("composer").inputValue(), "written in visited");
  });

  test("without a network it says so at once, and shows nothing as loading", async () => {
    for (const device of [DESKTOP, PHONE]) {
      const ana = await isHere(device);
      const ben = await world.visitor(`cellar-${device.name}`, "Ben");
      for (let n = 0; n < 9; n += 1) await ben.says(`word ${n}`);
      await ana.comesInto(`cellar-${device.name}`);
      await ana.reads("word 8");
      await ana.keepsThePage();
      await ana.reloads();
      ana.expectsTheServerToGo();
      ana.expectsToHear(/ERR_INTERNET_DISCONNECTED/);
      await world.server.isKilled();
      await ana.context.setOffline(true);
      await ana.page.reload();
      await ana.readsIn("banner", "No connection.");
      await ana.reads("word 8");
      assert.equal(await ana.part("scroller").getByText("Loading messages").count(), 0);
      assert.doesNotMatch(await ana.part("people").innerText(), /0/);
      await ana.opens("attic");
      await ana.takesTheName();
      await ana.part("scroller").getByText("Messages will show up here once you’re connected.").waitFor();
      await world.server.start();
    }
  });

  test("and on a phone a press on the people says so, and brings nothing later", async () => {
    const ana = await isHere(PHONE);
    await ana.comesInto("offline-people");
    ana.expectsTheServerToGo();
    ana.expectsToHear(/ERR_INTERNET_DISCONNECTED/);
    await ana.context.setOffline(true);
    await ana.page.reload();
    await ana.part("banner").waitFor();
    await ana.part("people").tap();
    await ana.readsIn("toast", "No connection.");
    await ana.context.setOffline(false);
    await ana.isIn();
    assert.equal(await ana.part("roster").count(), 0);
  });

  test("messages written offline are sent when the server is back", async () => {
    const ana = await isHere();
    ana.expectsTheServerToGo();
    await world.server.isKilled();
    await ana.opens("later");
    await ana.takesTheName();
    await ana.says("said to nobody");
    await world.server.start();
    await ana.isOnlineAgain();
    await ana.isIn();
    await ana.readsExactly(["said to nobody"]);
  });

  test("the page has the headers that the server gave it", async () => {
    const ana = await isHere();
    ana.expectsTheServerToGo();
    const online = await (await ana.opens("visited")).allHeaders();
    await world.server.isKilled();
    const offline = await (await ana.opens("visited")).allHeaders();
    for (const name of ["content-security-policy", "content-type", "referrer-policy", "x-content-type-options", "x-frame-options"]) {
      assert.ok(online[name], name);
      assert.equal(offline[name], online[name], name);
    }
  });

  test("a server that takes connections and does not answer is as good as none", async () => {
    const ana = await isHere();
    ana.expectsTheServerToGo();
    world.server.hangs();
    await ana.opens("visited");
    assert.equal(await placeholder(ana), words);
  });

  test("nothing else is cached: no messages and no room names", async () => {
    const ana = await isHere();
    ana.expectsTheServerToGo();
    await ana.opens("visited");
    await ana.isIn();
    const kept = await ana.page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith("alcove:shell:"));
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    assert.ok(kept.includes("/room.html"));
    assert.deepEqual(kept.filter((path) => path.includes("visited")), []);
    await world.server.isKilled();
    for (const path of ["/health", "/room/visited/messages", "/shell.json", "/nowhere"]) {
      assert.equal(await ana.page.evaluate((url) => fetch(url).then(() => "an answer", () => "none"), path), "none", path);
    }
    await assert.rejects(ana.visits("/nowhere"), /ERR_CONNECTION_REFUSED/);
    await assert.rejects(ana.visits("/room/no.room"), /ERR_CONNECTION_REFUSED/);
  });
});

test.describe("a new version on the server", () => {
  test("is there at the next navigation, without a word", async () => {
    const ana = await wasHere();
    deploysAnother();
    await ana.opens("visited");
    await ana.isIn();
    assert.equal(await placeholder(ana), words);
    await ana.keepsThePage();
    assert.equal(await ana.part("update").count(), 0);
  });

  test("is offered to an open page when the server is back, and loaded with one press", async () => {
    const ana = await wasHere();
    ana.expectsTheServerToGo();
    await ana.writes("half a thou");
    const old = words;
    await world.server.isKilled();
    deploysAnother();
    await world.server.start();
    await ana.isOnlineAgain();
    await ana.readsIn("update", "A new version is available.");
    assert.equal(await placeholder(ana), old);
    await ana.part("update").getByRole("button", { name: "Reload" }).click();
    await ana.sees(composerSays, words, "the new version");
    await ana.isIn();
    assert.equal(await ana.part("composer").inputValue(), "half a thou");
    assert.equal(await ana.part("update").count(), 0);
  });

  test("is told on the landing page as well", async () => {
    const ana = await wasHere();
    await ana.visits();
    world.server.deploys("Create a room", "Build a room");
    await ana.isOnlineAgain();
    await ana.part("update").getByRole("button", { name: "Reload" }).click();
    await ana.page.getByRole("button", { name: "Build a room" }).waitFor();
  });

  test("is not told again once that was closed, and the focus goes to where one writes", async () => {
    const ana = await wasHere();
    deploysAnother();
    await ana.isOnlineAgain();
    await ana.part("update").getByRole("button", { name: "Close" }).click();
    await ana.part("update").waitFor({ state: "detached" });
    assert.equal(await ana.focus(), "Message");
    const asked = ana.page.waitForResponse(/shell\.json/);
    await ana.isOnlineAgain();
    await (await asked).finished();
    await ana.keepsThePage();
    assert.equal(await ana.part("update").count(), 0);
  });

  test("is the one that opens without a server from then on", async () => {
    const ana = await wasHere();
    ana.expectsTheServerToGo();
    deploysAnother();
    await ana.opens("visited");
    await ana.keepsThePage();
    await world.server.isKilled();
    await ana.opens("visited");
    assert.equal(await placeholder(ana), words);
  });

  test("leaves the files of the old one to pages that are still open, and to no other", async () => {
    const ana = await wasHere();
    await ana.reloads();
    const script = await ana.page.evaluate(() => new URL(document.querySelector("script[type=module]").src).pathname);
    const [first] = await shellsOf(ana);
    const tab = await ana.anotherTab();
    for (let version = 2; version <= 4; version += 1) {
      deploysAnother();
      await tab.visits();
      await tab.keepsThePage();
    }
    assert.equal((await fetch(`${world.server.url}${script}`)).status, 404, "gone from the server");
    assert.equal(await ana.page.evaluate((url) => fetch(url).then(({ status }) => status), script), 200);
    const shells = await shellsOf(ana);
    assert.equal(shells.length, 3, "the first that is open, the last, and the one before it");
    assert.ok(shells.includes(first));

    await ana.page.close();
    deploysAnother();
    await tab.visits();
    await tab.keepsThePage();
    assert.ok(!(await shellsOf(tab)).includes(first));
  });
});

async function shellsOf(person) {
  const names = await person.page.evaluate(() => caches.keys());
  return names.filter((name) => name.startsWith("alcove:shell:"));
}

function composerSays(words) {
  const composer = document.querySelector("alcove-room")?.shadowRoot?.querySelector("alcove-composer")?.shadowRoot;
  return composer?.querySelector("textarea")?.placeholder === words;
}
