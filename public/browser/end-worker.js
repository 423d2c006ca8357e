/**
 * Ends the service worker while that is switched off. One may be there that was registered before. Its own next
 * version (sw-off.js) ends it, with all that it kept, and reloads the pages that it served. Browsers sometimes
 * leave that one waiting, or cannot fetch it: then this page ends it, and reloads itself.
 */

import { SHELL_NAMES } from "../service-worker/shell.js";

/** By then a worker has been replaced by one that ends it. */
const END_WITHIN_MS = 3_000;

export const endWorkers = async () => {
  const { serviceWorker } = navigator;
  const all = await serviceWorker.getRegistrations().catch(() => []);
  if (all.length > 0) await isReplaced(all);
  const isEnded = await Promise.all(all.map((each) => each.unregister().catch(() => false)));
  const kept = (await caches.keys()).filter((name) => name.startsWith(SHELL_NAMES));
  await Promise.all(kept.map((name) => caches.delete(name)));
  // Until then it goes on serving this page, and keeping what it serves.
  if (isEnded.includes(true) && serviceWorker.controller) location.reload();
};

/** @param {readonly ServiceWorkerRegistration[]} all Whoever replaces one of them may reload this page meanwhile. */
const isReplaced = (all) =>
  new Promise((resolve) => {
    setTimeout(resolve, END_WITHIN_MS);
    for (const each of all) each.update().catch(resolve);
  });
