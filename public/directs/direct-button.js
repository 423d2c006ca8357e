/**
 * The button in the bar that leads to one's private conversations, with the number of those who ask for one. It is there
 * for whoever has any.
 */

import iconDirect from "lucide-static/icons/mail.svg";
import { t } from "../i18n/strings.js";
import { css } from "../ui/lit.js";
import { WaitingButton } from "../ui/waiting-button.js";

/** @fires open For the list of them. */
export class DirectButton extends WaitingButton {
  /** @override */
  get label() {
    return this.waiting > 0 ? t.directsWaiting(this.waiting) : t.directs;
  }

  /** @override */
  get icon() {
    return iconDirect;
  }

  static styles = [
    ...WaitingButton.styles,
    css`
      span {
        background: var(--member-9);
        color: var(--on-member);
      }
    `,
  ];
}

customElements.define("alcove-direct-button", DirectButton);
