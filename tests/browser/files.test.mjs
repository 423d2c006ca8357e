// Pictures and files: attached, cleaned, brought, sent, shown, and gone again; with real files, by mouse, keys and touch.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { isAccessible } from "./support/axe.mjs";
import { holds } from "./support/held.mjs";
import { LOCALES } from "./support/languages.mjs";
import { comesAs, makesRoom } from "./support/keys.mjs";
import { fillRoom } from "./support/long-room.mjs";
import { film, movingAvif, movingGif, photo, png, wav } from "./support/pictures.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const OPERATOR = "correct horse battery staple";

const world = useWorld({ ...UNHURRIED, ADMIN_KEY: OPERATOR });

const SECRET = "taken at 38.7 N 9.1 W";

const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
const picture = (name, width = 60, height = 40) => file(name, "image/png", png(width, height));
const paper = (name, size = 2_000) => file(name, "application/pdf", Buffer.alloc(size, 7));

const TRAY = "alcove-tray li";
const FILES = "alcove-timeline .files";

/** By the button, as a person does it. */
const attaches = async (person, ...files) => {
  const { page } = person;
  const chooser = page.waitForEvent("filechooser");
  const button = page.getByRole("button", { name: "Attach files" });
  if (person.isOnPhone) {
    await button.tap();
    await page.getByRole("menuitem", { name: "Choose files" }).tap();
  } else await button.click();
  await (await chooser).setFiles(files);
};

/** Waits until so many in the tray are with the room. */
const has = (person, count) => person.page.locator(`${TRAY}.done`).nth(count - 1).waitFor();

const sends = async (person, ...files) => {
  await attaches(person, ...files);
  await has(person, files.length);
  await person.part("sendButton").click();
  await person.page.locator("alcove-timeline .row:not(.pending) .files").last().waitFor();
};

/** The names of what a person's device keeps to be sent, in the order of the tray. */
const keptOf = (person) =>
  person.page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("alcove:files");
        opening.onsuccess = () => {
          const { result } = opening;
          if (!result.objectStoreNames.contains("files")) return resolve([]);
          const all = result.transaction("files").objectStore("files").getAll();
          all.onsuccess = () => {
            result.close();
            resolve(all.result.sort((a, b) => a.order - b.order).map(({ about }) => about.name));
          };
        };
      }),
  );

/** A part that the page before had on its way. */
const ALREADY_THERE = /409 \(Conflict\)/;

/** What is in the tray. */
const names = (person) => person.page.locator(`${TRAY} .name`).evaluateAll((all) => all.map(({ title }) => title));

/** What puts fingers down at these places, and moves them to those and up. */
const fingersOf = async ({ context, page }) => {
  const cdp = await context.newCDPSession(page);
  const STEPS = 6;
  return async (from, to, end = "touchEnd") => {
    const at = (share) => from.map(([x, y], id) => ({ id, x: x + (to[id][0] - x) * share, y: y + (to[id][1] - y) * share }));
    // As fast as fingers are, however long the browser takes for it.
    let timestamp = Date.now() / 1_000;
    const sends = (type, touchPoints) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints, timestamp: (timestamp += 0.01) });
    await sends("touchStart", at(0));
    for (let step = 1; step <= STEPS; step += 1) await sends("touchMove", at(step / STEPS));
    await sends(end, []);
  };
};

/** Waits until the last picture in the log is there in full. */
const seesPicture = (person) =>
  person.sees(
    () => {
      const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
      const [last] = [...log.querySelectorAll(".picture .full")].slice(-1);
      return last?.complete && last.naturalWidth > 0;
    },
    undefined,
    "the picture",
  );

/** The bytes behind what is drawn last. */
const bytesOf = async (person, selector = `${FILES} .full`) => {
  const reads = async (element) => [...new Uint8Array(await (await fetch(element.src ?? element.href)).arrayBuffer())];
  return Buffer.from(await person.page.locator(selector).last().evaluate(reads));
};

test("a picture is attached, sent, and shown in a box that is known before it is here", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("shown"), ben.joins("shown")]);
  await attaches(ana, picture("harbour.png", 800, 600));
  await has(ana, 1);
  await ana.writes("What a morning!");
  await ana.part("sendButton").click();
  await ana.reads("What a morning!");
  await ben.reads("What a morning!");
  const box = () => ben.page.locator(`${FILES} .picture`).evaluate((each) => [each.offsetWidth, each.offsetHeight]);
  assert.deepEqual(await box(), [320, 240]);
  // Nothing of it is loaded before it is asked for, as Ana is new here.
  assert.equal(await ben.page.locator(`${FILES} .full`).count(), 0);
  const height = () => ben.part("scroller").evaluate((each) => each.scrollHeight);
  const before = await height();
  await ben.page.getByRole("button", { name: "Show the picture: Ana is new here" }).click();
  await seesPicture(ben);
  assert.deepEqual(await box(), [320, 240]);
  assert.equal(await height(), before);
  // Whose pictures one has asked for once is shown from then on, also after a reload.
  await ben.reloads();
  await seesPicture(ben);
  // What answers it has it in small.
  await ana.opensMenuOf("What a morning!");
  await ana.picks("Reply");
  await ana.says("Taken at six");
  await ben.part("quotes").locator("img.small").waitFor();
});

test("a photo stands upright, is smaller, and tells nothing of where it was taken", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("photo"), ben.joins("photo")]);
  const bytes = await photo(ana.page, 4_000, 3_000, SECRET);
  assert.ok(bytes.includes(SECRET));
  await sends(ana, file("IMG_1.JPG", "image/jpeg", bytes));
  await ben.page.getByRole("button", { name: /^Show the picture/ }).click();
  await seesPicture(ben);
  const sent = await bytesOf(ben);
  assert.equal(sent.includes(SECRET), false);
  assert.equal(sent.includes("Exif"), false);
  assert.deepEqual(
    await ben.page.locator(`${FILES} .full`).evaluate((each) => [each.naturalWidth, each.naturalHeight]),
    [1_920, 2_560],
  );
});

test("what moves still does, without what it says of itself; a screenshot stays sharp", async () => {
  const ana = await world.person("Ana");
  await ana.joins("moves");
  await sends(ana, file("cat.gif", "image/gif", movingGif(SECRET)));
  const shown = async () => {
    await ana.reloads();
    await seesPicture(ana);
    return bytesOf(ana);
  };
  const gif = await shown();
  assert.equal(gif.toString("latin1", 0, 6), "GIF89a");
  assert.equal(gif.includes(SECRET), false);
  assert.equal(gif.includes("NETSCAPE2.0"), true);
  await sends(ana, file("fish.avif", "image/avif", movingAvif(SECRET)));
  const avif = await shown();
  assert.equal(avif.toString("latin1", 4, 12), "ftypavis");
  assert.equal(avif.includes(SECRET), false);
  assert.equal(await ana.page.evaluate(countsPictures, [...avif]), 5);
  await sends(ana, file("shot.png", "image/png", png(300, 200, [["tEXt", `Comment\0${SECRET}`]])));
  const shot = await shown();
  assert.equal(shot.toString("latin1", 1, 4), "PNG");
  assert.equal(shot.includes(SECRET), false);
});

/** How many pictures a browser finds in it, one after the other. */
async function countsPictures(bytes) {
  const decoder = new ImageDecoder({ data: new Uint8Array(bytes), type: "image/avif" });
  await Promise.all([decoder.completed, decoder.tracks.ready]);
  const { frameCount } = decoder.tracks.selectedTrack;
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex += 1) (await decoder.decode({ frameIndex })).image.close();
  return frameCount;
}

test("a picture that moves, and has what this page does not know, goes only after that was said", async () => {
  const ana = await world.person("Ana");
  await ana.joins("unknown-part");
  const bytes = movingAvif(SECRET);
  bytes.write("what", bytes.lastIndexOf("uuid"));
  await attaches(ana, file("fish.avif", "image/avif", bytes));
  await ana.page.getByText(/^What this picture contains beyond what you see/).waitFor();
  await ana.page.getByRole("button", { name: "Send it as it is" }).click();
  await has(ana, 1);
  await ana.part("sendButton").click();
  await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
});

test("what cannot be opened as a picture goes only after that was said", async () => {
  const ana = await world.person("Ana");
  await ana.joins("asks");
  await attaches(ana, file("photo.heic", "image/heic", Buffer.from(`no picture, but ${SECRET}`)));
  await ana.page.getByText("This browser can’t open this picture").waitFor();
  await ana.writes("here it is");
  assert.equal(await ana.part("sendButton").getAttribute("aria-disabled"), "true");
  await ana.part("composer").press("Enter");
  await ana.hasWritten("here it is");
  await ana.page.getByRole("button", { name: "Send it as it is" }).press("Enter");
  await has(ana, 1);
  await ana.hasFocusOn("Remove photo.heic");
  await ana.part("sendButton").click();
  await ana.reads("here it is");
  await ana.page.getByRole("link", { name: /^Download photo\.heic/ }).waitFor();
});

test("nor does a photo go for which the browser knows no type", async ({}, testInfo) => {
  const ana = await world.person("Ana");
  await ana.joins("untyped");
  const path = testInfo.outputPath("IMG_2.HEIC");
  writeFileSync(path, `\0\0\0\x18ftypheic and ${SECRET}`);
  await attaches(ana, path);
  await ana.page.getByText("This browser can’t open this picture").waitFor();
  await ana.part("composer").press("Enter");
  assert.equal(await ana.page.locator(`${TRAY}.asks`).count(), 1);
  await ana.page.getByRole("button", { name: "Remove IMG_2.HEIC" }).click();
});

test("names are drawn whole where letters join, each beside its icon, whichever way it is read", async ({}, testInfo) => {
  const layla = await world.person("Layla", { ...DESKTOP, locale: "ar" });
  await layla.joins("names");
  const chooser = layla.page.waitForEvent("filechooser");
  await layla.part("attachButton").click();
  await (await chooser).setFiles([paper("report.pdf"), paper("تقرير الاجتماع السنوي.pdf")]);
  await has(layla, 2);
  await layla.part("sendButton").click();
  const cards = layla.page.locator(".row:not(.pending) a.card");
  await cards.nth(1).waitFor();
  assert.deepEqual(await cards.nth(1).locator(".name bdi span").allTextContents(), ["تقرير الاجتماع السنوي", ".pdf"]);
  const gaps = await cards.evaluateAll((all) =>
    all.map((card) => card.querySelector("svg").getBoundingClientRect().left - card.querySelector(".name bdi").getBoundingClientRect().right),
  );
  for (const gap of gaps) assert.ok(gap >= 0 && gap < 24, `${gaps}`);
});

test("an empty file, and one that is too large, are refused in words, and the rest goes", async ({}, testInfo) => {
  const ana = await world.person("Ana");
  await ana.joins("refused");
  // From the disk, as the browser then reads them itself: sent to it, the large one takes it long.
  const onDisk = ({ name, buffer }) => {
    const path = testInfo.outputPath(name);
    writeFileSync(path, buffer);
    return path;
  };
  await attaches(ana, ...[paper("empty.pdf", 0), paper("large.pdf", 25_000_001), paper("fine.pdf")].map(onDisk));
  await ana.page.getByText("This file is empty.").waitFor();
  await ana.page.getByText("Files can be up to 25 MB.").waitFor();
  await has(ana, 1);
  await ana.part("sendButton").click();
  await ana.page.getByText("2 files were not sent.").first().waitFor();
  const card = ana.page.getByRole("link", { name: "Download fine.pdf, 2 kB" });
  await card.waitFor();
  const download = ana.page.waitForEvent("download");
  await card.click();
  const saved = await download;
  assert.equal(saved.suggestedFilename(), "fine.pdf");
  assert.equal(readFileSync(await saved.path()).length, 2_000);
});

test("while a message is edited its field takes no files: they wait for the next new one", async () => {
  const ana = await world.person("Ana");
  await ana.joins("edits");
  await ana.says("tea at ten");
  await ana.reads("tea at ten");
  const tray = ana.page.locator("alcove-tray");
  await attaches(ana, paper("a.pdf"));
  await has(ana, 1);
  await ana.part("composer").press("ArrowUp");
  await ana.hasWritten("tea at ten");
  await expect(tray).toHaveCount(0);
  await expect(ana.part("attachButton")).toHaveCount(0);
  await ana.part("composer").evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["words"], "b.txt", { type: "text/plain" }));
    field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, composed: true, cancelable: true, clipboardData }));
  });
  await ana.page.getByText("Files go with your next new message.").first().waitFor();
  await ana.writes("tea at eleven");
  await ana.sends();
  await ana.reads("tea at eleven");
  await has(ana, 2);
  await ana.part("sendButton").click();
  await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
  assert.deepEqual(await ana.texts(), ["tea at eleven"]);
  await ana.page.getByRole("article", { name: /a\.pdf and b\.txt/ }).waitFor();
});

test("by keys: described, put in order, taken out, and sent", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("keys"), ben.joins("keys")]);
  await attaches(ana, picture("a.png"), paper("b.pdf"), paper("c.pdf"));
  await has(ana, 3);
  const { keyboard } = ana.page;
  const presses = async (name, key = "Enter") => {
    await ana.page.getByRole("button", { name, exact: true }).focus();
    await keyboard.press(key);
  };
  const names = () => ana.page.locator(`${TRAY} .name`).evaluateAll((all) => all.map(({ title }) => title));
  await presses("Move c.pdf up");
  await ana.hasFocusOn("Move c.pdf up");
  await keyboard.press("Enter");
  assert.deepEqual(await names(), ["c.pdf", "a.png", "b.pdf"]);
  await ana.page.getByRole("status").filter({ hasText: "c.pdf: 1 of 3" }).waitFor({ state: "attached" });
  await presses("Remove b.pdf");
  await ana.hasFocusOn("Remove a.png");
  await presses("Describe a.png");
  await keyboard.type("A red boat");
  await keyboard.press("Enter");
  await ana.hasFocusOn("Describe a.png");
  assert.deepEqual(await ana.texts(), [], "Enter in there sends nothing");
  await has(ana, 2);
  await ana.part("composer").press("Enter");
  await ben.page.locator(FILES).waitFor();
  await ben.page.getByRole("article", { name: /Picture and c\.pdf/ }).waitFor();
  await ben.page.getByRole("button", { name: /^Show the picture/ }).click();
  await ben.page.getByRole("button", { name: "Enlarge A red boat" }).waitFor();
});

test("files are dropped anywhere or pasted, and a reply with one is a reply", async () => {
  const ana = await world.person("Ana");
  await ana.joins("dropped");
  await ana.says("see below");
  await ana.reads("see below");
  const brings = (type, selector, name) =>
    ana.page.locator(selector).first().evaluate(
      (target, [kind, called]) => {
        const data = new DataTransfer();
        data.items.add(new File(["words"], called, { type: "text/plain" }));
        const init = { bubbles: true, composed: true, cancelable: true };
        const event = kind === "paste" ? new ClipboardEvent(kind, { ...init, clipboardData: data }) : new DragEvent(kind, { ...init, dataTransfer: data });
        return !target.dispatchEvent(event);
      },
      [type, name],
    );
  assert.equal(await brings("dragover", "alcove-timeline .scroller"), true);
  await ana.page.getByText("Drop files here to attach them").waitFor();
  assert.equal(await brings("drop", "alcove-timeline .scroller", "a.txt"), true);
  await ana.page.getByText("Drop files here to attach them").waitFor({ state: "detached" });
  assert.equal(await brings("paste", "alcove-composer textarea", "b.txt"), true);
  await has(ana, 2);
  await ana.row("see below").hover();
  await ana.row("see below").getByRole("button", { name: "Reply" }).click();
  await ana.part("sendButton").click();
  await ana.page.locator(".row:not(.pending) .quote + .files").waitFor();
});

test("what is on its way goes on through an outage and a reload, and arrives once", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("outage"), ben.joins("outage")]);
  ana.expectsTheServerToGo();
  ana.expectsToHear(ALREADY_THERE);
  let isCut = false;
  await ana.page.route(/\/files/, (route) => (isCut && route.request().method() === "PUT" && !route.request().url().endsWith("at=0") ? route.abort("connectionrefused") : route.fallback()));
  isCut = true;
  // What draws the tray takes its time: words do not go without what was chosen.
  const come = await holds(ana, "of-room");
  await attaches(ana, paper("long.pdf", 900_000));
  await ana.writes("mind the gap");
  await ana.part("composer").press("Enter");
  await ana.hasWritten("mind the gap");
  come();
  await ana.page.locator("alcove-timeline .row.pending .files").waitFor();
  await ana.hasWritten("");
  await ana.says("meanwhile");
  await ben.reads("meanwhile");
  await ana.reloads();
  await ana.page.locator("alcove-timeline .row.pending .files").waitFor();
  isCut = false;
  await ana.isOnlineAgain();
  await ben.reads("mind the gap");
  await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
  assert.equal((await ben.texts()).filter((text) => text === "mind the gap").length, 1);
  assert.equal((await bytesOf(ben, `${FILES} a.card`)).length, 900_000);
});

test("the tray is as it was after a reload", async () => {
  const ana = await world.person("Ana");
  await ana.joins("kept");
  ana.expectsToHear(ALREADY_THERE);
  await attaches(ana, paper("a.pdf"), picture("b.png"));
  await has(ana, 2);
  await ana.page.getByRole("button", { name: "Move b.png up" }).click();
  await expect.poll(() => keptOf(ana)).toEqual(["b.png", "a.pdf"]);
  await ana.page.getByRole("button", { name: "Describe b.png" }).click();
  const words = ana.page.getByRole("textbox", { name: "Describe b.png" });
  await words.fill("A red sq");
  await ana.writes("with these");
  await ana.reloads();
  await has(ana, 2);
  assert.deepEqual(await names(ana), ["b.png", "a.pdf"]);
  await ana.page.getByRole("button", { name: "Describe b.png" }).click();
  await expect(words).toHaveValue("A red sq");
  // What draws the tray takes its time: what is sent before it is there waits for what is in it.
  const come = await holds(ana, "of-room");
  await ana.reloads();
  await ana.part("attachButton").waitFor();
  await ana.part("composer").press("Enter");
  await ana.hasWritten("with these");
  come();
  await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
  await ana.page.getByRole("button", { name: "Enlarge A red sq" }).waitFor();
  await ana.reloads();
  assert.equal(await ana.page.locator(TRAY).count(), 0);
});

test("the tray of a tab that was closed is in the next one, with the draft", async () => {
  const ana = await world.person("Ana");
  await ana.joins("closed");
  await attaches(ana, paper("a.pdf"), picture("b.png"));
  await has(ana, 2);
  await ana.writes("with these");
  await expect.poll(() => keptOf(ana)).toEqual(["a.pdf", "b.png"]);
  const last = await ana.anotherTab();
  await ana.page.close();
  await last.opens("closed");
  await has(last, 2);
  assert.deepEqual(await names(last), ["a.pdf", "b.png"]);
  await last.hasWritten("with these");
  await last.part("sendButton").click();
  await last.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
});

test("what is sent while its picture is being prepared goes when that is done; what asks something is answered first", async () => {
  const ana = await world.person("Ana");
  await ana.joins("at-once");
  /** In one turn of the page, before anything of it can be prepared. */
  const pastesAndSends = (text, name, type, bytes) =>
    ana.part("composer").evaluate(
      (field, [words, called, kind, data]) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([new Uint8Array(data)], called, { type: kind }));
        const init = { bubbles: true, composed: true, cancelable: true };
        field.value = words;
        field.dispatchEvent(new InputEvent("input", { ...init, inputType: "insertText", data: words }));
        field.dispatchEvent(new ClipboardEvent("paste", { ...init, clipboardData }));
        field.dispatchEvent(new KeyboardEvent("keydown", { ...init, key: "Enter" }));
      },
      [text, name, type, [...bytes]],
    );
  const sent = ana.page.locator("alcove-timeline .row:not(.pending) .files");
  // The first brings what prepares it, too.
  for (const [at, text] of ["at once", "and again"].entries()) {
    await pastesAndSends(text, "a.png", "image/png", png(60, 40));
    await expect(sent).toHaveCount(at + 1);
    await ana.hasWritten("");
  }
  assert.deepEqual(await ana.texts(), ["at once", "and again"]);
  await pastesAndSends("look", "c.heic", "image/heic", Buffer.from("x"));
  const allow = ana.page.locator("alcove-tray .allow");
  await allow.waitFor();
  await ana.hasWritten("look");
  // Who wants to send it once more is brought to what is asked.
  await ana.part("composer").press("Enter");
  assert.equal(await allow.evaluate((button) => button.getRootNode().activeElement === button), true);
  await allow.press("Enter");
  await has(ana, 1);
  await ana.hasWritten("look");
  await ana.part("sendButton").click();
  await expect(sent).toHaveCount(3);
});

test("nothing of it is left on this device once one is forgotten", async () => {
  const ana = await world.person("Ana");
  await ana.joins("forgotten");
  await attaches(ana, paper("a.pdf"));
  await has(ana, 1);
  const kept = async () => (await keptOf(ana)).length;
  assert.equal(await kept(), 1);
  await ana.opensDialog("Settings");
  await ana.page.getByRole("button", { name: "Forget me on this device" }).click();
  await ana.page.getByRole("button", { name: "Forget me in this room" }).click();
  await ana.page.locator("alcove-landing").waitFor();
  assert.equal(await kept(), 0);
  assert.deepEqual(await ana.page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes("tray"))), []);
});

test("what only has files is told at the desk by what it has", async () => {
  const olga = await makesRoom(world, "reported-files");
  const ana = await comesAs(world, "member", olga, "reported-files");
  await sends(ana, picture("rude.png"), paper("rude.pdf"));
  const { seq } = await olga.sees({ type: "message" });
  const mia = await comesAs(world, "moderator", olga, "reported-files", "Mia");
  await olga.does({ type: "report", seq });
  await mia.page.getByRole("button", { name: "Look after this room: 1 thing waiting" }).click();
  await mia.page.locator("alcove-desk li .text", { hasText: /^Picture and rude\.pdf$/ }).waitFor();
});

test("where the room covers pictures, those of others are shown one message at a time, for as long as one stays", async () => {
  const room = "covering";
  const olga = await makesRoom(world, room);
  const [ana, ben] = [await comesAs(world, "owner", olga, room), await comesAs(world, "moderator", olga, room, "Ben", PHONE)];
  const covered = ben.page.getByRole("button", { name: "Show the picture from Ana" });
  const shown = ben.page.locator(`${FILES} .full`);
  await sends(ana, picture("one.png"), picture("two.png"));
  await sends(ana, picture("three.png"));
  await sends(ben, picture("mine.png"));
  // Who looks after the room is not new.
  await expect(shown).toHaveCount(4);
  const opens = async () => {
    await ana.opensDialog("Settings");
    await ana.page.getByRole("button", { name: "Room settings" }).click();
    return ana.page.getByRole("dialog", { name: "Room settings" });
  };
  const dialog = await opens();
  await dialog.getByRole("radio", { name: "Covered until you choose to see them" }).check();
  await dialog.getByRole("listitem").filter({ hasText: "Others’ pictures and videos stay covered" }).waitFor();
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  await ben.notices("Ana set pictures to be covered until someone chooses to see them");
  await expect(covered).toHaveCount(3);
  await expect(shown).toHaveCount(1);
  await ben.page.getByRole("button", { name: "Enlarge mine.png" }).waitFor();
  // One's own device shows what one has sent oneself.
  await expect(ana.page.getByRole("button", { name: "Show the picture from Ben" })).toHaveCount(1);
  await expect(ana.page.locator(`${FILES} .full`)).toHaveCount(3);
  await covered.first().tap();
  await expect(covered).toHaveCount(1);
  await expect(shown).toHaveCount(3);
  // Of what is covered, the light box knows nothing.
  await ben.page.getByRole("button", { name: "Enlarge two.png" }).tap();
  await ben.page.getByText("2 of 3").waitFor();
  await ben.page.keyboard.press("Escape");
  await ben.reloads();
  await expect(covered).toHaveCount(3);
  await olga.does({ type: "settings", set: { pictures: null } });
  await expect(covered).toHaveCount(0);
  await expect(shown).toHaveCount(4);
});

test("the light box: by keys, larger and smaller, downloaded, and back to where one was", async () => {
  const ana = await world.person("Ana");
  await ana.joins("large");
  await sends(ana, picture("one.png"), picture("two.png"), picture("three.png"));
  await ana.reloads();
  await ana.page.getByRole("button", { name: "Enlarge two.png" }).focus();
  const { keyboard } = ana.page;
  await keyboard.press("Enter");
  const box = ana.page.getByRole("dialog", { name: "Enlarged picture" });
  await box.waitFor();
  await box.getByText("2 of 3").waitFor();
  await box.getByText(/^Ana · \w+ · \d\d:\d\d$/).waitFor();
  await keyboard.press("ArrowRight");
  await box.getByText("3 of 3").waitFor();
  await keyboard.press("ArrowRight");
  await keyboard.press("Home");
  await box.getByText("1 of 3").waitFor();
  await keyboard.press("+");
  const scale = () => ana.page.locator("alcove-light-box .drawn").evaluate((each) => each.style.transform);
  assert.match(await scale(), /scale\(1\.5\)/);
  await keyboard.press("0");
  assert.match(await scale(), /scale\(1\)/);
  await keyboard.press("End");
  await box.getByText("3 of 3").waitFor();
  await keyboard.press("=");
  await keyboard.press("=");
  // What is larger than the window is moved by the arrows, no further than to its edge.
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowDown");
  assert.equal(await scale(), "translate(-80px, -80px) scale(2.25)");
  for (let n = 0; n < 20; n += 1) await keyboard.press("ArrowRight");
  const { width } = DESKTOP.viewport;
  assert.equal(await scale(), `translate(${(-1.25 * width) / 2}px, -80px) scale(2.25)`);
  await box.getByText("3 of 3").waitFor();
  await keyboard.press("-");
  await keyboard.press("-");
  assert.match(await scale(), /scale\(1\)/);
  await keyboard.press("ArrowLeft");
  await box.getByText("2 of 3").waitFor();
  await keyboard.press("Home");
  await box.getByText("1 of 3").waitFor();
  const download = ana.page.waitForEvent("download");
  await box.getByRole("link", { name: "Download one.png" }).click();
  assert.equal((await download).suggestedFilename(), "one.png");
  await keyboard.press("Escape");
  await box.waitFor({ state: "detached" });
  await ana.hasFocusOn("Enlarge two.png");
});

test("what is still on its way can be taken back, and nobody gets it", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("stopped"), ben.joins("stopped")]);
  await ana.page.route(/\/files\/.*at=/, () => {});
  await attaches(ana, paper("wrong.pdf", 900_000));
  await ana.writes("not this");
  await ana.part("sendButton").click();
  const row = ana.page.locator("alcove-timeline .row.pending").filter({ hasText: "wrong.pdf" });
  await row.getByRole("button", { name: "Edit" }).waitFor();
  await ana.says("but this");
  await ben.reads("but this");
  await row.getByRole("button", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual(await keptOf(ana), []);
  await ana.says("only this");
  await ben.readsExactly(["but this", "only this"]);
  await ana.readsExactly(["but this", "only this"]);
});

test("many pictures fill each row", async () => {
  const ana = await world.person("Ana");
  await ana.joins("rows");
  for (const count of [5, 7]) {
    await sends(ana, ...Array.from({ length: count }, (_, at) => picture(`${at}.png`)));
    const boxes = await ana.page
      .locator(`${FILES} .pictures`)
      .last()
      .evaluate((all) => [...all.children].map((each) => each.getBoundingClientRect()).map(({ top, right, height }) => [top, right, height].map(Math.round)));
    const ends = boxes.filter(([top], at) => boxes[at + 1]?.[0] !== top);
    assert.equal(boxes.length, count);
    assert.equal(new Set(ends.map(([, right]) => right)).size, 1, JSON.stringify(boxes));
    assert.ok(Math.max(...boxes.map(([, , height]) => height)) - Math.min(...boxes.map(([, , height]) => height)) <= 3, JSON.stringify(boxes));
  }
});

test("the light box on a phone: swiped to the next and away, larger by two fingers and by two taps", async () => {
  const ana = await world.person("Ana", PHONE);
  await ana.joins("fingers");
  await sends(ana, picture("one.png"), picture("two.png"), picture("three.png"));
  await ana.reloads();
  // As by Safari, which focuses no button that is pressed.
  await ana.page.getByRole("button", { name: "Enlarge two.png" }).evaluate((button) => button.click());
  const box = ana.page.getByRole("dialog", { name: "Enlarged picture" });
  await box.getByText("2 of 3").waitFor();
  const shown = ana.page.locator("alcove-light-box .drawn");
  const scale = () => shown.evaluate(({ style }) => Number(/scale\(([\d.]+)\)/.exec(style.transform)[1]));
  const touch = await fingersOf(ana);
  const arrow = async (name) => {
    const { x, y, width, height } = await box.getByRole("button", { name }).boundingBox();
    return [x + width / 2, y + height / 2];
  };
  const [[left, y], [right]] = [await arrow("Previous picture"), await arrow("Next picture")];
  for (const [x, at] of [[right, 3], [left, 2]]) {
    await touch([[x, y]], [[x, y]]);
    await box.getByText(`${at} of 3`).waitFor();
  }
  // A short way is no swipe, nor is one that the system takes for itself.
  await touch([[180, 300]], [[160, 300]]);
  await touch([[300, 300]], [[100, 310]], "touchCancel");
  await box.getByText("2 of 3").waitFor();
  await touch([[300, 300]], [[100, 310]]);
  await box.getByText("3 of 3").waitFor();
  await touch([[60, 300]], [[300, 300]]);
  await box.getByText("2 of 3").waitFor();
  assert.equal(await scale(), 1);
  // So are they from an arrow, which turns no other page then.
  await touch([[right, y]], [[left, y]]);
  await box.getByText("3 of 3").waitFor();
  await touch([[left, y]], [[right, y]]);
  await box.getByText("2 of 3").waitFor();
  await touch([[left, y]], [[right, y]]);
  await box.getByText("1 of 3").waitFor();
  await touch([[right, 300]], [[left, 300]]);
  await box.getByText("2 of 3").waitFor();
  await touch([[160, 350], [200, 350]], [[80, 350], [280, 350]]);
  const large = await scale();
  assert.ok(large > 4 && large <= 5.01, `${large} times as large`);
  // What is large is moved by one finger, and stays.
  const before = await shown.evaluate(({ style }) => style.transform);
  await touch([[180, 300]], [[120, 300]]);
  assert.notEqual(await shown.evaluate(({ style }) => style.transform), before);
  await box.getByText("2 of 3").waitFor();
  await touch([[80, 350], [280, 350]], [[170, 350], [190, 350]]);
  assert.equal(await scale(), 1);
  await box.getByText("2 of 3").waitFor();
  // Far from each other, or the third tap would be one of three.
  for (const [y, wanted] of [[250, 2.5], [450, 1]]) {
    for (let n = 0; n < 2; n += 1) await touch([[180, y]], [[180, y]]);
    await expect.poll(scale).toBe(wanted);
  }
  await touch([[180, 250]], [[180, 450]]);
  await box.waitFor({ state: "detached" });
  await ana.hasFocusOn("Enlarge two.png");
});

test("a film is played inline, in a box that is known before; who is new shows it only when asked", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("film"), ben.joins("film")]);
  await attaches(ana, file("waves.webm", "video/webm", await film(ana.page)));
  await ana.page.getByText("Videos are sent as they are").waitFor();
  await has(ana, 1);
  await ana.part("sendButton").click();
  const asked = [];
  ben.page.on("request", (request) => asked.push(request.url()));
  const cover = ben.page.getByRole("button", { name: /Show: Ana is new here/ });
  await cover.waitFor();
  assert.deepEqual(asked.filter((url) => url.includes("waves.webm")), []);
  await cover.click();
  for (const { page } of [ben, ana]) {
    const video = page.locator("alcove-timeline video");
    await video.waitFor();
    const box = () => video.evaluate(({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight]);
    const before = await box();
    const [width, height, ended] = await video.evaluate(async (each) => {
      each.muted = true;
      const over = new Promise((resolve) => each.addEventListener("ended", resolve, { once: true }));
      await each.play();
      await over;
      return [each.videoWidth, each.videoHeight, each.ended];
    });
    assert.deepEqual([width, height, ended], [160, 90, true]);
    assert.deepEqual([before, await box()], [[160, 90], [160, 90]]);
    await page.getByRole("link", { name: /^Download waves\.webm/ }).waitFor();
  }
  // Far from what one reads, nothing of it is loaded.
  await fillRoom(world.server.socketUrl("film"), 40);
  // What has come is what is shown first after a reload.
  await ben.reads("message 40");
  await ben.reloads();
  await ben.reads("message 40");
  const far = ben.page.locator("alcove-timeline video");
  assert.equal(await far.evaluate(({ readyState }) => readyState), 0);
  await far.scrollIntoViewIfNeeded();
  await far.evaluate((video) => video.readyState > 0 || new Promise((resolve) => video.addEventListener("loadedmetadata", resolve)));
});

test("what the operator has removed is gone from a room that is open, and it is said who removed it", async () => {
  const [ana, ben] = [await world.person("Ana"), await world.person("Ben", PHONE)];
  await Promise.all([ana.joins("removed"), ben.joins("removed")]);
  // Of no other test: its bytes go from every room.
  await sends(ana, picture("bad.png", 61, 43), picture("good.png", 62, 43), paper("bad.pdf", 2_345));
  const operator = { method: "DELETE", headers: { authorization: `Bearer ${OPERATOR}` } };
  const removes = async (bytes) => {
    const sum = createHash("sha256").update(bytes).digest("hex");
    const answer = await fetch(`${world.server.url}/admin/files/${sum}`, operator);
    assert.deepEqual(await answer.json(), { removed: 1, more: false });
  };
  await ana.reloads();
  await ana.page.getByRole("button", { name: "Enlarge bad.png" }).waitFor();
  await removes(await bytesOf(ana, `${FILES} .picture[data-said="bad.png"] .full`));
  await removes(await bytesOf(ana, `${FILES} a.card`));
  // Who has not seen it yet asks for it too late.
  ben.expectsToHear(/status of 404/);
  await ben.page.getByRole("button", { name: /^Show the picture/ }).first().tap();
  await ben.page.getByText("No longer available").waitFor();
  await ben.page.getByRole("button", { name: "Enlarge good.png" }).waitFor();
  for (const person of [ana, ben]) {
    await person.reloads();
    const { page } = person;
    await expect(page.getByText("Removed by the people who run this site")).toHaveCount(2);
    await expect(page.locator(`${FILES} .card.gone .name`)).toHaveText(["bad.png", "bad.pdf"]);
    await expect(page.locator(`${FILES} a.card`)).toHaveCount(0);
    await page.getByRole("button", { name: "Enlarge good.png" }).waitFor();
  }
});

test("a sound is played inline; what is deleted is gone for everyone", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await Promise.all([ana.joins("sound"), ben.joins("sound")]);
  await sends(ana, file("tone.wav", "audio/wav", wav()));
  await ben.page.getByRole("button", { name: /^tone\.wav Show: Ana is new here/ }).click();
  const audio = ben.page.locator("alcove-timeline audio");
  await audio.waitFor();
  const plays = async (each) => {
    each.muted = true;
    await each.play();
    return each.duration;
  };
  assert.equal(await audio.evaluate(plays), 1);
  const url = await audio.evaluate(({ src }) => src);
  await ana.page.locator("alcove-timeline .row").last().hover();
  await ana.page.getByRole("button", { name: /^Message actions/ }).last().click();
  await ana.page.getByRole("menuitem", { name: "Delete" }).click();
  await ben.page.getByText("Message deleted").waitFor();
  assert.equal(await ben.page.locator(FILES).count(), 0);
  assert.equal((await fetch(url)).status, 404);
});

test("a message's words are edited to nothing where it has files, which stay", async () => {
  const ana = await world.person("Ana");
  await ana.joins("emptied");
  await attaches(ana, paper("a.pdf"));
  await has(ana, 1);
  await ana.writes("wrong words");
  await ana.part("sendButton").click();
  await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
  await ana.part("composer").press("ArrowUp");
  await ana.hasWritten("wrong words");
  await ana.writes("");
  await ana.part("composer").press("Enter");
  await ana.page.getByText("edited").waitFor();
  assert.equal(await ana.page.locator(`${FILES} a.card`).count(), 1);
  assert.equal(await ana.part("texts").count(), 0);
});

test("a room without files loads nothing for them but the button", async () => {
  const ana = await world.person("Ana");
  const asked = [];
  ana.page.on("request", (request) => asked.push(request.url()));
  await ana.joins("plain");
  await ana.says("just words");
  await ana.reads("just words");
  await ana.page.getByRole("button", { name: "Attach files" }).waitFor();
  assert.deepEqual(asked.filter((url) => /of-room|light-box|\/files/.test(url)), []);
  assert.deepEqual(await ana.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name === "alcove:files")), []);
});

for (const device of [PHONE, DESKTOP])
  test(`tray, files and light box are accessible (${device.name})`, async () => {
    const room = `accessible-${device.name}`;
    const ana = await world.person("Ana", { ...device, reducedMotion: "reduce" });
    await ana.joins(room);
    await attaches(ana, picture("a.png"), paper("b.pdf"), file("c.heic", "image/heic", Buffer.from("x")));
    await has(ana, 2);
    await ana.page.getByText("This browser can’t open this picture").waitFor();
    await ana.page.getByRole("button", { name: "Describe a.png" }).click();
    await isAccessible(ana, "tray");
    await ana.page.getByRole("button", { name: "Send it as it is" }).click();
    await has(ana, 3);
    await ana.part("sendButton").click();
    await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
    await sends(ana, picture("d.png"), picture("e.png"));
    await sends(ana, file("tone.wav", "audio/wav", wav()));
    await isAccessible(ana, "messages with files");
    const ben = await world.person("Ben", { ...device, reducedMotion: "reduce" });
    await ben.joins(room);
    await ben.page.locator(`${FILES} .covered`).first().waitFor();
    await isAccessible(ben, "files of who is new");
    await ana.page.getByRole("button", { name: "Enlarge d.png" }).click();
    await ana.page.locator("alcove-light-box .full").waitFor();
    await isAccessible(ana, "light box");
  });

test("all of it fits the narrowest screen in every language", async () => {
  for (const [language, locale] of Object.entries(LOCALES)) {
    const ana = await world.person("Ana", { ...PHONE, viewport: { width: 320, height: 640 }, locale });
    await ana.joins(`narrow-${language}`);
    const chooser = ana.page.waitForEvent("filechooser");
    await ana.page.locator("alcove-composer .attach").tap();
    await ana.page.locator("alcove-attach-menu .files").tap();
    const long = "a name that is as long as names of files become when people put all they know into it";
    await (await chooser).setFiles([picture(`${long}.png`), paper(`${long}.pdf`), file("c.heic", "image/heic", Buffer.from("x"))]);
    await has(ana, 2);
    await ana.page.locator("alcove-tray .allow").tap();
    await has(ana, 3);
    const wide = () =>
      ana.page.evaluate(() => {
        const room = document.querySelector("alcove-room").shadowRoot;
        const composer = room.querySelector("alcove-composer").shadowRoot;
        const parts = [document.documentElement, composer.querySelector("form"), composer.querySelector("alcove-tray").shadowRoot.querySelector("ul"), room.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller")];
        return parts.flatMap((each) => (each && each.scrollWidth > each.clientWidth + 1 ? [`${each.localName} ${each.scrollWidth}`] : []));
      });
    assert.deepEqual(await wide(), [], language);
    // Each name begins beside its picture, whichever way it is read, and what came last is in sight.
    const [gaps, isLastSeen] = await ana.page.locator("alcove-tray ul").evaluate((list) => {
      const boxOf = (element) => element.getBoundingClientRect();
      const gapsOf = (row) => {
        const [seen, name] = [boxOf(row.querySelector(".seen")), boxOf(row.querySelector(".name bdi"))];
        return Math.round(Math.max(name.left - seen.right, seen.left - name.right));
      };
      const rows = [...list.children];
      return [rows.map(gapsOf), boxOf(rows.at(-1)).top < boxOf(list).bottom - 20];
    });
    assert.ok(gaps.every((gap) => gap >= 0 && gap <= 16) && isLastSeen, `${language}: ${gaps} ${isLastSeen}`);
    await ana.part("sendButton").tap();
    await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
    assert.deepEqual(await wide(), [], language);
  }
});

test("of files, what they show or are called is copied", async () => {
  const ana = await world.person("Ana");
  await ana.joins("copied");
  await attaches(ana, picture("a.png"), paper("b.pdf"));
  await has(ana, 2);
  await ana.page.getByRole("button", { name: "Describe a.png" }).click();
  await ana.page.keyboard.type("A red boat");
  await ana.page.keyboard.press("Enter");
  await has(ana, 2);
  await ana.writes("look");
  await ana.part("sendButton").click();
  await ana.page.locator("alcove-timeline .row:not(.pending) .files").waitFor();
  const copied = () =>
    ana.page.evaluate(async () => {
      const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
      const scroller = log.querySelector(".scroller");
      scroller.dispatchEvent(new Event("selectstart"));
      const row = log.querySelector(".row");
      getSelection().setBaseAndExtent(row, 0, row, row.childNodes.length);
      const data = new DataTransfer();
      scroller.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, cancelable: true }));
      return data.getData("text/plain");
    });
  await ana.sees(
    () => document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".row .text"),
    undefined,
    "the message",
  );
  let text = "";
  for (let tries = 0; tries < 50 && !text; tries += 1) text = await copied();
  assert.match(text, /\[A red boat\]\n\[b\.pdf\]\nlook$/);
});

test("on a phone each file in the tray takes one line, and what is being written of a picture goes with it", async () => {
  const ana = await world.person("Ana", PHONE);
  await ana.joins("one-line");
  await attaches(ana, picture("a.png"), paper("b.pdf"));
  await has(ana, 2);
  for (const row of await ana.page.locator(TRAY).all()) {
    const [all, name] = [await row.boundingBox(), await row.locator(".words").boundingBox()];
    assert.ok(all.height < 64 && name.width > 80, `${all.height} ${name.width}`);
  }
  await ana.page.getByRole("button", { name: "Move b.pdf up" }).tap();
  assert.deepEqual(await ana.page.locator(`${TRAY} .name`).evaluateAll((all) => all.map(({ title }) => title)), ["b.pdf", "a.png"]);
  await ana.page.getByRole("button", { name: "Describe a.png" }).tap();
  await ana.page.keyboard.type("A red boat");
  await ana.part("sendButton").tap();
  await ana.page.getByRole("button", { name: "Enlarge A red boat" }).waitFor();
});

test("on a phone a photo is taken by its camera", async () => {
  const ana = await world.person("Ana", PHONE);
  await ana.joins("camera");
  const chooser = ana.page.waitForEvent("filechooser");
  await ana.page.getByRole("button", { name: "Attach files" }).tap();
  await ana.page.getByRole("menuitem", { name: "Take a photo" }).tap();
  const asked = await chooser;
  const how = await asked.element().evaluate(({ accept, multiple, attributes }) => [accept, multiple, attributes.capture?.value]);
  assert.deepEqual(how, ["image/*", false, "environment"]);
  await asked.setFiles([picture("now.png")]);
  await has(ana, 1);
});
