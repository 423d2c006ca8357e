/**
 * With a physical keyboard, people can type without clicking the field first: this decides whether a key press
 * is meant for the field, and whether the field may take the focus. It moves no focus itself.
 */

let isByPointer = false;
window.addEventListener("pointerdown", () => point(true), true);
window.addEventListener("keydown", ({ key }) => LEADING.test(key) && point(false), true);

/** Those by which one gets somewhere; others write, or do something where one is already. */
const LEADING = /^(?:Tab|Enter|Escape|ContextMenu|Arrow(?:Up|Down))$/;

const point = (/** @type {boolean} */ isPointer) => {
  isByPointer = isPointer;
};

/** Where one is, or what is open, was reached by a pointer. */
export const wasByPointer = () => isByPointer;

/** There the focus brings up a keyboard that takes half of the screen, and Enter breaks the line. */
export const isTouch = () => matchMedia("(hover: none) and (pointer: coarse)").matches;

/** There, a command is given with ⌘. */
export const isApple = /^(?:Mac|iP)/.test(navigator.platform);

/** Nothing has the focus, and nothing is marked, to be copied. */
export const isFocusFree = () =>
  (document.activeElement ?? document.body) === document.body && !isSomethingMarked();

/** Also in a shadow tree, where a browser tells no more of it. */
export const isSomethingMarked = () => getSelection()?.type === "Range";

/**
 * A key that was pressed while no field had the focus, and that the field is to have.
 * @param {KeyboardEvent} event
 */
export const isForField = (event) => {
  if (event.defaultPrevented || isTouch() || !writes(event)) return false;
  const target = /** @type {Element} */ (event.composedPath()[0]);
  // There, keys are commands.
  const isCommand = !isByPointer && target.closest?.(".row");
  return !isCommand && !isField(target);
};

/** @param {unknown} target */
export const isField = (target) =>
  target instanceof Element && target.matches("input, textarea, select, [contenteditable]");

/**
 * Space presses buttons and scrolls. An input method, or a key for an accent, tells only that it is one.
 * @param {KeyboardEvent} event
 */
const writes = (event) => {
  const { key, keyCode } = event;
  const isShortcut = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
  if (isShortcut || key === " ") return false;
  return [...key].length === 1 || key === "Dead" || key === "Process" || keyCode === 229;
};

/** An input method takes this key for itself; 229 is how some browsers say so after the fact. @param {KeyboardEvent} event */
export const isForInputMethod = (event) => event.isComposing || event.keyCode === 229;

/** A press on a button beside the field leaves the caret, and on a touch screen the keyboard, there. */
export const keepFocus = (/** @type {Event} */ event) => event.preventDefault();
