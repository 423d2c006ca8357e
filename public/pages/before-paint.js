// A classic script in the head, so that theme and language are there before the first paint. It only
// reads what the settings have written, or what the address says of an embedded room.

import { applyLook, givenSetting, systemContrast } from "../browser/theme.js";
import { languageOf, localeFor } from "../i18n/language-tag.js";

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
// By the build: language -> addresses of its words for the room, and for other pages.
const catalogues = /** @type {Record<string, string[]>} */ (LANGUAGES);

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
const wanted = [setting("language"), ...tags].map(languageOf);
root.lang = wanted.find((each) => Object.hasOwn(catalogues, each)) ?? "en";
root.dataset.locale = localeFor(root.lang, tags);
root.dir = root.lang === "ar" ? "rtl" : "ltr";
const needed = location.pathname.startsWith("/room/") ? 1 : 2;
for (const href of catalogues[root.lang]?.slice(0, needed) ?? [])
  head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
