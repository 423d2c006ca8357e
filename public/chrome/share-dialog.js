/**
 * The dialog with the room's link. Loaded when it is opened.
 *
 * @import { Settings } from "../client/protocol.js"
 */

import "./link-card.js";
import { t } from "../i18n/strings.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { css, html } from "../ui/lit.js";

export class ShareDialog extends Dialog {
  static properties = { room: { attribute: false }, link: { attribute: false }, front: { attribute: false } };

  constructor() {
    super();
    this.room = "";
    this.link = "";
    /** What the link gives is in them. @type {Pick<Settings, "access" | "post">} */
    this.front = { access: "open", post: "members" };
  }

  /** @override */
  render() {
    return this.frame(
      t.shareTitle,
      html`
        <p class="room"><bdi translate="no">${this.room}</bdi></p>
        <alcove-link-card data-first .room=${this.room} .link=${this.link} .hint=${t.shareHint(this.front)}></alcove-link-card>
      `,
    );
  }

  static styles = [
    ...dialogLook,
    css`
      .room {
        margin-bottom: var(--space-4);
        color: var(--text-soft);
        overflow-wrap: anywhere;
      }
    `,
  ];
}

customElements.define("alcove-share-dialog", ShareDialog);
