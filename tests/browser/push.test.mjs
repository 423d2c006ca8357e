// Messages by push services: chosen in the settings, told by a push service of our own, shown by the service worker.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { startPushService, vapidKey } from "../support/push-service.mjs";
import { isAccessible } from "./support/axe.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, KEEPING, launchOptions, useWorld } from "./support/world.mjs";

// The headless shell shows no notifications of a service worker.
test.use({ launchOptions: launchOptions(process.env.CHROMIUM) });

let service;
let key;
test.beforeAll(async () => {
  key = await vapidKey();
  service = await startPushService({ key });
});
test.afterAll(() => service.stop());

const world = useWorld(() => ({
  ...UNHURRIED,
  VAPID_KEY: key,
  PUSH_HOSTS: service.url,
  LEAVE_GRACE_MS: "0",
  OUTGOING: "public,private,local",
}));

/** Someone whose browser is at the push service under the name `browser`, in a room. */
async function inRoom(room, browser) {
  const person = await world.person("Ana", { ...DESKTOP, ...KEEPING });
  await person.context.grantPermissions(["notifications"]);
  await person.context.addInitScript(standIn, await service.browser(browser));
  await person.joins(room);
  await person.keepsThePage();
  return person;
}

/** In place of the browser's own push service, which tests cannot reach. */
function standIn(subscription) {
  const kept = "test:subscription";
  const read = () => {
    const text = localStorage.getItem(kept);
    if (text === null) return null;
    const { json, options } = JSON.parse(text);
    return {
      options: { applicationServerKey: Uint8Array.from(options).buffer },
      toJSON: () => json,
      unsubscribe: async () => localStorage.removeItem(kept),
    };
  };
  PushManager.prototype.getSubscription = async () => read();
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly) throw new Error("it has to be seen");
    const json = JSON.parse(localStorage.getItem("test:next")) ?? subscription;
    localStorage.setItem(kept, JSON.stringify({ json, options: [...applicationServerKey] }));
    return read();
  };
}

const choose = async (person, value) => {
  const dialog = person.page.locator("alcove-settings-dialog");
  if (!(await dialog.count())) await person.page.locator("alcove-top-bar .settings").click();
  await dialog.locator(`[name=push][value=${value}]`).focus();
  await dialog.locator(`[name=push][value=${value}]`).press("Space");
};

const isKept = (person, room, value) =>
  person.page.waitForFunction(([name, what]) => localStorage.getItem(`alcove:push:${name}`) === what, [room, value]);

const gotten = (browser, count) => {
  const all = () => service.got.filter((one) => one.browser === browser);
  return service.until(() => (all().length >= count ? all() : undefined), () => `${browser} got ${all().length} of ${count}`);
};

/** One who is away, in the same room: once that one is told, everybody has been. */
async function listens(room, browser) {
  const cy = await world.visitor(room, "Cy");
  await cy.does({ type: "push", what: "all", subscription: await service.browser(browser) });
  await cy.leaves();
}

test("a room tells this browser once that is chosen, and no more once it is not", async () => {
  const ana = await inRoom("told", "ana");
  const ben = await world.visitor("told", "Ben");
  await choose(ana, "mentions");
  await isKept(ana, "told", "mentions");
  await isAccessible(ana, "the settings with what is told");
  await ben.says("you have read this, @Ana");
  await ana.page.locator("alcove-settings-dialog").evaluate((dialog) => dialog.close());
  await ana.reads("you have read this, @Ana");
  // It acknowledges what it shows.
  await ana.page.waitForTimeout(1_500);
  const { page } = ana;
  await page.goto("about:blank");
  await ben.sees({ type: "leave" });
  await ben.says("not for you");
  const { seq } = await ben.says("@Ana, come back");
  const [told] = await gotten("ana", 1);
  assert.deepEqual(
    [told.payload.seq, told.payload.notification.title, told.payload.notification.body],
    [seq, "told", "Ben: @Ana, come back"],
  );
  await ana.visits("/room/told");
  await ana.isIn();
  await choose(ana, "nothing");
  await isKept(ana, "told", "nothing");
  await listens("told", "cy");
  await page.goto("about:blank");
  await ben.says("@Ana, once more");
  await gotten("cy", 1);
  assert.equal(service.got.filter(({ browser }) => browser === "ana").length, 1);
});

test("a room is told of a browser's new address", async () => {
  const ana = await inRoom("moved", "before");
  const ben = await world.visitor("moved", "Ben");
  await choose(ana, "all");
  await isKept(ana, "moved", "all");
  const after = await service.browser("after");
  await ana.page.evaluate((next) => {
    localStorage.setItem("test:next", JSON.stringify(next));
    localStorage.removeItem("test:subscription");
  }, after);
  const welcomed = ben.sees({ type: "leave" });
  await ana.reloads();
  await welcomed;
  await ana.isIn();
  await ana.page.waitForFunction(() => localStorage.getItem("test:subscription")?.includes("/after"));
  await ana.page.waitForTimeout(1_500);
  await ana.page.goto("about:blank");
  await ben.says("Where are you now?");
  const [told] = await gotten("after", 1);
  assert.equal(told.payload.notification.body, "Ben: Where are you now?");
});

/** How long Chromium may take to bring a message that it was given, before it is given the same once more. */
const PUSH_WAIT_MS = 5_000;
const PUSHES = 6;

/** What brings the service worker a message as a push service would: perhaps more than once. */
async function pushing(person) {
  const devtools = await person.context.newCDPSession(person.page);
  const known = new Promise((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const found = registrations.find(({ isDeleted }) => !isDeleted);
      if (found) resolve(found);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const { registrationId } = await known;
  // Asked of the page: the worker may end at any time, and whoever asks it then waits for ever.
  const shown = () =>
    person.page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications();
      return all.map(({ title, body, lang, data }) => ({ title, body, lang, url: data.url }));
    });
  const push = (payload) =>
    devtools.send("ServiceWorker.deliverPushMessage", {
      origin: world.server.url,
      registrationId,
      data: JSON.stringify(payload),
    });
  /** Pushes until what is shown is as it should be. */
  const pushUntil = async (payload, isRight) => {
    let all;
    for (let time = 0; time < PUSHES; time += 1) {
      await push(payload);
      const until = Date.now() + PUSH_WAIT_MS;
      do {
        all = await shown();
        if (isRight(all)) return all;
        await person.page.waitForTimeout(50);
      } while (Date.now() < until);
    }
    throw new Error(`after ${PUSHES} pushes of ${JSON.stringify(payload)}, what is shown is ${JSON.stringify(all)}`);
  };
  return { push, pushUntil };
}

const payload = (room, body, more = {}) => ({
  web_push: 8030,
  notification: { title: room, body, navigate: `${world.server.link(room)}#m7`, tag: room },
  room,
  seq: 7,
  ...more,
});

test("what a push service brings is shown, changed and taken away", async () => {
  const ana = await inRoom("here", "shown");
  await choose(ana, "all");
  await isKept(ana, "here", "all");
  const { pushUntil } = await pushing(ana);
  const [first] = await pushUntil(payload("there", "Ben: oen"), (all) => all.length === 1);
  assert.deepEqual(first, { title: "there", body: "Ben: oen", lang: "en", url: `${world.server.link("there")}#m7` });
  await pushUntil(payload("there", "Ben: one", { again: true }), ([one]) => one?.body === "Ben: one");
  await pushUntil(payload("there", "Ben: three", { count: 3 }), ([one]) => one?.body === "\u2068Ben: three\u2069 (+2)");
  // Words of one's own, where it has none.
  await pushUntil(payload("there", ""), ([one]) => one?.body === "New message");
  await pushUntil(payload("there", "", { closed: true }), (all) => all.length === 0);
});

test("nothing is shown of a room in sight", async () => {
  const ana = await inRoom("sight", "sight");
  await choose(ana, "all");
  await isKept(ana, "sight", "all");
  const { push, pushUntil } = await pushing(ana);
  await push(payload("sight", "Ben: you see this"));
  const isElsewhere = ({ title }) => title === "elsewhere";
  const all = await pushUntil(payload("elsewhere", "Ben: but not this"), (some) => some.some(isElsewhere));
  assert.deepEqual(all.map(({ title }) => title), ["elsewhere"]);
});

test("where the server has no key, or the page is in a frame, nothing of it is offered", async () => {
  const ana = await inRoom("framed", "framed");
  await ana.page.locator("alcove-top-bar .settings").click();
  const dialog = ana.page.locator("alcove-settings-dialog");
  await dialog.locator("[name=push]").first().waitFor();
  await dialog.evaluate((element) => {
    element.connection = undefined;
  });
  await dialog.locator("[name=push]").first().waitFor({ state: "detached" });
});
