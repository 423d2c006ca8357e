/**
 * Icons: Lucide's, turned into templates by the build, and our own logo. They carry no meaning of their own:
 * the control they stand in has the name. Icons used only by parts loaded on demand are in `more-icons.js`,
 * and the emoji picker's in `picker-icons.js`.
 */

import reply from "lucide-static/icons/reply.svg";
import { directional } from "./icon.js";
import { html } from "./lit.js";

export { default as iconDown } from "lucide-static/icons/arrow-down.svg";
export { default as iconSend, default as iconUp } from "lucide-static/icons/arrow-up.svg";
export { default as iconMuted } from "lucide-static/icons/bell-off.svg";
export { default as iconCheck } from "lucide-static/icons/check.svg";
export { default as iconAlert } from "lucide-static/icons/circle-alert.svg";
export { default as iconClock } from "lucide-static/icons/clock.svg";
export { default as iconMore } from "lucide-static/icons/ellipsis.svg";
export { default as iconLink } from "lucide-static/icons/link.svg";
export { default as iconPen } from "lucide-static/icons/pencil.svg";
export { default as iconSettings } from "lucide-static/icons/settings.svg";
export { default as iconSmile } from "lucide-static/icons/smile.svg";
export { default as iconSmilePlus } from "lucide-static/icons/smile-plus.svg";
export { default as iconInvite } from "lucide-static/icons/user-plus.svg";
export { default as iconPeople } from "lucide-static/icons/users.svg";
export { default as iconClose } from "lucide-static/icons/x.svg";

export const iconReply = directional(reply);

/** The mark: a niche with someone in it. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
  <path class="wall" d="M4 29V15a12 12 0 0 1 24 0v14a1.5 1.5 0 0 1-1.5 1.5h-21A1.5 1.5 0 0 1 4 29Z"/>
  <path class="niche" d="M9.5 30.5V15.5a6.5 6.5 0 0 1 13 0v15Z"/>
  <circle class="wall" cx="16" cy="16.5" r="2.6"/>
  <path class="wall" d="M11.8 30.5v-4.3a4.2 4.2 0 0 1 8.4 0v4.3Z"/>
</svg>`;
