/**
 * Finds the web and mail addresses in a text. It is careful about punctuation that ends a sentence rather than
 * a link, and about addresses that would lead elsewhere than they seem to. The pieces, put together, are the
 * original text, character by character. It draws nothing, and its work is linear in the text's length.
 *
 * @typedef {{ text: string, href?: string, host?: string }} Piece `host` is where it leads in letters that
 *   nobody mistakes, if it is written in others.
 */

import { UNSPACED } from "./search-fold.js";

/** What cannot be seen, or turns what can be: an address ends before it. */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}`;
/** Marks of sentences, brackets and quotes of scripts other than Latin: an address ends before them, too. */
const FOREIGN = String.raw`[[\p{Terminal_Punctuation}\p{Ps}\p{Pe}\p{Pi}\p{Pf}｜]--[\0-\u007f]]`;
/** Between `](`, the words of a Markdown link end and its address begins. */
const REST = String.raw`(?:(?!\]\()[^\s<>"${"`"}${UNSEEN}${FOREIGN}])`;
/** Behind these, it is no word of its own. Scripts without capitals may have no space there. */
const IN_WORD = String.raw`[\p{LC}\p{Nd}][\p{M}\p{Default_Ignorable_Code_Point}]*`;
const LETTER = String.raw`a-z\u00df-\u00f6\u00f8-\u024f\d`;
const SITE = String.raw`(?:(?:[${LETTER}\-]{1,63}\.){1,8}[a-z]{2,12}|(?:[а-яё\d\-]{1,63}\.){1,8}рф)`;
const LINK = new RegExp(
  [
    String.raw`(?=[hw])(?<!${IN_WORD}|[@\/])(?:https?:\/\/|www\.)${REST}+`,
    String.raw`(?=[a-z\d])(?<!${IN_WORD}|[@._%+\-])(?:mailto:)?[a-z\d][a-z\d._%+'\-]{0,63}@(?<mail>${SITE})(?![${LETTER}_@\-]|\.[${LETTER}]|:\S)`,
    String.raw`(?=[${LETTER}а-яё])(?<!${IN_WORD}|[_.@\/\\:#$%&=+~\-])(?<site>${SITE})(?![${LETTER}а-яё_@\-\(]|\.[${LETTER}а-яё]|:?\/\/)(?<rest>(?::\d{1,5}(?!\d))?(?:[\/?#]${REST}*)?)`,
  ].join("|"),
  "giv",
);
const ADDRESS = new RegExp(String.raw`^(?:https?:\/\/|www\.)[^\s${UNSEEN}]+$`, "iu");

/** What nothing but a site's name ends with. */
const SURE =
  /^(?:com|org|net|edu|gov|mil|int|info|biz|aero|coop|museum|mobi|asia|dev|xyz|рф|a[efgiortuwxz]|b[abdfghijmnorstw]|c[adfghiklmnoruvwxyz]|d[ejkmz]|e[cegrstu]|f[ijkmor]|g[aefghilmnpqrstuwy]|h[knrtu]|i[elmoqr]|j[emop]|k[eghimnprwyz]|l[bcikrstuvy]|m[cghknpqrstuvwxz]|n[cefgilpruz]|p[efghklnrtw]|q[a]|r[ouw]|s[abdegiklmnrstuvxyz]|t[cdghjklmnrtvwz]|u[agkyz]|v[aceginu]|w[fs]|y[t]|z[amw])$/;
/** What is a word, or the end of a file's name, as well. */
const MAYBE =
  /^(?:app|page|live|world|space|news|design|store|site|email|chat|games|club|online|shop|blog|tech|cloud|wiki|network|social|studio|media|name|pro|jobs|travel|a[cdlms]|b[eyz]|c[c]|d[o]|g[d]|h[m]|i[dnst]|l[a]|m[adelmoy]|n[ao]|o[m]|p[amsy]|r[es]|s[cho]|t[fo]|u[s]|y[e])$/;
/** In front of a country's, as in `co.in`. */
const SECOND = /^(?:com?|org?|net|gov|edu|ac|go)$/;

/** What ends a sentence, not a link. */
const TRAILING = ".,:;!?…";
/** What opens a pair of Markdown's markers whose other one may stand behind a link. */
const OPENERS = new Map([
  ["*", /(?<![\p{L}\p{N}*])\*+(?=[^\s*])/u],
  ["_", /(?<![\p{L}\p{N}_])_(?=[^\s_])/u],
  ["~", /(?<!~)~~(?=[^\s~])/],
]);
/** The end of a name in Latin letters, where words in a script without spaces follow. */
const NAME_END = new RegExp(
  String.raw`^(?:https?:\/\/)?[^\/?#]*\.[a-z]{2,24}(?=[${UNSPACED}][^.\/?#:]*(?:[\/?#:]|$))`,
  "iu",
);

/**
 * @param {string} text
 * @returns {Piece[]}
 */
export const pieces = (text) => {
  /** @type {Piece[]} */
  const found = [];
  /** @type {Map<string, number>} */
  const opened = new Map();
  const firstOf = (/** @type {string} */ marker) => {
    const pattern = OPENERS.get(marker);
    if (pattern && !opened.has(marker)) opened.set(marker, text.search(pattern));
    return opened.get(marker) ?? -1;
  };
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const { index, groups: { mail, site, rest = "" } = {} } = match;
    const isMarked = (/** @type {string} */ marker) => {
      const first = firstOf(marker);
      return first >= 0 && first < index;
    };
    const link = mail ? match[0] : trim(match[0], isMarked);
    const href = mail ? mailOf(link, mail) : !site || isSite(site, rest) ? hrefOf(link) : undefined;
    if (!href) continue;
    if (index > end) found.push({ text: text.slice(end, index) });
    const host = foreignHost(mail ?? link);
    found.push({ text: link, href, ...(host && { host }) });
    end = index + link.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
};

/**
 * Leaves a closing bracket, quote or marker to the sentence, unless it was opened in the link.
 * @param {string} whole
 * @param {(marker: string) => boolean} isMarked Whether such a marker was opened before the link.
 */
const trim = (whole, isMarked) => {
  const link = NAME_END.exec(hostOf(whole).length > LONGEST_HOST ? "" : whole)?.[0] ?? whole;
  const count = (/** @type {string} */ character) => link.split(character).length - 1;
  const unopened = new Map([
    [")", count(")") - count("(")],
    ["]", count("]") - count("[")],
    ["}", count("}") - count("{")],
    ["'", count("'") % 2],
  ]);
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (TRAILING.includes(last) || isMarked(last)) continue;
    const isGenitive = last === "s" && link.charAt(end - 2) === "'" && unopened.get("'") === 1;
    const left = unopened.get(last) ?? 0;
    if (left <= 0 && !isGenitive) break;
    unopened.set(last, left - 1);
  }
  return link.slice(0, end);
};

/**
 * Whether what has no scheme is surely an address, and no file, number or word.
 * @param {string} site
 * @param {string} rest
 */
const isSite = (site, rest) => {
  const labels = site.split(".");
  const [second = "", top = ""] = labels.slice(-2);
  if (!isNamed(labels, site) || (/^\d+$/.test(second) && !/^(?:com|net|org|cn)$/.test(top))) return false;
  if (SURE.test(top.toLowerCase())) return true;
  return MAYBE.test(top) && (/^\/./.test(rest) || (labels.length > 2 && SECOND.test(second)));
};

/**
 * @param {string[]} labels
 * @param {string} whole
 */
const isNamed = (labels, whole) => {
  const top = labels.at(-1) ?? "";
  const isOneCase = top === top.toLowerCase() || whole === whole.toUpperCase();
  return isOneCase && !labels.some((label) => /^-|-$/.test(label));
};

/**
 * @param {string} link
 * @param {string} site
 */
const mailOf = (link, site) => {
  const labels = site.split(".");
  const top = labels.at(-1)?.toLowerCase() ?? "";
  if (!isNamed(labels, site) || !(SURE.test(top) || MAYBE.test(top))) return undefined;
  const box = link.slice(0, -site.length - 1).replace(/^mailto:/i, "");
  return `mailto:${box.replaceAll("%", "%25")}@${new URL(`https://${site}`).hostname}`;
};

/** Names of sites are no longer; it takes browsers long to read one that is. */
const LONGEST_HOST = 255;
const HOST = /^(?:https?:)?[\\/]*([^\\/?#]*)/i;

/**
 * Nothing where a user is named before the host, as in `https://bank.example@evil.example`.
 * @param {string} link
 */
const hrefOf = (link) => {
  const host = hostOf(link);
  if (host.length > LONGEST_HOST || host.includes("@")) return undefined;
  try {
    const url = urlOf(link);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && url.hostname.length > 0 && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
};

/** @param {string} link */
const urlOf = (link) => new URL(/^https?:/i.test(link) ? link : `https://${link}`);

/** @param {string} link As it is written, with its port. */
const hostOf = (link) => HOST.exec(link)?.[1] ?? "";

/**
 * Names in letters of one script of which none passes for a Latin one, or not all; and accents on Latin ones.
 * Whoever can read them is not taken in by them.
 */
const PLAIN_LABEL =
  /^(?:[a-z\d\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u017e-]+|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー\d-]+|[\p{sc=Hang}\d-]+|[\p{sc=Arab}\d-]+|[\p{sc=Hebr}\d-]+|[\p{sc=Deva}\d-]+|[\p{sc=Beng}\d-]+|[\p{sc=Taml}\d-]+|[\p{sc=Thai}\d-]+|(?=.*[бджзийлфцчшщыэюя])[а-яё\d-]+|(?=.*[δζθλξπφψω])[ά-ώ\d-]+)$/u;

/** @param {string} link */
const foreignHost = (link) => {
  const { hostname } = urlOf(link);
  if (!hostname.includes("xn--")) return undefined;
  const labels = hostOf(link).toLowerCase().normalize("NFKC").replace(/:\d+$/, "").split(/[.。]/);
  return labels.every((label) => PLAIN_LABEL.test(label)) ? undefined : hostname;
};

/**
 * Where a text leads that is an address from its first to its last character.
 * @param {string} text
 */
export const addressOf = (text) => (ADDRESS.test(text) ? hrefOf(text) : undefined);
