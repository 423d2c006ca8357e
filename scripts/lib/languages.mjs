// The languages of the page: each folder in public/i18n/languages is one. What no script of the page can say
// is in its `language.json`: for the build, which puts it into the HTML and into the script on host pages.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./paths.mjs";

/** Below public/. */
export const FOLDER = "i18n/languages";
const SOURCE = inProject("public", FOLDER);

/** `{ en: { direction, unfit, … }, … }`: English first, since it is what is shown where nothing is chosen. */
export function languages() {
  const codes = readdirSync(SOURCE).sort((a, b) => (b === "en") - (a === "en") || (a < b ? -1 : 1));
  return Object.fromEntries(codes.map((code) => [code, JSON.parse(readFileSync(join(SOURCE, code, "language.json"), "utf8"))]));
}

/** What the script on host pages says, by language. */
export const hostWords = () => Object.fromEntries(Object.entries(languages()).map(([code, { host }]) => [code, host]));
