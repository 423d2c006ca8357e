/** What tells people apart whose names look alike, with its table: loaded when there is somebody to tell apart. */

export { default as confusables } from "confusables-data:table";
export { Likeness } from "./likeness.js";
