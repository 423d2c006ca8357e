/**
 * Markdown within a paragraph, as chats know it: `**bold**`, `*italic*` and `_italic_`, `~~struck~~`,
 * `` `code` `` and `[words](https://…)`. What is a pair of markers is decided by the lexer of marked,
 * with every other part of it switched off: no HTML, images, references, entities, and no line break
 * but the ones that are there. On top of it come the rules that keep `a*b*c`, `*.js`, `__init__` and
 * `¯\_(ツ)_/¯` as they were written. Nothing here makes or reads HTML.
 *
 * @typedef {{ type: "text", text: string }} Text
 * @typedef {{ type: "code", text: string }} Code
 * @typedef {{ type: "strong" | "em" | "del", children: Inline[] }} Span
 * @typedef {{ type: "link", href: string, children: Inline[] }} Link
 * @typedef {Text | Code | Span | Link} Inline
 *
 * @import { Token, Tokens } from "marked"
 */

import { Lexer, Tokenizer } from "marked";
import { addressOf, pieces } from "./links.js";
import { namesAnotherPlace } from "./misleading-links.js";
import { UNSPACED } from "./search-fold.js";

/** Deeper than this, markers are text: nobody nests them so by hand. */
const MOST_DEPTH = 6;
/** So many characters are looked through for the other marker of a pair that has none, per message. */
const BUDGET = 40_000;

/** What may begin something. */
const MARKERS = "*_~`[]";
/** Noncharacters, which stand for markers that are only text. Where a text has such itself, it stays as it is. */
const STAND_INS = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5";
const ANY_MARKER = /[*_~`[\]]/g;
const ANY_STAND_IN = /[\ufdd0-\ufdd5]/g;

/** What has markers in it that are none: a shrug, the star of a keycap, backticks as in "don`t, can`t". */
const ATOM = /¯\\_\(.\)_\/¯|\*\ufe0f?\u20e3|(?<=\p{L})`(?=\p{L})[^`\n]*(?<=\p{L})`(?=\p{L})/gu;
const ESCAPE = /\\([*_~`[\]])/g;
const CODE = /(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;

const WORDS_LINK = /^\[([^[\]\n]+)\]\(([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)\)/;
/** What the lexer must not look into for the end of a pair. */
const CLOSED = /\[[^[\]\n]+\]\([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*\)|(?<!`)(`+)(?!`)[^`\n]+\1(?!`)/g;
const NEVER = /(?!)/g;
const RUN_OF_TEXT = /^(?:!\[|\*+|_+|~+|`+|[\s\S])(?:(?!!\[)[^*_~`[])*/u;

/**
 * Marks of East Asian scripts stand in a sentence as letters do, and beside a letter of a script without
 * capitals any mark may be inside a pair or outside: such sentences have no spaces to tell by. Else
 * `**「重要」**です` would stay as written. All else is as in marked, group by group.
 */
const EAST_ASIAN = String.raw`\u3000-\u303f\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef`;
const UNSPACED_LETTER = String.raw`[\p{Lo}\p{Lm}\p{M}]`;
const UNSPACED_BEFORE = new RegExp(`${UNSPACED_LETTER}$`, "u");
const EAST_ASIAN_NEXT = new RegExp(`^[*~]+[${EAST_ASIAN}]`, "u");

/**
 * @param {string} marker
 * @param {string} run
 * @param {string} skipped
 */
const closers = (marker, run, skipped) => {
  const mark = String.raw`[[\p{P}\p{S}]--[${EAST_ASIAN}*\~]]`;
  const word = String.raw`[^\s${mark}${marker}]`;
  return new RegExp(
    [
      skipped,
      String.raw`${mark}(${run})(?=\s|$)`,
      String.raw`(?!${UNSPACED_LETTER}${run}${mark})${word}(${run})(?!${run})(?=[\s${mark}]|$)`,
      String.raw`(?!${mark}${run}${UNSPACED_LETTER})[\s${mark}](${run})(?=${word})`,
      String.raw`\s(${run})(?!${run})(?=${mark})`,
      `${mark}(${run})(?!${run})(?=${mark}|${UNSPACED_LETTER})`,
      `(?:${word}(?=${run}${word})|${UNSPACED_LETTER}(?=${run}${mark}))(${run})`,
    ].join("|"),
    "gv",
  );
};
const STAR_CLOSERS = closers(
  String.raw`\*`,
  String.raw`\*+`,
  String.raw`^[^_*]*?__[^_*]*?\*[^_*]*?(?=__)|[^*]+(?=[^*])`,
);
const TILDE_CLOSERS = closers(String.raw`\~`, "~~?", "^[^~]+(?=[^~])");

const OPENER = /^(?:\*{1,3}|_)[^\s*_]/;
/** Letters and digits of scripts that part words by spaces: inside such a word no marker counts. */
const IN_WORD = new RegExp(String.raw`[[\p{L}\p{N}]--[${UNSPACED}]]`, "v");
const DIGIT = /\p{N}/u;
/** `*.js,*.ts`, `src/*`: patterns of file names, not emphasis. */
const NO_BEGINNING = /^[.,;:!?/\\)\]}]/;
/** `*_*`, `(*^^*)`: faces, not emphasis. */
const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/** Reads the paragraphs of one message. */
export class InlineReader {
  #tokenizer = new ChatTokenizer();

  /**
   * @param {string} text
   * @returns {Inline[]}
   */
  read(text) {
    if (text.search(ANY_MARKER) < 0 || text.search(ANY_STAND_IN) >= 0) return [{ type: "text", text }];
    return this.#lex(this.#settleEscapes(shielded(text)))
      .map(inlineOf)
      .reduce(joined, []);
  }

  /** @param {string} text */
  #lex(text) {
    const lexer = new Lexer({ gfm: true, tokenizer: this.#tokenizer });
    const { rules } = this.#tokenizer;
    this.#tokenizer.rules = {
      ...rules,
      inline: {
        ...rules.inline,
        blockSkip: CLOSED,
        reflinkSearch: NEVER,
        anyPunctuationOutsideCode: NEVER,
        emStrongRDelimAst: STAR_CLOSERS,
        delRDelim: TILDE_CLOSERS,
      },
    };
    return lexer.inlineTokens(text);
  }

  /**
   * A backslash is one of Markdown's only before a marker that would otherwise mark something: else it
   * is what somebody wrote, as in `C:\*`. So the text is read once as if the backslashes were not there.
   * @param {string} text
   */
  #settleEscapes(text) {
    // What is in code is as long as before, and has no backslash that counts.
    const talk = text.replace(CODE, (code) => " ".repeat(code.length));
    const escapes = [...talk.matchAll(ESCAPE)];
    if (escapes.length === 0) return text;
    const bare = without(
      text,
      escapes.map(({ index }) => index),
    );
    const marks = marksIn(this.#lex(bare));
    const counting = new Set(escapes.flatMap(({ index }, nth) => (marks.has(index - nth) ? [index] : [])));
    return text.replace(ESCAPE, (all, marker, index) => (counting.has(index) ? standIn(marker) : all));
  }
}

/** Marked's own, with what chats have no use for switched off. */
class ChatTokenizer extends Tokenizer {
  #budget = BUDGET;
  #depth = 0;

  /** @override */
  escape() {
    return undefined;
  }

  /** @override */
  tag() {
    return undefined;
  }

  /** @override */
  reflink() {
    return undefined;
  }

  /** @override */
  autolink() {
    return undefined;
  }

  /** @override */
  url() {
    return undefined;
  }

  /** @override */
  br() {
    return undefined;
  }

  /** @override @param {string} src @returns {Tokens.Text | undefined} */
  inlineText(src) {
    const raw = RUN_OF_TEXT.exec(src)?.[0];
    return raw ? { type: "text", raw, text: raw } : undefined;
  }

  /** @override @param {string} src */
  codespan(src) {
    const token = super.codespan(src);
    return !token || token.raw.includes("\n") || token.text.trim() === "" ? undefined : token;
  }

  /**
   * Words in place of an address must not look like another address.
   * @override @param {string} src @returns {Tokens.Link | undefined}
   */
  link(src) {
    const [raw, label = "", destination = ""] = WORDS_LINK.exec(src) ?? [];
    if (!raw || label.trim() === "" || this.#depth >= MOST_DEPTH) return undefined;
    const href = addressOf(shown(destination));
    if (!href) return undefined;
    const tokens = this.#inside(label);
    if (namesAnotherPlace(wordsOf(tokens), href)) return undefined;
    return { type: "link", raw, href, text: label, tokens };
  }

  /** @override @param {string} src @param {string} masked */
  emStrong(src, masked, before = "") {
    const marker = src.charAt(0);
    if (!OPENER.test(src) || IN_WORD.test(before) || /[/\\]/.test(before)) return undefined;
    if (marker === "_" && before === "_") return undefined;
    return this.#pair(src, () => super.emStrong(src, masked, besideLetters(src, before)));
  }

  /** @override @param {string} src @param {string} masked */
  del(src, masked, before = "") {
    if (!/^~~[^\s~]/.test(src) || before === "~") return undefined;
    return this.#pair(src, () => super.del(src, masked, besideLetters(src, before)));
  }

  /**
   * Looks for a pair that begins here; what is in it is taken apart only once it is one.
   * @template {Tokens.Em | Tokens.Strong | Tokens.Del} Pair
   * @param {string} src
   * @param {() => Pair | undefined} find
   */
  #pair(src, find) {
    if (this.#budget < 0 || this.#depth >= MOST_DEPTH) return undefined;
    const { lexer } = this;
    this.lexer = LATER;
    const pair = find();
    this.lexer = lexer;
    if (!pair || !isMeant(pair, src.charAt(pair.raw.length))) {
      this.#budget -= src.length;
      return undefined;
    }
    pair.tokens = this.#inside(pair.text);
    return pair;
  }

  /** @param {string} text */
  #inside(text) {
    this.#depth++;
    const tokens = this.lexer.inlineTokens(text);
    this.#depth--;
    return tokens;
  }
}

/**
 * The character before a marker, or none where it does not matter which it is.
 * @param {string} src
 * @param {string} before
 */
const besideLetters = (src, before) =>
  UNSPACED_BEFORE.test(before) || EAST_ASIAN_NEXT.test(src) ? "" : before;

/** Stands in for the lexer while a pair is looked for. */
const LATER = /** @type {Lexer} */ (/** @type {unknown} */ ({ inlineTokens: () => [] }));

/**
 * @param {Tokens.Em | Tokens.Strong | Tokens.Del} pair
 * @param {string} after The character behind it.
 */
const isMeant = ({ type, raw, text }, after) => {
  if (after === raw.charAt(0)) return false;
  if (type === "em" ? IN_WORD.test(after) : DIGIT.test(after)) return false;
  return !NO_BEGINNING.test(text) && SAYS_SOMETHING.test(text);
};

/** @param {string} marker */
const standIn = (marker) => STAND_INS.charAt(MARKERS.indexOf(marker));

/**
 * The text that was written.
 * @param {string} text
 */
const shown = (text) => text.replace(ANY_STAND_IN, (each) => MARKERS.charAt(STAND_INS.indexOf(each)));

/**
 * The text with the markers in addresses, shrugs and the like out of the lexer's sight.
 * @param {string} text
 */
const shielded = (text) =>
  pieces(text)
    .map(({ text, href }) =>
      href ? text.replace(/[*_~]/g, standIn) : text.replace(ATOM, (atom) => atom.replace(/[*_`]/g, standIn)),
    )
    .join("");

/**
 * The text without the characters at these places, which are in order.
 * @param {string} text
 * @param {number[]} places
 */
const without = (text, places) =>
  [-1, ...places].map((place, nth) => text.slice(place + 1, places[nth])).join("");

/**
 * Where the markers are that mark something.
 * @param {Token[]} tokens
 * @param {number} [at] Where the first token is.
 * @param {Set<number>} [found]
 */
const marksIn = (tokens, at = 0, found = new Set()) => {
  let start = at;
  for (const { type, raw, text, tokens: inside = [] } of /** @type {Tokens.Generic[]} */ (tokens)) {
    const end = start + raw.length;
    if (type !== "text") {
      const ticks = /^`*/.exec(raw)?.[0].length || 1;
      const opening = type === "strong" || type === "del" ? 2 : ticks;
      const closing = type === "link" ? raw.length - 1 - text.length : opening;
      for (let mark = start; mark < start + opening; mark++) found.add(mark);
      for (let mark = end - closing; mark < end; mark++) found.add(mark);
      marksIn(inside, start + opening, found);
    }
    start = end;
  }
  return found;
};

/** @param {Tokens.Generic[]} all @returns {string} */
const wordsOf = (all) => all.map(({ text, tokens }) => (tokens ? wordsOf(tokens) : shown(text))).join("");

/**
 * @param {Token} token
 * @returns {Inline}
 */
const inlineOf = (token) => {
  const { type, text, href, tokens = [] } = /** @type {Tokens.Generic} */ (token);
  const children = () => tokens.map(inlineOf).reduce(joined, []);
  switch (type) {
    case "strong":
    case "em":
    case "del":
      return { type, children: children() };
    case "codespan":
      return { type: "code", text: shown(text) };
    case "link":
      return { type, href, children: children() };
    default:
      return { type: "text", text: shown(text) };
  }
};

/**
 * Texts that follow each other are one, so that an address is found whole.
 * @param {Inline[]} all
 * @param {Inline} next
 */
const joined = (all, next) => {
  const last = all.at(-1);
  if (last?.type === "text" && next.type === "text") last.text += next.text;
  else all.push(next);
  return all;
};
