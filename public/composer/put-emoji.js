/** Puts emoji from the picker into the field, where the caret is. */

import { pickEmoji } from "../emoji/pick-emoji.js";
import { isTouch, wasByPointer } from "../ui/writing-focus.js";
import { put } from "./field.js";

/**
 * Fails without a network.
 * @param {HTMLTextAreaElement} field
 * @param {HTMLElement} anchor The button that was pressed.
 */
export const putEmoji = (field, anchor) => {
  // Chromium has forgotten the caret when it gives the focus back.
  let { selectionStart: start, selectionEnd: end } = field;
  const isByPointer = wasByPointer();
  const onPick = (/** @type {string} */ emoji) => {
    // On a touch screen the focus would bring up a keyboard that was not there.
    if (!isTouch()) field.focus();
    put(field, start, end, emoji);
    start = end = start + emoji.length;
  };
  const onClose = (/** @type {boolean} */ isPicked) => {
    if (!isPicked && isByPointer && !isTouch()) field.focus();
    if (!isPicked && field.matches(":focus")) field.setSelectionRange(start, end);
  };
  return pickEmoji({ anchor, onPick, onClose });
};
