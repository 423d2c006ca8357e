/**
 * Formats times and dates the way people say them, in the page's language and time zone.
 */

import { locale } from "./locale.js";

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  time: { hour: "numeric", minute: "2-digit" },
  exact: { dateStyle: "full", timeStyle: "medium" },
  day: { weekday: "long", day: "numeric", month: "long" },
  dayAndYear: { dateStyle: "long" },
  dayAndTime: { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" },
};
const relative = Intl.RelativeTimeFormat && new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

let known = "";
/** Each has the zone of the moment when it was made. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** The time zone, which changes as one travels. To be asked before anything is drawn. */
export const zone = () => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  if (timeZone !== known) formats.clear();
  known = timeZone;
  return timeZone;
};

/**
 * @param {keyof typeof STYLES} style
 * @param {number} at
 */
const format = (style, at) => {
  const made = formats.get(style) ?? new Intl.DateTimeFormat(locale, STYLES[style]);
  formats.set(style, made);
  return made.format(at);
};

/** @param {number} at */
export const timeOf = (at) => format("time", at);

/** @param {number} at */
export const exactTimeOf = (at) => format("exact", at);

/**
 * The same for all moments of one local day.
 * @param {number} at
 */
export const dayKey = (at) => {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
};

/**
 * "Today", "Yesterday", or the date.
 * @param {number} at
 * @param {number} now
 */
export const dayName = (at, now) => {
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1).getTime();
  if (relative && dayKey(at) === dayKey(now)) return capitalised(relative.format(0, "day"));
  if (relative && dayKey(at) === dayKey(yesterday)) return capitalised(relative.format(-1, "day"));
  return new Date(at).getFullYear() === today.getFullYear() ? format("day", at) : format("dayAndYear", at);
};

/**
 * The time, with its day unless that is today.
 * @param {number} at
 * @param {number} now
 */
export const momentOf = (at, now) => format(dayKey(at) === dayKey(now) ? "time" : "dayAndTime", at);

/** @param {string} text */
const capitalised = (text) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
