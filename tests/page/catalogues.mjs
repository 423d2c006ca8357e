/**
 * A catalogue as a page in its language has it. Pages have one language each, so modules that are
 * shared would be those of the first: every catalogue gets a `locale.js` of its own, whose plurals
 * are recorded.
 */
import { readFileSync } from "node:fs";

const PUBLIC = new URL("../../public/", import.meta.url);
const IMPORT = /^import (\{.*\}) from "\.\.\/\.\.\/locale\.js";$/m;

/** What a language's words are in: of a room, of what is loaded on demand, and of other pages. */
export const FILES = [
  "room",
  "later",
  "hosting",
  "directs",
  "rooms",
  "device",
  "account",
  "search",
  "files",
  "start",
];

/**
 * `{ catalogue, files, locale, pluralCalls }`: all words, the same by file, and each call of `plural` so
 * far, as `{ n, forms }`.
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
  const files = Object.fromEntries(
    await Promise.all(FILES.map(async (file) => [file, await wordsIn(language, file)])),
  );
  return { catalogue: Object.assign({}, ...Object.values(files)), files, locale, pluralCalls };
}

async function wordsIn(language, file) {
  const source = readFileSync(new URL(`i18n/languages/${language}/${file}.js`, PUBLIC), "utf8");
  const bound = source.replace(IMPORT, `const $1 = globalThis["locale of ${language}"];`);
  return (await import(`data:text/javascript,${encodeURIComponent(bound)}`)).default;
}

/** As `before-paint.js` leaves the document. */
async function localeIn(language, preferred) {
  const source = readFileSync(new URL("i18n/locale.js", PUBLIC), "utf8");
  const stage = `const document = { documentElement: { lang: "${language}", dataset: { locale: "${preferred}" } } };`;
  const staged = source.replaceAll("globalThis.document", "document");
  return import(`data:text/javascript,${encodeURIComponent(`${stage}\n${staged}`)}`);
}
