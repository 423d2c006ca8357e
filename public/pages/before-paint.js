// A classic script in the head, so that theme and language are set before the first paint. It only reads what
// the settings stored, or what the address says about an embedded room.

import { applyLook, givenSetting, systemContrast } from "../browser/theme.js";
import { bestOf, localeFor } from "../i18n/language-tag.js";

const { documentElement: root, head } = document;

/** What nothing here works without; docs/page.md tells which browsers have it. */
const isFit = () => {
  try {
    return (
      CSS.supports("color", "light-dark(red, red)") &&
      /(?:)/v.unicodeSets &&
      [window.WebSocket, window.customElements, window.ResizeObserver, window.IntersectionObserver].every(
        Boolean,
      ) &&
      "showModal" in HTMLDialogElement.prototype &&
      "findLast" in Array.prototype
    );
  } catch {
    return false;
  }
};
root.dataset.fit = String(isFit());
/** @param {string} name */
const setting = (name) => {
  try {
    return givenSetting(name) ?? localStorage.getItem(`alcove:${name}`) ?? "";
  } catch {
    return ""; // No storage: what the system says.
  }
};

// The script on the host page waits for it: a frame that the browser refused gives no sign.
if (givenSetting("embed") !== undefined) parent.postMessage({ alcove: "here" }, "*");

const look = () => applyLook({ theme: setting("theme"), contrast: setting("contrast") });
look();
systemContrast?.addEventListener("change", look);

const tags = navigator.languages ?? [];
root.lang = bestOf(Object.keys(LANGUAGES), [setting("language"), ...tags]);
root.dataset.locale = localeFor(root.lang, tags);
const [room, start, direction] = /** @type {[string, string, string]} */ (LANGUAGES[root.lang]);
root.dir = direction;
for (const href of location.pathname.startsWith("/room/") ? [room] : [room, start])
  head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
