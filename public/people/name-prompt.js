/**
 * Asks for a name: to join, to come back, or to be renamed. It checks what can be checked in the browser;
 * whether a name is free, the server says, and that comes back as `fault`.
 */

import { lengthFault, tidyName } from "../client/protocol.js";
import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { iconAlert, mark } from "../ui/icons.js";
import { html, nothing } from "../ui/lit.js";
import { Modal, modalBox } from "../ui/modal.js";
import { namePromptStyle } from "./name-prompt-style.js";

/**
 * @fires name With the name given.
 * @fires cancel Only when renaming.
 */
export class NamePrompt extends Modal {
  static properties = {
    room: { attribute: false },
    name: { attribute: false },
    fault: { attribute: false },
    suggestion: { attribute: false },
    isRename: { attribute: false },
    isReturn: { attribute: false },
    isBar: { attribute: false },
    lastAt: { attribute: false },
    ownFault: { state: true },
    cleaned: { state: true },
  };

  constructor() {
    super();
    this.room = "";
    /** What the field starts with. */
    this.name = "";
    /** What is wrong, by the server's code. */
    this.fault = "";
    /** A name that is free. */
    this.suggestion = "";
    this.isRename = false;
    this.isReturn = false;
    /** Below what there is to read, and without taking the focus. */
    this.isBar = false;
    /** When something was last said; 0 if nothing was. @type {number | undefined} */
    this.lastAt = undefined;
    this.ownFault = "";
    /** What was given, without what nobody sees. */
    this.cleaned = "";
  }

  /** @returns {HTMLInputElement} */
  get #field() {
    return /** @type {HTMLInputElement} */ (this.renderRoot.querySelector("input"));
  }

  /** @override */
  focus() {
    this.#field.focus();
  }

  /** @override */
  render() {
    const fault = this.ownFault || this.fault;
    const offer = this.ownFault === "name_invalid" ? this.cleaned : this.suggestion;
    return this.modal(html`<form novalidate @submit=${this.#submit}>
        ${this.isRename ? nothing : mark}
        <h1 id="title">${this.isRename ? t.renameTitle : html`<small>${t.invited}</small> <bdi translate="no">${shortName(this.room)}</bdi>`}</h1>
        ${this.isRename ? nothing : html`<p class="last">${this.#last}</p>`}
        ${this.isReturn ? html`<p class="expired">${t.expired}</p>` : nothing}
        <label for="name">${t.yourName}</label>
        <input
          id="name"
          name="name"
          autocomplete="nickname webauthn"
          autocapitalize="words"
          enterkeyhint="go"
          dir="auto"
          data-first
          placeholder=" "
          .value=${this.name}
          aria-invalid=${fault !== ""}
          aria-describedby="about"
          @input=${this.#typed}
        >
        <div id="about" aria-live="polite">
          ${
            fault
              ? html`<p class="problem">${iconAlert}${t.nameFault(fault)}</p>`
              : html`<p class="hint">${t.joinHint}</p>`
          }
        </div>
        ${
          offer
            ? html`<button type="button" class="outlined" @click=${() => this.#give(offer)}>
                <bdi>${t.useName(offer)}</bdi>
              </button>`
            : nothing
        }
        <div class="actions">
          ${
            this.isRename
              ? html`<button type="button" @click=${() => this.#tell("cancel")}>${t.cancel}</button>`
              : nothing
          }
          <button class="primary" @click=${this.#submit}>${this.isRename ? t.rename : t.join}</button>
        </div>
        <slot></slot>
      </form>`);
  }

  get #last() {
    if (this.lastAt === undefined) return nothing;
    return this.lastAt > 0 ? t.lastMessage(momentOf(this.lastAt, Date.now())) : t.nobodyWrote;
  }

  /** @override */
  open() {
    // Neither `show` nor `showModal` would leave the focus where it is.
    if (this.isBar)
      return Object.assign(/** @type {HTMLElement} */ (this.dialog), { className: "bar", open: true });
    super.open();
    this.#field.select();
  }

  /** A browser lets no page refuse a second Escape or a back gesture: the prompt comes again. @override */
  closed() {
    if (this.isRename) this.#tell("cancel");
    else if (this.isConnected) this.open();
  }

  /** It is left only by giving a name, or by its own button. @override */
  pressedBeside() {}

  /**
   * Enter presses the button, too. A frame in a sandbox may submit nothing, and says nothing of it.
   * @param {Event} event
   */
  #submit(event) {
    event.preventDefault();
    this.#give(this.#field.value);
  }

  /** What will judge the name is there by the time that it is given. */
  #typed() {
    this.ownFault = "";
    void rulesFor(this.#field.value);
  }

  /** @param {string} name */
  async #give(name) {
    const rules = await rulesFor(name);
    const tidy = tidyName(name);
    this.ownFault = (rules?.nameFault(tidy) ?? lengthFault(tidy)) || "";
    this.cleaned = rules?.cleanName(name) ?? "";
    if (this.ownFault) this.#field.focus();
    else this.#tell("name", tidy);
  }

  /**
   * Without a name there is no way past the prompt.
   * @param {Event} event
   * @override
   */
  cancelled(event) {
    event.preventDefault();
    if (this.isRename) this.#tell("cancel");
  }

  /**
   * @param {string} type
   * @param {string} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [base, modalBox, namePromptStyle];
}

/** Most names have nothing that rules are needed for. */
const PLAIN = /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{Zs}])*$/u;

/**
 * Without them, the server says it.
 * @param {string} name
 */
const rulesFor = async (name) =>
  PLAIN.test(name) ? undefined : import("../client/name-rules.js").catch(() => undefined);

customElements.define("alcove-name-prompt", NamePrompt);
