// Pictures and files, and finding messages, for tests/screenshots/states.mjs.

import { createHash } from "node:crypto";
import { film, wav } from "../browser/support/pictures.mjs";
import { WEEKEND } from "./talk.mjs";

/** Of the stage's server. */
export const OPERATOR = "whoever runs the stage";

const LONG = "Meeting notes of the harbour committee, with all that was left out of them last time";
const paper = (name = `${LONG}.pdf`, size = 2_300_000) => ({ name, mimeType: "application/pdf", buffer: Buffer.alloc(size, 7) });
const sound = () => ({ name: "ferry-horn.wav", mimeType: "audio/wav", buffer: wav() });
const ROWS = "alcove-timeline .row:not(.pending)";

export const FILE_STATES = {
  "files-tray": { looks: ["forced", "rtl"], come: (stage) => fillsTray(stage) },
  "files-tray-arabic": { come: (stage) => fillsTray({ ...stage, device: { ...stage.device, locale: "ar" } }) },
  "files-tray-words": {
    come: async (stage) => {
      const ana = await fillsTray(stage);
      await ana.page.getByRole("button", { name: /^Describe / }).first().click();
      await ana.page.keyboard.type("Boats in the harbour, seen from the lighthouse");
      return ana;
    },
  },
  files: { looks: ["contrast", "forced", "rtl"], come: (stage) => sendsAll(stage) },
  "files-others": {
    come: async (stage) => {
      const ana = await sendsAll(stage);
      await ana.part("scroller").evaluate((log) => log.scrollTo(0, 0));
      return ana;
    },
  },
  "files-film": {
    come: async ({ joined, room }) => {
      const ana = await joined("Ana", room);
      await sends(ana, [sound()], "From the ferry");
      await sends(ana, [{ name: "waves.webm", mimeType: "video/webm", buffer: await film(ana.page) }]);
      await ana.page.locator("alcove-timeline video").evaluate((video) => video.readyState >= 2 || new Promise((resolve) => video.addEventListener("loadeddata", resolve)));
      return ana;
    },
  },
  "files-covered": {
    looks: ["forced"],
    come: async (stage) => {
      await sendsAll(stage);
      const ben = await stage.joined("Ben", stage.room);
      await ben.page.locator("alcove-timeline .covered").nth(4).waitFor();
      return ben;
    },
  },
  "files-removed": {
    come: async (stage) => {
      const ana = await sendsAll(stage);
      const bytes = await ana.page.locator("alcove-timeline .full").first().evaluate(async ({ src }) => [...new Uint8Array(await (await fetch(src)).arrayBuffer())]);
      const sum = createHash("sha256").update(Buffer.from(bytes)).digest("hex");
      const answer = await fetch(`${stage.world.server.url}/admin/files/${sum}`, { method: "DELETE", headers: { authorization: `Bearer ${OPERATOR}` } });
      if (!answer.ok) throw new Error(`status ${answer.status}: ${await answer.text()}`);
      await ana.reloads();
      await ana.page.getByText("Removed by the people").waitFor();
      return ana;
    },
  },
  "files-large": {
    looks: ["contrast", "forced", "rtl"],
    come: async (stage) => {
      const ana = await sendsAll(stage);
      await ana.page.getByRole("button", { name: "Enlarge harbour-2.jpg" }).click();
      await ana.page.locator("alcove-light-box .afar.over").waitFor({ state: "attached" });
      return ana;
    },
  },
  "search-none": { come: (stage) => searches(stage, "zeppelin", (page) => page.locator("alcove-search-panel").locator(".none").waitFor()) },
  "search-incomplete": {
    come: async (stage) => {
      const answer = async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), complete: false } });
      };
      return searches({ ...stage, before: (page) => page.route("**/search?*", answer) }, "the");
    },
  },
  "search-filters": { looks: ["rtl"], come: (stage) => searches(stage, "from:Ben has:link before:2030-01-01 \"you are\" ", (page) => page.locator("alcove-search-panel").locator(".none").waitFor()) },
  "search-failed": {
    come: (stage) => searches({ ...stage, before: (page) => page.route("**/search?*", (route) => route.abort()) }, "the", (page) => page.locator("alcove-search-panel .trouble").first().waitFor()),
  },
  "search-arabic": {
    come: async ({ world, device, room }) => {
      const ana = await world.person("ليلى", { ...device, locale: "ar" });
      await ana.joins(room);
      for (const text of ["سنلتقي في المحطة عند الساعة السادسة مساءً", "See you at the station", "المحطة القديمة، لا الجديدة!"]) {
        await ana.says(text);
        await ana.reads(text);
      }
      await opensSearch(ana, "المحطة");
      await ana.page.locator("alcove-search-panel a.result").nth(1).waitFor();
      return ana;
    },
  },
  "link-to-message": {
    looks: ["rtl"],
    come: async (stage) => {
      const ben = await stage.joined("Ben", stage.room);
      const said = "Found this place for breakfast, five minutes from the station, with a view over the whole of the harbour and bread that they bake themselves";
      await ben.says(said);
      await ben.reads(said);
      const ana = await stage.joined("Ana", stage.room);
      await ana.reads(said);
      const seq = await ana.row(said).getAttribute("data-seq");
      await ana.says(`You said it yourself: ${stage.world.server.url}/room/${stage.room}#m${seq}`);
      await ana.page.locator("alcove-timeline a.linked").first().waitFor();
      return ana;
    },
  },
};

async function searches({ talk, device, room, before }, words, isThere = (page) => page.locator("alcove-search-panel a.result").first().waitFor()) {
  const ana = await (await talk(room, WEEKEND)).person("Ana", device);
  await ana.reads("See you all at the platform");
  await before?.(ana.page);
  await opensSearch(ana, words);
  await isThere(ana.page);
  return ana;
}

async function opensSearch({ page }, words) {
  await page.locator("alcove-search-button button").click();
  await page.locator("alcove-search-panel input").fill(words);
}

async function attaches(person, files) {
  const { page, isOnPhone } = person;
  const chooser = page.waitForEvent("filechooser");
  await page.locator("alcove-composer .attach").click();
  if (isOnPhone) await page.locator("alcove-attach-menu .files").click();
  await (await chooser).setFiles(files);
}

async function sends(person, files, words = "") {
  await attaches(person, files);
  await person.page.locator("alcove-tray li.done").nth(files.length - 1).waitFor();
  if (words) await person.writes(words);
  const before = await person.page.locator(`${ROWS} .files`).count();
  await person.part("sendButton").click();
  await person.page.locator(`${ROWS} .files`).nth(before).waitFor();
}

/** Everything a message may have, by one who has said nothing else. */
async function sendsAll({ world, device, room }) {
  const ana = await world.person("Ana", device);
  await ana.joins(room);
  await sends(ana, [paper(), sound()]);
  await sends(ana, [await scenery(ana.page, "harbour-5.jpg", 900, 1_200, 30)], "The lighthouse, from below");
  const four = [];
  for (let n = 1; n <= 4; n += 1) four.push(await scenery(ana.page, `harbour-${n}.jpg`, 1_200, 900, n * 80));
  await sends(ana, four, "This morning");
  await ana.reloads();
  await ana.page.locator("alcove-timeline .full").nth(4).waitFor();
  await ana.sees(() => [...document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelectorAll(".full")].every((image) => image.complete), undefined, "all pictures");
  return ana;
}

/** A picture that is there, a file of which some is, and one that asks. */
async function fillsTray({ world, device, room }) {
  const ana = await world.person("Ana", device);
  await ana.joins(room);
  await attaches(ana, [await scenery(ana.page, "harbour-1.jpg", 1_200, 900, 200), { name: "IMG_2041.heic", mimeType: "image/heic", buffer: Buffer.from("not for this browser") }]);
  await ana.page.locator("alcove-tray li.done").waitFor();
  let parts = 0;
  await ana.page.route("**/files/*", async (route) => {
    if (route.request().method() !== "PUT" || (parts += 1) <= 4) await route.continue();
  });
  await attaches(ana, [paper()]);
  await ana.sees(() => {
    const tray = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-composer").shadowRoot.querySelector("alcove-tray");
    return [...tray.shadowRoot.querySelectorAll("progress")].some(({ value }) => value > 0.05);
  }, undefined, "how far it is");
  return ana;
}

/** The sea below a sky, as a camera has it. */
async function scenery(page, name, width, height, hue) {
  const bytes = await page.evaluate(draws, [width, height, hue]);
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(bytes) };
}

async function draws([width, height, hue]) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  const sky = context.createLinearGradient(0, 0, 0, height * 0.6);
  sky.addColorStop(0, `hsl(${hue} 70% 35%)`);
  sky.addColorStop(1, `hsl(${hue + 40} 80% 85%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${hue + 180} 40% 30%)`;
  context.fillRect(0, height * 0.6, width, height);
  context.fillStyle = `hsl(${hue + 60} 90% 90%)`;
  context.beginPath();
  context.arc(width * 0.7, height * 0.35, height / 10, 0, 7);
  context.fill();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  return [...new Uint8Array(await blob.arrayBuffer())];
}
