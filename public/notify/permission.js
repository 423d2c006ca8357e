/**
 * Whether the browser may show notifications for this page. A module of its own, so that asking does not load
 * what shows them.
 */

/** @returns {"granted" | "denied" | "default" | "unavailable"} */
export const permission = () => globalThis.Notification?.permission ?? "unavailable";

/** To be called by a gesture only: browsers refuse, for good, a page that asks on its own. */
export const askPermission = async () => {
  if (permission() === "default") await Notification.requestPermission();
  return permission();
};
