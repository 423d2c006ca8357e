/**
 * Asks for an emoji: opens the picker beside an element. Both the composer and reactions come through here;
 * the first call loads picker, popover and data.
 *
 * @typedef {object} Asking
 * @property {import("@floating-ui/dom").ReferenceElement} anchor
 * @property {(emoji: string) => void} onPick
 * @property {boolean} [isOne] Only one is wanted: with Shift, too, the picker closes.
 * @property {(isPicked: boolean) => void} [onClose] However it was closed.
 * @property {import("@floating-ui/dom").Placement} [placement]
 * @property {() => boolean} [isWanted] Still, once it could be opened.
 */

import { loadPart } from "../browser/load-part.js";
import { t } from "../i18n/strings.js";

/**
 * Fails without a network.
 * @param {Asking} asking
 */
export const pickEmoji = async ({
  anchor,
  onPick,
  isOne = false,
  onClose,
  placement = "top-end",
  isWanted,
}) => {
  const [{ openPopover }] = await loadPart(() =>
    Promise.all([import("../ui/popover.js"), import("./emoji-picker.js")]),
  );
  if (isWanted?.() === false) return undefined;
  const picker = document.createElement("alcove-emoji-picker");
  let isPicked = false;
  const popover = openPopover(picker, {
    anchor,
    placement,
    label: t.emoji,
    onClose: () => onClose?.(isPicked),
  });
  picker.addEventListener("pick", (event) => {
    isPicked = true;
    const { detail } = /** @type {CustomEvent<string>} */ (event);
    // Once the focus is back, if the picker closes: what is put into a field there can be undone.
    queueMicrotask(() => onPick(detail));
    if (isOne) popover.close();
  });
  picker.addEventListener("close", () => popover.close());
  return popover;
};
