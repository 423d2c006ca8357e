/**
 * About a private conversation: who reads it, for how long its messages are kept, how it is ended and taken up again.
 * Loaded when it is opened.
 *
 * @import { Conversation } from "./conversation.js"
 */

import { spanOf } from "../i18n/spans.js";
import { t } from "../i18n/strings.js";
import { settingsLook } from "../settings/choice-style.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { css, html, nothing } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { sayFromMet } from "./from-met.js";

/** In seconds. */
const KEEP_STEPS = [0, 86_400, 7 * 86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400];

export class ConversationDialog extends Dialog {
  static properties = {
    around: { attribute: false },
    keep: { state: true },
    busy: { state: true },
    fault: { state: true },
    told: { state: true },
  };

  #stop = new AbortController();

  constructor() {
    super();
    this.around = /** @type {Conversation} */ (/** @type {unknown} */ (undefined));
    /** For how long messages are to be kept, until that is saved. @type {number | undefined} */
    this.keep = undefined;
    /** What is on its way, in words. */
    this.busy = "";
    this.fault = "";
    this.told = "";
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    this.around.store.addEventListener("change", () => this.requestUpdate(), { signal: this.#stop.signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  /** @override */
  render() {
    const { around } = this;
    return this.frame(
      t.aboutTalk,
      html`<p class="hint">${t.whoReads(around.met)}</p>
        <section>${this.#keeping()}</section>
        <section>${around.isBlocked ? this.#ended() : this.#ending()}</section>
        <p class="told" role="status">${this.busy || this.told || nothing}</p>
        <p class="problem" role="alert">${this.fault || nothing}</p>`,
    );
  }

  #keeping() {
    const now = this.around.store.room.house.settings.keep;
    const chosen = this.keep ?? now;
    const steps = [...new Set([...KEEP_STEPS, now])].sort((a, b) => a - b);
    const isCut = chosen > 0 && (now === 0 || chosen < now);
    return html`<div class="group">
      <label for="keep">${t.talkKept}</label>
      <div class="select">
        <select id="keep" aria-describedby="keep-hint" @change=${this.#choose}>
          ${steps.map((each) => html`<option value=${each} .selected=${each === chosen}>${each === 0 ? t.talkForever : spanOf(each)}</option>`)}
        </select>
        ${iconChevron}
      </div>
      <p class="hint" id="keep-hint">${t.talkKeepHint}</p>
      ${isCut ? html`<button class="outlined grave" @click=${() => this.#save(chosen)}>${t.talkKeepSave}</button>` : nothing}
    </div>`;
  }

  /** What deletes nothing is saved at once. @param {Event} event */
  #choose({ target }) {
    const now = this.around.store.room.house.settings.keep;
    const chosen = Number(/** @type {HTMLSelectElement} */ (target).value);
    this.told = this.fault = "";
    this.keep = chosen === now ? undefined : chosen;
    if (chosen === 0 || (now > 0 && chosen > now)) void this.#save(chosen);
  }

  /** @param {number} keep */
  #save(keep) {
    return this.#do(t.asking, async () => {
      const { code } = await this.around.store.connection.act({ type: "settings", set: { keep } });
      this.keep = undefined;
      if (code && code !== "no_change") return code;
      this.told = t.talkSaved;
      return "";
    });
  }

  #ending() {
    const { name } = this.around;
    return html`<button class="outlined grave" aria-describedby="block-hint" @click=${() => this.#say("block")}>${t.blockWhom(name)}</button>
      <p class="hint" id="block-hint">${t.blockHint(name)}</p>`;
  }

  #ended() {
    const { name } = this.around;
    return html`<p>${t.blockedThem(name)}</p>
      <button class="outlined" @click=${() => this.#say("unblock")}>${t.unblockWhom(name)}</button>`;
  }

  /** @param {"block" | "unblock"} what */
  #say(what) {
    const { around } = this;
    return this.#do(t.viaMet(around.met), async () => {
      const { code } = await sayFromMet(around.pair, what);
      if (code) return code;
      around.renew();
      this.told = what === "block" ? t.doneEnd : t.doneUnblock(around.name);
      return "";
    });
  }

  /**
   * @param {string} busy
   * @param {() => Promise<string>} deed
   */
  async #do(busy, deed) {
    if (this.busy) return;
    this.told = this.fault = "";
    this.busy = busy;
    const code = await deed();
    this.busy = "";
    this.fault = code && t.directFault(code);
  }

  static styles = [
    ...dialogLook,
    settingsLook,
    css`
      section {
        display: grid;
        gap: var(--space-2);
        margin-top: var(--space-4);
      }

      section > button,
      .group button {
        justify-self: start;
        max-width: 100%;
        white-space: normal;
      }

      .grave {
        color: var(--danger);
      }

      .told {
        min-height: 1.5rem;
        margin-top: var(--space-3);
      }
    `,
  ];
}

customElements.define("alcove-conversation-dialog", ConversationDialog);
