/**
 * The safety net under everything that draws other people's words: a text that once took too long, or that a
 * page never came back from, is drawn as plain text from then on in this browser. Texts are identified by a
 * hash. Short texts, as most are, cost nothing here.
 */

import { storage } from "../browser/preferences.js";

const SLOW = "alcove:slow-texts";
const DRAWING = "alcove:drawing:";
const MOST_MS = 200;
const MOST_TRIES = 2;
const MOST_KEPT = 100;
/** Nothing is slow that is shorter. */
const SHORTEST = 40;

/** Of this page alone: another may be drawing, too. */
const note = DRAWING + Math.random().toString(36).slice(2);

/** @type {string[] | undefined} */
let slow;
/** @param {string} text */
const isSlow = (text) => {
  if (text.length < SHORTEST) return false;
  slow ??= recall();
  return slow.length > 0 && slow.includes(keyOf(text));
};

/**
 * What `draw` makes of a text, or `plainly` if that was once too long.
 * @template T
 * @param {string} text
 * @param {() => T} draw
 * @param {() => T} plainly
 * @returns {T}
 */
export const inTime = (text, draw, plainly) => {
  // Whoever draws a text asks others who draw it, too.
  if (text.length < SHORTEST || text === drawing) return draw();
  if (isSlow(text)) return plainly();
  const [outer, before, from] = [drawing, spent, performance.now()];
  begin(text);
  try {
    // Once more if need be: a browser that is held up for a moment is not the text's fault.
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const [start, within] = [performance.now(), spent];
      const drawn = draw();
      // Without what went to a text within, as to one that is quoted.
      if (performance.now() - start - (spent - within) <= MOST_MS) return drawn;
    }
  } finally {
    spent = before + performance.now() - from;
    if (outer === undefined) drawing = undefined;
    else begin(outer);
  }
  slow = [...(slow ?? []), keyOf(text)];
  keep(slow);
  return plainly();
};

/** @type {string | undefined} */
let drawing;
/** Milliseconds, in all. */
let spent = 0;
let isNoted = false;

/**
 * Nothing that hangs can be stopped from here, so it is written down before. One note is taken back for
 * all that is drawn at once.
 * @param {string} text
 */
const begin = (text) => {
  drawing = text;
  storage.setItem(note, `${Date.now()} ${keyOf(text)}`);
  if (isNoted) return;
  isNoted = true;
  queueMicrotask(() => {
    isNoted = false;
    storage.removeItem(note);
  });
};

/** What is known to be slow, and what pages were drawing that did not come back. */
const recall = () => {
  /** @type {string[]} */
  let kept = [];
  try {
    const value = JSON.parse(storage.getItem(SLOW) ?? "[]");
    if (Array.isArray(value)) kept = value.filter((each) => typeof each === "string");
  } catch {
    // Then it is found out anew.
  }
  const left = storage.keys().filter((key) => key.startsWith(DRAWING));
  for (const key of left) {
    const [at, text] = storage.getItem(key)?.split(" ") ?? [];
    // Another page may just be at it.
    if (!text || Math.abs(Date.now() - Number(at)) < MOST_MS) continue;
    kept.push(text);
    storage.removeItem(key);
  }
  if (left.length > 0) keep(kept);
  return kept;
};

/** @param {string[]} keys */
const keep = (keys) => storage.setItem(SLOW, JSON.stringify(keys.slice(-MOST_KEPT)));

/**
 * Two of FNV-1a, from either end, and the length.
 * @param {string} text
 */
const keyOf = (text) => {
  let [one, other] = [0x811c9dc5, 0x811c9dc5];
  for (let i = 0; i < text.length; i += 1) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return [text.length, one >>> 0, other >>> 0].map((each) => each.toString(36)).join(".");
};
