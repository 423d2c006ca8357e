/**
 * The world of a browser test: one server, one Chromium, and people. Whatever goes wrong in anyone's page (an
 * exception, an error in the console, a violation of the Content-Security-Policy, a dialog) is recorded, and
 * `hasNoFaults` fails on it.
 */
import assert from "node:assert/strict";
import { chromium, test } from "@playwright/test";
import { Visitor } from "../../support/visitor.mjs";
import { Person } from "./person.mjs";
import { startServer } from "./server.mjs";

export const PHONE = { name: "phone", viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const DESKTOP = { name: "desktop", viewport: { width: 1280, height: 800 } };

/** More for a device: without what the service worker keeps, so that a part has to come from the server. */
export const KEEPING_NOTHING = { serviceWorkers: "block" };

/** More for a device, where tests have none: with the service worker, and what it keeps. */
export const KEEPING = { serviceWorkers: "allow" };

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
    world.server = await startServer(typeof vars === "function" ? vars() : vars);
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
  #people = [];
  #visitors = [];

  constructor(defaults = {}) {
    this.#defaults = defaults;
  }

  /** Someone with a browser that was never here; `device` is PHONE or DESKTOP, perhaps with more of Playwright's options. */
  async person(name, device = DESKTOP) {
    const { name: _, ...options } = { ...this.#defaults, ...device };
    const context = await this.browser.newContext({ locale: "en-GB", timezoneId: "Europe/Lisbon", ...options });
    context.setDefaultTimeout(20_000);
    const person = await Person.at(this.server, context, name, { ...this.#defaults, ...device });
    this.#people.push(person);
    return person;
  }

  people(...names) {
    return Promise.all(names.map((name) => this.person(name)));
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
    const faults = this.#people.flatMap((person) => person.faults.map((fault) => `${person.name}: ${fault}`));
    await this.goesHome();
    assert.deepEqual(faults, []);
  }

  async goesHome() {
    for (const visitor of this.#visitors.splice(0)) await visitor.vanishes();
    for (const person of this.#people.splice(0)) await person.context.close();
  }

  async close() {
    await this.goesHome();
    await this.browser.close();
    await this.server.stop();
  }
}
