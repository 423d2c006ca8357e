/**
 * Shows who is typing. Its space is always reserved, so that nothing moves when someone starts. It is given
 * who typed and when, by `performance.now`, and lets them expire by itself.
 *
 * @import { SignOf } from "../state/likeness.js"
 */

import { TYPING_LASTS_MS } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { nameWithSign } from "../people/person.js";
import { base } from "../ui/base.js";
import { css, html, LitElement } from "../ui/lit.js";

export class TypingLine extends LitElement {
  static properties = { typing: { attribute: false }, signOf: { attribute: false } };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tick;

  constructor() {
    super();
    /** @type {ReadonlyMap<string, { name: string, at: number }>} */
    this.typing = new Map();
    /** @type {SignOf} */
    this.signOf = () => "";
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  /** @override */
  render() {
    const now = performance.now();
    const present = [...this.typing].filter(([, { at }]) => now - at < TYPING_LASTS_MS);
    this.#lookAgain(present.map(([, { at }]) => at + TYPING_LASTS_MS - now));
    const names = present.map(([id, { name }]) => nameWithSign(`\u2068${name}\u2069`, this.signOf(id, name)));
    const words = names.length > 0 ? t.isTyping(names) : "";
    return html`<p aria-hidden="true" class=${words ? "on" : ""}><span class="dots"><i></i><i></i><i></i></span><span>${words}</span></p>`;
  }

  /** @param {number[]} waits */
  #lookAgain(waits) {
    clearTimeout(this.#tick);
    if (waits.length > 0) this.#tick = setTimeout(() => this.requestUpdate(), Math.min(...waits));
  }

  static styles = [
    base,
    css`
      p {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        max-width: var(--measure);
        height: 1.25rem;
        margin-inline: auto;
        padding-inline: max(var(--space-5), env(safe-area-inset-left));
        color: var(--text-soft);
        font-size: var(--size-s);
        opacity: 0;
        transition: opacity var(--quick);
      }

      p.on {
        opacity: 1;
      }

      p > span:last-child {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .dots {
        display: inline-flex;
        flex: none;
        gap: 0.1875rem;
      }

      i {
        width: 0.375rem;
        height: 0.375rem;
        border-radius: 50%;
        background: currentColor;
      }

      @media (prefers-reduced-motion: no-preference) {
        .on i {
          animation: bob 1.2s ease-in-out infinite;
        }

        i:nth-child(2) {
          animation-delay: 0.15s;
        }

        i:nth-child(3) {
          animation-delay: 0.3s;
        }
      }

      @keyframes bob {
        30% {
          transform: translateY(-0.25rem);
        }

        60% {
          transform: none;
        }
      }
    `,
  ];
}

customElements.define("alcove-typing-line", TypingLine);
