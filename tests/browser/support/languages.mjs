/** The languages of the page, each with what a browser asks for where most of those who speak it live. */
import { languages } from "../../../scripts/lib/languages.mjs";

/** Language -> what of it no script of the page can say, such as its `direction`. */
export const LANGUAGES = languages();

/** Language -> a locale, such as `ar-EG`. */
export const LOCALES = Object.fromEntries(Object.keys(LANGUAGES).map((language) => [language, localeOf(language)]));

function localeOf(language) {
  const { region } = new Intl.Locale(language).maximize();
  return region ? `${language}-${region}` : language;
}
