/**
 * The rooms of this device beside the one that is open, or, where there is no space beside it, as a screen of its own. It
 * draws what it is given; it is not decided here whether it is seen.
 *
 * @import { ListedRoom } from "./my-rooms.js"
 */

import "./room-list.js";
import iconPanel from "lucide-static/icons/panel-left.svg";
import iconNew from "lucide-static/icons/square-pen.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { directional } from "../ui/icon.js";
import { css, html, LitElement } from "../ui/lit.js";
import { iconSearch } from "../ui/search-icon.js";
import { isApple } from "../ui/writing-focus.js";
import { toAccount } from "./to-account.js";
import { useElsewhere } from "./use-elsewhere.js";

/**
 * @fires act As the list does.
 * @fires find When something is to be looked for.
 * @fires use-elsewhere When another device is to have the rooms.
 * @fires close
 */
export class Sidebar extends LitElement {
  static properties = {
    rooms: { attribute: false },
    current: { attribute: false },
    isScreen: { attribute: false },
  };

  constructor() {
    super();
    /** @type {readonly ListedRoom[]} */
    this.rooms = [];
    this.current = "";
    /** It has the whole window. */
    this.isScreen = false;
  }

  /** @override */
  focus() {
    void this.updateComplete.then(() => this.renderRoot.querySelector("alcove-room-list")?.focus());
  }

  /** @override */
  render() {
    if (this.isScreen)
      return html`<main class="screen">
        <header><h1>${t.myRooms}</h1>${this.#buttons()}</header>
        ${this.#list()} ${this.#elsewhere()}
      </main>`;
    return html`<nav class="beside" aria-label=${t.myRooms}>
      <header>
        <h2>${t.myRooms}</h2>
        ${this.#buttons()}
        <button class="close" aria-label=${t.hideRooms} title=${t.hideRooms} aria-expanded="true" @click=${() => this.#tell("close")}>
          ${directional(iconPanel)}
        </button>
      </header>
      ${this.#list()} ${this.#elsewhere()}
    </nav>`;
  }

  #buttons() {
    const keys = isApple ? "Meta+K" : "Control+K";
    return html`<button aria-label=${t.find} title=${t.find} aria-keyshortcuts=${keys} aria-haspopup="dialog" @click=${this.#find}>${iconSearch}</button>
      <a href="/#new" aria-label=${t.newRoom} title=${t.newRoom}>${iconNew}</a>`;
  }

  #list() {
    return html`<alcove-room-list
      .rooms=${this.rooms}
      .current=${this.current}
      @act=${(/** @type {CustomEvent} */ { detail }) => this.#tell("act", detail)}
    ></alcove-room-list>`;
  }

  #elsewhere() {
    return html`<footer>${useElsewhere(() => this.#tell("use-elsewhere"))} ${toAccount()}</footer>`;
  }

  /** @param {Event} event */
  #find({ currentTarget }) {
    // Safari focuses no button that is pressed, and a dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    this.#tell("find");
  }

  /**
   * @param {string} type
   * @param {unknown} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [
    base,
    css`
      :host {
        min-width: 0;
        min-height: 0;
      }

      :is(.beside, .screen) {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr) auto;
        height: 100dvh;
        background: var(--panel);
      }

      .beside {
        border-inline-end: 1px solid var(--line);
      }

      header {
        display: flex;
        align-items: center;
        min-height: 3.5rem;
        padding: max(var(--space-1), env(safe-area-inset-top)) var(--space-2) var(--space-1)
          max(var(--space-4), env(safe-area-inset-left));
        border-bottom: 1px solid var(--line);
      }

      :is(h1, h2) {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        font-size: var(--size-m);
        font-weight: 650;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      header :is(a, button) {
        color: var(--text-soft);
      }

      header button {
        flex: none;
        padding: 0;
      }

      header a {
        display: grid;
        flex: none;
        place-items: center;
        min-width: var(--touch);
        min-height: var(--touch);
        border-radius: var(--radius-m);
      }

      @media (hover: hover) {
        header a:hover {
          background: var(--hover);
        }
      }

      alcove-room-list {
        padding: var(--space-2) var(--space-2) var(--space-2) max(var(--space-2), env(safe-area-inset-left));
        overflow-y: auto;
        overscroll-behavior: contain;
      }

      footer {
        padding: var(--space-1) var(--space-2) max(var(--space-1), env(safe-area-inset-bottom))
          max(var(--space-2), env(safe-area-inset-left));
        border-top: 1px solid var(--line);
      }

      footer :is(button, a) {
        justify-content: start;
        width: 100%;
        padding-inline: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
        text-align: start;
        white-space: normal;
      }

      footer a {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: var(--touch);
        border-radius: var(--radius-m);
        font-weight: 550;
        text-decoration: none;
      }

      @media (hover: hover) {
        footer a:hover {
          background: var(--hover);
        }
      }

      .screen {
        position: fixed;
        z-index: 3;
        inset: 0;
      }

      .screen :is(header, alcove-room-list, footer) {
        width: 100%;
        max-width: 40rem;
        margin-inline: auto;
      }

      h1 {
        font: 500 var(--size-xl) / 1.25 var(--serif);
      }

      @media (prefers-reduced-motion: no-preference) {
        .screen {
          animation: back var(--quick) ease-out;
        }
      }

      @keyframes back {
        from {
          transform: translateX(-1.5rem);
          opacity: 0;
        }
      }

      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];
}

customElements.define("alcove-sidebar", Sidebar);
