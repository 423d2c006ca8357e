/**
 * Sets theme and contrast on the document, where the style sheet finds them. `before-paint.js` calls it before
 * the first paint, the settings later. It reads no storage and keeps nothing.
 */

const isFramed = globalThis.window !== undefined && window.parent !== window;

/** What a host page says in the address of its frame goes before what was chosen elsewhere. */
const given = new URLSearchParams(isFramed ? location.hash.slice(1) : "");

/** The pages' grounds, as in `styles/tokens.css`: for what the browser draws round the page. */
const GROUND = { light: "#f9f6f2", dark: "#101617" };

export const systemContrast = globalThis.matchMedia?.("(prefers-contrast: more)");

export const givenSetting = (/** @type {string} */ name) => given.get(name) ?? undefined;

/** @param {{ theme: string, contrast: string }} chosen Anything but a theme or `more` is: as the system has it. */
export const applyLook = ({ theme, contrast }) => {
  const root = document.documentElement;
  const isTheme = theme === "light" || theme === "dark";
  if (isTheme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
    const system = /** @type {HTMLMetaElement} */ (meta).media.includes("dark") ? "dark" : "light";
    meta.setAttribute("content", GROUND[isTheme ? theme : system]);
  }
  // One rule in the style sheet serves the system's wish and the user's.
  if (contrast === "more" || systemContrast?.matches) root.dataset.contrast = "more";
  else delete root.dataset.contrast;
};
