/**
 * Finds the addresses in a text, careful about what ends a sentence and not a link, and about what would
 * lead elsewhere than it seems to. The pieces put together are the text again, character by character.
 * It draws nothing. Whatever a text is, the work is linear in its length.
 *
 * @typedef {{ text: string, href?: string, host?: string }} Piece `host` is where it leads in letters that
 *   nobody mistakes, if it is written in others.
 */

/** What cannot be seen, or turns what can be: an address ends before it. */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}`;
// A scheme, or a `www.` at the start of a word, and all that is no space, quote, backtick or angle
// bracket. Between `](`, the words of a Markdown link end and its address begins.
const LINK = new RegExp(
  String.raw`(?<![\p{L}\p{N}@/])(?:https?:\/\/|www\.)(?:(?!\]\()[^\s<>"“”«»${"`"}${UNSEEN}])+`,
  "giu",
);
const ADDRESS = new RegExp(String.raw`^(?:https?:\/\/|www\.)[^\s${UNSEEN}]+$`, "iu");
/** What ends a sentence, not a link. */
const TRAILING = ".,:;!?'’*_~…";

/**
 * @param {string} text
 * @returns {Piece[]}
 */
export const pieces = (text) => {
  /** @type {Piece[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trim(match[0]);
    const href = hrefOf(link);
    if (!href) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index) });
    const host = foreignHost(link, href);
    found.push({ text: link, href, ...(host && { host }) });
    end = match.index + link.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
};

/**
 * Leaves a closing bracket to the sentence, unless it was opened in the link.
 * @param {string} link
 */
const trim = (link) => {
  const count = (/** @type {string} */ character) => link.split(character).length;
  const unopened = new Map([
    [")", count(")") - count("(")],
    ["]", count("]") - count("[")],
  ]);
  let end = link.length;
  for (; end > 0; end--) {
    const last = link.charAt(end - 1);
    if (TRAILING.includes(last)) continue;
    const left = unopened.get(last) ?? 0;
    if (left <= 0) break;
    unopened.set(last, left - 1);
  }
  return link.slice(0, end);
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
    const url = new URL(link.toLowerCase().startsWith("www.") ? `https://${link}` : link);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && url.hostname.length > 0 && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
};

/** @param {string} link As it is written, with its port. */
const hostOf = (link) => HOST.exec(link)?.[1] ?? "";

/**
 * Names in letters of one script of which none passes for a Latin one, or not all; and accents on Latin ones.
 * Whoever can read them is not taken in by them.
 */
const PLAIN_LABEL =
  /^(?:[a-z\d\u00df-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u017e-]+|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー\d-]+|[\p{sc=Hang}\d-]+|[\p{sc=Arab}\d-]+|[\p{sc=Hebr}\d-]+|[\p{sc=Deva}\d-]+|[\p{sc=Beng}\d-]+|[\p{sc=Taml}\d-]+|[\p{sc=Thai}\d-]+|(?=.*[бджзийлфцчшщыэюя])[а-яё\d-]+|(?=.*[δζθλξπφψω])[ά-ώ\d-]+)$/u;

/**
 * @param {string} link
 * @param {string} href
 */
const foreignHost = (link, href) => {
  const { hostname } = new URL(href);
  if (!hostname.includes("xn--")) return undefined;
  const labels = hostOf(link).toLowerCase().normalize("NFKC").replace(/:\d+$/, "").split(/[.。]/);
  return labels.every((label) => PLAIN_LABEL.test(label)) ? undefined : hostname;
};

/**
 * Where a text leads that is an address from its first to its last character.
 * @param {string} text
 */
export const addressOf = (text) => (ADDRESS.test(text) ? hrefOf(text) : undefined);
