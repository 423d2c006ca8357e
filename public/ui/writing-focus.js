/**
 * Where there is a keyboard of its own, one writes without looking for the field first: what tells
 * whether a key is meant for it, and whether it may take the focus. It moves no focus itself.
 */

let isByPointer = false;
window.addEventListener("pointerdown", () => point(true), true);
window.addEventListener(
  "keydown",
  (event) => writes(event) || MODIFIERS.test(event.key) || point(false),
  true,
);

/** Pressed on the way to a capital or to a shortcut, they lead nowhere. */
const MODIFIERS = /^(?:Shift|Control|Alt|AltGraph|Meta|CapsLock|Fn)$/;

const point = (/** @type {boolean} */ isPointer) => {
  isByPointer = isPointer;
};

/** Where one is, or what is open, was reached by a pointer; keys that only write change nothing of it. */
export const wasByPointer = () => isByPointer;

/** On a touch screen the focus brings up a keyboard that takes half of it. */
export const hasKeyboard = () => matchMedia("(hover: hover)").matches;

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
  if (event.defaultPrevented || !hasKeyboard() || !writes(event)) return false;
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
