/**
 * Draws the tree that `markdown.js` reads, and turns it into plain words. Loaded only when a text needs it.
 * Every leaf is a text node of Lit: no HTML is ever made from what somebody wrote.
 *
 * Line breaks stay in the texts (they are drawn as `pre-wrap`), so no white space may come between tags.
 *
 * @import { Inline } from "./markdown-inline.js"
 * @import { Block, Fence, List } from "./markdown.js"
 *
 * @typedef {(words: string) => unknown} Leaf Draws words that are no code.
 * @typedef {((code: string) => unknown) | undefined} OnCopy
 */

import { ref } from "lit/directives/ref.js";
import { t } from "../i18n/strings.js";
import { iconCheck } from "../ui/icons.js";
import { html, nothing } from "../ui/lit.js";
import { iconCopy } from "../ui/more-icons.js";

export { blocksOf } from "./markdown.js";
export { markdownStyle } from "./markdown-style.js";

const COPIED_MS = 2_000;

/**
 * @param {Block[]} blocks
 * @param {Leaf} leaf
 * @param {OnCopy} onCopy
 * @returns {unknown[]}
 */
export const view = (blocks, leaf, onCopy) => blocks.map((block) => blockView(block, leaf, onCopy));

/**
 * @param {Block} block
 * @param {Leaf} leaf
 * @param {OnCopy} onCopy
 */
const blockView = (block, leaf, onCopy) => {
  switch (block.type) {
    case "lines":
      return inlinesView(block.inlines, leaf);
    case "fence":
      return fenceView(block, onCopy);
    case "quote":
      return html`<blockquote dir="auto">${view(block.blocks, leaf, onCopy)}</blockquote>`;
    case "list":
      return listView(block, leaf, onCopy);
  }
};

/**
 * @param {Inline[]} inlines
 * @param {Leaf} leaf
 * @returns {unknown[]}
 */
const inlinesView = (inlines, leaf) => inlines.map((inline) => inlineView(inline, leaf));

/**
 * @param {Inline} inline
 * @param {Leaf} leaf
 */
const inlineView = (inline, leaf) => {
  switch (inline.type) {
    case "text":
      return leaf(inline.text);
    case "code":
      return html`<code translate="no" dir="auto">${inline.text}</code>`;
    case "strong":
      return html`<strong>${inlinesView(inline.children, leaf)}</strong>`;
    case "em":
      return html`<em>${inlinesView(inline.children, leaf)}</em>`;
    case "del":
      return html`<del>${inlinesView(inline.children, leaf)}</del>`;
    case "link": {
      const { href, children } = inline;
      const words = inlinesView(children, (text) => text);
      return html`<a href=${href} title=${href} dir="auto" target="_blank" rel="noopener noreferrer">${words}</a>`;
    }
  }
};

/**
 * @param {List} list
 * @param {Leaf} leaf
 * @param {OnCopy} onCopy
 */
const listView = ({ delimiter, items }, leaf, onCopy) => {
  const inside = items.map(({ number, blocks }) =>
    number === undefined
      ? html`<li>${view(blocks, leaf, onCopy)}</li>`
      : html`<li value=${number}>${view(blocks, leaf, onCopy)}</li>`,
  );
  if (delimiter !== ")" && delimiter !== ".") return html`<ul dir="auto">${inside}</ul>`;
  const digits = Math.max(...items.map(({ number = 0 }) => `${number}`.length));
  return html`<ol class=${delimiter === ")" ? "bracket" : ""} data-digits=${digits} dir="auto">${inside}</ol>`;
};

/**
 * @param {Fence} fence
 * @param {OnCopy} onCopy
 */
const fenceView = ({ language, code }, onCopy) => {
  const label = language ? html`<span class="language">${language}</span>` : nothing;
  const bar =
    language || onCopy
      ? html`<div class="bar">${label}${onCopy ? copyButton(code, onCopy) : nothing}</div>`
      : nothing;
  return html`<div class=${language ? "code" : "code bare"} dir="ltr" translate="no">${bar}<pre ${ref(scrollable)}><code>${code}</code></pre></div>`;
};

/**
 * @param {string} code
 * @param {(code: string) => unknown} onCopy
 */
const copyButton = (code, onCopy) => {
  const press = async (/** @type {Event} */ { currentTarget }) => {
    const button = /** @type {HTMLElement} */ (currentTarget);
    if (!(await onCopy(code))) return;
    const tell = (/** @type {boolean} */ isDone) => {
      button.classList.toggle("done", isDone);
      button.ariaLabel = isDone ? t.codeCopied : t.copyCode;
    };
    tell(true);
    setTimeout(tell, COPIED_MS, false);
  };
  return html`<button class="copy-code" aria-label=${t.copyCode} title=${t.copyCode} @click=${press}>${iconCopy}${iconCheck}</button>`;
};

/** @type {ResizeObserver | undefined} */
let resized;
/** @type {WeakSet<Element>} */
const watched = new WeakSet();

/**
 * Code that is wider than its message can be scrolled by keys, and so has a name. The browser says
 * whose size changed, so none is measured without need.
 * @param {Element | undefined} pre
 */
const scrollable = (pre) => {
  resized ??= new ResizeObserver((all) => {
    for (const { target } of all) offerScrolling(target);
  });
  // To be observed again is to be told again.
  if (!pre || watched.has(pre)) return;
  watched.add(pre);
  resized.observe(pre);
};

/**
 * As each control of a message, it is a stop of Tab only while that has the focus.
 * @param {Element} pre
 */
const offerScrolling = (pre) => {
  const isWide = pre.scrollWidth > pre.clientWidth;
  const tabindex = pre.closest(".row")?.matches(":focus-within") ? "0" : "-1";
  for (const [name, value] of Object.entries({ tabindex, role: "group", "aria-label": t.code }))
    if (isWide) pre.setAttribute(name, value);
    else pre.removeAttribute(name);
};

/**
 * The words alone, as they would be read aloud or quoted.
 * @param {Block[]} blocks
 * @returns {string}
 */
export const wordsOf = (blocks) => blocks.map((block) => wordsOfBlock(block).replace(/\n$/, "")).join("\n");

/** @param {Block} block */
const wordsOfBlock = (block) => {
  switch (block.type) {
    case "lines":
      return wordsOfInlines(block.inlines);
    case "fence":
      return block.code;
    case "quote":
      return wordsOf(block.blocks);
    case "list": {
      const { delimiter, items } = block;
      return items
        .map(
          ({ number, blocks }) =>
            `${number === undefined ? "•" : `${number}${delimiter}`} ${wordsOf(blocks)}`,
        )
        .join("\n");
    }
  }
};

/**
 * @param {Inline[]} inlines
 * @returns {string}
 */
const wordsOfInlines = (inlines) =>
  inlines.map((inline) => ("text" in inline ? inline.text : wordsOfInlines(inline.children))).join("");
