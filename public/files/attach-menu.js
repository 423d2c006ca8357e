/**
 * What the button opens on a touch screen, where the system does not ask by itself whether it is to be a photo taken now.
 */

import iconCamera from "lucide-static/icons/camera.svg";
import iconFolder from "lucide-static/icons/folder.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { html, LitElement } from "../ui/lit.js";
import { menuStyle } from "../ui/menu-style.js";
import { openPopover } from "../ui/popover.js";
import { choose } from "./attach.js";

/**
 * @param {Element} anchor
 * @param {(files: File[]) => void} onFiles
 */
export const openMenu = (anchor, onFiles) => {
  const menu = new AttachMenu();
  const popover = openPopover(menu, { anchor, label: t.attach, placement: "top-end" });
  menu.addEventListener("choose", (event) => {
    const isPhoto = /** @type {CustomEvent<string>} */ (event).detail === "photo";
    // While one's press still counts.
    if (isPhoto) choose({ accept: "image/*", capture: "environment" }, onFiles);
    else choose({ multiple: "" }, onFiles);
    popover.close();
  });
};

/** @fires choose With `photo` or `files`. */
class AttachMenu extends LitElement {
  /** @override */
  focus() {
    this.#items[0]?.focus();
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll("[role=menuitem]")]);
  }

  /** @override */
  render() {
    return html`<div role="menu" aria-label=${t.attach} @keydown=${this.#key}>
      ${this.#item("photo", t.takePhoto, iconCamera)} ${this.#item("files", t.chooseFiles, iconFolder)}
    </div>`;
  }

  /**
   * @param {string} kind
   * @param {string} words
   * @param {unknown} icon
   */
  #item(kind, words, icon) {
    const press = () => this.dispatchEvent(new CustomEvent("choose", { detail: kind }));
    return html`<button role="menuitem" class=${kind} tabindex="-1" @click=${press}>${icon}${words}</button>`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = this.#items;
    const at = items.indexOf(/** @type {HTMLElement} */ (event.composedPath()[0]));
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    items.at((at + step) % items.length)?.focus();
  }

  static styles = [base, menuStyle];
}

customElements.define("alcove-attach-menu", AttachMenu);
