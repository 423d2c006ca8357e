// Adds a language, step by step as docs/page.md says, in a copy of what the page is built from.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { test } from "@playwright/test";
import { inProject } from "../../scripts/lib/paths.mjs";
import { useWorld } from "./support/world.mjs";

/** For private use, so nobody's language. */
const CODE = "qaa";

const world = useWorld();
let copy;
test.beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "alcove-language-"));
});
test.afterAll(() => rmSync(copy, { recursive: true }));

test("by the recipe of docs/page.md, a language of its own words and direction is there", async () => {
  for (const path of ["public", "scripts", "package.json"]) cpSync(inProject(path), join(copy, path), { recursive: true });
  symlinkSync(inProject("node_modules"), join(copy, "node_modules"));

  const folder = join("public", "i18n", "languages", CODE);
  cpSync(join(copy, "public", "i18n", "languages", "en"), join(copy, folder), { recursive: true });
  says(join(folder, "language.json"), '"direction": "ltr"', '"direction": "rtl"');
  says(join(folder, "language.json"), "Your browser is too old", "Ruoy resworb si oot dlo");
  says(join(folder, "room.js"), 'placeholder: "Write a message"', 'placeholder: "Egassem"');
  says(join(folder, "later.js"), "emoji-data:en", `emoji-data:${CODE}`);
  says(join(folder, "later.js"), 'searchEmoji: "Search emoji"', 'searchEmoji: "Ijome hcraes"');
  says(join(folder, "start.js"), "one link away", "yawa knil eno");
  says(join("public", "i18n", "strings.js"), "  en: english,\n", `  en: english,\n  ${CODE}: () => import("./languages/${CODE}/room.js"),\n`);
  const { pageFiles } = await import(pathToFileURL(join(copy, "scripts", "lib", "page.mjs")));
  await world.server.serves(await pageFiles());

  const ana = await world.person("Ana");
  await ana.joins("new-language");
  await ana.part("settingsButton").click();
  await ana.part("dialog").getByLabel("Language", { exact: true }).selectOption(CODE);
  const reloaded = ana.page.waitForEvent("load");
  await ana.part("dialog").getByRole("button", { name: "Reload in this language" }).click();
  await reloaded;
  await ana.isIn();
  await ana.page.getByPlaceholder("Egassem").waitFor();
  assert.equal(await ana.page.getAttribute("html", "lang"), CODE);
  assert.equal(await ana.part("composer").evaluate((field) => getComputedStyle(field).direction), "rtl");
  assert.equal(await ana.page.locator(`.unfit p[lang=${CODE}][dir=rtl]`).count(), 1);
  await ana.part("emojiButton").click();
  await ana.page.getByPlaceholder("Ijome hcraes").waitFor();
  await ana.part("emoji").first().waitFor();
});

/** Translates something in a file of the copy. */
function says(path, before, after) {
  const source = readFileSync(join(copy, path), "utf8");
  assert.ok(source.includes(before), `${path}: ${before}`);
  writeFileSync(join(copy, path), source.replace(before, after));
}
