/**
 * A catalogue as a page in its language has it. Pages have one language each, so modules that are
 * shared would be those of the first: every catalogue gets a `locale.js` of its own, whose plurals
 * are recorded.
 */
import { readFileSync } from "node:fs";

const PUBLIC = new URL("../../public/", import.meta.url);
const IMPORT = /^import (\{.*\}) from "\.\.\/parts\/locale\.js";$/m;

/**
 * `{ catalogue, locale, pluralCalls }`: each call of `plural` so far, as `{ n, forms }`.
 * `preferred` is what the browser asks for, such as `ar-EG`.
 */
export async function catalogueIn(language, preferred = language) {
  const locale = await localeIn(language, preferred);
  const pluralCalls = [];
  const plural = (n, forms) => {
    pluralCalls.push({ n, forms });
    return locale.plural(n, forms);
  };
  globalThis[`locale of ${language}`] = { ...locale, plural };
  const source = readFileSync(new URL(`languages/${language}.js`, PUBLIC), "utf8");
  const bound = source.replace(IMPORT, `const $1 = globalThis["locale of ${language}"];`);
  const { default: catalogue } = await import(`data:text/javascript,${encodeURIComponent(bound)}`);
  return { catalogue, locale, pluralCalls };
}

/** As `early.js` leaves the document. */
async function localeIn(language, preferred) {
  const source = readFileSync(new URL("parts/locale.js", PUBLIC), "utf8");
  const stage = `const document = { documentElement: { lang: "${language}" } }, navigator = { languages: ["${preferred}"] };`;
  const staged = source
    .replaceAll("globalThis.document", "document")
    .replaceAll("globalThis.navigator", "navigator");
  return import(`data:text/javascript,${encodeURIComponent(`${stage}\n${staged}`)}`);
}
