/**
 * Parses the safe subset of Markdown that chats use into a tree: fenced code, quotes, lists, and whatever
 * `markdown-inline.js` finds in the lines between. No HTML exists at any step: every leaf is drawn as text, so
 * there is nothing to sanitise.
 *
 * Blocks are found line by line, by the rules of chats rather than documents: every line break stays, a quote
 * ends where its `> ` ends, a list where its indentation ends, four spaces are four spaces, and headings,
 * tables, rules, images and HTML stay as they were written.
 *
 * @import { Inline } from "./markdown-inline.js"
 *
 * @typedef {{ type: "lines", inlines: Inline[] }} Lines With all line breaks, but the last before a block's end.
 * @typedef {{ type: "fence", language: string, code: string }} Fence
 * @typedef {{ type: "quote", blocks: Block[] }} Quote
 * @typedef {{ number?: number, blocks: Block[] }} Item
 * @typedef {{ type: "list", delimiter: "-" | "*" | "." | ")", items: Item[] }} List
 * @typedef {Lines | Fence | Quote | List} Block
 */

import { inlinesOf } from "./markdown-inline.js";

/** Deeper than this, quotes and lists are text. */
const MOST_DEPTH = 4;
/** A page of messages is drawn again and again; each is read once. */
const MOST_KEPT = 600;

const FENCE = /^ {0,3}(`{3,})([^`]*)$/;
const LANGUAGE = /^[\w+#.-]{1,24}$/;
const QUOTE = /^> .*\S/;
const QUOTE_ON = /^>(?: |$)/;
/** A longer number is a year, or some other, and no item's. */
const ITEM = /^([ \t]*)([-*]|(?:0|[1-9]\d{0,2})[.)])[ \t]+(?=\S)/;
/** A line of `* * *` is no list of stars. */
const RULE = /^[ \t]*([-*])(?:[ \t]*\1)+[ \t]*$/;
/** A backslash that keeps the beginning of a line from being one. */
const ESCAPED = /^([ \t]*)(?:\\(?=[-*>])|(\d{1,9})\\(?=[.)]))/;
const BLANK_LINES = /(\n[ \t]*\n\s*)/;

/** @type {Map<string, Block[] | undefined>} */
const kept = new Map();

/**
 * What a text consists of; undefined if nothing in it is Markdown.
 * @param {string} text
 */
export const blocksOf = (text) => {
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= MOST_KEPT) kept.clear();
  const source = text.replaceAll("\r\n", "\n");
  const blocks = new BlockReader().read(source.split("\n"), 0);
  const found = isPlain(blocks, source) ? undefined : blocks;
  kept.set(text, found);
  return found;
};

/**
 * @param {Block[]} blocks
 * @param {string} source
 */
const isPlain = ([first, ...others], source) => {
  if (first?.type !== "lines" || others.length > 0) return first === undefined;
  return first.inlines.map((each) => (each.type === "text" ? each.text : "\0")).join("") === source;
};

/** Reads the lines of one message. */
class BlockReader {
  /**
   * @param {string[]} lines
   * @param {number} depth
   * @returns {Block[]}
   */
  read(lines, depth) {
    /** @type {Block[]} */
    const blocks = [];
    /** @type {string[]} */
    let text = [];
    /** Fences of so many backticks are known to have no end. */
    let endless = Number.POSITIVE_INFINITY;
    // A block has a margin: blank lines beside it would make a hole.
    const flush = (isLast = false) => {
      const first = blocks.length > 0 ? text.findIndex((line) => !isBlank(line)) : 0;
      const last = isLast ? text.length - 1 : text.findLastIndex((line) => !isBlank(line));
      const kept = first < 0 ? [] : text.slice(first, last + 1);
      if (kept.length > 0) blocks.push(this.#lines(kept.join("\n") + (isLast ? "" : "\n")));
      text = [];
    };
    for (let at = 0; at < lines.length; ) {
      const line = lines[at] ?? "";
      const ticks = FENCE.exec(line)?.[1]?.length ?? 0;
      const fence = ticks > 0 && ticks < endless ? fenceAt(lines, at) : undefined;
      if (ticks > 0 && !fence) endless = Math.min(endless, ticks);
      const found = fence ?? (depth < MOST_DEPTH ? this.#blockAt(lines, at, depth) : undefined);
      const end = found?.end ?? at + 1;
      if (found?.block) {
        flush();
        blocks.push(found.block);
      } else {
        text.push(...(fence ? lines.slice(at, end) : [unescaped(line)]));
      }
      at = end;
    }
    flush(true);
    return blocks;
  }

  /**
   * @param {string} text
   * @returns {Lines}
   */
  #lines(text) {
    const inlines = text.split(BLANK_LINES).flatMap((each) => (each === "" ? [] : inlinesOf(each)));
    return { type: "lines", inlines };
  }

  /**
   * @param {string[]} lines
   * @param {number} at
   * @param {number} depth
   */
  #blockAt(lines, at, depth) {
    if (QUOTE.test(lines[at] ?? "")) return this.#quoteAt(lines, at, depth);
    return isItem(lines[at] ?? "") ? this.#listAt(lines, at, depth) : undefined;
  }

  /**
   * @param {string[]} lines
   * @param {number} at
   * @param {number} depth
   */
  #quoteAt(lines, at, depth) {
    let end = at;
    while (end < lines.length && QUOTE_ON.test(lines[end] ?? "")) end++;
    const inside = lines.slice(at, end).map((line) => line.slice(2));
    /** @type {Quote} */
    const block = { type: "quote", blocks: this.read(inside, depth + 1) };
    return { block, end };
  }

  /**
   * @param {string[]} lines
   * @param {number} at
   * @param {number} depth
   */
  #listAt(lines, at, depth) {
    const { indent, delimiter } = itemOf(lines[at] ?? "");
    /** @type {Item[]} */
    const items = [];
    let end = at;
    for (let next = at; next < lines.length && isItem(lines[next] ?? ""); next = pastBlank(lines, end)) {
      const item = itemOf(lines[next] ?? "");
      if (item.delimiter !== delimiter || Math.abs(item.indent - indent) > 1) break;
      const from = next + 1;
      end = endOfItem(lines, from, item.indent + 2);
      const blocks = this.read([item.content, ...dedented(lines.slice(from, end))], depth + 1);
      items.push({ number: item.number, blocks });
    }
    count(items);
    /** @type {List} */
    const block = { type: "list", delimiter, items };
    return { block, end };
  }
}

/**
 * A block of code, which ends with backticks on a line of their own or behind its last one. Nothing if
 * they do not come; no block, but the lines, if nothing is in it.
 * @param {string[]} lines
 * @param {number} at
 */
const fenceAt = (lines, at) => {
  const [, ticks = "", info = ""] = FENCE.exec(lines[at] ?? "") ?? [];
  if (ticks === "") return undefined;
  let last = at + 1;
  while (last < lines.length && !endsFence(lines[last] ?? "", ticks)) last++;
  if (last === lines.length) return undefined;
  const language = info.trim();
  const isLanguage = language === "" || LANGUAGE.test(language);
  const code = [...(isLanguage ? [] : [info]), ...lines.slice(at + 1, last)];
  const remainder = (lines[last] ?? "").trimEnd().slice(0, -ticks.length);
  if (remainder.trim() !== "") code.push(remainder);
  /** @type {Fence} */
  const block = { type: "fence", language: isLanguage ? language : "", code: code.join("\n") };
  return { block: block.code.trim() === "" ? undefined : block, end: last + 1 };
};

/**
 * @param {string} line
 * @param {string} ticks
 */
const endsFence = (line, ticks) => {
  const trimmed = line.trimEnd();
  return trimmed.endsWith(ticks) && trimmed.charAt(trimmed.length - ticks.length - 1) !== "`";
};

/** @param {string} line */
const isItem = (line) => ITEM.test(line) && !RULE.test(line) && indentOf(line) < 4;

/** @param {string} line One that is an item. */
const itemOf = (line) => {
  const [all = "", , marker = ""] = ITEM.exec(line) ?? [];
  const delimiter = /** @type {List["delimiter"]} */ (marker.at(-1));
  return {
    indent: indentOf(line),
    delimiter,
    number: marker.length > 1 ? Number(marker.slice(0, -1)) : undefined,
    content: line.slice(all.length),
  };
};

/**
 * Where lines that are indented so far end, with blank ones between them.
 * @param {string[]} lines
 * @param {number} from
 * @param {number} indent
 */
const endOfItem = (lines, from, indent) => {
  let end = from;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (isBlank(line)) continue;
    if (indentOf(line) < indent) break;
    end = at + 1;
  }
  return end;
};

/**
 * Numbers stay as they were written, since the text may speak of them; but `1. 1. 1.`, as some write, is a count.
 * @param {Item[]} items
 */
const count = (items) => {
  if (items.some(({ number }) => number !== 1)) return;
  for (const [at, item] of items.entries()) item.number = at + 1;
};

/** @param {string} line */
const isBlank = (line) => line.trim() === "";

/**
 * The first line from there on that is not blank.
 * @param {string[]} lines
 * @param {number} from
 */
const pastBlank = (lines, from) => {
  let at = from;
  while (at < lines.length && isBlank(lines[at] ?? "")) at += 1;
  return at;
};

/** @param {string} line In columns. */
const indentOf = (line) => (/^[ \t]*/.exec(line)?.[0] ?? "").replaceAll("\t", "    ").length;

/**
 * Without the indentation of the first line.
 * @param {string[]} lines
 */
const dedented = (lines) => {
  const indent = indentOf(lines.find((line) => !isBlank(line)) ?? "");
  return lines.map((line) => " ".repeat(Math.max(0, indentOf(line) - indent)) + line.replace(/^[ \t]*/, ""));
};

/** @param {string} line */
const unescaped = (line) => {
  const bare = line.replace(ESCAPED, "$1$2");
  return bare !== line && (QUOTE.test(bare) || isItem(bare)) ? bare : line;
};
