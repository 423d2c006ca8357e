/**
 * Whether the user is looking at this page: it is visible and has the focus. In a frame, the focus of the host
 * page counts, too.
 */

import { host } from "./host.js";

export const isLookedAt = () => !document.hidden && host.isInView && (host.embedded || document.hasFocus());

/**
 * Calls when that may have changed.
 * @param {() => void} listener
 * @param {AbortSignal} signal
 */
export const onAttention = (listener, signal) => {
  for (const type of ["focus", "blur"]) window.addEventListener(type, listener, { signal });
  document.addEventListener("visibilitychange", listener, { signal });
  host.addEventListener("seen", listener, { signal });
};
