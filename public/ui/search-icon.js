/** The icon of whatever searches: a room has it soon after it is there, and so its parts take it from here. */

export { default as iconSearch } from "lucide-static/icons/search.svg";
