/**
 * The emoji recently used in this browser, newest first, and their skin tone. None of this is part of the
 * room's data.
 */

import { storage } from "../browser/preferences.js";

const KEY = "alcove:emoji";
/** Three rows on a phone. */
const MOST_RECENT = 24;

/** @typedef {{ recent: string[], tone: number }} EmojiMemory Recent ones are in no skin tone. */

/** @returns {EmojiMemory} */
export const readEmoji = () => {
  try {
    const { recent, tone } = JSON.parse(storage.getItem(KEY) ?? "{}");
    return {
      recent: Array.isArray(recent) ? recent.filter((each) => typeof each === "string") : [],
      tone: Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0,
    };
  } catch {
    return { recent: [], tone: 0 };
  }
};

/** @param {string} char */
export const rememberEmoji = (char) => {
  const { recent, tone } = readEmoji();
  write({ recent: [char, ...recent.filter((each) => each !== char)].slice(0, MOST_RECENT), tone });
};

/** @param {number} tone */
export const rememberTone = (tone) => write({ ...readEmoji(), tone });

/** @param {EmojiMemory} memory */
const write = (memory) => storage.setItem(KEY, JSON.stringify(memory));
