/**
 * A link to hand out: to copy, to pass to the device's share sheet, or to scan as a QR code. Dialogs show it.
 */

import { copyText } from "../browser/clipboard.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconCheck } from "../ui/icons.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { iconCopy, iconShare } from "../ui/more-icons.js";
import "./qr-code.js";

const FEEDBACK_MS = 2_500;

export class LinkCard extends LitElement {
  static properties = {
    room: { attribute: false },
    link: { attribute: false },
    hint: { attribute: false },
    feedback: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #fading;

  constructor() {
    super();
    this.room = "";
    this.link = "";
    /** What the link gives. */
    this.hint = "";
    this.feedback = "";
  }

  /** @override */
  async focus() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".copy"))?.focus();
  }

  /** @override */
  render() {
    const isCopied = this.feedback === t.copied;
    return html`
      <label for="link">${t.shareLink}</label>
      <div class="pair">
        <input
          id="link"
          readonly
          dir="ltr"
          .value=${this.link}
          aria-describedby="who"
          @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()}
        >
        <button class="primary copy" @click=${this.#copy}>${isCopied ? iconCheck : iconCopy}${t.copy}</button>
      </div>
      <p id="who" class="hint">${this.hint}</p>
      <p class="feedback" role="status">${this.feedback}</p>
      ${
        typeof navigator.share === "function"
          ? html`<button class="outlined sheet" @click=${this.#share}>${iconShare}${t.shareVia}</button>`
          : nothing
      }
      <figure>
        <alcove-qr-code .link=${this.link} @not-loaded=${() => this.#tell(t.notLoaded)}></alcove-qr-code>
        <figcaption class="hint">${t.qrHint}</figcaption>
      </figure>
    `;
  }

  async #copy() {
    this.#tell((await copyText(this.link)) ? t.copied : t.copyFailed);
  }

  async #share() {
    try {
      await navigator.share({ title: t.shareText(this.room), url: this.link });
    } catch (error) {
      const isCalledOff = error instanceof DOMException && error.name === "AbortError";
      if (!isCalledOff) this.#tell(t.shareFailed);
    }
  }

  /** @param {string} feedback */
  #tell(feedback) {
    this.feedback = feedback;
    clearTimeout(this.#fading);
    this.#fading = setTimeout(() => {
      this.feedback = "";
    }, FEEDBACK_MS);
  }

  static styles = [
    base,
    css`
      .pair {
        display: flex;
        gap: var(--space-2);
      }

      input {
        min-width: 0;
        text-overflow: ellipsis;
      }

      .pair button {
        flex: none;
        min-height: 3rem;
        padding-inline: var(--space-4);
      }

      .hint {
        color: var(--text-soft);
        font-size: var(--size-s);
        text-wrap: pretty;
      }

      #who {
        margin-top: var(--space-2);
      }

      .feedback {
        min-height: 1.5rem;
        color: var(--accent);
        font-size: var(--size-s);
        font-weight: 600;
      }

      .sheet {
        width: 100%;
        min-height: 3rem;
        margin-bottom: var(--space-4);
      }

      figure {
        display: grid;
        justify-items: center;
        gap: var(--space-2);
        margin: 0;
      }
    `,
  ];
}

customElements.define("alcove-link-card", LinkCard);
