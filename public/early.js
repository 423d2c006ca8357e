// A classic script in the head, so that theme and language are there before the first paint. It only
// reads what the settings have written, or what the address says of an embedded room.

import { applyLook, givenSetting, systemContrast } from "./browser/look.js";

const { documentElement: root, head } = document;
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

const wanted = [setting("language"), ...navigator.languages].map((each) => each.split("-")[0] ?? "");
root.lang = wanted.find((each) => Object.hasOwn(catalogues, each)) ?? "en";
root.dir = root.lang === "ar" ? "rtl" : "ltr";
const needed = location.pathname.startsWith("/room/") ? 1 : 2;
for (const href of catalogues[root.lang]?.slice(0, needed) ?? [])
  head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
