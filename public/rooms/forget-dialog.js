/**
 * The question before a room of the list is forgotten on this device.
 */

import "../settings/forget-question.js";
import { t } from "../i18n/strings.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { html } from "../ui/lit.js";

/** @fires forget */
export class ForgetDialog extends Dialog {
  /** @param {{ room: string, title: string }} of */
  constructor({ room, title }) {
    super();
    this.room = room;
    this.name = title;
  }

  /** @override */
  render() {
    return this.frame(
      html`<span translate="no">${t.forgetOne(this.name)}</span>`,
      html`<alcove-forget-question
        .room=${this.room}
        .isOneRoom=${true}
        @forget=${this.#forget}
        @stay=${() => this.close()}
      ></alcove-forget-question>`,
    );
  }

  #forget() {
    this.close();
    this.dispatchEvent(new CustomEvent("forget"));
  }

  /** @override */
  closed() {
    super.closed();
    this.remove();
  }

  static styles = dialogLook;
}

customElements.define("alcove-forget-dialog", ForgetDialog);
