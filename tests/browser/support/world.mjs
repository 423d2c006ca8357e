/**
 * The world of a browser test: one server, one Chromium, and people. Whatever goes wrong in anyone's page (an
 * exception, an error in the console, a violation of the Content-Security-Policy, a dialog) is recorded, and
 * `hasNoFaults` fails on it.
 */
import assert from "node:assert/strict";
import { chromium, test } from "@playwright/test";
import { Visitor } from "../../support/visitor.mjs";
import { giveBackBrowser, lasting, takeBrowser } from "./browsers.mjs";
import { Person } from "./person.mjs";
import { startNextServer, startServer } from "./server.mjs";

export const PHONE = { name: "phone", viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const DESKTOP = { name: "desktop", viewport: { width: 1280, height: 800 } };

/** More for a device: without what the service worker keeps, so that a part has to come from the server. */
export const KEEPING_NOTHING = { serviceWorkers: "block" };

/** More for a device, where tests have none: with the service worker, and what it keeps. */
export const KEEPING = { serviceWorkers: "allow" };

/** More for a device, for who is on a line or in a scripted room: a browser whose sockets can be the test's. */
export const ROUTED = { isRouted: true };

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How a Chromium is started: the one at this path, or an installed one. */
export const launchOptions = (executablePath = "/usr/bin/chromium") => ({ executablePath, args: FLAGS });

/**
 * What the tests of a file or a group stand in, from the first of them to the last. `vars`, or what gives them,
 * are those of wrangler.toml except where a test says otherwise. For each browser that is new, the service worker
 * would load and keep all there is: only tests of it have one, by KEEPING. With `staysOn` people stay from test to
 * test, and the tests look for their faults.
 */
export function useWorld(vars = {}, { staysOn = false } = {}) {
  const world = new World(KEEPING_NOTHING);
  test.beforeAll(async ({ browser }) => {
    // A worker of Playwright's is of one project.
    process.env.ALCOVE_HOST = test.info().project.name;
    world.server = await startNextServer(typeof vars === "function" ? vars() : vars);
    world.browser = browser;
  });
  if (!staysOn) test.afterEach(() => world.hasNoFaults());
  test.afterAll(async () => {
    await world.goesHome();
    await world.server?.stop();
  });
  return world;
}

/** A world outside of a test: `close` ends all of it. */
export async function openWorld(vars = {}) {
  const world = new World();
  const browser = chromium.launch(launchOptions(process.env.CHROMIUM));
  [world.server, world.browser] = await Promise.all([startServer(vars), browser]);
  return world;
}

class World {
  server;
  browser;
  #defaults;
  /** Each with the browser they are at, and what they stay for. */
  #people = [];
  /** Browsers whose page is still in the room of a test before, by who is in it. */
  #staying = new Map();
  #visitors = [];

  constructor(defaults = {}) {
    this.#defaults = defaults;
  }

  /** Someone with a browser in which nobody was; `device` is PHONE or DESKTOP, perhaps with more of Playwright's options. */
  async person(name, device = DESKTOP) {
    const { name: _, ...options } = { ...this.#defaults, ...device };
    const kept = await takeBrowser(this.browser, { locale: "en-GB", timezoneId: "Europe/Lisbon", ...options }, this.server.url);
    return this.#sits(kept, name, device);
  }

  people(...names) {
    return Promise.all(names.map((name) => this.person(name)));
  }

  /**
   * Someone who is in a room, for tests of what one does there. Who was in another for a test before goes on to this one
   * in the same page, unless more than the room has changed in it.
   */
  async personIn(room, name = "Ana", device = DESKTOP) {
    const who = JSON.stringify([name, lasting(device)]);
    const before = this.#staying.get(who);
    this.#staying.delete(who);
    if (before && (await before.isInRoom())) {
      await before.looksLike(device);
      const person = this.#sits(before, name, device, who);
      await person.goesOnTo(room);
      return person;
    }
    if (before) await this.#isDoneWith(before);
    const person = await this.person(name, device);
    await person.joins(room);
    const last = this.#people.find((each) => each.person === person);
    last.staysAs = who;
    await last.kept.remembersRoom();
    return person;
  }

  /** Someone who stays from test to test, wherever the last one has left them; at first, `comes` brings them. */
  async personWhoStays(name, device, comes) {
    const who = JSON.stringify([name, device]);
    const before = this.#staying.get(who);
    this.#staying.delete(who);
    if (before && !before.page.isClosed()) return this.#sits(before, name, device, who);
    const person = await this.person(name, device);
    await comes(person);
    this.#people.find((each) => each.person === person).staysAs = who;
    return person;
  }

  #sits(kept, name, device, staysAs) {
    const person = Person.at(this.server, kept, name, { ...this.#defaults, ...device });
    this.#people.push({ person, kept, staysAs });
    return person;
  }

  /** Someone without a browser: a raw socket that is a member. */
  async visitor(room, name, hello = {}) {
    const visitor = new Visitor(this.server.socketUrl(room));
    this.#visitors.push(visitor);
    await visitor.opens();
    return name === undefined ? visitor : visitor.greets(name, hello);
  }

  /** To be called after each test: nobody's page had a fault. Everyone goes home. */
  async hasNoFaults() {
    const faults = this.#people.flatMap(({ person }) => person.faults.map((fault) => `${person.name}: ${fault}`));
    for (const visitor of this.#visitors.splice(0)) await visitor.vanishes();
    for (const { kept, staysAs } of this.#people.splice(0)) {
      const mayStay = this.server.isAsBuilt && staysAs && !this.#staying.has(staysAs);
      if (mayStay && (await kept.isLeftAlone().catch(() => false))) this.#staying.set(staysAs, kept);
      else await this.#isDoneWith(kept);
    }
    assert.deepEqual(faults, []);
  }

  async goesHome() {
    for (const visitor of this.#visitors.splice(0)) await visitor.vanishes();
    for (const { kept } of this.#people.splice(0)) await kept.context.close();
    for (const kept of this.#staying.values()) await this.#isDoneWith(kept);
    this.#staying.clear();
  }

  async #isDoneWith(kept) {
    if (this.server.isAsBuilt) await giveBackBrowser(kept, this.server.url);
    else await kept.context.close();
  }

  async close() {
    await this.goesHome();
    await this.browser.close();
    await this.server.stop();
  }
}
