/**
 * Notifies of who asks to talk in private in a room that is open nowhere in this browser, as that room notifies.
 *
 * @import { Direct } from "../client/protocol.js"
 */

import { linkOf } from "../browser/connect.js";
import { t } from "../i18n/strings.js";
import { Notifier } from "../notify/notifications.js";

/** @param {Event} event */
const asked = (event) => {
  /** @type {{ room: string, direct: Direct }} */
  const { room, direct } = /** @type {CustomEvent} */ (event).detail;
  const notifier = new Notifier({ room, url: linkOf(room), isLookedAt: () => false, onAttention: () => {} });
  void notifier.asked(direct.with, t.directTitle);
};

/** Again for the same ones is as once. @param {EventTarget} watches */
export const tellRequests = (watches) => watches.addEventListener("request", asked);
