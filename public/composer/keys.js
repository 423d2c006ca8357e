/**
 * The keys that the composer takes for itself; all others are the field's.
 */

import { isApple, isTouch } from "../ui/writing-focus.js";

/** How many screens of messages a key scrolls. @type {Record<string, number>} */
export const PAGES = { PageUp: -1, PageDown: 1 };

/** Put round what is selected, by a letter that is pressed with the command key. @type {Record<string, string>} */
const MARKERS = { b: "**", i: "*", e: "`" };
const COMMAND = isApple ? "metaKey" : "ctrlKey";

/** @param {KeyboardEvent} event */
export const markerOf = (event) => (isCommand(event) ? MARKERS[event.key.toLowerCase()] : undefined);

/** @param {KeyboardEvent} event */
const isCommand = (event) =>
  event[COMMAND] && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey;

/** @param {KeyboardEvent} event */
export const isWithoutModifier = ({ shiftKey, altKey, ctrlKey, metaKey }) =>
  !(shiftKey || altKey || ctrlKey || metaKey);

/**
 * With Enter. Shift and Alt break the line everywhere.
 * @param {KeyboardEvent} event
 */
export const isSending = ({ shiftKey, altKey, ctrlKey, metaKey }) =>
  !shiftKey && !altKey && (!isTouch() || ctrlKey || metaKey);
