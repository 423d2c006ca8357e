// A classic script in the head, so that theme and language are set before the first paint, and a key is out of the address
// before anything else runs. It reads what the settings stored, and what the address says.

import { watchForKeys } from "../browser/key-link.js";
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
const fit = isFit();
root.dataset.fit = String(fit);
// In a browser that cannot show the room, the link stays whole for another.
if (fit) watchForKeys();
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

if (setting("sidebar") === "open" && parent === window) root.dataset.sidebar = "";

const tags = navigator.languages ?? [];
root.lang = bestOf(Object.keys(LANGUAGES), [setting("language"), ...tags]);
root.dataset.locale = localeFor(root.lang, tags);
const [room, start, direction] = /** @type {[string, string, string]} */ (LANGUAGES[root.lang]);
root.dir = direction;
for (const href of location.pathname.startsWith("/room/") ? [room] : [room, start])
  head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
