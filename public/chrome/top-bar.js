/**
 * The room's top bar: the room's name, who is here, the invite button, and the way to the settings. It opens
 * nothing itself.
 */

import { copyText } from "../browser/clipboard.js";
import { number } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { nameParts } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { iconCheck, iconInvite, iconLink, iconMuted, iconPeople, iconSettings, mark } from "../ui/icons.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

const FEEDBACK_MS = 2_500;

/**
 * Other buttons may be put into its slot, before the settings.
 * @fires people When the roster is to open or close.
 * @fires share When the ways to bring others are wanted.
 * @fires settings
 */
export class TopBar extends LitElement {
  static properties = {
    room: { attribute: false },
    count: { attribute: false },
    isRosterOpen: { attribute: false },
    isEmbedded: { attribute: false },
    isMuted: { attribute: false },
    isOut: { attribute: false },
    feedback: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #fading;

  constructor() {
    super();
    this.room = "";
    this.link = "";
    this.count = 0;
    this.isRosterOpen = false;
    /** In a frame of a host page, where the start page is not shown. */
    this.isEmbedded = false;
    this.isMuted = false;
    /** One is kept out, so nobody is to be seen here, nor to be brought. */
    this.isOut = false;
    this.feedback = "";
  }

  focusPeople() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".people"))?.focus();
  }

  /**
   * Says something below the bar, for a moment.
   * @param {string} feedback
   */
  tell(feedback) {
    this.feedback = feedback;
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => {
      this.feedback = "";
    }, FEEDBACK_MS);
  }

  /** @override */
  render() {
    const isCopied = this.feedback === t.copied;
    const { word, key, rest } = nameParts(this.room);
    return html`<header>
      ${
        this.isEmbedded
          ? html`<a href="/" target="_blank" rel="noopener" aria-label=${t.homeInNewTab} title=${t.homeInNewTab}>${mark}</a>`
          : html`<a href="/" aria-label=${t.home} title=${t.home}>${mark}</a>`
      }
      <div class="room">
        <h1 translate="no" dir="auto" title=${this.room}>${word}<span class="key">${key}${rest ? html`<span class="rest">${rest}</span>` : nothing}</span></h1>
        ${this.isMuted ? html`<span class="muted" title=${t.isMuted}>${iconMuted}<span class="vh">${t.isMuted}</span></span>` : nothing}
      </div>
      <button
        class="people"
        aria-label=${this.count > 0 ? t.peopleCount(this.count) : t.people}
        title=${t.people}
        aria-expanded=${this.isRosterOpen}
        ?disabled=${this.isOut}
        @click=${() => this.dispatchEvent(new CustomEvent("people"))}
      >
        ${iconPeople}<span translate="no">${this.count ? number(this.count) : nothing}</span>
      </button>
      <button class="copy" aria-label=${isCopied ? t.copied : t.copyLink} title=${t.copyLink} ?disabled=${this.isOut} @click=${this.#copy}>
        ${isCopied ? iconCheck : iconLink}<span class="label">${isCopied ? t.copied : t.copyLink}</span>
      </button>
      <button
        class="invite outlined"
        aria-label=${t.inviteOthers}
        title=${t.inviteOthers}
        aria-haspopup="dialog"
        ?disabled=${this.isOut}
        @click=${this.#open("share")}
      >
        ${iconInvite}<span class="label">${t.inviteOthers}</span>
      </button>
      <slot></slot>
      <button
        class="settings"
        aria-label=${t.settings}
        title=${t.settings}
        aria-haspopup="dialog"
        @click=${this.#open("settings")}
      >${iconSettings}</button>
      <p class=${isCopied ? "feedback done" : "feedback"} role="status">${this.feedback}</p>
    </header>`;
  }

  async #copy() {
    this.tell((await copyText(this.link)) ? t.copied : t.copyFailed);
  }

  /**
   * Safari focuses no button that is pressed, and a dialog gives the focus back to what had it.
   * @param {string} type
   * @returns {(event: Event) => void}
   */
  #open(type) {
    return ({ currentTarget }) => {
      /** @type {HTMLElement} */ (currentTarget).focus();
      this.dispatchEvent(new CustomEvent(type));
    };
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
        max-width: 100%;
        max-height: 100%;
      }

      .room {
        display: flex;
        flex: 1;
        align-items: center;
        gap: var(--space-2);
        min-width: 0;
      }

      h1 {
        min-width: 0;
        overflow: hidden;
        font-size: var(--size-l);
        font-weight: 650;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .key,
      .muted {
        color: var(--text-soft);
      }

      .key {
        font-size: var(--size-s);
        font-weight: 400;
      }

      .muted .icon {
        display: block;
        width: 1rem;
        height: 1rem;
      }

      button:disabled {
        opacity: 0.45;
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
        inset-block-start: calc(100% + var(--space-2));
        inset-inline-end: var(--space-3);
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
        font-size: var(--size-s);
      }

      .copy .label {
        min-width: 4.75rem;
        text-align: start;
      }

      @media (max-height: 20rem) {
        header {
          min-height: 0;
          padding-block: 0;
        }
      }

      @media (max-width: 40rem) {
        header {
          gap: 0;
        }

        /* It is in the dialog behind the next button. */
        .copy,
        .label {
          display: none;
        }

        /* So much tells one room from another. */
        .rest {
          position: absolute;
          clip-path: inset(50%);
        }

        .key:has(.rest)::after {
          content: "…";
        }

        button.invite {
          border: 0;
        }
      }

      @media (forced-colors: active) {
        .people[aria-expanded="true"] {
          border: 2px solid Highlight;
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

customElements.define("alcove-top-bar", TopBar);
