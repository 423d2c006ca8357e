/**
 * The dialog with the link that makes one the owner on another device: to scan, copy, or keep as a file. Loaded when it is
 * opened.
 *
 * @import { RoomStore } from "../state/room-store.js"
 */

import "../chrome/link-card.js";
import { t } from "../i18n/strings.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { css, html } from "../ui/lit.js";
import { linkInto } from "./access-keys.js";

/** @fires kept When one says that one has it. */
export class OwnerDialog extends Dialog {
  static properties = { room: { attribute: false }, store: { attribute: false } };

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
  }

  get #link() {
    return linkInto(this.room, this.store.connection.ownKey);
  }

  /** @override */
  render() {
    return this.frame(
      t.keepOwnerLink,
      html`
        <p class="hint">${t.ownerLinkWhy}</p>
        <alcove-link-card data-first .room=${this.room} .link=${this.#link} .hint=${t.ownerLinkCare}></alcove-link-card>
        <button class="outlined save" @click=${this.#save}>${t.saveAsFile}</button>
        <button class="primary kept" @click=${this.#kept}>${t.linkKept}</button>
      `,
    );
  }

  #save() {
    const file = new Blob([`${t.ownerLinkCare}\n\n${this.#link}\n`], { type: "text/plain" });
    const address = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), {
      href: address,
      download: `alcove-${this.room}.txt`,
    }).click();
    // The browser has it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  #kept() {
    this.dispatchEvent(new CustomEvent("kept"));
    this.close();
  }

  static styles = [
    ...dialogLook,
    css`
      alcove-link-card {
        margin-top: var(--space-4);
      }

      .save,
      .kept {
        width: 100%;
        min-height: 3rem;
        margin-top: var(--space-3);
      }
    `,
  ];
}

customElements.define("alcove-owner-dialog", OwnerDialog);
