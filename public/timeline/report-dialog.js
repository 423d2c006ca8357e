/**
 * The dialog by which one reports a message: to those who look after the room, or, where nobody does, to who runs the
 * site. Loaded when it is opened.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { t } from "../i18n/strings.js";
import { saidOf } from "../text/said.js";
import { Dialog, dialogButtons, dialogLook } from "../ui/dialog.js";
import { css, html, nothing } from "../ui/lit.js";

/** In code points, which no field counts: so it ends a little earlier where they are pairs. */
const MOST_REASON = 140;

/** @fires reported */
export class ReportDialog extends Dialog {
  static properties = {
    store: { attribute: false },
    message: { attribute: false },
    name: { attribute: false },
    heading: { attribute: false },
    hint: { attribute: false },
    isBusy: { state: true },
    fault: { state: true },
  };

  constructor() {
    super();
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    this.message = /** @type {Message} */ (/** @type {unknown} */ (undefined));
    /** Who said it, as it is shown. */
    this.name = "";
    // Where it is not as in any room: what is reported, who will see it, and what is said once they do.
    this.heading = "";
    this.hint = "";
    this.told = "";
    this.isBusy = false;
    this.fault = "";
  }

  /** @override */
  render() {
    const { isOwned } = this.store.room.house;
    return this.frame(
      this.heading || t.reportTitle,
      html`<form @submit=${this.#send}>
        <blockquote><b translate="no"><bdi>${this.name}</bdi></b> <span dir="auto">${saidOf(this.message)}</span></blockquote>
        <p class="hint" id="who">${this.hint || (isOwned ? t.reportHosts : t.reportOperator)}</p>
        <label for="reason">${t.reportReason}</label>
        <input id="reason" data-first maxlength=${MOST_REASON} dir="auto" autocomplete="off" aria-describedby="who">
        <p class="problem" role="alert">${this.fault || nothing}</p>
        <div class="buttons">
          <button type="button" class="outlined" @click=${this.close}>${t.cancel}</button>
          <button class="primary" aria-disabled=${this.isBusy}>${t.reportSend}</button>
        </div>
      </form>`,
    );
  }

  /** @param {Event} event */
  async #send(event) {
    event.preventDefault();
    if (this.isBusy) return;
    const field = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector("#reason"));
    const reason = field.value.trim();
    this.isBusy = true;
    const { seq } = this.message;
    const { code } = await this.store.connection.act({ type: "report", seq, ...(reason && { reason }) });
    this.isBusy = false;
    this.fault = code && t.reportFault(code);
    if (code) return;
    this.dispatchEvent(new CustomEvent("reported"));
    this.close();
  }

  static styles = [
    ...dialogLook,
    dialogButtons,
    css`
      blockquote {
        margin: 0 0 var(--space-3);
        padding-inline-start: var(--space-3);
        border-inline-start: 3px solid var(--line-strong);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .hint {
        margin-bottom: var(--space-4);
      }

      .buttons {
        margin-top: var(--space-2);
      }
    `,
  ];
}

customElements.define("alcove-report-dialog", ReportDialog);
