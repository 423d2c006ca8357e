/** The keys of commands: a letter with Ctrl, on Apple's with Command. */

import { isApple } from "./writing-focus.js";

/**
 * Whether a command is pressed, once and with nothing else. On keyboards of other scripts it is the key in its place.
 * @param {KeyboardEvent} event
 * @param {string} letter A small one.
 */
export const isCommand = ({ altKey, code, ctrlKey, key, metaKey, repeat, shiftKey }, letter) => {
  const isHeld = isApple ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (!isHeld || altKey || shiftKey || repeat) return false;
  return key.toLowerCase() === letter || (code === `Key${letter.toUpperCase()}` && !/^[a-z]$/i.test(key));
};
