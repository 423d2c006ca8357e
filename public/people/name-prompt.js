/**
 * Asks for a name: to join, to come back, or to be renamed. It checks what can be checked in the browser;
 * whether a name is free, the server says, and that comes back as `fault`.
 */

import { cleanName, nameFault, tidyName } from "../client/protocol.js";
import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { iconAlert, mark } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";
import { Modal, modalBox } from "../ui/modal.js";

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
          autocomplete="nickname"
          autocapitalize="words"
          enterkeyhint="go"
          dir="auto"
          data-first
          placeholder=" "
          .value=${this.name}
          aria-invalid=${fault !== ""}
          aria-describedby="about"
          @input=${() => {
            this.ownFault = "";
          }}
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

  /** @param {string} name */
  #give(name) {
    this.ownFault = nameFault(name) ?? "";
    this.cleaned = cleanName(name);
    if (this.ownFault) this.#field.focus();
    else this.#tell("name", tidyName(name));
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

  static styles = [
    base,
    modalBox,
    css`
      dialog {
        padding: var(--space-6);
      }

      .bar {
        position: static;
        width: auto;
        max-height: 60dvh;
        padding: var(--space-3) max(var(--space-3), env(safe-area-inset-right)) var(--space-3)
          max(var(--space-3), env(safe-area-inset-left));
        border-width: 1px 0 0;
        border-radius: 0;
        background: var(--panel);
        box-shadow: none;
      }

      .bar form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--space-2);
        max-width: var(--measure);
        margin-inline: auto;
      }

      .bar form > :not(input, .actions) {
        grid-column: 1 / -1;
      }

      .bar .mark {
        display: none;
      }

      .bar h1,
      .bar h1 small {
        display: inline;
        font: 600 var(--size-m) / 1.4 var(--sans);
      }

      .bar .actions {
        grid-area: 4 / 2;
        margin: 0;
      }

      .mark {
        width: 2.75rem;
        height: 2.75rem;
        margin-bottom: var(--space-4);
      }

      h1 {
        margin-bottom: var(--space-5);
        font: 500 var(--size-xl) / 1.25 var(--serif);
        overflow-wrap: anywhere;
      }

      h1 small {
        display: block;
        color: var(--text-soft);
        font: 400 var(--size-m) / 1.4 var(--sans);
      }

      h1:has(+ .last) {
        margin-bottom: 0;
      }

      .last {
        min-height: 1lh;
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      .last,
      .expired {
        margin-bottom: var(--space-4);
      }

      .bar .last {
        margin-bottom: var(--space-2);
      }

      .hint {
        margin-top: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      button.outlined {
        max-width: 100%;
        margin-top: var(--space-3);
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .actions {
        display: flex;
        gap: var(--space-2);
        margin-top: var(--space-5);
      }

      .actions .primary {
        flex: 1;
        min-height: 3rem;
      }

      @media (max-height: 20rem) {
        dialog {
          padding-block: var(--space-2);
        }

        .mark {
          display: none;
        }
      }
    `,
  ];
}

customElements.define("alcove-name-prompt", NamePrompt);
