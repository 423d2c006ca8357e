/** What is said of something that has just happened in a room. */

import { t } from "../i18n/strings.js";

export const tellings = {
  messageLost: () => t.messageLost,
  notKept: () => t.notKept,
  /** @param {string} code Of a refusal. */
  refused: (code) => {
    if (code === "key_invalid") return t.nameFault(code);
    return code === "not_found" ? t.notReacted : t.notDone;
  },
};
