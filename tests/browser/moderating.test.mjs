// Rooms that somebody looks after: who that is, and what they do, as the others see it.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld(UNHURRIED);

for (const device of [PHONE, DESKTOP]) {
  test.describe(`on a ${device.name}`, () => {
    test("title, badge, and what is done to the room are seen", async () => {
      const room = `looked-after-${device.name}`;
      const olga = await owner(room, { title: "Tea at four", topic: "Bring a cup" });
      try {
        const ben = await world.person("Ben", device);
        await ben.joins(room);
        await ben.page.locator("alcove-top-bar h1", { hasText: "Tea at four" }).waitFor();
        await ben.page.locator("alcove-top-bar .topic", { hasText: "Bring a cup" }).waitFor();

        olga.send({ type: "say", cid: "1", text: "Welcome" });
        await ben.reads("Welcome");
        assert.equal(await ben.row("Welcome").locator(".by .role").textContent(), "Owner");
        assert.match(await ben.row("Welcome").getAttribute("aria-label"), /^Olga, Owner, /);

        const { id } = await olga.hears("join");
        olga.send({ type: "role", cid: "2", member: id, role: "moderator" });
        await ben.page.locator(".notice", { hasText: /Olga.? made .?Ben.? a moderator/ }).waitFor();
        await ben.page.getByRole("button", { name: "Look after this room" }).click();
        await ben.page.getByRole("dialog", { name: "Look after this room" }).waitFor();
        await ben.page.keyboard.press("Escape");
        olga.send({ type: "settings", cid: "3", set: { title: "Tea at five" } });
        await ben.page.locator(".notice", { hasText: /Olga.? named the room “.?Tea at five.?”/ }).waitFor();
        await ben.page.locator("alcove-top-bar h1", { hasText: "Tea at five" }).waitFor();
        await ben.page.evaluate(() => document.fonts.ready);
        if (process.env.SHOTS)
          for (const colorScheme of ["light", "dark"]) {
            await ben.page.emulateMedia({ colorScheme });
            await ben.page.screenshot({ path: `${process.env.SHOTS}/hosts-${device.name}-${colorScheme}.png` });
          }
        if (device === PHONE) await ben.page.locator("alcove-top-bar .people").click();
        await ben.page.locator("alcove-roster li", { hasText: "Ben" }).locator(".role", { hasText: "Moderator" }).waitFor();
        await ben.page.locator("alcove-roster .person", { hasText: "Olga" }).locator(".role", { hasText: "Owner" }).waitFor();
      } finally {
        olga.leave();
      }
    });
  });
}

/** Olga, who makes the room and has no page of it. */
async function owner(room, settings) {
  const socket = new WebSocket(`${world.server.url.replace(/^http/, "ws")}/room/${room}`);
  await once(socket, "open");
  /** @type {object[]} */
  const heard = [];
  const waiting = new EventTarget();
  socket.addEventListener("message", ({ data }) => {
    heard.push(...[JSON.parse(data)].flat());
    waiting.dispatchEvent(new Event("more"));
  });
  const send = (frame) => socket.send(JSON.stringify(frame));
  const find = (type) => heard.find((event) => event.type === type && event.member?.name !== "Olga");
  const hears = async (type) => {
    while (!find(type)) await once(waiting, "more");
    return find(type).member ?? find(type);
  };
  const key = randomBytes(16).toString("base64url");
  send({ type: "hello", v: 1, name: "Olga", key, cid: "h", create: { settings } });
  await hears("welcome");
  return { send, hears, leave: () => socket.close() };
}
