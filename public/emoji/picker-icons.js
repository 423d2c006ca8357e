/**
 * Icons that only the emoji picker uses, so they are loaded with it.
 */

export { default as iconFlag } from "lucide-static/icons/flag.svg";
export { default as iconHash } from "lucide-static/icons/hash.svg";
export { default as iconLightbulb } from "lucide-static/icons/lightbulb.svg";
export { default as iconPaw } from "lucide-static/icons/paw-print.svg";
export { default as iconPizza } from "lucide-static/icons/pizza.svg";
export { default as iconPlane } from "lucide-static/icons/plane.svg";
export { default as iconTrophy } from "lucide-static/icons/trophy.svg";
export { iconSearch } from "../ui/search-icon.js";
