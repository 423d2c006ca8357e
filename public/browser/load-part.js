/** Loads parts of the page that are fetched on demand. */

import { loadLaterWords } from "../i18n/strings.js";
import { shellName } from "../service-worker/shell.js";

/** As long as the page lives, the files of its version are left to it: see `sw.js`. */
export const holdParts = () => {
  const { serviceWorker, version = "" } = document.documentElement.dataset;
  // A frame on another site's page has no service worker, nor has any where that is off.
  if (window.top !== window || serviceWorker === "off") return;
  const forEver = () => new Promise(() => {});
  navigator.locks?.request(shellName(version), { mode: "shared" }, forEver).catch(() => {});
};

/**
 * `await loadPart(() => import("./part.js"))` loads a part, and the words for it. If it is gone because the server
 * has a newer page by now, that is said as an update.
 * @template Part
 * @param {() => Promise<Part>} load
 * @returns {Promise<Part>}
 */
export const loadPart = async (load) => {
  try {
    const [part] = await Promise.all([load(), loadLaterWords()]);
    return part;
  } catch (error) {
    // What would say so may be gone with it.
    import("./service-worker.js").then(
      ({ lookForUpdate }) => lookForUpdate({ isNeeded: true }),
      () => {},
    );
    throw error;
  }
};
