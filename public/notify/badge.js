/**
 * Shows the unread count outside the page: in the title, in the favicon, and on the icon of the installed app.
 * It counts nothing itself.
 */

import { t } from "../i18n/strings.js";

let shown = 0;

/**
 * @param {number} count 0 restores everything.
 * @param {string} room As the title calls it.
 */
export const showUnread = (count, room) => {
  document.title = t.documentTitle(room, count);
  if (count === shown) return;
  shown = count;
  void sign(count);
  const isShown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  isShown?.catch(() => {}); // Not installed, or not wanted: there is still the title.
};

/** @param {number} count */
const sign = async (count) => {
  try {
    const { drawSign } = await import("./favicon-count.js");
    await drawSign(count);
  } catch {
    // The title has the count.
  }
};
