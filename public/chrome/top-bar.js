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
import { html, LitElement, nothing } from "../ui/lit.js";
import { topBarStyle } from "./top-bar-style.js";

const FEEDBACK_MS = 2_500;

/**
 * Other buttons may be put into its slot, before the settings; into the slots `front` and `others`, what stands in the
 * place of the room's name, and of the ways to others; into `home`, another way there; into `search`, what comes between.
 * @fires people When the roster is to open or close.
 * @fires share When the ways to bring others are wanted.
 * @fires settings
 */
export class TopBar extends LitElement {
  static properties = {
    room: { attribute: false },
    front: { attribute: false },
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
    /** What the room is called, if it is not by its name, and what it is about. */
    this.front = { title: "", topic: "" };
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
    const { title, topic } = this.front;
    return html`<header>
      <slot name="home">${
        this.isEmbedded
          ? html`<a href="/" target="_blank" rel="noopener" aria-label=${t.homeInNewTab} title=${t.homeInNewTab}>${mark}</a>`
          : html`<a href="/" aria-label=${t.home} title=${t.home}>${mark}</a>`
      }</slot>
      <div class="room">
        <slot name="front"><h1 translate="no" dir="auto" title=${this.room}>${title || html`${word}<span class="key">${key}${rest ? html`<span class="rest">${rest}</span>` : nothing}</span>`}</h1></slot>
        ${this.isMuted ? html`<span class="muted" title=${t.isMuted}>${iconMuted}<span class="vh">${t.isMuted}</span></span>` : nothing}
        ${topic ? html`<p class="topic" translate="no" dir="auto" title=${topic}>${topic}</p>` : nothing}
      </div>
      <slot name="search"></slot>
      <slot name="others"><button
        class="people"
        aria-label=${this.count > 0 ? t.peopleCount(this.count) : t.people}
        title=${t.people}
        aria-expanded=${this.isRosterOpen}
        ?disabled=${this.isOut}
        @click=${() => this.dispatchEvent(new CustomEvent("people"))}
      >
        ${iconPeople}<span translate="no">${this.count ? number(this.count) : nothing}</span>
      </button>
      <button class="copy" aria-label=${isCopied ? t.copied : t.copyLink} title=${t.copyLink} ?disabled=${this.isOut} @click=${this.copy}>
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
      </button></slot>
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

  async copy() {
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

  static styles = [base, topBarStyle];
}

customElements.define("alcove-top-bar", TopBar);
