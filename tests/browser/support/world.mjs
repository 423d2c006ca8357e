/**
 * What a browser test stands in: one server, one Chromium, and people. Whatever goes wrong in anyone's
 * page (an exception, an error in the console, a violation of the Content-Security-Policy, a dialog) is
 * remembered, and `hasNoFaults` fails on it.
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { Visitor } from "../../support/visitor.mjs";
import { Person } from "./person.mjs";
import { startServer } from "./server.mjs";

export const PHONE = { name: "phone", viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const DESKTOP = { name: "desktop", viewport: { width: 1280, height: 800 } };

/** More for a device: without what the service worker keeps, so that a part has to come from the server. */
export const KEEPING_NOTHING = { serviceWorkers: "block" };

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

/** Vars are those of wrangler.toml except where a test says otherwise. */
export async function openWorld(vars = {}) {
  const [server, browser] = await Promise.all([startServer(vars), openBrowser()]);
  return new World(server, browser);
}

export function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: FLAGS });
}

class World {
  server;
  browser;
  #people = [];
  #visitors = [];

  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
  }

  /** Someone with a browser that was never here; `device` is PHONE or DESKTOP, perhaps with more of Playwright's options. */
  async person(name, device = DESKTOP) {
    const { name: _, ...options } = device;
    const context = await this.browser.newContext({ locale: "en-GB", timezoneId: "Europe/Lisbon", ...options });
    context.setDefaultTimeout(20_000);
    const person = await Person.at(this.server, context, name, device);
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
