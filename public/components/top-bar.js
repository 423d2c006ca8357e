/**
 * The head of the room: where one is, who is here, and how to bring others. It opens nothing itself.
 */

import { copyText } from "../browser/clipboard.js";
import { base } from "../parts/base.js";
import { iconCheck, iconLink, iconPeople, iconShare, mark } from "../parts/icons.js";
import { css, html, LitElement, nothing } from "../parts/lit.js";
import { t } from "../parts/strings.js";

const FEEDBACK_MS = 2_500;

/** @fires people When the roster is to open or close. */
export class TopBar extends LitElement {
  static properties = {
    room: { type: String },
    link: { type: String },
    count: { type: Number },
    isRosterOpen: { type: Boolean },
    isEmbedded: { type: Boolean },
    feedback: { state: true },
  };

  constructor() {
    super();
    this.room = "";
    this.link = "";
    this.count = 0;
    this.isRosterOpen = false;
    /** In a frame of a host page, where the start page is not shown. */
    this.isEmbedded = false;
    this.feedback = "";
  }

  focusPeople() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".people"))?.focus();
  }

  /** Brings others in by the best way there is. */
  invite() {
    return canShare() ? this.#share() : this.#copy();
  }

  /** @override */
  render() {
    const isCopied = this.feedback === t.copied;
    return html`<header>
      ${
        this.isEmbedded
          ? html`<a href="/" target="_blank" rel="noopener" aria-label=${t.homeInNewTab}>${mark}</a>`
          : html`<a href="/" aria-label=${t.home}>${mark}</a>`
      }
      <h1><bdi>${this.room}</bdi></h1>
      <button
        class="people"
        aria-label=${t.peopleCount(this.count)}
        title=${t.people}
        aria-expanded=${this.isRosterOpen}
        @click=${() => this.dispatchEvent(new CustomEvent("people"))}
      >
        ${iconPeople}<span>${this.count || nothing}</span>
      </button>
      <button class="copy outlined" aria-label=${isCopied ? t.copied : t.copyLink} title=${t.copyLink} @click=${this.#copy}>
        ${isCopied ? iconCheck : iconLink}<span class="label">${isCopied ? t.copied : t.copyLink}</span>
      </button>
      ${
        canShare()
          ? html`<button aria-label=${t.share} title=${t.share} @click=${this.#share}>${iconShare}</button>`
          : nothing
      }
      <slot></slot>
      <p class=${isCopied ? "feedback done" : "feedback"} role="status">${this.feedback}</p>
    </header>`;
  }

  async #copy() {
    this.#tell((await copyText(this.link)) ? t.copied : t.copyFailed);
  }

  async #share() {
    try {
      await navigator.share({ title: `${this.room} · ${t.product}`, url: this.link });
    } catch {
      // Called off by the user.
    }
  }

  /** @param {string} feedback */
  #tell(feedback) {
    this.feedback = feedback;
    setTimeout(() => {
      this.feedback = "";
    }, FEEDBACK_MS);
  }

  static styles = [
    base,
    css`
      header {
        position: relative;
        display: flex;
        align-items: center;
        gap: var(--space-1);
        min-height: 3.5rem;
        padding: max(var(--space-1), env(safe-area-inset-top)) max(var(--space-2), env(safe-area-inset-right))
          var(--space-1) max(var(--space-2), env(safe-area-inset-left));
        border-bottom: 1px solid var(--line);
        background: var(--panel);
      }

      a {
        display: grid;
        flex: none;
        place-items: center;
        width: var(--touch);
        height: var(--touch);
        border-radius: var(--radius-m);
      }

      a .mark {
        width: 1.75rem;
        height: 1.75rem;
      }

      h1 {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        font-size: var(--size-m);
        font-weight: 650;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .people {
        padding-inline: var(--space-2);
        font-variant-numeric: tabular-nums;
      }

      .people[aria-expanded="true"] {
        background: var(--hover);
      }

      .feedback {
        position: absolute;
        z-index: 2;
        inset: calc(100% + var(--space-2)) var(--space-3) auto auto;
        padding: var(--space-2) var(--space-4);
        border-radius: 999px;
        background: var(--text);
        color: var(--ground);
        font-size: var(--size-s);
        box-shadow: var(--shadow-high);
      }

      .feedback:empty {
        padding: 0;
      }

      .label {
        min-width: 4.75rem;
        font-size: var(--size-s);
        text-align: start;
      }

      @media (max-width: 40rem) {
        .label {
          display: none;
        }

        button.copy {
          border: 0;
        }

        ::slotted(*) {
          display: none;
        }
      }

      @media (min-width: 40.01rem) {
        /* The button itself says it. */
        .feedback.done {
          clip-path: inset(50%);
        }

        header {
          gap: var(--space-2);
          padding-inline: var(--space-3);
        }
      }
    `,
  ];
}

const canShare = () => typeof navigator.share === "function";

customElements.define("alcove-top-bar", TopBar);
