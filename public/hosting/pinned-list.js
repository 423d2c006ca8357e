/**
 * All that is pinned, newest first, in a popover: each leads to its message, and can be unpinned by those who may.
 */

import iconPinOff from "lucide-static/icons/pin-off.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/**
 * @fires leap With a seq.
 * @fires unpin With a seq.
 */
export class PinnedList extends LitElement {
  static properties = { items: { attribute: false }, mayUnpin: { attribute: false } };

  constructor() {
    super();
    /** @type {{ seq: number, name: string, excerpt: string }[]} */
    this.items = [];
    this.mayUnpin = false;
  }

  /** @override */
  focus() {
    this.renderRoot.querySelector("button")?.focus();
  }

  /** @override */
  render() {
    return html`<ul>
      ${this.items.map(
        ({ seq, name, excerpt }) => html`<li>
          <button class="leap" @click=${() => this.#tell("leap", seq)}>
            <b translate="no"><bdi>${name}</bdi></b><span dir="auto">${excerpt}</span>
          </button>
          ${
            this.mayUnpin
              ? html`<button class="unpin" aria-label=${t.unpinThis(excerpt)} title=${t.actUnpin} @click=${() => this.#unpin(seq)}>${iconPinOff}</button>`
              : nothing
          }
        </li>`,
      )}
    </ul>`;
  }

  /** What was pressed goes away: the focus stays in the list. @param {number} seq */
  #unpin(seq) {
    this.focus();
    this.#tell("unpin", seq);
  }

  /**
   * @param {string} type
   * @param {number} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [
    base,
    css`
      :host {
        width: min(24rem, 100vw);
        max-height: calc(var(--room, 100dvh) - 2px);
        overflow-y: auto;
        overscroll-behavior: contain;
      }

      ul {
        padding: var(--space-1);
      }

      li {
        display: flex;
        align-items: center;
      }

      li + li {
        border-top: 1px solid var(--line);
      }

      .leap {
        display: grid;
        flex: 1;
        gap: 0;
        justify-content: stretch;
        justify-items: start;
        min-width: 0;
        min-height: 3.5rem;
        padding-block: var(--space-2);
        font-weight: 400;
        text-align: start;
        white-space: normal;
      }

      b {
        font-size: var(--size-s);
        font-weight: 600;
      }

      span {
        display: -webkit-box;
        max-width: 100%;
        overflow: hidden;
        color: var(--text-soft);
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }

      .unpin {
        color: var(--text-soft);
      }

      button:focus-visible {
        outline-offset: -3px;
      }

      @media (max-width: 40rem), (max-height: 24rem) {
        :host {
          width: 100%;
        }
      }
    `,
  ];
}

customElements.define("alcove-pinned-list", PinnedList);
