// `npm run screenshots`: the pictures of docs/screenshots/, of the real page on the real Worker.
//
// Four people hold the same conversation each time. Only the clock is staged:
// it runs over two days, so each page is told other times than the server's.
//
// `-- --out DIR --widths 360,768,1280` draws elsewhere and at other widths.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWorker } from "./lib/build-worker.mjs";
import { chromium } from "./lib/chromium.mjs";
import { inProject } from "./lib/paths.mjs";
import { main, Stop, say, step } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

const MOST_BYTES = 200 * 1024;

const DEVICES = {
  360: { name: "phone", viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 },
  768: { name: "tablet", viewport: { width: 768, height: 1024 }, isMobile: true, hasTouch: true },
  1280: { name: "desktop", viewport: { width: 1280, height: 800 } },
};

const ROOM = "lisbon-weekend";

/** Who, how many minutes after the one before, and what. */
const CONVERSATION = [
  ["Ana", 0, "Trains are booked 🎉 We leave on Friday at 18:04"],
  ["Ana", 1, "Four seats, all facing each other"],
  ["Ben", 2, "You are the best"],
  ["Cleo", 6, "Who can bring the big speaker? Mine died last summer"],
  ["Dara", 2, "I can!"],
  ["Dara", 1, "Also found this place for breakfast, five minutes from the station: https://example.com/breakfast"],
  ["Ben", 3, "🥐🥐🥐"],
  ["Cleo", 840, "Morning! Small change of plans, so please read to the end:\n\n• my sister lends us her car from Saturday\n• so we can go to the coast\n• and somebody else has to drive, I only have the keys"],
  ["Ben", 4, "I’ll drive"],
  ["Ana", 2, "The coast!! 🌊"],
  ["Ana", 1, "Then I take the long lens. Should I still cancel the museum?"],
  ["Dara", 3, "Keep it for Sunday, rain from noon on they say"],
  ["Ana", 1, "Done. See you all at the platform"],
];

const LAST_AT = new Date().setHours(9, 41, 0, 0);

/** When each message is shown to have been said: the last one this morning. */
const TIMES = CONVERSATION.map((_, i) => LAST_AT - 60_000 * CONVERSATION.slice(i + 1).reduce((sum, [, minutes]) => sum + minutes, 0));

/** Whose screen it is. */
const VIEWER = "Ana";

/** Name -> their browser, as `{ context, page }`. */
const contexts = new Map();

const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");

await main(async () => {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: inProject("docs", "screenshots") },
      widths: { type: "string", default: "360,1280" },
    },
  });
  const devices = values.widths.split(",").map((width) => DEVICES[width]);
  if (devices.includes(undefined)) throw new Stop(`--widths ${values.widths}: there are ${Object.keys(DEVICES).join(", ")}.`);
  await setUp();
  await buildWorker("release");
  const executablePath = await chromium();
  mkdirSync(values.out, { recursive: true });
  const { startServer, UNHURRIED } = await import("../tests/browser/support/server.mjs");
  const playwright = await import("playwright-core");
  const server = await startServer(UNHURRIED);
  const browser = await playwright.chromium.launch({ executablePath, args: FLAGS });
  try {
    await step("conversation", () => converse(browser, server));
    for (const device of devices) {
      for (const colorScheme of ["light", "dark"]) {
        await step(`${device.name}, ${colorScheme}`, async () => {
          const shots = await draw(browser, server, { ...device, colorScheme });
          for (const [page, png] of Object.entries(shots)) save(join(values.out, `${page}-${device.name}-${colorScheme}.png`), png);
        });
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
});

/** Everyone's browser stays in the room, so that all four are present. */
async function converse(browser, server) {
  const names = [...new Set(CONVERSATION.map(([name]) => name))];
  for (const name of names) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await enter(page, server, name);
    contexts.set(name, { context, page });
  }
  for (const [name, , text] of CONVERSATION) {
    const { page } = contexts.get(name);
    await page.locator("alcove-composer textarea").fill(text);
    await page.keyboard.press("Enter");
    // The order is the server's: the next one writes after reading this.
    for (const other of contexts.values()) await reads(other.page, text);
  }
}

async function enter(page, server, name) {
  await page.goto(server.link(ROOM));
  await page.locator("alcove-name-prompt input").fill(name);
  await page.getByRole("button", { name: "Join" }).click();
  await page.locator("alcove-timeline :is(.empty, .row)").first().waitFor();
}

function reads(page, text) {
  return page.waitForFunction((wanted) => {
    const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
    return [...timeline.shadowRoot.querySelectorAll(".row:not(.pending) .text")].some(({ textContent }) => textContent === wanted);
  }, text);
}

/** The pages on one device, as `{ landing, room }` of PNG. */
async function draw(browser, server, { name: _, ...options }) {
  const storageState = await contexts.get(VIEWER).context.storageState();
  const context = await browser.newContext({ ...options, storageState, locale: "en-GB", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.routeWebSocket(/\/room\//, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((data) => socket.send(data === "pong" ? data : JSON.stringify(JSON.parse(data).map(staged))));
  });
  await page.goto(server.link(ROOM));
  await reads(page, CONVERSATION.at(-1)[2]);
  await page.getByRole("button", { name: "People, 4" }).waitFor();
  const room = await page.screenshot();
  await page.goto(server.url);
  await page.getByRole("button", { name: "Create a room" }).waitFor();
  const landing = await page.screenshot();
  await context.close();
  return { landing, room };
}

function staged(event) {
  if (event.type === "history") return { ...event, events: event.events.map(staged) };
  return event.type === "message" ? { ...event, at: TIMES[event.seq - 1] ?? event.at } : event;
}

function save(path, png) {
  if (png.length > MOST_BYTES) throw new Stop(`${path} would be ${Math.round(png.length / 1024)} KiB.`);
  writeFileSync(path, png);
  say(`  ${path} (${Math.round(png.length / 1024)} KiB)`);
}
