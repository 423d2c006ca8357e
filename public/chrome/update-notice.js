/**
 * Says that a newer version of the page is available, and offers to reload. It never reloads by itself: the
 * old version keeps working for as long as the user likes.
 */

import { updates } from "../browser/service-worker.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconClose } from "../ui/icons.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/** @fires close When it was closed and the focus has to go somewhere. */
export class UpdateNotice extends LitElement {
  static properties = { isShown: { state: true } };

  constructor() {
    super();
    this.isShown = updates.isThere;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    updates.addEventListener("update", this.#show);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    updates.removeEventListener("update", this.#show);
  }

  /** @override */
  render() {
    return html`<div role="status">${this.isShown ? this.#notice() : nothing}</div>`;
  }

  #notice() {
    return html`<div class="notice">
      <p>${t.updateHere}</p>
      <button class="reload" @click=${() => location.reload()}>${t.reload}</button>
      <button aria-label=${t.close} title=${t.close} @click=${this.#close}>${iconClose}</button>
    </div>`;
  }

  #show = () => {
    this.isShown = true;
  };

  #close() {
    this.isShown = false;
    this.dispatchEvent(new CustomEvent("close"));
  }

  static styles = [
    base,
    css`
      :host {
        position: absolute;
        z-index: 1;
        inset: var(--space-2) var(--space-3) auto;
        pointer-events: none;
      }

      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        width: fit-content;
        max-width: 100%;
        margin-inline: auto;
        padding-inline-start: var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--raised);
        color: var(--text);
        font-size: var(--size-s);
        box-shadow: var(--shadow-high);
        pointer-events: auto;
      }

      p {
        flex: 1 1 6rem;
        min-width: 0;
        padding-block: var(--space-2);
        padding-inline-end: var(--space-2);
      }

      .reload {
        color: var(--link);
      }

      button {
        border-radius: var(--radius-l);
      }

      @media (prefers-reduced-motion: no-preference) {
        .notice {
          animation: come 240ms ease-out;
        }
      }

      @keyframes come {
        from {
          opacity: 0;
          transform: translateY(-0.5rem);
        }
      }
    `,
  ];
}

customElements.define("alcove-update-notice", UpdateNotice);
