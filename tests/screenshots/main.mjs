// `npm run screenshots`: takes the pictures in docs/screenshots/, of the real page on the real Worker.
//
// `-- --all --out DIR [--widths 360,768,1280] [--only NAME,NAME]` draws every state that is listed in
// tests/screenshots/states.mjs, for whoever wants to see what a change of looks has done.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildWorker } from "../../scripts/lib/build-worker.mjs";
import { chromium } from "../../scripts/lib/chromium.mjs";
import { serveExample } from "../../scripts/lib/example.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { main, Stop, say, step } from "../../scripts/lib/say.mjs";
import { setUp } from "../../scripts/lib/setup.mjs";
import { OPERATOR } from "./file-states.mjs";
import { STATES } from "./states.mjs";
import { Talk } from "./talk.mjs";

/** For what goes with the project. */
const MOST_BYTES = 200 * 1024;

const DEVICES = {
  360: { name: "phone", viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1.5 },
  768: { name: "tablet", viewport: { width: 768, height: 1024 }, isMobile: true, hasTouch: true },
  1280: { name: "desktop", viewport: { width: 1280, height: 800 } },
};

/** How a page is made to look so. */
const LOOKS = {
  light: (page) => page.emulateMedia({ colorScheme: "light" }),
  dark: (page) => page.emulateMedia({ colorScheme: "dark" }),
  contrast: (page) => page.emulateMedia({ colorScheme: "light", contrast: "more" }),
  forced: (page) => page.emulateMedia({ colorScheme: "dark", contrast: null, forcedColors: "active" }),
  rtl: async (page) => {
    await page.emulateMedia({ colorScheme: "light", contrast: null, forcedColors: "none" });
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
    });
  },
};

/** State -> the name that its picture has in the README. */
const README = { landing: "landing", busy: "room" };

/** Enough frames for a conversation, and too few for someone who does not stop; who leaves is gone at once. */
const VARS = {
  RATE_BURST: "40",
  RATE_PER_SECOND: "1",
  LEAVE_GRACE_MS: "1",
  SITE_KEY: Buffer.alloc(32, 1).toString("base64url"),
  SIGN_IN: "optional",
  NETWORK_SIGN_INS_PER_MINUTE: "0",
  ADMIN_KEY: OPERATOR,
};

const HOST = "127.0.0.1";

await main(async () => {
  const { values } = parseArgs({
    options: {
      all: { type: "boolean", default: false },
      out: { type: "string", default: inProject("docs", "screenshots") },
      widths: { type: "string" },
      only: { type: "string" },
    },
  });
  const { out, all } = values;
  const devices = chosen(values.widths ?? (all ? "360,768,1280" : "360,1280"), DEVICES);
  const states = chosen(values.only ?? Object.keys(all ? STATES : README).join(), STATES);
  await setUp();
  await buildWorker("release");
  process.env.CHROMIUM = await chromium();
  mkdirSync(out, { recursive: true });
  const stage = await openStage();
  try {
    for (const [, device] of devices) {
      for (const [name, state] of states) {
        const looks = ["light", "dark", ...(all ? (state.looks ?? []) : [])];
        await step(`${name}, ${device.name}`, async () => {
          const shots = await draw(stage, name, state, device, looks);
          for (const [look, png] of Object.entries(shots)) {
            save(join(out, `${all ? name : README[name]}-${device.name}-${look}.png`), png, all ? Infinity : MOST_BYTES);
          }
        });
      }
    }
  } finally {
    await stage.close();
  }
});

/** The entries of `all` with these names. */
function chosen(names, all) {
  return names.split(",").map((name) => {
    if (!all[name]) throw new Stop(`There is no ${name}; there are ${Object.keys(all).join(", ")}.`);
    return [name, all[name]];
  });
}

/** The world, the talks that were held in it, and a page of another site. */
async function openStage() {
  const { openWorld } = await import("../browser/support/world.mjs");
  const example = await serveExample({
    port: 0,
    change: (page, url) => page.replace('room="kiln-and-clay"', `room="${url.searchParams.get("room")}" name="Ana"`).replaceAll("https://alcove.example", world.server.url),
  });
  const host = `http://${HOST}:${example.address().port}`;
  const world = await openWorld({ ...VARS, ALLOWED_ORIGINS: host });
  // Passkeys are for names, not for addresses.
  world.server.url = world.server.url.replace("127.0.0.1", "localhost");
  return {
    world,
    talk: heldOnce(world),
    hostPage: (room) => `${host}/?room=${room}`,
    // The same page under another name.
    deploysAnother: () => world.server.deploys("", ""),
    close: async () => {
      await world.close();
      example.close();
      example.closeAllConnections();
    },
  };
}

/** Each talk is held once, with the first state that wants it. */
function heldOnce(world) {
  const held = new Map();
  return (room, lines) => held.get(room) ?? held.set(room, Talk.isHeld(world, room, lines)).get(room);
}

/** One state in several looks, as look -> PNG. */
async function draw(stage, name, state, { name: kind, ...viewed }, looks) {
  const { isMobile, hasTouch, ...pointed } = viewed;
  const device = { ...(state.pointer === "mouse" ? pointed : viewed), reducedMotion: "reduce" };
  const someone = (who) => stage.world.person(who, device);
  const joined = async (who, room) => {
    const person = await someone(who);
    await person.joins(room);
    return person;
  };
  const { page } = await state.come({ ...stage, device, someone, joined, room: `${name}-${kind}` });
  const shots = {};
  for (const look of looks) {
    await LOOKS[look](page);
    shots[look] = await page.screenshot();
  }
  await stage.world.goesHome();
  await state.leave?.(stage);
  return shots;
}

function save(path, png, most) {
  if (png.length > most) throw new Stop(`${path} would be ${Math.round(png.length / 1024)} KiB.`);
  writeFileSync(path, png);
  say(`  ${path} (${Math.round(png.length / 1024)} KiB)`);
}
