/**
 * What the dialogs that the top bar opens have in common: they are native and modal, have a head with
 * a title, and close by Escape, by their button or by a press beside them. On a phone they rise from
 * below. What is in one, its component says.
 */

import { t } from "../i18n/strings.js";
import { base } from "./base.js";
import { iconClose } from "./icons.js";
import { css, html, LitElement } from "./lit.js";

/** @fires close When it is closed, and the focus is where it was before. */
export class Dialog extends LitElement {
  #isPressBeside = false;

  close() {
    this.renderRoot.querySelector("dialog")?.close();
  }

  /** @override */
  firstUpdated() {
    this.renderRoot.querySelector("dialog")?.showModal();
    // Not `autofocus`: a browser refuses that in a frame, and says so.
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[data-first]"))?.focus();
  }

  /**
   * @param {unknown} title
   * @param {unknown} content
   */
  frame(title, content) {
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.dispatchEvent(new CustomEvent("close"))}
      @pointerdown=${this.#pressed}
      @click=${this.#clicked}
    >
      <div class="frame">
        <div class="head">
          <h2 id="title">${title}</h2>
          <button class="close" aria-label=${t.close} title=${t.close} @click=${this.close}>${iconClose}</button>
        </div>
        ${content}
      </div>
    </dialog>`;
  }

  /**
   * A press beside a dialog is one on itself, since its frame covers all of it. One that only ends
   * there, after a text was marked, is none.
   * @param {Event} event
   */
  #pressed(event) {
    this.#isPressBeside = event.target === event.currentTarget;
  }

  /** @param {Event} event */
  #clicked(event) {
    if (this.#isPressBeside && event.target === event.currentTarget) this.close();
  }
}

export const dialogLook = [
  base,
  css`
    dialog {
      width: min(26rem, calc(100vw - 2 * var(--space-4)));
      max-height: calc(100dvh - 2 * var(--space-4));
      margin: auto;
      padding: 0;
      border: 1px solid var(--line);
      border-radius: var(--radius-l);
      background: var(--raised);
      color: var(--text);
      box-shadow: var(--shadow-high);
      overflow-y: auto;
      overscroll-behavior: contain;
      /* What has the focus is not under the head. */
      scroll-padding-block-start: 4.5rem;
    }

    dialog::backdrop {
      background: var(--veil);
    }

    .frame {
      padding: 0 var(--space-5) var(--space-5);
    }

    .head {
      position: sticky;
      z-index: 1;
      /* Between two pixels, a line of what is below it would be seen above it. */
      inset-block-start: -1px;
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--space-2);
      margin-inline-end: calc(-1 * var(--space-3));
      padding-block: calc(var(--space-3) + 1px) var(--space-2);
      background: var(--raised);
    }

    h2 {
      min-width: 0;
      font: 500 var(--size-xl) / 1.25 var(--serif);
      overflow-wrap: anywhere;
    }

    .close {
      color: var(--text-soft);
    }

    .hint {
      color: var(--text-soft);
      font-size: var(--size-s);
      text-wrap: pretty;
    }

    @media (max-width: 32rem) {
      dialog {
        width: 100%;
        max-width: none;
        max-height: calc(100dvh - var(--space-7));
        margin-block-end: 0;
        border-width: 1px 0 0;
        border-end-start-radius: 0;
        border-end-end-radius: 0;
      }

      .frame {
        padding: 0 max(var(--space-4), env(safe-area-inset-right)) max(var(--space-5), env(safe-area-inset-bottom))
          max(var(--space-4), env(safe-area-inset-left));
      }
    }

    @media (max-height: 20rem) {
      dialog {
        max-height: 100dvh;
      }

      .head {
        padding-block: 0;
      }
    }

    @media (prefers-reduced-motion: no-preference) {
      dialog[open] {
        animation: rise var(--quick) ease-out;
      }
    }

    @keyframes rise {
      from {
        transform: translateY(1rem);
        opacity: 0;
      }
    }
  `,
];
