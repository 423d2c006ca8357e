/**
 * `<alcove-landing>`: the start page. A name, and a room: a new one, one that is known, or one where
 * one was before. It opens no connection; it only leads to the room's link.
 *
 * @import { Destination } from "../landing/room-address.js"
 */

import "../chrome/toast.js";
import "../chrome/update-notice.js";
import "../landing/your-rooms.js";
import { forget, tellForgotten } from "../browser/forget.js";
import { readName, writeName } from "../browser/preferences.js";
import { keepPage, loadPart } from "../browser/service-worker.js";
import { visit, visitedRooms } from "../browser/visits.js";
import { cleanName, nameFault, tidyName } from "../client/protocol.js";
import { loadStartWords, t } from "../i18n/strings.js";
import { destinationOf } from "../landing/room-address.js";
import { isGuessable, newRoomName } from "../landing/room-names.js";
import { base } from "../ui/base.js";
import { iconAlert, iconCheck, iconSettings, mark } from "../ui/icons.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { isForField, isTouch } from "../ui/writing-focus.js";

await loadStartWords();

export class AlcoveLanding extends LitElement {
  static properties = {
    nameProblem: { state: true },
    cleanName: { state: true },
    roomProblem: { state: true },
    entered: { state: true },
    isSettingUp: { state: true },
  };

  constructor() {
    super();
    this.nameProblem = "";
    /** The name without what nobody sees, if that is all that is wrong with it. */
    this.cleanName = "";
    this.roomProblem = "";
    /** What is in the field for the room. */
    this.entered = "";
    this.isSettingUp = false;
  }

  #stop = new AbortController();
  /** What the field begins with. */
  #name = readName();

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    keepPage();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    // Other tabs go on, and this page may come back as it was when one left it.
    for (const type of ["storage", "pageshow"])
      window.addEventListener(type, () => this.requestUpdate(), { signal });
    window.addEventListener("keydown", (event) => isForField(event) && this.#whereOneWrites.focus(), {
      signal,
    });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  /** @override */
  render() {
    const rooms = visitedRooms();
    return html`
      <header>
        <span class="brand">${mark}<b>${t.product}</b></span>
        <button aria-label=${t.settings} title=${t.settings} aria-haspopup="dialog" @click=${this.#openSettings}>
          ${iconSettings}
        </button>
      </header>
      <main>
        <div class="pitch">
          <h1>${t.tagline}</h1>
          <p>${t.pitch}</p>
        </div>
        ${
          rooms.length > 0
            ? html`<alcove-your-rooms
                .rooms=${rooms}
                @forget=${(/** @type {CustomEvent<string>} */ { detail }) => this.#forget(detail)}
                @not-loaded=${this.#sayNotLoaded}
              ></alcove-your-rooms>`
            : nothing
        }
        <div class="card">
          <form novalidate @submit=${this.#create}>
            <label for="name">${t.yourName}</label>
            <input
              id="name"
              name="name"
              autocomplete="nickname"
              autocapitalize="words"
              dir="auto"
              placeholder=" "
              .value=${this.#name}
              aria-invalid=${this.nameProblem !== ""}
              aria-describedby="name-problem"
              @input=${this.#nameTyped}
            >
            ${problem("name-problem", this.nameProblem)}
            ${
              this.cleanName
                ? html`<button type="button" class="outlined offer" @click=${this.#takeCleanName}>
                    <bdi>${t.useName(this.cleanName)}</bdi>
                  </button>`
                : nothing
            }
            <button class="primary" aria-describedby="create-hint">${t.create}</button>
            <p id="create-hint" class="hint">${t.createHint}</p>
          </form>
          <p class="or"><span>${t.or}</span></p>
          <form novalidate @submit=${this.#enter}>
            <label for="room">${t.roomOrLink}</label>
            <div class="pair">
              <input
                id="room"
                name="room"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                aria-invalid=${this.roomProblem !== ""}
                aria-describedby="room-problem room-leads room-hint"
                @input=${this.#roomTyped}
              >
              <button class="outlined">${t.enter}</button>
            </div>
            ${problem("room-problem", this.roomProblem)}
            ${this.#whereItLeads()}
          </form>
        </div>
        ${
          rooms.length > 0
            ? nothing
            : html`<ul class="points">
                ${t.points.map((point) => html`<li>${iconCheck}${point}</li>`)}
              </ul>`
        }
      </main>
      ${
        this.isSettingUp
          ? html`<alcove-settings-dialog
              @forget=${() => this.#forget("")}
              @close=${() => {
                this.isSettingUp = false;
              }}
            ></alcove-settings-dialog>`
          : nothing
      }
      <alcove-toast></alcove-toast>
      <alcove-update-notice @close=${this.#goOn}></alcove-update-notice>
    `;
  }

  /** @param {Event} event */
  async #openSettings({ currentTarget }) {
    // Safari focuses no button that is pressed, and the dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    try {
      await loadPart(() => import("../settings/settings-dialog.js"));
      this.isSettingUp = true;
    } catch {
      this.#sayNotLoaded();
    }
  }

  #sayNotLoaded() {
    this.renderRoot.querySelector("alcove-toast")?.show(t.notLoaded);
  }

  /** Before one goes there: which room it is, if that is not just what one wrote, and who else is. */
  #whereItLeads() {
    const destination = this.roomProblem ? undefined : destinationOf(this.entered, location);
    const { room = "", origin } = destination ?? {};
    const isName = !this.entered.includes("/");
    const isAsWritten = room === "" || !isName || room === this.entered.trim().toLowerCase();
    const leads = origin ? t.leadsElsewhere(new URL(origin).host) : isAsWritten ? "" : t.leadsTo(room);
    const isAnybodys = isName && room !== "" && isGuessable(room);
    return html`<p id="room-leads" class="leads" role="status">${leads}</p>
      <p id="room-hint" class="hint" ?hidden=${this.roomProblem !== "" || !isName}>
        ${t.sameRoom} ${isAnybodys ? t.guessable : nothing}
      </p>`;
  }

  /** @param {Event} event */
  #create(event) {
    event.preventDefault();
    if (!this.#keepName()) return;
    this.#enterAs({ room: newRoomName((bytes) => crypto.getRandomValues(new Uint8Array(bytes))), hash: "" });
  }

  #nameTyped() {
    this.nameProblem = "";
    this.cleanName = "";
  }

  #takeCleanName() {
    this.#field("name").value = this.cleanName;
    this.#nameTyped();
    this.#field("name").focus();
  }

  #roomTyped() {
    this.roomProblem = "";
    this.entered = this.#field("room").value;
  }

  /** @param {Event} event */
  #enter(event) {
    event.preventDefault();
    const given = this.#field("room").value;
    const destination = destinationOf(given, location);
    this.roomProblem = destination ? "" : given.trim() === "" ? t.roomMissing : t.roomInvalid;
    if (!destination) return this.#field("room").focus();
    if (destination.origin) return location.assign(addressOf(destination));
    // Without a name the room itself asks for one.
    if (this.#field("name").value.trim() === "") location.assign(addressOf(destination));
    else if (this.#keepName()) this.#enterAs(destination);
  }

  /**
   * The room asks for no name: it was given here.
   * @param {Destination} destination
   */
  #enterAs(destination) {
    visit(destination.room);
    location.assign(addressOf(destination));
  }

  /** @param {string} room "" for all. */
  #forget(room) {
    const name = readName();
    forget(room);
    tellForgotten(room);
    if (room === "") return location.reload();
    // It is forgotten with the room, and is still in the field.
    if (this.#field("name").value === name) this.#field("name").value = "";
    this.requestUpdate();
  }

  /** What is still to be filled in. */
  get #whereOneWrites() {
    const name = this.#field("name");
    return name.value === "" ? name : this.#field("room");
  }

  /** Not on a touch screen, where it would bring up the keyboard. */
  #goOn() {
    if (!isTouch()) this.#field("name").focus();
  }

  /** @returns {boolean} Whether the name is one. */
  #keepName() {
    const field = this.#field("name");
    const fault = nameFault(field.value);
    this.nameProblem = fault ? t.nameFault(fault) : "";
    this.cleanName = fault === "name_invalid" ? cleanName(field.value) : "";
    if (fault) field.focus();
    else writeName(tidyName(field.value));
    return !fault;
  }

  /**
   * @param {string} id
   * @returns {HTMLInputElement}
   */
  #field(id) {
    return /** @type {HTMLInputElement} */ (this.renderRoot.querySelector(`#${id}`));
  }

  static styles = [
    base,
    css`
      alcove-toast {
        position: fixed;
        inset-block-end: var(--space-5);
      }

      :host {
        display: grid;
        grid-template-rows: auto 1fr;
        min-height: 100dvh;
        padding: max(var(--space-3), env(safe-area-inset-top)) max(var(--space-4), env(safe-area-inset-right))
          max(var(--space-5), env(safe-area-inset-bottom)) max(var(--space-4), env(safe-area-inset-left));
        background: radial-gradient(60rem 40rem at 85% -10%, var(--accent-soft), transparent 60%);
      }

      alcove-update-notice {
        position: fixed;
        inset-block: auto max(var(--space-4), env(safe-area-inset-bottom));
      }

      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        width: 100%;
        max-width: 66rem;
        margin-inline: auto;
      }

      .brand {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        font: 550 var(--size-l) / 1 var(--serif);
      }

      main {
        display: grid;
        align-content: center;
        gap: var(--space-5);
        width: 100%;
        max-width: 32rem;
        margin-inline: auto;
        padding-block: var(--space-4) var(--space-2);
      }

      h1 {
        font: 500 var(--size-xxl) / 1.08 var(--serif);
        letter-spacing: -0.02em;
        text-wrap: balance;
      }

      .pitch p {
        max-width: 30rem;
        margin-top: var(--space-4);
        color: var(--text-soft);
        font-size: var(--size-l);
        text-wrap: pretty;
      }

      .points {
        display: grid;
        gap: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      .points li {
        display: flex;
        gap: var(--space-2);
      }

      .points .icon {
        color: var(--accent);
      }

      .card {
        padding: var(--space-5);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--raised);
        box-shadow: var(--shadow-high);
      }

      .card .primary {
        width: 100%;
        min-height: 3rem;
        margin-top: var(--space-4);
      }

      .offer {
        max-width: 100%;
        margin-top: var(--space-2);
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .hint {
        margin-top: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
        text-align: center;
      }

      .leads {
        margin-top: var(--space-2);
        font-size: var(--size-s);
        font-weight: 600;
        overflow-wrap: anywhere;
        text-align: center;
      }

      .leads:empty {
        display: none;
      }

      .or {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        margin-block: var(--space-5) var(--space-4);
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      .or::before,
      .or::after {
        flex: 1;
        height: 1px;
        background: var(--line);
        content: "";
      }

      .pair {
        display: flex;
        gap: var(--space-2);
      }

      .pair button {
        flex: none;
        min-height: 3rem;
        padding-inline: var(--space-4);
      }

      @media (min-width: 56rem) {
        main {
          grid-template-columns: minmax(0, 1.15fr) minmax(22rem, 0.85fr);
          max-width: 66rem;
          grid-template-areas: "pitch card" "points card";
          gap: var(--space-5) var(--space-8);
        }

        .pitch {
          align-self: end;
        }

        .points,
        alcove-your-rooms {
          grid-area: points;
        }

        .points {
          font-size: var(--size-m);
        }

        .card {
          grid-area: card;
          align-self: start;
          padding: var(--space-6);
        }
      }
    `,
  ];
}

/** @param {Destination} destination */
const addressOf = ({ origin = "", room, hash }) => `${origin}/room/${room}${hash}`;

/**
 * Always there, so that it is announced when it gets its words.
 * @param {string} id
 * @param {string} words
 */
const problem = (id, words) =>
  html`<div id=${id} aria-live="polite">${words ? html`<p class="problem">${iconAlert}${words}</p>` : nothing}</div>`;

customElements.define("alcove-landing", AlcoveLanding);
