/**
 * What the dialogs of the top bar share: a header with a title and a close button. On a phone they rise from
 * the bottom. Each component supplies its content.
 */

import { t } from "../i18n/strings.js";
import { base } from "./base.js";
import { iconClose } from "./icons.js";
import { css, html } from "./lit.js";
import { Modal, modalBox } from "./modal.js";

export class Dialog extends Modal {
  /**
   * @param {unknown} title
   * @param {unknown} content
   */
  frame(title, content) {
    return this.modal(
      html`<div class="frame">
        <div class="head">
          <h2 id="title">${title}</h2>
          <button class="close" aria-label=${t.close} title=${t.close} @click=${this.close}>${iconClose}</button>
        </div>
        ${content}
      </div>`,
    );
  }
}

export const dialogLook = [
  base,
  modalBox,
  css`
    dialog {
      overscroll-behavior: contain;
      /* What has the focus is not under the head. */
      scroll-padding-block-start: 4.5rem;
    }

    .frame {
      padding: 0 var(--space-5) var(--space-5);
      overflow-wrap: break-word;
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

    /* It is at the edge of the window. */
    .close:focus-visible {
      outline-offset: -3px;
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

/** What a dialog is ended by, and what went wrong then. */
export const dialogButtons = css`
  .problem {
    min-height: 1.5rem;
    margin: 0;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--space-2);
  }
`;
