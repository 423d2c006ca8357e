/**
 * The dialog in which those who look after a room invite people: by the room's link, or by one of its own that says what
 * it gives, to how many and for how long; and the links that there are. Loaded when it is opened.
 *
 * @import { Key, Role } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import "../chrome/link-card.js";
import "./key-list.js";
import { newKey } from "../client/new-key.js";
import { t } from "../i18n/strings.js";
import { settingsLook } from "../settings/choice-style.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { iconAlert } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { linkInto, mintOf } from "./access-keys.js";

const ROLES = /** @type {const} */ (["member", "reader", "moderator", "owner"]);
const HOUR_MS = 3_600_000;
/** In the order of their words. */
const LASTS_MS = [0, HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS, 30 * 24 * HOUR_MS];
/** How many people; 0 is any number. */
const USES = [0, 1, 5, 10, 25, 100];
const MOST_LABEL = 60;
/** Of links in a page of the list, and of pages. */
const PAGE = 100;
const MOST_PAGES = 10;

export class InviteDialog extends Dialog {
  static properties = {
    room: { attribute: false },
    store: { attribute: false },
    whom: { state: true },
    link: { state: true },
    keys: { state: true },
    isBusy: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    /** @type {"anyone" | Role | undefined} Whom the link is for. */
    this.whom = undefined;
    /** One that was just made: shown as long as this is open. */
    this.link = "";
    /** @type {readonly Key[]} */
    this.keys = [];
    this.isBusy = false;
    this.problem = "";
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    void this.#load();
  }

  /** @override */
  render() {
    const { settings } = this.store.room.house;
    const whom = this.whom ?? (settings.access === "closed" ? "member" : "anyone");
    return this.frame(
      t.shareTitle,
      html`
        <label for="whom">${t.inviteFor}</label>
        <div class="select">
          <select id="whom" data-first aria-describedby="gives" @change=${this.#chose}>
            ${["anyone", ...ROLES.filter((role) => !this.store.denial("key", role))].map(
              (each) =>
                html`<option value=${each} ?selected=${each === whom}>${t.inviteRoles[/** @type {Role} */ (each)]}</option>`,
            )}
          </select>
          ${iconChevron}
        </div>
        <p id="gives" class="hint">${whom === "anyone" ? nothing : t.inviteGives[whom]}</p>
        ${
          whom === "anyone"
            ? html`<alcove-link-card .room=${this.room} .link=${linkInto(this.room)} .hint=${t.shareHint(settings)}></alcove-link-card>`
            : this.link
              ? this.#made()
              : this.#terms(whom)
        }
        ${
          this.keys.length > 0
            ? html`<alcove-key-list
                .store=${this.store}
                .keys=${this.keys}
                @keys=${(/** @type {CustomEvent<Key[] | undefined>} */ { detail }) => this.#revoked(detail)}
              ></alcove-key-list>`
            : nothing
        }
      `,
    );
  }

  /** @param {Role} role */
  #terms(role) {
    return html`<form novalidate @submit=${(/** @type {Event} */ event) => this.#make(event, role)}>
      <label for="label">${t.inviteLabel}</label>
      <input id="label" autocomplete="off" dir="auto" placeholder=" " maxlength=${MOST_LABEL} aria-describedby="label-hint">
      <p id="label-hint" class="hint">${t.inviteLabelHint}</p>
      <div class="two">
        ${select("lasts", t.inviteEnds, t.inviteLasts, LASTS_MS)}
        ${select(
          "uses",
          t.inviteUses,
          USES.map((n) => (n === 0 ? t.anyNumber : t.peopleMany(n))),
          USES,
        )}
      </div>
      ${
        role === "owner"
          ? nothing
          : html`<div class="toggle">
              <label for="ask">${t.inviteAsk}</label>
              <input id="ask" type="checkbox" role="switch" aria-describedby="ask-hint">
              <p id="ask-hint" class="hint">${t.inviteAskHint}</p>
            </div>`
      }
      <div role="alert">${this.problem ? html`<p class="problem">${iconAlert}${this.problem}</p>` : nothing}</div>
      <button class="primary make" aria-disabled=${this.isBusy}>${this.isBusy ? t.makingLink : t.makeLink}</button>
    </form>`;
  }

  #made() {
    return html`
      <alcove-link-card class="made" .room=${this.room} .link=${this.link} .hint=${t.linkOnce}></alcove-link-card>
      <button class="outlined again" @click=${this.#again}>${t.anotherLink}</button>
    `;
  }

  /** @param {Event} event */
  #chose({ target }) {
    this.whom = /** @type {"anyone" | Role} */ (/** @type {HTMLSelectElement} */ (target).value);
    this.link = "";
    this.problem = "";
  }

  /**
   * @param {Event} event
   * @param {Role} role
   */
  async #make(event, role) {
    event.preventDefault();
    if (this.isBusy) return;
    const key = newKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
    const terms = {
      role,
      label: this.#field("label")?.value ?? "",
      lasts: Number(this.#field("lasts")?.value),
      uses: Number(this.#field("uses")?.value),
      ask: this.#field("ask")?.checked === true,
    };
    this.isBusy = true;
    this.problem = "";
    const { connection } = this.store;
    const { code, answer } = await connection.act(mintOf(key, terms, connection.time.date));
    this.isBusy = false;
    this.problem = code && t.keyFault(code);
    if (code) return;
    this.whom = role;
    this.link = linkInto(this.room, key);
    this.keys = answer.keys;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".made"))?.focus();
  }

  async #again() {
    this.link = "";
    await this.updateComplete;
    this.#field("label")?.focus();
  }

  /** @param {readonly Key[] | undefined} keys */
  #revoked(keys) {
    if (keys) this.keys = keys;
    else void this.#load();
  }

  async #load() {
    /** @type {Key[]} */
    const keys = [];
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const before = keys.at(-1)?.id;
      const { code, answer } = await this.store.connection.desk("keys", {
        limit: PAGE,
        ...(before && { before }),
      });
      if (code) return;
      keys.push(...answer.items);
      if (!answer.more) break;
    }
    this.keys = keys;
  }

  /**
   * @param {string} id
   * @returns {HTMLInputElement | null}
   */
  #field(id) {
    return this.renderRoot.querySelector(`#${id}`);
  }

  static styles = [
    ...dialogLook,
    settingsLook,
    css`
      #gives {
        margin-block: var(--space-2) var(--space-4);
      }

      form {
        display: grid;
        gap: var(--space-2);
      }

      form label {
        margin: 0;
      }

      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
        gap: var(--space-3);
        margin-block: var(--space-2);
      }

      .two label {
        margin-bottom: var(--space-2);
      }

      .make,
      .again {
        width: 100%;
        min-height: 3rem;
      }

      .again {
        margin-top: var(--space-4);
      }

      alcove-key-list {
        margin-top: var(--space-5);
      }
    `,
  ];
}

/**
 * @param {string} id
 * @param {string} label
 * @param {readonly string[]} words
 * @param {readonly number[]} values
 */
const select = (id, label, words, values) => html`<div>
  <label for=${id}>${label}</label>
  <div class="select">
    <select id=${id}>${words.map((each, i) => html`<option value=${values[i] ?? 0}>${each}</option>`)}</select>
    ${iconChevron}
  </div>
</div>`;

customElements.define("alcove-invite-dialog", InviteDialog);
