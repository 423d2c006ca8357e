/** The browser's clock, as what knows no DOM takes it. @import { Clock } from "../client/link.js" */

/** @type {Clock} */
export const clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};
