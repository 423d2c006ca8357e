/**
 * `<alcove-landing>`: the start page. It asks for a name and a room: a new one, a known one, or one visited
 * before. It opens no connection; it only leads to the room's link.
 *
 * @import { Destination } from "./room-address.js"
 */

import "../chrome/toast.js";
import "../chrome/update-notice.js";
import "./your-rooms.js";
import { forget, tellForgotten } from "../browser/forget.js";
import { readName, writeName } from "../browser/preferences.js";
import { keepPage, loadPart } from "../browser/service-worker.js";
import { visit, visitedRooms } from "../browser/visits.js";
import { cleanName, nameFault, tidyName } from "../client/protocol.js";
import { loadStartWords, t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconAlert, iconCheck, iconSettings, mark } from "../ui/icons.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { isForField, isTouch } from "../ui/writing-focus.js";
import { landingStyle } from "./landing-style.js";
import { destinationOf } from "./room-address.js";
import { isGuessable, newRoomName } from "./room-names.js";

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

  static styles = [base, landingStyle];
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
