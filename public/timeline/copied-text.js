/**
 * Turns a selected stretch of the conversation into plain text: names, times and words as they are read, with
 * list markers, and without buttons or text for screen readers. Loaded when something is selected.
 */

const LEFT_OUT = ".avatar, .side, .below, .failure, .vh, .quote, .fold, .bar, .alike, .role, .undo";
const BLOCKS = "article, .by, .text, [data-said], .day, .new, .notice, blockquote, .code, ul, ol, li";

/**
 * @param {ShadowRoot} root Of the log.
 * @returns {string} Nothing if nothing is marked there, or the browser does not tell what.
 */
export const wordsOf = (root) => {
  const range = rangeIn(root);
  if (!range || range.collapsed) return "";
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  for (const each of copy.querySelectorAll(LEFT_OUT)) each.remove();
  // Of a picture, what it shows; of another file, its name.
  for (const file of copy.querySelectorAll("[data-said]"))
    file.replaceChildren(`[${file.getAttribute("data-said")}]`);
  dropTemplateSpace(copy);
  // Within a list, the list itself is not among the contents.
  const list = elementOf(range.commonAncestorContainer)?.closest("ol, ul");
  for (const item of copy.querySelectorAll("li"))
    item.prepend(markOf(item, item.parentElement?.closest("ol, ul") ?? list));
  for (const block of copy.querySelectorAll(BLOCKS)) {
    block.before("\n");
    block.after("\n");
  }
  for (const time of copy.querySelectorAll("time")) time.before(" ");
  return (copy.textContent ?? "").replace(/\n{2,}/g, "\n").trim();
};

/** @param {ShadowRoot} root */
const rangeIn = (root) => {
  const selection = getSelection();
  // Not in every browser, and then all of the browser's own is copied.
  const [found] = selection?.getComposedRanges?.({ shadowRoots: [root] }) ?? [];
  if (!found || !root.contains(found.startContainer) || !root.contains(found.endContainer)) return undefined;
  const range = document.createRange();
  range.setStart(found.startContainer, found.startOffset);
  range.setEnd(found.endContainer, found.endOffset);
  return range;
};

/** @param {Node} node */
const elementOf = (node) => (node instanceof Element ? node : node.parentElement);

/**
 * @param {HTMLLIElement} item
 * @param {Element | null | undefined} list
 */
const markOf = (item, list) => {
  if (list?.localName !== "ol") return "• ";
  return `${item.value}${list.classList.contains("bracket") ? ")" : "."} `;
};

/**
 * White space between tags is the template's; in a text it is its author's.
 * @param {Element} copy
 */
const dropTemplateSpace = (copy) => {
  if (!copy.querySelector(".text")) return;
  const nodes = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const empty = [];
  while (nodes.nextNode()) {
    const node = /** @type {Text} */ (nodes.currentNode);
    if (node.data.trim() === "" && !node.parentElement?.closest(".text")) empty.push(node);
  }
  for (const node of empty) node.remove();
};
