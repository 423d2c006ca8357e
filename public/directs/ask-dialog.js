/**
 * The dialog by which one asks somebody for a private conversation, and sees what has become of that. Loaded when it is
 * opened.
 *
 * @import { Direct, Member } from "../client/protocol.js"
 * @import { DirectsLine } from "./directs.js"
 */

import { shownName } from "../hosting/standing.js";
import { t } from "../i18n/strings.js";
import { avatar } from "../people/person.js";
import { memberColours } from "../ui/base.js";
import { Dialog, dialogButtons, dialogLook } from "../ui/dialog.js";
import { css, html, nothing } from "../ui/lit.js";

export class AskDialog extends Dialog {
  static properties = {
    around: { attribute: false },
    member: { attribute: false },
    isBusy: { state: true },
    fault: { state: true },
  };

  #stop = new AbortController();

  constructor() {
    super();
    this.around = /** @type {DirectsLine} */ (/** @type {unknown} */ (undefined));
    /** @type {Member} */
    this.member = { id: "", name: "" };
    this.isBusy = false;
    this.fault = "";
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    const { signal } = this.#stop;
    this.around.store.addEventListener("change", () => this.requestUpdate(), { signal });
    // Where the room asks nobody, it is open at once.
    if (!this.#direct && this.around.store.room.house.settings.direct === "open") void this.#ask();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  get #direct() {
    return this.around.directs.with(this.member.id);
  }

  get #name() {
    return shownName(this.member, this.around.store);
  }

  /** @override */
  render() {
    const { id, name } = this.member;
    return this.frame(
      t.askTitle(this.#name),
      html`<div class="about">
          ${avatar(id, name)}
          <p role="status">${this.#words()}</p>
        </div>
        <p class="problem" role="alert">${this.fault || nothing}</p>
        <div class="buttons">${this.#buttons()}</div>`,
    );
  }

  #words() {
    const name = this.#name;
    switch (this.#direct?.state) {
      case "asked":
        return t.awaiting(name);
      case "request":
        return t.requestFrom(name, this.around.title);
      case "open":
        return t.acceptedBy(name);
      case "ignored":
        return t.ignoredThem(name);
      case "blocked":
        return t.blockedThem(name);
      default:
        return t.askWhat(name);
    }
  }

  #buttons() {
    const direct = this.#direct;
    const primary = (/** @type {string} */ words, /** @type {() => void} */ deed) =>
      html`<button class="primary" data-first aria-disabled=${this.isBusy} @click=${deed}>${this.isBusy ? t.asking : words}</button>`;
    const ask = () => this.#ask();
    const cancel = html`<button class="outlined" @click=${this.close}>${t.cancel}</button>`;
    switch (direct?.state) {
      case "asked":
        return html`<button class="outlined" data-first @click=${this.close}>${t.backTo(this.around.title)}</button>`;
      case "request":
        return html`<button class="outlined" @click=${() => this.#answer("block")}>${t.block}</button>
          <button class="outlined" @click=${() => this.#answer("ignore")}>${t.ignore}</button>
          ${primary(t.accept, ask)}`;
      case "open":
        return primary(t.writeTo(this.#name), () => this.#go(direct));
      case "ignored":
        return [cancel, primary(t.accept, ask)];
      case "blocked":
        return [cancel, primary(t.unblock, ask)];
      default:
        return [cancel, primary(t.sendRequest, ask)];
    }
  }

  /** What is typed on the way is not for the dialog. @param {Direct} direct */
  #go(direct) {
    this.close();
    this.around.go(direct);
  }

  /** Also to accept, and to unblock: whoever asks has changed their mind. */
  #ask() {
    return this.#act(() => this.around.act({ type: "direct", to: this.member.id }));
  }

  /** @param {"ignore" | "block"} answer */
  async #answer(answer) {
    const direct = this.#direct;
    this.close();
    if (direct) this.around.tell(await this.around.answer(direct, answer));
  }

  /** @param {() => Promise<string>} act */
  async #act(act) {
    if (this.isBusy) return;
    this.fault = "";
    this.isBusy = true;
    this.fault = await act();
    this.isBusy = false;
    await this.updateComplete;
    if (this.isConnected)
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[data-first]"))?.focus();
  }

  static styles = [
    ...dialogLook,
    dialogButtons,
    memberColours,
    css`
      .about {
        display: flex;
        align-items: center;
        gap: var(--space-3);
      }

      .about p {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        text-wrap: pretty;
      }

      .buttons {
        margin-top: var(--space-3);
      }

      .buttons button {
        max-width: 100%;
        white-space: normal;
      }
    `,
  ];
}

customElements.define("alcove-ask-dialog", AskDialog);
