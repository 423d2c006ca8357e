/**
 * How long ago something was, or how long it is until then, as people say it. Loaded on demand.
 */

import { momentOf } from "./dates.js";
import { locale } from "./locale.js";

const relative = Intl.RelativeTimeFormat && new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

const MINUTE_MS = 60_000;
/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["day", 24 * 60 * MINUTE_MS],
  ["hour", 60 * MINUTE_MS],
  ["minute", MINUTE_MS],
];

/**
 * @param {number} at
 * @param {number} now
 */
export const agoOf = (at, now) => {
  const [unit, size] = UNITS.find(([, each]) => Math.abs(at - now) >= each) ?? ["minute", MINUTE_MS];
  return relative?.format(Math.round((at - now) / size), unit) ?? momentOf(at, now);
};
