/**
 * The list of rooms that this browser has been in, each with a link back and a button to forget it. It is
 * given the list and keeps none.
 */

import { loadPart } from "../browser/service-worker.js";
import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { nameParts, shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing, repeat } from "../ui/lit.js";
import { iconTrash } from "../ui/more-icons.js";

/** The others are a press away. */
const FIRST = 5;

/**
 * @fires forget With the room.
 * @fires not-loaded When nobody can be asked, as the question did not come.
 */
export class YourRooms extends LitElement {
  static properties = {
    rooms: { attribute: false },
    isWhole: { state: true },
    forgetting: { state: true },
  };

  constructor() {
    super();
    /** @type {readonly { room: string, at: number }[]} The last first. */
    this.rooms = [];
    this.isWhole = false;
    /** The room of which it was asked whether it is to be forgotten. */
    this.forgetting = "";
  }

  /** @override */
  render() {
    const shown = this.isWhole ? this.rooms : this.rooms.slice(0, FIRST);
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">${t.yourRooms}</h2>
      <ul>
        ${repeat(
          shown,
          ({ room }) => room,
          ({ room, at }) => this.#row(room, at),
        )}
      </ul>
      ${
        shown.length < this.rooms.length
          ? html`<button class="more outlined" @click=${this.#showAll}>${t.more}</button>`
          : nothing
      }
    </section>`;
  }

  /**
   * @param {string} room
   * @param {number} at
   */
  #row(room, at) {
    const { word, key, rest } = nameParts(room);
    return html`<li data-room=${room}>
      <a href="/room/${room}" title=${room}>
        <span class="name"><bdi translate="no">${word}<span class="key">${key}${rest ? "…" : nothing}</span></bdi></span>
        ${at > 0 ? html`<small>${t.lastVisit(momentOf(at, Date.now()))}</small>` : nothing}
      </a>
      <button
        class="forget"
        aria-label=${t.forgetOne(shortName(room))}
        title=${t.forgetOne(shortName(room))}
        aria-expanded=${this.forgetting === room}
        @click=${() => this.#ask(room)}
      >${iconTrash}</button>
      ${
        this.forgetting === room
          ? html`<alcove-forget-question
              .room=${room}
              .isOneRoom=${true}
              @forget=${() => this.#forget(room)}
              @stay=${() => this.#stay(room)}
            ></alcove-forget-question>`
          : nothing
      }
    </li>`;
  }

  async #showAll() {
    this.isWhole = true;
    await this.updateComplete;
    this.#focus(`li:nth-child(${FIRST + 1}) a`);
  }

  /** @param {string} room */
  async #ask(room) {
    if (this.forgetting === room) return this.#stay(room);
    try {
      await loadPart(() => import("../settings/forget-question.js"));
      this.forgetting = room;
    } catch {
      this.dispatchEvent(new CustomEvent("not-loaded"));
    }
  }

  /** @param {string} room */
  async #stay(room) {
    this.forgetting = "";
    await this.updateComplete;
    this.#focus(`li[data-room="${room}"] .forget`);
  }

  /** @param {string} room */
  async #forget(room) {
    this.forgetting = "";
    this.dispatchEvent(new CustomEvent("forget", { detail: room }));
    await this.updateComplete;
    // The button that was pressed is gone with its room.
    this.#focus("h2");
  }

  /** @param {string} selector */
  #focus(selector) {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(selector))?.focus();
  }

  static styles = [
    base,
    css`
      h2 {
        font-size: var(--size-l);
        font-weight: 650;
      }

      h2:focus {
        outline: none;
      }

      ul {
        margin-block: var(--space-2) var(--space-3);
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        border-block-end: 1px solid var(--line);
      }

      a {
        display: grid;
        min-height: 3.25rem;
        align-content: center;
        padding: var(--space-1) var(--space-2);
        border-radius: var(--radius-m);
        color: inherit;
        text-decoration: none;
      }

      a:hover {
        background: var(--hover);
      }

      .name {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      small,
      .key {
        color: var(--text-soft);
        font-size: var(--size-s);
        font-weight: 400;
      }

      .forget {
        color: var(--text-soft);
      }

      alcove-forget-question {
        grid-column: 1 / -1;
        padding: var(--space-2) var(--space-2) var(--space-4);
      }
    `,
  ];
}

customElements.define("alcove-your-rooms", YourRooms);
