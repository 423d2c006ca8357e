/**
 * What a host page may give for its embedded room: a key, and what the room is to be if that makes it. Read on both sides
 * of the frame, neither of which trusts the other's word for its form.
 *
 * @import { Settings } from "./protocol.js"
 */

/** As JSON: a title and a topic of any letters, and the rest. */
const MOST_SETTINGS = 4_000;

/**
 * @param {unknown} value
 * @returns {value is string}
 */
export const isKey = (value) => typeof value === "string" && /^[\w-]{22}$/.test(value);

/**
 * A copy that is plain data; the room judges the settings themselves.
 * @param {unknown} value
 * @returns {{ settings: Partial<Settings> } | undefined} Nothing where it is anything else.
 */
export const readCreate = (value) => {
  if (!isObject(value) || Object.keys(value).some((name) => name !== "settings")) return undefined;
  try {
    const text = JSON.stringify(value.settings ?? {});
    const settings = text.length <= MOST_SETTINGS ? JSON.parse(text) : undefined;
    return isObject(settings) ? { settings } : undefined;
  } catch {
    return undefined; // A circle, or what JSON has no word for.
  }
};

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
