/**
 * Icons that a room does not need at first.
 */

export { default as iconChevron } from "lucide-static/icons/chevron-down.svg";
export { default as iconCopy } from "lucide-static/icons/copy.svg";
export { default as iconShare } from "lucide-static/icons/share-2.svg";
export { default as iconTrash } from "lucide-static/icons/trash-2.svg";
