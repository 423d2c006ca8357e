/**
 * What it means for the two devices that the way between them has ended.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Ending } from "./side.js"
 * @import { End } from "./way.js"
 */

/** Clocks and networks are not exact. */
const ABOUT_MS = 5_000;

/**
 * @param {End} why
 * @param {{ endsAt: number }} way
 * @param {Clock} clock
 * @returns {Ending}
 */
export const endingOf = (why, { endsAt }, clock) => {
  if (why === "unknown") return "unknown";
  if (why === "failed") return "offline";
  return clock.now() > endsAt - ABOUT_MS ? "expired" : "cancelled";
};
