// Assembles the HTML pages: the build puts in what several of them share, and what is said in every language,
// wherever a comment asks for it.

import { readFileSync } from "node:fs";
import { inProject } from "./paths.mjs";
import { languages } from "./languages.mjs";

/** Comment -> the lines that take its place. */
const PARTS = {
  head: () => source("pages/head.html").trimEnd().split("\n"),
  unfit: () => inEveryLanguage(({ unfit }) => unfit),
  refused: () => inEveryLanguage(({ host }) => `${host.refused} <a href="?" target="_blank" rel="noopener">${host.open}</a>`),
};

const source = (path) => readFileSync(inProject("public", path), "utf8");

/** A page below public/, whole, but with the names of its files as they are there. */
export const html = (path) =>
  source(path).replace(/^( *)<!-- ([a-z]+) -->$/gm, (_, indent, part) =>
    PARTS[part]()
      .map((line) => indent + line)
      .join("\n"),
  );

const inEveryLanguage = (sentenceOf) =>
  Object.entries(languages()).map(([code, language]) => {
    const direction = language.direction === "rtl" ? ' dir="rtl"' : "";
    return `<p lang="${code}"${direction}>${sentenceOf(language)}</p>`;
  });
