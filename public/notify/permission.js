/**
 * Whether the browser shows notifications of this page. On its own, so that who only asks for it need
 * not load what makes them.
 */

/** @returns {"granted" | "denied" | "default" | "unavailable"} */
export const permission = () => globalThis.Notification?.permission ?? "unavailable";

/** To be called by a gesture only: browsers refuse, for good, a page that asks on its own. */
export const askPermission = async () => {
  if (permission() === "default") await Notification.requestPermission();
  return permission();
};
