/**
 * Shows the unread count of all rooms outside the page: in the title, in the favicon, and on the icon of the installed
 * app. It counts nothing itself.
 */

import { t } from "../i18n/strings.js";

let shown = 0;
let [here, room, elsewhere] = [0, "", 0];

/**
 * @param {number} count Of the room that is open.
 * @param {string} name As the title calls it.
 */
export const showUnread = (count, name) => {
  [here, room] = [count, name];
  show();
};

/** @param {number} count Of the other rooms. */
export const showElsewhere = (count) => {
  elsewhere = count;
  show();
};

const show = () => {
  const count = here + elsewhere;
  document.title = t.documentTitle(room, count);
  if (count === shown) return;
  shown = count;
  void sign();
  const isShown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  isShown?.catch(() => {}); // Not installed, or not wanted: there is still the title.
};

/** What is loading at the same time may come in any order: the newest count is drawn, whoever comes last. */
const sign = async () => {
  try {
    const { drawSign } = await import("./favicon-count.js");
    await drawSign(shown);
  } catch {
    // The title has the count.
  }
};
