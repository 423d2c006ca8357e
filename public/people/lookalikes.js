/**
 * What tells people with look-alike names apart, with its table: loaded when there is someone to tell apart.
 */

export { default as confusables } from "confusables-data:table";
export { Likeness } from "../state/likeness.js";
