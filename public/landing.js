/**
 * `<alcove-landing>`: the start page. A name, and a room: a new one or one that is known. It opens
 * no connection; it only leads to the room's link.
 */

import "./components/update-notice.js";
import { forget, tellForgotten } from "./browser/forget.js";
import { readName, writeName } from "./browser/preferences.js";
import { keepPage, loadPart } from "./browser/service-worker.js";
import { base } from "./parts/base.js";
import { iconAlert, iconCheck, iconSettings, mark } from "./parts/icons.js";
import { css, html, LitElement, nothing } from "./parts/lit.js";
import { isGuessable, newRoomName } from "./parts/room-names.js";
import { loadStartWords, t } from "./parts/strings.js";
import { nameFault, parseRoomName, tidyName } from "./protocol.js";

await loadStartWords();

export class AlcoveLanding extends LitElement {
  static properties = {
    nameProblem: { state: true },
    roomProblem: { state: true },
    isGuessable: { state: true },
    isSettingUp: { state: true },
  };

  constructor() {
    super();
    this.nameProblem = "";
    this.roomProblem = "";
    this.isGuessable = false;
    this.isSettingUp = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    keepPage();
  }

  /** @override */
  render() {
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
              .value=${readName()}
              aria-invalid=${this.nameProblem !== ""}
              aria-describedby="name-problem"
              @input=${() => {
                this.nameProblem = "";
              }}
            >
            ${problem("name-problem", this.nameProblem)}
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
                aria-describedby="room-problem room-hint"
                @input=${this.#roomTyped}
              >
              <button class="outlined">${t.enter}</button>
            </div>
            ${problem("room-problem", this.roomProblem)}
            <p id="room-hint" class="hint" ?hidden=${!this.isGuessable || this.roomProblem !== ""}>${t.guessable}</p>
          </form>
        </div>
        <ul class="points">
          ${t.points.map((point) => html`<li>${iconCheck}${point}</li>`)}
        </ul>
      </main>
      ${
        this.isSettingUp
          ? html`<alcove-settings-dialog
              @forget=${forgetAll}
              @close=${() => {
                this.isSettingUp = false;
              }}
            ></alcove-settings-dialog>`
          : nothing
      }
      <alcove-update-notice @close=${this.#goOn}></alcove-update-notice>
    `;
  }

  /** @param {Event} event */
  async #openSettings({ currentTarget }) {
    // Safari focuses no button that is pressed, and the dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    await loadPart(() => import("./components/settings-dialog.js"));
    this.isSettingUp = true;
  }

  /** @param {Event} event */
  #create(event) {
    event.preventDefault();
    if (this.#keepName()) go(newRoomName((bytes) => crypto.getRandomValues(new Uint8Array(bytes))));
  }

  /** Whoever comes by a link has chosen no name. */
  #roomTyped() {
    const given = this.#field("room").value.trim();
    this.roomProblem = "";
    this.isGuessable = parseRoomName(given) !== undefined && isGuessable(given);
  }

  /** @param {Event} event */
  #enter(event) {
    event.preventDefault();
    const given = this.#field("room").value.trim();
    const room = parseRoomName(given.replace(/^.*\/room\//, "").replace(/[?#].*$/, ""));
    this.roomProblem = room ? "" : given === "" ? t.roomMissing : t.roomInvalid;
    if (!room) return this.#field("room").focus();
    // Without a name the room itself asks for one.
    if (this.#field("name").value.trim() === "" || this.#keepName()) go(room);
  }

  /** Not on a touch screen, where it would bring up the keyboard. */
  #goOn() {
    if (matchMedia("(hover: hover)").matches) this.#field("name").focus();
  }

  /** @returns {boolean} Whether the name is one. */
  #keepName() {
    const field = this.#field("name");
    const fault = nameFault(field.value);
    this.nameProblem = fault ? t.nameFault(fault) : "";
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

      .hint {
        margin-top: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
        text-align: center;
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

        .points {
          grid-area: points;
          font-size: var(--size-m);
        }

        .card {
          grid-area: card;
        }

        .card {
          padding: var(--space-6);
        }
      }
    `,
  ];
}

const forgetAll = () => {
  forget("");
  tellForgotten("");
  location.reload();
};

/** @param {string} room */
const go = (room) => location.assign(`/room/${room}`);

/**
 * Always there, so that it is announced when it gets its words.
 * @param {string} id
 * @param {string} words
 */
const problem = (id, words) =>
  html`<div id=${id} aria-live="polite">${words ? html`<p class="problem">${iconAlert}${words}</p>` : nothing}</div>`;

customElements.define("alcove-landing", AlcoveLanding);
