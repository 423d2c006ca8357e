/**
 * The links that were handed out, each with what became of it, and to be revoked.
 *
 * @import { Key } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { agoOf } from "../i18n/ago.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconAlert } from "../ui/icons.js";
import { css, html, LitElement, nothing, repeat } from "../ui/lit.js";
import { iconTrash } from "../ui/more-icons.js";
import { endOf } from "./access-keys.js";

/** @fires keys When one is revoked: all there are now. */
export class KeyList extends LitElement {
  static properties = {
    store: { attribute: false },
    keys: { attribute: false },
    asked: { state: true },
    isBusy: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    /** The newest first, revoked ones as well. @type {readonly Key[]} */
    this.keys = [];
    /** The id of the one of which it was asked whether it is to be revoked. */
    this.asked = 0;
    this.isBusy = false;
    this.problem = "";
  }

  /** @override */
  render() {
    const live = this.keys.filter(({ revoked }) => revoked === undefined);
    return html`
      <h3 id="title" tabindex="-1">${t.links}</h3>
      <ul aria-labelledby="title">
        ${repeat(
          live,
          ({ id }) => id,
          (key) => this.#row(key),
        )}
      </ul>
    `;
  }

  /** @param {Key} key */
  #row(key) {
    const role = t.inviteRoles[key.role];
    const label = key.label ?? (this.#isOwn(key) ? t.linkOwn : "");
    const isAsked = this.asked === key.id;
    return html`<li data-key=${key.id}>
      <div class="about">
        <b><bdi>${label || role}</bdi></b>
        <small>${[label && role, ...this.#facts(key)].filter(Boolean).join(" · ")}</small>
      </div>
      ${
        this.store.denial("key", key.role)
          ? nothing
          : html`<button
              class="revoke"
              aria-label=${t.revokeLink(label || role)}
              title=${t.revokeLink(label || role)}
              aria-expanded=${isAsked}
              @click=${() => (isAsked ? this.#stay(key.id) : this.#ask(key.id))}
            >${iconTrash}</button>`
      }
      ${isAsked ? this.#question(key) : nothing}
    </li>`;
  }

  /** By which this room was made here: the first it ever had. @param {Key} key */
  #isOwn({ id, role }) {
    return id === 1 && role === "owner" && this.store.connection.ownKey !== "";
  }

  /** @param {Key} key */
  #facts(key) {
    const now = this.store.connection.time.date;
    const end = endOf(key, now);
    return [
      key.uses ? t.linkUsedOf(key.used, key.uses) : (t.linkUsedFew[key.used] ?? t.linkUsed(key.used)),
      key.last_used && t.linkLast(agoOf(key.last_used, now)),
      end && t.linkEnd[end],
      !end && key.expires && t.linkEnds(agoOf(key.expires, now)),
      key.ask && t.linkAsks,
    ];
  }

  /** @param {Key} key */
  #question(key) {
    return html`<div class="question" role="group" aria-label=${t.revoke}>
      <p id="what">${t.revokeHint}</p>
      ${
        key.used > 0 && !this.#isOwn(key)
          ? html`<label class="check"><input type="checkbox" id="members">${t.revokeMembers(key.used)}</label>`
          : nothing
      }
      <div role="alert">${this.problem ? html`<p class="problem">${iconAlert}${this.problem}</p>` : nothing}</div>
      <div class="choices">
        <button class="outlined danger" aria-describedby="what" aria-disabled=${this.isBusy} @click=${() => this.#revoke(key.id)}>
          ${t.revoke}
        </button>
        <button class="stay" @click=${() => this.#stay(key.id)}>${t.cancel}</button>
      </div>
    </div>`;
  }

  /** @param {number} id */
  async #ask(id) {
    this.asked = id;
    this.problem = "";
    await this.updateComplete;
    this.#focus(".stay");
    this.renderRoot.querySelector(".question")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} id */
  async #stay(id) {
    this.asked = 0;
    await this.updateComplete;
    this.#focus(`[data-key="${id}"] .revoke`);
  }

  /** @param {number} id */
  async #revoke(id) {
    if (this.isBusy) return;
    const field = /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector("#members"));
    const members = field?.checked === true;
    this.isBusy = true;
    const { code, answer } = await this.store.connection.act({
      type: "revoke",
      key: id,
      ...(members && { members }),
    });
    this.isBusy = false;
    this.problem = code && t.keyFault(code);
    if (code) return;
    this.asked = 0;
    // With `members` the answer is what the others are told, not the list.
    this.dispatchEvent(new CustomEvent("keys", { detail: answer?.keys }));
    await this.updateComplete;
    // The button that was pressed is gone with its link.
    this.#focus("h3");
  }

  /** @param {string} selector */
  #focus(selector) {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(selector))?.focus();
  }

  static styles = [
    base,
    css`
      h3 {
        margin: 0;
        font-size: var(--size-l);
        font-weight: 650;
      }

      h3:focus {
        outline: none;
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 var(--space-2);
        padding-block: var(--space-2);
        border-block-end: 1px solid var(--line);
      }

      .about {
        display: grid;
        overflow-wrap: anywhere;
      }

      small {
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      .revoke {
        color: var(--text-soft);
      }

      .question {
        display: grid;
        grid-column: 1 / -1;
        gap: var(--space-2);
        padding-block: var(--space-2);
        font-size: var(--size-s);
      }

      .check {
        display: flex;
        gap: var(--space-2);
        align-items: center;
        min-height: var(--touch);
        margin: 0;
        font-weight: 400;
      }

      .check input {
        flex: none;
        width: 1.25rem;
        min-height: 1.25rem;
        margin: 0;
        accent-color: var(--accent);
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }

      .danger {
        border-color: var(--danger);
        color: var(--danger);
      }
    `,
  ];
}

customElements.define("alcove-key-list", KeyList);
