/**
 * The button in the bar of those who look after a room, with the number of what waits for them.
 */

import iconDesk from "lucide-static/icons/shield.svg";
import { t } from "../i18n/strings.js";
import { WaitingButton } from "../ui/waiting-button.js";

/** @fires open For the desk. */
export class HostButton extends WaitingButton {
  /** @override */
  get label() {
    return this.waiting > 0 ? t.deskWaiting(this.waiting) : t.desk;
  }

  /** @override */
  get icon() {
    return iconDesk;
  }
}

customElements.define("alcove-host-button", HostButton);
