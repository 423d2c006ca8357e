/**
 * Moments as people say them, in the page's language and time zone.
 */

import { locale } from "./locale.js";

const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
const dayAndTime = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** @param {number} at */
export const timeOf = (at) => clock.format(at);

/** @param {number} at */
export const exactTimeOf = (at) => exact.format(at);

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
  if (dayKey(at) === dayKey(now)) return capitalised(relative.format(0, "day"));
  if (dayKey(at) === dayKey(yesterday)) return capitalised(relative.format(-1, "day"));
  return new Date(at).getFullYear() === today.getFullYear() ? day.format(at) : dayAndYear.format(at);
};

/**
 * The time, with its day unless that is today.
 * @param {number} at
 * @param {number} now
 */
export const momentOf = (at, now) => (dayKey(at) === dayKey(now) ? clock : dayAndTime).format(at);

/** @param {string} text */
const capitalised = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
