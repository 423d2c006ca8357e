/**
 * Copies a selection in the log the way it reads. The code that does it is loaded when something is selected.
 */

/** @type {typeof import("./copied-text.js") | undefined} */
let loaded;

/** Whoever marks something may copy it, and that cannot wait. */
export const loadCopying = () =>
  import("./copied-text.js").then(
    (part) => {
      loaded = part;
    },
    () => {},
  );

/** @param {ClipboardEvent} event In the log. */
export const copied = (event) => {
  const log = /** @type {Element} */ (event.currentTarget);
  const words = loaded?.wordsOf(/** @type {ShadowRoot} */ (log.getRootNode()));
  if (!words) return;
  event.clipboardData?.setData("text/plain", words);
  event.preventDefault();
};
