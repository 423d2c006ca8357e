// What can stand between a browser and the server: proxies that change or drop something, and networks that
// answer in the server's place.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { startProxy } from "./support/proxy.mjs";
import { DESKTOP, KEEPING, useWorld } from "./support/world.mjs";

const REFUSED = /WebSocket|Failed to load|net::ERR|MIME|importing|dynamically imported/;

const world = useWorld();
let proxy;
test.afterEach(() => proxy?.stop());

async function comesThrough(how) {
  proxy = await startProxy(world.server, how);
  const ana = await world.person("Ana");
  ana.expectsToHear(REFUSED);
  await ana.page.goto(`${proxy.url}/room/between`);
  return ana;
}

test("a proxy that changes the host: the page tells the operator what is wrong", async () => {
  const ana = await comesThrough({ host: "localhost" });
  await ana.givesName("Ana");
  await ana.readsIn("banner", "This server doesn’t accept this address. If you run the server, add the address to ALLOWED_ORIGINS.");
});

test("a proxy that blocks WebSockets: the page says so", async () => {
  const ana = await comesThrough({ passesSockets: false });
  await ana.givesName("Ana");
  await ana.readsIn("banner", "Something between you and the server is blocking live connections.");
});

test("another network's page in place of a part is not cached, and the next try gets the part", async () => {
  const answered = [];
  let isAnswering = true;
  const answers = (path) => {
    if (!isAnswering || !/^\/assets\/emoji-en/.test(path)) return undefined;
    answered.push(path);
    return "<title>Welcome to our hotel</title>";
  };
  proxy = await startProxy(world.server, { answers });
  const ana = await world.person("Ana", { ...DESKTOP, ...KEEPING });
  ana.expectsToHear(REFUSED);
  await ana.page.goto(proxy.url);
  await ana.page.evaluate(() => navigator.serviceWorker.ready);
  await ana.page.goto(`${proxy.url}/room/hotel`);
  assert.ok(await ana.page.evaluate(() => !!navigator.serviceWorker.controller));
  await ana.givesName("Ana");
  await ana.part("emojiButton").click();
  await ana.part("picker").getByText("Couldn’t load the emoji.").waitFor();
  assert.ok(answered.length > 0);
  isAnswering = false;
  const kept = await ana.page.evaluate(async () => {
    const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).matchAll()));
    return all.flat().filter(({ url, headers }) => url.endsWith(".js") && !headers.get("content-type").includes("javascript")).map(({ url }) => url);
  });
  assert.deepEqual(kept, []);
  await ana.page.getByRole("button", { name: "Try now" }).click();
  await ana.part("emoji").first().waitFor();
});
