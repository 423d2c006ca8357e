/**
 * The menu of one room of the list, shown in a popover. It offers what can be done and reports the choice.
 *
 * @import { ListedRoom } from "./my-rooms.js"
 */

import iconBell from "lucide-static/icons/bell.svg";
import iconShow from "lucide-static/icons/eye.svg";
import iconHide from "lucide-static/icons/eye-off.svg";
import iconPin from "lucide-static/icons/pin.svg";
import iconUnpin from "lucide-static/icons/pin-off.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconMuted } from "../ui/icons.js";
import { css, html, LitElement } from "../ui/lit.js";
import { menuStyle } from "../ui/menu-style.js";
import { iconTrash } from "../ui/more-icons.js";
import { titleOf } from "./room-title.js";

/** @fires choose With what is to be done. */
export class RoomMenu extends LitElement {
  static properties = { listed: { attribute: false } };

  constructor() {
    super();
    /** @type {ListedRoom | undefined} */
    this.listed = undefined;
  }

  /** @override */
  focus() {
    this.#items[0]?.focus();
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll("[role=menuitem]")]);
  }

  /** @override */
  render() {
    const { isPinned, isMuted, isHidden } = /** @type {ListedRoom} */ (this.listed);
    const title = titleOf(/** @type {ListedRoom} */ (this.listed));
    return html`<p class="of" aria-hidden="true" translate="no"><bdi>${title}</bdi></p>
      <div role="menu" aria-label=${t.optionsFor(title)} @keydown=${this.#key}>
        ${isPinned ? this.#item("unpin", t.unpinRoom, iconUnpin) : this.#item("pin", t.pinRoom, iconPin)}
        ${isMuted ? this.#item("unmute", t.unmuteRoom, iconBell) : this.#item("mute", t.muteRoom, iconMuted)}
        ${isHidden ? this.#item("unhide", t.unhideRoom, iconShow) : this.#item("hide", t.hideRoom, iconHide)}
        ${this.#item("forget", t.forgetThis, iconTrash)}
      </div>`;
  }

  /**
   * @param {string} kind
   * @param {string} words
   * @param {unknown} icon
   */
  #item(kind, words, icon) {
    const choose = () => this.dispatchEvent(new CustomEvent("choose", { detail: kind }));
    return html`<button role="menuitem" class=${kind} tabindex="-1" @click=${choose}>${icon}${words}</button>`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = this.#items;
    const at = items.indexOf(/** @type {HTMLElement} */ (event.composedPath()[0]));
    const back = event.shiftKey ? -1 : 1;
    /** @type {Record<string, number>} */
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Tab: at + back, Home: 0, End: -1 };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }

  static styles = [
    base,
    menuStyle,
    css`
      [role="menu"] {
        min-width: 12rem;
      }

      .of {
        display: none;
        padding: var(--space-4) var(--space-5) 0;
        font-weight: 650;
      }

      .forget {
        color: var(--danger);
      }

      @media (max-width: 40rem), (max-height: 24rem) {
        .of {
          display: block;
        }
      }
    `,
  ];
}

customElements.define("alcove-room-menu", RoomMenu);
