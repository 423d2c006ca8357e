/** The page shown during maintenance: it goes on to what was requested as soon as that is available. */

import { loadStartWords, t } from "../i18n/strings.js";
import { speak } from "./plain-page.js";

/** Where the server does not say for how long it is to be left alone. */
const WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 300_000;
/** Whoever looks does not wait, but not every look is worth a question. */
const REST_MS = 10_000;

await loadStartWords();
speak(t.maintenanceTitle, { h1: t.maintenanceHeading, p: t.maintenanceHint, a: t.tryAgain });

let askedAt = performance.now();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** In so many ms, and up to twice as many: all the others wait as well. */
const wait = (/** @type {number} */ ms) => {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.min(Math.max(ms, REST_MS), LONGEST_WAIT_MS) * (1 + Math.random()));
};

const ask = async () => {
  askedAt = performance.now();
  wait(WAIT_MS);
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  if (answer && answer.status < 500) location.reload();
  else wait(Number(answer?.headers.get("Retry-After")) * 1_000 || WAIT_MS);
};

const look = () => {
  if (!document.hidden && performance.now() - askedAt > REST_MS) void ask();
};

wait(WAIT_MS);
document.addEventListener("visibilitychange", look);
for (const type of ["focus", "online"]) window.addEventListener(type, look);
// What a host page says of its frame is in the hash, which a link to here would leave out.
document.querySelector(".lost a")?.addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
