/**
 * Lengths of time as people say them: "10 minutes".
 */

import { locale } from "./locale.js";

/** The units that a time is told in, and how many seconds each has. */
/** @type {[unit: string, seconds: number][]} */
const UNITS = [
  ["year", 31_536_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** In the largest unit that tells it exactly. @param {number} seconds Whole ones. */
export const spanOf = (seconds) => told(seconds, (size) => seconds >= size && seconds % size === 0);

/** What is left of it, rounded up in the largest unit of which there are two. @param {number} seconds */
export const roughSpanOf = (seconds) => told(seconds, (size) => seconds >= 2 * size);

/**
 * @param {number} seconds
 * @param {(size: number) => boolean} isFit
 */
const told = (seconds, isFit) => {
  const [unit, size] = UNITS.find(([, each]) => isFit(each)) ?? ["second", 1];
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.ceil(seconds / size));
};
