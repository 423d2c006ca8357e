/**
 * `t`: every word the page says, in its language. It is here before anything is drawn, since modules
 * that import it wait for it.
 */

import { language } from "./locale.js";

/** @typedef {typeof import("../languages/en.js").default} Catalogue */

const english = () => import("../languages/en.js");

/** @type {Record<string, () => Promise<{ default: Catalogue }>>} */
const CATALOGUES = {
  en: english,
  de: () => import("../languages/de.js"),
  es: () => import("../languages/es.js"),
  fr: () => import("../languages/fr.js"),
  hi: () => import("../languages/hi.js"),
  ar: () => import("../languages/ar.js"),
};

/** The languages there are words in. */
export const languages = Object.keys(CATALOGUES);

const { default: catalogue } = await (
  (Object.hasOwn(CATALOGUES, language) && CATALOGUES[language]) ||
  english
)();

export const t = catalogue;
