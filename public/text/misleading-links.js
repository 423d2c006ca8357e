/**
 * Decides whether the words of a Markdown link could mislead a reader about where it leads. It draws nothing.
 */

import { composed } from "./search-fold.js";

/** What a reader does not see in words, or hardly. */
const HARDLY_SEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2006\u2008-\u200a\u202f\u205f\u2800]/gu;
/** What passes for the dot of an address; some of it only beside letters like those of one. */
const DOTS =
  /[.․。．｡]|(?<=[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\d\-])[[\p{Sentence_Terminal}\ua4f8-\ua4fd\u0660\u06f0·•‧∙⋅⸱⸳・˙ꞏ]--[!?]](?=[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\d])/gv;
const SCHEME = /:[/\\⁄∕⧸⫽╱]|\b(?:https?|ftp|mailto|tel|data|javascript):\S|[\p{L}\p{N}]@[\p{L}\p{N}]/u;
const NAMED = /(?<![\p{L}\p{N}\p{M}-])[\p{L}\p{N}\p{M}-]+(?:\.[\p{L}\p{N}\p{M}-]+)+/gu;
/** `e.g`, `U.S.A` are none. */
const SITE = /\.(?:\p{L}{2}|\p{N})/u;
/** A file or a version, whose name ends as no site's does; of a page, `.html`, one may think as of a site. */
const FILE =
  /^(?:[^.]+\.(?:js|mjs|jsx|ts|tsx|json|css|txt|pdf|png|jpe?g|gif|svg|csv|xml|ya?ml|toml|docx?|xlsx?|pptx?|java|cpp|exe|mp3|\d+)|v?\p{N}+(?:\.\p{N}+){1,2})$/u;

/**
 * Whether words that lead to `href` name some other place, and so could take a reader in.
 * @param {string} words
 * @param {string} href
 */
export const namesAnotherPlace = (words, href) => {
  const seen = composed(words.replace(HARDLY_SEEN, ""), "NFKC").replace(DOTS, ".").toLowerCase();
  if (SCHEME.test(seen)) return true;
  const own = new URL(href).hostname.replace(/^www\./, "");
  return [...seen.matchAll(NAMED)].some(([host]) => {
    const named = host.replace(/^www\./, "");
    return named !== own && SITE.test(named) && !FILE.test(named);
  });
};
