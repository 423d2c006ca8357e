/**
 * Copies text to the clipboard, with a fallback for plain HTTP, where browsers disable the modern API.
 */

/**
 * @param {string} text
 * @returns {Promise<boolean>} Whether it is in the clipboard.
 */
export const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
};

/** @param {string} text */
const copyBySelection = (text) => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
};
