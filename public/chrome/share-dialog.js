/**
 * The dialog with the room's link: to copy, to pass to the device's share sheet, or to scan as a QR code.
 * Loaded when it is opened.
 */

import { copyText } from "../browser/clipboard.js";
import { loadPart } from "../browser/service-worker.js";
import { t } from "../i18n/strings.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { iconCheck } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";
import { iconCopy, iconShare } from "../ui/more-icons.js";

const FEEDBACK_MS = 2_500;
/** What scanners need round the code, in modules. */
const QUIET_ZONE = 4;

export class ShareDialog extends Dialog {
  static properties = {
    room: { attribute: false },
    link: { attribute: false },
    feedback: { state: true },
    code: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #fading;

  constructor() {
    super();
    this.room = "";
    this.link = "";
    this.feedback = "";
    /** @type {boolean[][] | undefined} Rows of modules, true where dark. */
    this.code = undefined;
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    void this.#encode();
  }

  /** @override */
  render() {
    const isCopied = this.feedback === t.copied;
    return this.frame(
      t.shareTitle,
      html`
        <p class="room"><bdi translate="no">${this.room}</bdi></p>
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
          <button class="primary copy" data-first @click=${this.#copy}>${isCopied ? iconCheck : iconCopy}${t.copy}</button>
        </div>
        <p id="who" class="hint">${t.shareHint}</p>
        <p class="feedback" role="status">${this.feedback}</p>
        ${
          typeof navigator.share === "function"
            ? html`<button class="outlined sheet" @click=${this.#share}>${iconShare}${t.shareVia}</button>`
            : nothing
        }
        <figure>
          ${this.code ? drawn(this.code) : html`<div class="code"></div>`}
          <figcaption class="hint">${t.qrHint}</figcaption>
        </figure>
      `,
    );
  }

  async #encode() {
    try {
      const { encode } = await loadPart(() => import("uqr"));
      this.code = encode(this.link, { ecc: "M", border: QUIET_ZONE }).data;
    } catch {
      this.#tell(t.notLoaded);
    }
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
    ...dialogLook,
    css`
      .room {
        margin-bottom: var(--space-4);
        color: var(--text-soft);
        overflow-wrap: anywhere;
      }

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

      .code {
        width: min(100%, 14rem);
        aspect-ratio: 1;
        border-radius: var(--radius-m);
        background: var(--scan-ground);
        /* Scanners read dark on light only. */
        forced-color-adjust: none;
      }

      svg.code {
        fill: var(--scan-ink);
      }
    `,
  ];
}

/**
 * One path for all dark modules, so that none is parted from its neighbour by a seam.
 * @param {boolean[][]} rows
 */
const drawn = (rows) => {
  const runs = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return html`<svg
    class="code"
    role="img"
    aria-label=${t.qrCode}
    viewBox="0 0 ${rows.length} ${rows.length}"
    shape-rendering="crispEdges"
  ><path d=${runs.join("")}></path></svg>`;
};

customElements.define("alcove-share-dialog", ShareDialog);
