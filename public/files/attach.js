/**
 * The button by which files are attached, and what it opens: the system's own choice of files, on a phone first whether it
 * is to be a photo taken now.
 */

import iconCamera from "lucide-static/icons/camera.svg";
import iconFolder from "lucide-static/icons/folder.svg";
import iconAttach from "lucide-static/icons/paperclip.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement } from "../ui/lit.js";
import { menuStyle } from "../ui/menu-style.js";
import { openPopover } from "../ui/popover.js";
import { isTouch, keepFocus } from "../ui/writing-focus.js";

/** @param {(files: File[]) => void} onFiles */
export const attachButton = (onFiles) => {
  const press = (/** @type {Event} */ { currentTarget }) => {
    if (!isTouch()) return choose({ multiple: true }, onFiles);
    openMenu(/** @type {Element} */ (currentTarget), onFiles);
  };
  return html`<button
    type="button"
    class="attach"
    aria-label=${t.attach}
    title=${t.attach}
    aria-haspopup=${isTouch() ? "menu" : "dialog"}
    @pointerdown=${keepFocus}
    @click=${press}
  >${iconAttach}</button>`;
};

/**
 * @param {Element} anchor
 * @param {(files: File[]) => void} onFiles
 */
const openMenu = (anchor, onFiles) => {
  const menu = new AttachMenu();
  const popover = openPopover(menu, { anchor, label: t.attach, placement: "top-end" });
  menu.addEventListener("choose", (event) => {
    const isPhoto = /** @type {CustomEvent<string>} */ (event).detail === "photo";
    // While one's press still counts.
    if (isPhoto) choose({ accept: "image/*", capture: "environment" }, onFiles);
    else choose({ multiple: true }, onFiles);
    popover.close();
  });
};

/**
 * @param {{ multiple?: boolean, accept?: string, capture?: string }} how
 * @param {(files: File[]) => void} onFiles
 */
const choose = (how, onFiles) => {
  const input = Object.assign(document.createElement("input"), { type: "file", hidden: true, ...how });
  const end = () => input.remove();
  input.addEventListener("change", () => {
    onFiles([...(input.files ?? [])]);
    end();
  });
  input.addEventListener("cancel", end);
  // Some browsers open nothing for what is in no document.
  document.body.append(input);
  input.click();
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

/** Of the composer. */
export const attachStyle = css`
  form:has(> .attach) {
    grid-template-columns: minmax(0, 1fr) auto auto auto;
  }

  .attach {
    color: var(--text-soft);
  }

  .attach:hover {
    color: var(--text);
  }

  @media (max-width: 24rem) {
    form:has(> .attach) {
      column-gap: 0;
    }

    form:has(> .attach) :is(.attach, .emoji) {
      width: 2.375rem;
      min-width: 0;
    }

    form:has(> .attach) textarea {
      padding-inline: var(--space-2) 0;
    }
  }
`;

/** Of the room: what is seen while something is dragged over it. */
export const dropStyle = css`
  .drop {
    position: absolute;
    z-index: 3;
    inset: var(--space-2);
    display: grid;
    place-items: center;
    border: 3px dashed var(--accent);
    border-radius: var(--radius-l);
    background: color-mix(in srgb, var(--ground) 88%, transparent);
    color: var(--text);
    font-size: var(--size-xl);
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }
`;
