/**
 * Markdown within a paragraph, as chats use it: `**bold**`, `*italic*` and `_italic_`, `~~struck~~`,
 * `` `code` `` and `[words](https://…)`. Which markers can open or close something is decided here, by
 * CommonMark's rules and ours, which keep `a*b*c`, `*.js`, `__init__` and `¯\_(ツ)_/¯` as they were
 * written; which of them belong together, by `markdown-pairs.js`. Nothing here makes or reads HTML.
 *
 * @typedef {{ type: "text", text: string }} Text
 * @typedef {{ type: "code", text: string }} Code
 * @typedef {{ type: "strong" | "em" | "del", children: Inline[] }} Span
 * @typedef {{ type: "link", href: string, children: Inline[] }} Link
 * @typedef {Text | Code | Span | Link} Inline
 *
 * @typedef {{ type: Inline["type"], from: number, to: number, start: number, end: number, href?: string, inside: Node[] }} Node
 *   Where it is in the text, and where what stands between its markers is.
 * @import { Delimiter, Pair } from "./markdown-pairs.js"
 */

import { addressOf, pieces } from "./links.js";
import { pairsOf } from "./markdown-pairs.js";
import { namesAnotherPlace } from "./misleading-links.js";
import { UNSPACED } from "./search-fold.js";

/** Deeper than this, markers are text: nobody nests them so by hand. */
const MOST_DEPTH = 6;

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

const TICKS = /`+|\n/g;
const WORDS_LINK = /\[([^[\]\n]+)\]\(([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)\)/y;
const MARKER_RUN = /([*_~])\1*/y;
const RUN_OF_TEXT = /(?:!\[|`+|[\s\S])(?:(?!!\[)[^*_~`[])*/y;

/**
 * Marks of East Asian scripts stand in a sentence as letters do, and beside a letter of a script without
 * capitals any mark may be inside a pair or outside: such sentences have no spaces to tell by. Else
 * `**「重要」**です` would stay as written.
 */
const EAST_ASIAN = String.raw`\u3000-\u303f\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef`;
const UNSPACED_LETTER = new RegExp(String.raw`[\p{Lo}\p{Lm}\p{M}${EAST_ASIAN}]`, "v");
const MARK = new RegExp(String.raw`[[\p{P}\p{S}]--[${EAST_ASIAN}]]`, "v");
const ANY_MARK = /[\p{P}\p{S}]/u;
const LETTER = /[\p{L}\p{N}]/u;
/** Letters and digits of scripts that part words by spaces: inside such a word no marker counts. */
const IN_WORD = new RegExp(String.raw`[[\p{L}\p{N}]--[${UNSPACED}]]`, "v");
const DIGIT = /\p{N}/u;
/** `*.js,*.ts`, `src/*`: patterns of file names, not emphasis. */
const NO_BEGINNING = /[.,;:!?/\\)\]}]/;
/** Without one, `*_*` and `(*^^*)` are faces, not emphasis. */
const WORDS = /[\p{L}\p{N}\p{Extended_Pictographic}]+/gu;

/**
 * What a paragraph consists of.
 * @param {string} text
 * @returns {Inline[]}
 */
export const inlinesOf = (text) => {
  if (text.search(ANY_MARKER) < 0 || text.search(ANY_STAND_IN) >= 0) return [{ type: "text", text }];
  const source = settled(shielded(text));
  return inlinesBetween(source, new NodeReader(source).read());
};

/** Finds the nodes of a text whose escapes are settled. */
class NodeReader {
  #text;
  #codeEnds;
  /** @type {Uint32Array | undefined} */
  #nextWords;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
    this.#codeEnds = codeEnds(text);
  }

  /** @returns {Node[]} */
  read(from = 0, to = this.#text.length, depth = 0) {
    /** @type {Node[]} */
    const nodes = [];
    /** @type {Delimiter[]} */
    const delimiters = [];
    for (let at = from; at < to; ) {
      const run = matchAt(MARKER_RUN, this.#text, at)?.[0];
      if (run) {
        for (const delimiter of delimitersOf(this.#text, at, run, from, to)) delimiters.push(delimiter);
        at += run.length;
        continue;
      }
      const node = this.#nodeAt(at, to, depth);
      if (node.type !== "text") nodes.push(node);
      at = node.to;
    }
    return withPairs(this.#text, delimiters, nodes, depth, this.#saysSomething);
  }

  /** @param {number} from @param {number} to */
  #saysSomething = (from, to) => {
    this.#nextWords ??= nextWords(this.#text);
    return (this.#nextWords[from] ?? to) < to;
  };

  /**
   * @param {number} at
   * @param {number} to
   * @param {number} depth
   */
  #nodeAt(at, to, depth) {
    const first = this.#text.charAt(at);
    const special =
      first === "`" ? this.#codeAt(at, to) : first === "[" ? this.#linkAt(at, depth) : undefined;
    if (special) return special;
    const length = matchAt(RUN_OF_TEXT, this.#text, at)?.[0].length ?? 1;
    return textNode(at, Math.min(to, at + length));
  }

  /**
   * @param {number} at
   * @param {number} to
   * @returns {Node | undefined}
   */
  #codeAt(at, to) {
    const [start, end] = this.#codeEnds.get(at) ?? [at, to];
    if (start === at || end >= to || this.#text.slice(start, end).trim() === "") return undefined;
    return { type: "code", from: at, to: end + start - at, start, end, inside: [] };
  }

  /**
   * Words in place of an address must not look like another address. What is no link then is text, with
   * all that is in it.
   * @param {number} at
   * @param {number} depth
   * @returns {Node | undefined}
   */
  #linkAt(at, depth) {
    const [all, words = "", destination = ""] = matchAt(WORDS_LINK, this.#text, at) ?? [];
    if (!all) return undefined;
    const to = at + all.length;
    const start = at + 1;
    const end = start + words.length;
    const href = words.trim() !== "" && depth < MOST_DEPTH ? addressOf(shown(destination)) : undefined;
    if (!href) return textNode(at, to);
    const inside = this.read(start, end, depth + 1);
    if (namesAnotherPlace(wordsOf(inlinesBetween(this.#text, inside, start, end)), href))
      return textNode(at, to);
    return { type: "link", from: at, to, start, end, href, inside };
  }
}

/**
 * For each place, where the word begins that it is in, or that comes next: to look through each pair of
 * markers would take long where many are in each other and say nothing.
 * @param {string} text
 */
const nextWords = (text) => {
  const next = new Uint32Array(text.length + 1).fill(text.length);
  let at = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const end = index + word.length;
    next.fill(index, at, end);
    at = end;
  }
  return next;
};

/**
 * Where code begins and ends that has its first backtick at a place: in a line, at the next as many.
 * @param {string} text
 */
const codeEnds = (text) => {
  /** @type {Map<number, [number, number]>} */
  const ends = new Map();
  /** @type {Map<number, number>} */
  const next = new Map();
  for (const { 0: ticks, index } of [...text.matchAll(TICKS)].reverse()) {
    if (ticks === "\n") next.clear();
    else {
      const end = next.get(ticks.length);
      if (end !== undefined) ends.set(index, [index + ticks.length, end]);
      next.set(ticks.length, index);
    }
  }
  return ends;
};

/**
 * The markers of a run, and whether they can open or close something. Of tildes two belong together.
 * @param {string} text
 * @param {number} at
 * @param {string} run
 * @param {number} from
 * @param {number} to
 * @returns {Delimiter[]}
 */
const delimitersOf = (text, at, run, from, to) => {
  const marker = run.charAt(0);
  if (marker === "~" && run.length !== 2) return [];
  const size = marker === "~" ? 2 : 1;
  const flanking = flanks(marker, run.length, before(text, from, at), after(text, at + run.length, to));
  return Array.from({ length: run.length / size }, (_, nth) => ({
    marker,
    run: at,
    length: size === 2 ? 0 : run.length,
    from: at + nth * size,
    to: at + (nth + 1) * size,
    ...flanking,
  }));
};

/**
 * CommonMark's “left-flanking” and “right-flanking”, and what chats add: no marker counts inside a word,
 * beside a slash, or in a run of underscores.
 * @param {string} marker
 * @param {number} length
 * @param {string} before
 * @param {string} after
 */
const flanks = (marker, length, before, after) => {
  const isMark = marker === "_" ? ANY_MARK : MARK;
  const isOpen = (/** @type {string} */ beside) =>
    isSpace(beside) || isMark.test(beside) || (marker !== "_" && UNSPACED_LETTER.test(beside));
  const isLeft = !isSpace(after) && (!isMark.test(after) || isOpen(before));
  const isRight = !isSpace(before) && (!isCounted(isMark, before) || isOpen(after));
  if (marker === "~") return { opens: isLeft, closes: isRight };
  const isInWord = IN_WORD.test(before) || /[/\\]/.test(before);
  if (marker === "_") {
    const isOne = length === 1;
    return {
      opens: isOne && isLeft && !isInWord && !LETTER.test(before) && !/[*_]/.test(after),
      closes: isOne && isRight && !LETTER.test(after),
    };
  }
  return {
    opens: length <= 3 && isLeft && !isInWord && !/[*_]/.test(after),
    closes: isRight && !(length === 1 && IN_WORD.test(after)),
  };
};

/**
 * Another marker beside one is as good as a letter.
 * @param {RegExp} isMark
 * @param {string} beside
 */
const isCounted = (isMark, beside) => isMark.test(beside) && !/[*~]/.test(beside);

/** @param {string} beside Nothing at the ends. */
const isSpace = (beside) => beside.trim() === "";

/**
 * @param {string} text
 * @param {number} from
 * @param {number} at
 */
const before = (text, from, at) => /.$/su.exec(text.slice(Math.max(from, at - 2), at))?.[0] ?? "";

/**
 * @param {string} text
 * @param {number} at
 * @param {number} to
 */
const after = (text, at, to) => /^./su.exec(text.slice(at, Math.min(to, at + 2)))?.[0] ?? "";

/**
 * The nodes with those around them that pairs of markers make.
 * @param {string} text
 * @param {Delimiter[]} delimiters
 * @param {Node[]} nodes
 * @param {number} depth
 * @param {(from: number, to: number) => boolean} saysSomething
 */
const withPairs = (text, delimiters, nodes, depth, saysSomething) => {
  /** @type {Node[]} */
  const spans = [];
  const used = new Set();
  for (const { type, opener, closer, size } of pairsOf(delimiters)) {
    const first = /** @type {Delimiter} */ (delimiters[opener]);
    const last = /** @type {Delimiter} */ (delimiters[closer]);
    const isLeftOver = (/** @type {number} */ beside, /** @type {Delimiter} */ of) =>
      delimiters[beside]?.run === of.run && !used.has(beside);
    if (isLeftOver(opener - 1, first) || isLeftOver(closer + 1, last)) continue;
    const start = first.to + (size - 1);
    const end = last.from - (size - 1);
    const isMeant =
      !endsInWord(type, after(text, last.to, text.length)) && !NO_BEGINNING.test(text.charAt(start));
    if (!isMeant || !saysSomething(start, end)) continue;
    for (let nth = 0; nth < size; nth++) used.add(opener + nth).add(closer - nth);
    spans.push({ type, from: first.from, to: last.to, start, end, inside: [] });
  }
  return asTree(
    [...spans, ...nodes].sort((a, b) => a.from - b.from),
    depth,
  );
};

/**
 * The pair ends within a word, or before a digit.
 * @param {Pair["type"]} type
 * @param {string} after The character behind it.
 */
const endsInWord = (type, after) => (type === "em" ? IN_WORD : DIGIT).test(after);

/**
 * @param {Node[]} nodes In order; each is beside the others, in one of them or around some.
 * @param {number} depth
 */
const asTree = (nodes, depth) => {
  /** @type {Node[]} */
  const outermost = [];
  /** @type {Node[]} */
  const around = [];
  for (const node of nodes) {
    while (around.length > 0 && (around.at(-1)?.to ?? 0) <= node.from) around.pop();
    if (node.type !== "code" && depth + around.length >= MOST_DEPTH) continue;
    (around.at(-1)?.inside ?? outermost).push(node);
    if (node.type !== "code" && node.type !== "link") around.push(node);
  }
  return outermost;
};

/**
 * @param {number} from
 * @param {number} to
 * @returns {Node}
 */
const textNode = (from, to) => ({ type: "text", from, to, start: from, end: to, inside: [] });

/**
 * @param {RegExp} sticky
 * @param {string} text
 * @param {number} at
 */
const matchAt = (sticky, text, at) => {
  sticky.lastIndex = at;
  return sticky.exec(text);
};

/**
 * The nodes with the texts between them.
 * @param {string} text
 * @param {Node[]} nodes
 * @returns {Inline[]}
 */
const inlinesBetween = (text, nodes, from = 0, to = text.length) => {
  /** @type {Inline[]} */
  const inlines = [];
  let at = from;
  const addText = (/** @type {number} */ end) => {
    if (end > at) inlines.push({ type: "text", text: shown(text.slice(at, end)) });
  };
  for (const node of nodes) {
    addText(node.from);
    inlines.push(inlineOf(text, node));
    at = node.to;
  }
  addText(to);
  return inlines;
};

/**
 * @param {string} text
 * @param {Node} node
 * @returns {Inline}
 */
const inlineOf = (text, { type, start, end, href = "", inside }) => {
  if (type === "text" || type === "code") {
    const code = shown(text.slice(start, end));
    // A space inside the backticks keeps them apart from a backtick of the code.
    return { type, text: code.replace(/^ (.+) $/, "$1") };
  }
  const children = inlinesBetween(text, inside, start, end);
  return type === "link" ? { type, href, children } : { type, children };
};

/** @param {Inline[]} all @returns {string} */
const wordsOf = (all) => all.map((each) => ("text" in each ? each.text : wordsOf(each.children))).join("");

/**
 * A backslash is one of Markdown's only before a marker that would otherwise mark something: else it
 * is what somebody wrote, as in `C:\*`. So the text is read once as if the backslashes were not there.
 * @param {string} text
 */
const settled = (text) => {
  // What is in code is as long as before, and has no backslash that counts.
  const talk = text.replace(CODE, (code) => " ".repeat(code.length));
  const escapes = [...talk.matchAll(ESCAPE)];
  if (escapes.length === 0) return text;
  const bare = without(
    text,
    escapes.map(({ index }) => index),
  );
  const marks = marksIn(new NodeReader(bare).read());
  const counting = new Set(escapes.flatMap(({ index }, nth) => (marks.has(index - nth) ? [index] : [])));
  return text.replace(ESCAPE, (all, marker, index) => (counting.has(index) ? standIn(marker) : all));
};

/**
 * Where the markers are that mark something.
 * @param {Node[]} nodes
 * @param {Set<number>} [found]
 */
const marksIn = (nodes, found = new Set()) => {
  for (const { from, start, end, to, inside } of nodes) {
    for (let at = from; at < start; at++) found.add(at);
    for (let at = end; at < to; at++) found.add(at);
    marksIn(inside, found);
  }
  return found;
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
