/**
 * Finds the addresses in a text, careful about what ends a sentence and not a link. The pieces put
 * together are the text again, character by character. It draws nothing.
 *
 * @typedef {{ text: string, href?: string }} Piece
 */

// A scheme, or a `www.` at the start of a word, and all that is no space, quote, backtick or angle
// bracket. Between `](`, the words of a Markdown link end and its address begins.
const LINK = /(?<![\p{L}\p{N}])(?:https?:\/\/|www\.)(?:(?!\]\()[^\s<>"“”«»`\p{Cc}])+/giu;
/** What ends a sentence, not a link. */
const TRAILING = /[.,:;!?'’*_~…]+$/u;

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
    found.push({ text: link, href });
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
  let trimmed = link;
  for (let before = ""; before !== trimmed; ) {
    before = trimmed;
    trimmed = trimmed.replace(TRAILING, "");
    if (isUnbalanced(trimmed, "(", ")") || isUnbalanced(trimmed, "[", "]")) trimmed = trimmed.slice(0, -1);
  }
  return trimmed;
};

/**
 * @param {string} text
 * @param {string} open
 * @param {string} close
 */
const isUnbalanced = (text, open, close) =>
  text.endsWith(close) && text.split(close).length > text.split(open).length;

/** @param {string} link */
const hrefOf = (link) => {
  try {
    const url = new URL(link.toLowerCase().startsWith("www.") ? `https://${link}` : link);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    return isWeb && url.hostname.length > 0 ? url.href : undefined;
  } catch {
    return undefined;
  }
};

const ADDRESS = /^(?:https?:\/\/|www\.)\S+$/i;

/**
 * Where a text leads that is an address from its first to its last character.
 * @param {string} text
 */
export const addressOf = (text) => (ADDRESS.test(text) ? hrefOf(text) : undefined);

const HOST =
  /(?<![\p{L}\p{N}\p{M}-])[\p{L}\p{N}\p{M}-]+(?:[.․。．｡][\p{L}\p{N}\p{M}-]+)*[.․。．｡](?:\p{L}{2,}|\d+)/gu;
/** What a name of a file ends with and no name of a site. */
const FILE =
  /\.(?:js|mjs|jsx|ts|tsx|json|html?|css|txt|pdf|png|jpe?g|gif|svg|csv|xml|ya?ml|toml|docx?|xlsx?|pptx?|java|cpp|exe|mp3|\d+)$/i;

/**
 * Whether words that lead to `href` name some other place, and so could take a reader in.
 * @param {string} words
 * @param {string} href
 */
export const namesAnotherPlace = (words, href) => {
  const seen = words.normalize("NFKC").replace(/\p{Cf}/gu, "");
  if (/:\/|\p{L}@\p{L}|\d\.\d+\.\d+\.\d/u.test(seen)) return true;
  const own = new URL(href).hostname.replace(/^www\./, "");
  return [...seen.matchAll(HOST)].some(([host]) => {
    const named = host.toLowerCase().replace(/^www\./, "");
    return named !== own && !FILE.test(named);
  });
};
