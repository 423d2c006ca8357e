// A link with a key: it gives its role once, and the key is to be found nowhere afterwards.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { keyLink, makesRoom, mints } from "./support/keys.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, KEEPING, KEEPING_NOTHING, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

const roleOf = (person) => person.page.evaluate(() => document.querySelector("alcove-room").store.room.house.role);

/** Somebody comes to a room by a link that makes them a moderator. `watched` is all that left the page meanwhile. */
async function comesByKey(room, { more = "", device = DESKTOP, before = async () => {} } = {}) {
  const owner = await makesRoom(world, room);
  const key = await mints(owner, "moderator");
  const ana = await world.person("Ana", device);
  const watched = [];
  ana.context.on("request", (request) => {
    watched.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? "");
  });
  ana.context.on("console", (message) => watched.push(message.text()));
  await before(ana, owner);
  await ana.visits(keyLink(room, key, more));
  await ana.givesName("Ana");
  await ana.isIn();
  return { ana, owner, key, watched };
}

/** Nowhere in these. */
const hasNone = (key, places) => {
  for (const [name, text] of Object.entries(places)) assert.ok(!JSON.stringify(text ?? null).includes(key), `the key is in ${name}: ${text}`);
};

test("a key is out of the address before any other script runs, and makes one what it gives", async () => {
  const { ana, key, watched } = await comesByKey("taken", { before: (person) => person.context.addInitScript(watchAddress) });
  assert.equal(await roleOf(ana), "moderator");
  const taken = await ana.page.evaluate(() => window.taken);
  assert.equal(taken.length, 1);
  assert.match(taken[0].by, /\/assets\/before-paint-/);
  assert.equal(taken[0].isAppThere, false);
  assert.equal(ana.page.url(), world.server.link("taken"));
  const places = await ana.page.evaluate(() => ({
    state: history.state,
    title: document.title,
    referrer: document.referrer,
    document: document.documentElement.outerHTML,
    // Of the page itself a browser notes where it was loaded from, for scripts of the page alone.
    entries: performance.getEntries().flatMap(({ name, entryType }) => (entryType === "navigation" ? [] : [name])),
    steps: globalThis.navigation?.entries().map(({ url }) => url),
    stored: { ...localStorage },
    storedForTab: { ...sessionStorage },
  }));
  hasNone(key, { ...places, watched });
});

test("no step of the browser's history leads to it, nor a reload", async () => {
  const { ana, key } = await comesByKey("steps", { before: (person) => person.visits("/") });
  await ana.page.goBack();
  await ana.page.goForward();
  await ana.isIn();
  hasNone(key, { address: ana.page.url() });
  await ana.reloads();
  assert.equal(await roleOf(ana), "moderator", "the token stands for it");
});

test("a reload before one has given a name loses nothing", async () => {
  const owner = await makesRoom(world, "early");
  const key = await mints(owner, "moderator", { uses: 1 });
  const ana = await world.person("Ana");
  await ana.visits(keyLink("early", key));
  await ana.part("nameField").waitFor();
  await ana.page.reload();
  await ana.givesName("Ana");
  await ana.isIn();
  assert.equal(await roleOf(ana), "moderator");
});

test("one that comes while the room is open is taken as well, and leaves no step behind", async () => {
  const owner = await makesRoom(world, "later");
  const key = await mints(owner, "moderator");
  const ana = await world.person("Ana");
  await ana.joins("later");
  assert.equal(await roleOf(ana), "member");
  await ana.page.evaluate((hash) => location.assign(hash), `#key=${key}`);
  await ana.sees(() => document.querySelector("alcove-room").store.room.house.role === "moderator", undefined, "the role");
  hasNone(key, { address: ana.page.url(), steps: await ana.page.evaluate(() => navigation.entries().map(({ url }) => url)) });
  await ana.page.goBack();
  hasNone(key, { address: ana.page.url() });
});

test("what else a link says stays: it leads to its message", async () => {
  const { ana, key } = await comesByKey("message", {
    more: "&m1",
    before: async (_, owner) => {
      await owner.says("read this");
      for (let i = 0; i < 60; i += 1) await owner.says(`line ${i}`);
    },
  });
  await ana.sees(flashed, "read this", "the message");
  hasNone(key, { address: ana.page.url() });
});

test("no address that leaves the page has it: copied links, and the referrer of what is opened", async () => {
  const { ana, owner, key, watched } = await comesByKey("links");
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await owner.says("see http://elsewhere.example/page");
  await ana.reads("see http://elsewhere.example/page");
  const copied = () => ana.page.evaluate(() => navigator.clipboard.readText());
  await ana.part("copy").click();
  await ana.readsIn("feedback", "Link copied");
  assert.equal(await copied(), world.server.link("links"));
  await ana.opensMenuOf("see http://elsewhere.example/page");
  await ana.picks("Copy link to message");
  await ana.part("toast").waitFor();
  assert.equal(await copied(), `${world.server.link("links")}#m1`);
  assert.equal(await ana.part("texts").locator("a").getAttribute("rel"), "noopener noreferrer");
  hasNone(key, { watched });
});

test("no notification has it", async () => {
  const { ana, owner, key } = await comesByKey("told", {
    device: { ...DESKTOP, ...KEEPING_NOTHING },
    before: (person) => person.context.addInitScript(watchWhatIsTold),
  });
  await ana.looksAway();
  await owner.says("@Ana look");
  await ana.sees(() => window.told.length === 1, undefined, "the notification");
  const told = await ana.page.evaluate(() => window.told);
  assert.equal(told[0].data.url, world.server.link("told"));
  hasNone(key, { told });
});

test("what the service worker keeps has none of it", async () => {
  const { ana, key } = await comesByKey("kept", { device: { ...DESKTOP, ...KEEPING } });
  await ana.keepsThePage();
  const kept = await ana.page.evaluate(async () => {
    const found = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) found.push(request.url, request.referrer);
    return found;
  });
  assert.ok(kept.length > 10);
  hasNone(key, { kept });
});

test("a key that gives nothing is said to, in no words of its own, and is gone as well", async () => {
  await makesRoom(world, "wrong");
  const ana = await world.person("Ana");
  const heard = [];
  ana.page.on("console", (message) => heard.push(message.text()));
  const key = "x".repeat(21);
  await ana.visits(keyLink("wrong", key));
  await ana.givesName("Ana");
  await ana.part("nameProblem").waitFor();
  hasNone(key, {
    heard,
    address: ana.page.url(),
    words: await ana.part("prompt").innerText(),
    stored: await ana.page.evaluate(() => ({ ...localStorage })),
  });
  await ana.takesTheName();
  await ana.isIn();
  assert.equal(await roleOf(ana), "member");
});

test("a frame on another site's page is given none, whatever its element says", async () => {
  const ana = await world.person("Ana");
  ana.expectsToHear(/alcove-room/);
  const key = "y".repeat(22);
  const elements = `<alcove-room room="framed" key="${key}" name="Ana"></alcove-room><alcove-room room="framed#key=${key}"></alcove-room>`;
  const script = await (await fetch(`${world.server.url}/embed.js`)).text();
  const files = { "/": `<script src="/embed.js"></script>${elements}`, "/embed.js": script };
  await ana.page.route("http://host.example/**", (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ contentType: pathname === "/embed.js" ? "text/javascript" : "text/html", body: files[pathname] ?? "" });
  });
  await ana.page.goto("http://host.example/");
  const frames = ana.page.locator("alcove-room iframe");
  await frames.first().waitFor();
  const addresses = await frames.evaluateAll((all) => all.map(({ src }) => src));
  assert.equal(addresses.length, 1);
  assert.match(addresses[0], /\/room\/framed#embed&name=Ana$/);
  hasNone(key, { addresses });
});

test("a link with a key that is pasted on the start page leads in as well", async () => {
  const owner = await makesRoom(world, "pasted");
  const key = await mints(owner, "moderator");
  const ana = await world.person("Ana");
  await ana.visits("/");
  await ana.part("landingName").fill("Ana");
  await ana.page.locator("#room").fill(`Come: ${world.server.url}${keyLink("pasted", key)}`);
  await ana.page.locator("#room").press("Enter");
  await ana.isIn();
  assert.equal(await roleOf(ana), "moderator");
  hasNone(key, { address: ana.page.url() });
});

// ---- run in the page ----

/** Notes by whom the address is changed, and whether the page's own modules have run by then. */
function watchAddress() {
  window.taken = [];
  const replace = history.replaceState;
  history.replaceState = function (...given) {
    window.taken.push({ by: document.currentScript?.src ?? "", isAppThere: !!customElements.get("alcove-app") });
    return replace.apply(this, given);
  };
}

function watchWhatIsTold() {
  window.told = [];
  window.Notification = class {
    static permission = "granted";
    constructor(title, options) {
      window.told.push({ title, ...options });
    }
    addEventListener() {}
    close() {}
  };
}

const flashed = (text) =>
  [...document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelectorAll(".row .text")].some(
    ({ textContent }) => textContent === text,
  );
