/**
 * The composer's text area: its height, and how text is inserted into it.
 */

const MOST_LINES = 8;
/** At 400 %, or above a keyboard on a phone's side, fewer: one also reads. */
const MOST_OF_WINDOW = 0.4;

/**
 * Grows with its lines.
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} around While it is measured, nothing round this may move: the timeline would lose its place.
 */
export const fit = (field, around) => {
  const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
  const lines = MOST_LINES * parseFloat(lineHeight) + parseFloat(paddingTop) + parseFloat(paddingBottom);
  const most = Math.min(lines, MOST_OF_WINDOW * innerHeight);
  around.style.height = `${around.offsetHeight}px`;
  field.style.height = "auto";
  const height = field.scrollHeight;
  field.style.height = `${Math.min(height, most)}px`;
  field.classList.toggle("full", height > most + 1);
  around.style.height = "";
};

/** @param {HTMLTextAreaElement} field */
export const hasMoreThanFits = (field) => field.scrollHeight > field.clientHeight + 1;

/**
 * So that the browser can undo it where it can: in a field with the focus.
 * @param {HTMLTextAreaElement} field
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
export const put = (field, start, end, text) => {
  if (/** @type {ShadowRoot} */ (field.getRootNode()).activeElement === field) {
    field.setSelectionRange(start, end);
    if (document.execCommand("insertText", false, text)) return;
  }
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
};

/**
 * `@name` where the caret is, apart from what is there.
 * @param {HTMLTextAreaElement} field
 * @param {string} name
 */
export const putMention = (field, name) => {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const before = /\S$/u.test(value.slice(0, start)) ? " " : "";
  const after = /^\s/u.test(value.slice(end)) ? "" : " ";
  put(field, start, end, `${before}@${name}${after}`);
};
