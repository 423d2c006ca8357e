/**
 * Puts the page for what is not there into the reader's language. In English, and without this, the
 * page says it itself.
 */

import { loadStartWords, t } from "./parts/strings.js";

await loadStartWords();
document.title = t.lostTitle;
const words = { h1: t.lostHeading, p: t.lostHint, a: t.toStart };
for (const [selector, text] of Object.entries(words)) {
  const element = document.querySelector(`.lost ${selector}`);
  if (element) element.textContent = text;
}
