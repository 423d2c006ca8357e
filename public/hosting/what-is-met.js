/**
 * What the settings of a room mean for those who come, and for those who are in it, in sentences: so that who changes
 * them sees what comes of it. Pure.
 *
 * @import { Settings } from "../client/protocol.js"
 */

import { spanOf } from "../i18n/spans.js";
import { t } from "../i18n/strings.js";

/**
 * @param {Settings} settings
 * @returns {string[]}
 */
export const whatIsMet = ({ access, members, post, slow, direct, keep, history, roster, pictures }) =>
  [
    t.metByLink[post === "moderators" && access === "read" ? "react" : access],
    access === "open" ? "" : t.metByEarlier[members],
    t.metPost[post],
    slow > 0 && post === "members" ? t.metSlow(spanOf(slow)) : "",
    t.metDirect[direct],
    t.metHistory[history],
    keep > 0 ? t.metKeep(spanOf(keep)) : "",
    t.metRoster[roster],
    pictures === "cover" ? t.metCovered : "",
  ].filter(Boolean);
