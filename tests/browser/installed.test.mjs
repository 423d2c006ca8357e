// What only a whole browser has, and its headless shell has not: notifications of a service worker, and installing.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { DESKTOP, KEEPING, launchOptions, useWorld } from "./support/world.mjs";

test.use({ launchOptions: launchOptions(process.env.CHROMIUM) });

const world = useWorld();

/** Someone who was in the room "visited", whose browser has the page. */
async function keepsAlcove(name) {
  const person = await world.person(name, { ...DESKTOP, ...KEEPING });
  await person.joins("visited");
  await person.keepsThePage();
  return person;
}

test("a notification that is pressed leads to the room's window, or opens one", async () => {
  const ana = await keepsAlcove("Ana");
  await ana.context.grantPermissions(["notifications"]);
  const [worker] = ana.context.serviceWorkers();
  const press = (url) =>
    worker.evaluate(async (address) => {
      // Windows come to the front only for a person's own press, which a test cannot make.
      const done = [];
      WindowClient.prototype.focus = async function () {
        done.push(`turned to ${new URL(this.url).pathname}`);
      };
      Clients.prototype.openWindow = async (opened) => done.push(`opened ${new URL(opened).pathname}`);
      await registration.showNotification("Ben", { data: { url: address } });
      const [notification] = await registration.getNotifications();
      const event = new NotificationEvent("notificationclick", { notification });
      const works = [];
      event.waitUntil = (work) => works.push(work);
      self.dispatchEvent(event);
      await Promise.all(works);
      return [...done, `${(await registration.getNotifications()).length} left`];
    }, url);
  assert.deepEqual(await press("/room/Visited"), ["turned to /room/visited", "0 left"]);
  assert.deepEqual(await press("/room/another"), ["opened /room/another", "0 left"]);
  assert.deepEqual(await press("https://elsewhere.example/room/visited"), ["0 left"]);
});

test("the page can be installed", async () => {
  const ben = await keepsAlcove("Ben");
  const devtools = await ben.context.newCDPSession(ben.page);
  for (const path of ["/", "/room/visited"]) {
    await ben.visits(path);
    const { errors, data } = await devtools.send("Page.getAppManifest");
    assert.deepEqual(errors, [], path);
    assert.equal(JSON.parse(data).name, "Alcove", path);
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    // The only complaint is about Playwright's contexts themselves.
    assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId), ["in-incognito"], path);
  }
});
