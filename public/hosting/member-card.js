/**
 * The card of one person: who that is, and what one may do about them. Whatever one chooses says first what it will do.
 * Loaded when it is opened.
 *
 * @import { Member } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { KnownActs } from "./known-acts.js"
 * @import { MemberAct } from "./member-acts.js"
 */

import { host } from "../browser/host.js";
import { t } from "../i18n/strings.js";
import { avatar, badge, checked, signed } from "../people/person.js";
import { memberColours } from "../ui/base.js";
import { Dialog, dialogButtons, dialogLook } from "../ui/dialog.js";
import { css, html, nothing } from "../ui/lit.js";
import { actsOn } from "./member-acts.js";
import { roleOf } from "./standing.js";

const MOST_REASON = 140;

export class MemberCard extends Dialog {
  static properties = {
    room: { attribute: false },
    store: { attribute: false },
    known: { attribute: false },
    member: { attribute: false },
    mayBeMuted: { state: true },
    doing: { state: true },
    choice: { state: true },
    fault: { state: true },
    isBusy: { state: true },
  };

  #changed = () => this.requestUpdate();
  /** What is to get the focus once it is drawn. */
  #next = "";

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    this.known = /** @type {KnownActs} */ (/** @type {unknown} */ (undefined));
    /** @type {Member} */
    this.member = { id: "", name: "" };
    this.mayBeMuted = false;
    /** The name of the act that is about to be done. */
    this.doing = "";
    this.choice = "";
    this.fault = "";
    this.isBusy = false;
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    this.store.addEventListener("change", this.#changed);
    void this.#askWhetherMuted();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.store.removeEventListener("change", this.#changed);
  }

  async #askWhetherMuted() {
    const isHost = !this.store.denial("desk");
    if (isHost && this.member.id !== this.store.room.you?.id)
      this.mayBeMuted = await this.known.mayBeMuted(this.member.id);
  }

  /** @override */
  updated() {
    if (!this.#next) return;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(this.#next))?.focus();
    this.#next = "";
  }

  /** @override */
  render() {
    const acts = actsOn(this.member, this);
    const act = acts.find(({ name }) => name === this.doing);
    const { room, signOf } = this.store;
    const { id } = this.member;
    const name = room.names.get(id) ?? this.member.name;
    const isSelf = id === room.you?.id;
    const isHere = isSelf || room.members.has(id);
    return this.frame(
      html`<bdi translate="no">${name}</bdi>`,
      html`
        <div class="who">
          ${avatar(id, name)}
          <p>
            ${signed(signOf(id, name))}${badge(roleOf(this.member, this.store))}${checked(room.verified.has(id))}
            <span class="hint">${isSelf ? t.youName : isHere ? t.isHere : t.isAway}</span>
          </p>
        </div>
        ${act ? this.#form(act) : html`<div class="acts">${this.#asker()}${acts.map((each) => this.#entry(each))}</div>`}
      `,
    );
  }

  /** What leads to a private conversation with them. */
  #asker() {
    const isSelf = this.member.id === this.store.room.you?.id;
    if (host.embedded || this.store.denial("direct", roleOf(this.member, this.store), isSelf)) return nothing;
    return html`<button class="outlined" @click=${this.#ask}>${t.messagePrivately}</button>`;
  }

  #ask() {
    this.close();
    this.dispatchEvent(new CustomEvent("direct", { detail: this.member, bubbles: true, composed: true }));
  }

  /** @param {MemberAct} act */
  #entry({ name, words, isGrave, choices, usual = choices?.[0]?.[0] ?? "" }) {
    const choose = () => {
      this.doing = name;
      this.choice = usual;
      this.fault = "";
      this.#next = choices ? "[type=radio]:checked" : ".go";
    };
    return html`<button class="outlined ${isGrave ? "grave" : ""}" data-act=${name} @click=${choose}>${words}</button>`;
  }

  /** @param {MemberAct} act */
  #form(act) {
    const { choices, ask, isGrave } = act;
    const choose = (/** @type {Event} */ event) => {
      this.choice = /** @type {HTMLInputElement} */ (event.target).value;
    };
    return html`<form @submit=${(/** @type {Event} */ event) => this.#do(event, act)}>
      ${
        choices
          ? html`<fieldset @change=${choose}>
              <legend>${ask}</legend>
              ${choices.map(([value, words]) => html`<label><input type="radio" name="choice" value=${value} .checked=${value === this.choice}>${words}</label>`)}
            </fieldset>`
          : nothing
      }
      <p class="what" aria-live="polite">${act.what(this.choice)}</p>
      ${
        act.hasReason
          ? html`<label class="field" for="reason">${t.actReason}</label>
              <input id="reason" maxlength=${MOST_REASON} dir="auto" autocomplete="off">`
          : nothing
      }
      <p class="problem" role="alert">${this.fault || nothing}</p>
      <div class="buttons">
        <button type="button" class="outlined" @click=${this.#back}>${t.back}</button>
        <button class="primary go ${isGrave ? "danger" : ""}" aria-disabled=${this.isBusy}>${act.go(this.choice)}</button>
      </div>
    </form>`;
  }

  #back() {
    this.#next = `[data-act="${this.doing}"]`;
    this.doing = "";
  }

  /**
   * @param {Event} event
   * @param {MemberAct} act
   */
  async #do(event, { act, told, back }) {
    event.preventDefault();
    if (this.isBusy) return;
    const { choice } = this;
    const field = /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector("#reason"));
    this.fault = "";
    this.isBusy = true;
    const { code } = await this.store.connection.act(act(choice, field?.value.trim() ?? ""));
    this.isBusy = false;
    this.fault = code && t.actFault(code);
    if (code) return;
    this.dispatchEvent(new CustomEvent("done", { detail: { words: told(choice), back: back?.(choice) } }));
    this.close();
  }

  static styles = [
    ...dialogLook,
    dialogButtons,
    memberColours,
    css`
      .who {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        margin-bottom: var(--space-4);
      }

      .acts,
      form {
        display: grid;
        gap: var(--space-2);
      }

      .acts button {
        justify-content: start;
      }

      .grave {
        color: var(--danger);
      }

      fieldset {
        display: grid;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0;
        font-size: var(--size-s);
        font-weight: 600;
      }

      fieldset label {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-height: var(--touch);
        margin: 0;
        font-size: inherit;
        font-weight: 400;
      }

      [type="radio"] {
        flex: none;
        width: 1.25rem;
        min-height: 1.25rem;
        height: 1.25rem;
        margin: 0;
        padding: 0;
        accent-color: var(--accent);
      }

      .what {
        padding: var(--space-3);
        border-radius: var(--radius-m);
        background: var(--hover);
        text-wrap: pretty;
      }

      .field {
        margin: var(--space-2) 0 0;
      }

      button.danger,
      button.danger:is(:hover, :active) {
        background: var(--danger);
        color: var(--ground);
      }
    `,
  ];
}

customElements.define("alcove-member-card", MemberCard);
