/**
 * A key comes in the hash of a link: `/room/tea#key=…`. It is taken out of the address before any other script runs,
 * anything is requested, or another step of the history is made, and waits in storage for the hello that hands it in.
 */

import { passKey } from "../client/pass-key.js";

/** More than any key is long. */
const MOST_KEY = 200;
/** A key has come. */
export const KEY_EVENT = "alcove-key";

/**
 * Puts the key of a link where its room finds it.
 * @param {{ pathname: string, search: string, hash: string }} link
 * @returns {string | undefined} The link without it; nothing if there was none.
 */
export const takeKeyOf = ({ pathname, search, hash }) => {
  const room = /^\/room\/([\w-]+)$/.exec(pathname)?.[1]?.toLowerCase();
  const parts = hash.slice(1).split("&");
  const given = parts.find((part) => part.startsWith("key="));
  if (!room || given === undefined) return undefined;
  const rest = parts.filter((part) => part !== given).join("&");
  const key = given.slice(4, MOST_KEY);
  try {
    // The same once more keeps the cid that it has gone out with.
    const isKnown = localStorage.getItem(passKey(room))?.includes(`"${key}"`);
    if (!isKnown) localStorage.setItem(passKey(room), JSON.stringify({ key }));
  } catch {
    globalThis.keyInHand = { room, key };
  }
  return pathname + search + (rest && `#${rest}`);
};

const takeKey = () => {
  const rest = takeKeyOf(location);
  if (rest === undefined) return;
  history.replaceState(history.state, "", rest);
  window.dispatchEvent(new Event(KEY_EVENT));
};

export const watchForKeys = () => {
  takeKey();
  window.addEventListener("hashchange", takeKey);
};
