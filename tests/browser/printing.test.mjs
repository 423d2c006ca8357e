// The room on paper.
import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import { fillRoom } from "./support/long-room.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const LONG = Array.from({ length: 60 }, (_, i) => `line ${i + 1} of it`).join("\n");
const CODE = `\`\`\`js\n${"const wide = 1; ".repeat(20)}\n\`\`\``;

const world = useWorld(UNHURRIED);

const SCREEN = ["alcove-top-bar", "alcove-composer", "alcove-roster", "alcove-banner", "alcove-toast", "alcove-typing-line"];
const LOOKS = [{ colorScheme: "light" }, { colorScheme: "dark" }, { contrast: "more" }];

/** Scrolled up until so many messages are loaded. */
const loads = (person, count) =>
  person.sees(
    (wanted) => {
      const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
      if (timeline.messages.length >= wanted) return true;
      timeline.shadowRoot.querySelector(".scroller").scrollTop = 0;
      return false;
    },
    count,
    `${count} messages`,
  );

const isPrintable = (person) => person.page.locator(".printed").waitFor({ state: "attached" });

/** As on the screen before: what is printed is more than what was drawn. */
const rowsDrawn = (person) => person.part("rows").count();

const pagesOf = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;

test("everything loaded is printed, on as many pages as needed, and the view is restored", async () => {
  await fillRoom(world.server.socketUrl("paper"), 400);
  for (const device of [PHONE, DESKTOP]) {
    const ana = await world.person(`Ana ${device.name}`, device);
    await ana.joins("paper");
    await isPrintable(ana);
    assert.ok(pagesOf(await ana.page.pdf({ format: "A4" })) > 1, "more than one page");
    await loads(ana, 400);
    const inView = await firstInView(ana);
    const few = await rowsDrawn(ana);
    assert.ok(few < 400, `${few} rows on the screen`);
    const pages = pagesOf(await ana.page.pdf({ format: "A4" }));
    assert.ok(pages >= 8 && pages <= 40, `${pages} pages`);
    await ana.part("scroller").evaluate(drawBeforeItIsTold);
    await ana.page.emulateMedia({ media: "print" });
    await ana.sees(hasRows, 400, "all rows");
    await ana.page.emulateMedia({ media: "screen" });
    await ana.sees(hasRows, few, "the rows of the screen");
    assert.equal(await firstInView(ana), inView);
  }
});

for (const device of [PHONE, DESKTOP]) {
  test(`print is dark on white, without screen controls, whatever the screen looks like (${device.name})`, async () => {
    const room = `paper-${device.name}`;
    const ben = await world.visitor(room, "Ben");
    await ben.says("from Ben");
    await ben.says(CODE);
    const ana = await world.person("Ana", device);
    await ana.joins(room);
    await ana.reacts("from Ben", "👍");
    await ana.says(LONG);
    await ana.page.locator("alcove-timeline .fold").waitFor();
    await isPrintable(ana);
    for (const look of LOOKS) {
      await ana.page.emulateMedia({ ...look, media: "screen" });
      await ana.page.setViewportSize(device.viewport);
      await ana.page.emulateMedia({ media: "print" });
      await ana.page.setViewportSize({ width: 700, height: 990 });
      for (const part of SCREEN) assert.equal(await isDrawn(ana, part), false, part);
      for (const part of [".tools", ".fold", ".copy-code", ".to-end"])
        assert.equal(await isDrawn(ana, `alcove-timeline ${part}`), false, part);
      for (const part of [".author", "time", ".day", ".reaction", "pre"])
        assert.equal(await isDrawn(ana, `alcove-timeline ${part}`), true, part);
      await ana.page.getByRole("heading", { name: room }).waitFor();
      assert.match(await ana.page.locator(".printed p").innerText(), /^\d+ \w+ 20\d\d$/);
      // Colours may still be on their way.
      await expect.poll(() => ana.page.evaluate(paperOf)).toEqual({ colours: ["dark on white"], cut: [] });
    }
  });
}

const isDrawn = async (person, selector) => (await person.page.locator(selector).filter({ visible: true }).count()) > 0;

const firstInView = (person) =>
  person.part("scroller").evaluate((scroller) => {
    const { top } = scroller.getBoundingClientRect();
    const first = [...scroller.querySelectorAll(".row")].find((row) => row.getBoundingClientRect().bottom > top);
    return `${first.dataset.seq} at ${Math.round(first.getBoundingClientRect().top - top)}`;
  });

// ---- run in the page ----

function hasRows(count) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  return timeline.shadowRoot.querySelectorAll(".row").length === count;
}

/** The log is drawn once more, for whatever reason, where it is on paper already and has not been told so. */
function drawBeforeItIsTold(scroller) {
  const { port1, port2 } = new MessageChannel();
  const print = matchMedia("print");
  port1.onmessage = () => (print.matches ? scroller.getRootNode().host.requestUpdate() : port2.postMessage(""));
  port2.postMessage("");
}

/** Of all texts: whether they are dark, and what they stand on light; and what is cut off. */
function paperOf() {
  const root = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return a < 26 ? 255 : (r + g + b) / 3;
  };
  const shown = [...root.querySelectorAll(".text, .author, time, .day span, .reaction b, pre, .quote")];
  const colours = shown.map((each) => {
    const ground = getComputedStyle(each).backgroundColor;
    const isDark = light(getComputedStyle(each).color) < 140;
    const isOnWhite = light(ground) > 240 && light(getComputedStyle(document.documentElement).backgroundColor) > 240;
    return isDark && isOnWhite ? "dark on white" : `${each.className || each.tagName}: ${getComputedStyle(each).color} on ${ground}`;
  });
  const cut = [...root.querySelectorAll(".scroller, .text, pre")].filter(
    (each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1,
  );
  return { colours: [...new Set(colours)], cut: cut.map(({ className, tagName }) => className || tagName) };
}
