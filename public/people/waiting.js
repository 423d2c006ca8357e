/**
 * What one sees who has knocked, until one is let in: the room's title and topic, the place in the line, and a field for
 * the one thing that may be said to those who let people in.
 */

import { loadLaterWords, t } from "../i18n/strings.js";
import { shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { mark } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";
import { modalBox } from "../ui/modal.js";
import { LastingModal } from "./lasting-modal.js";
import { namePromptStyle } from "./name-prompt-style.js";

// Its element is in the page already, and is drawn as soon as it is defined.
await loadLaterWords();

/** As the server counts. */
const MOST_SAID = 140;

/** @fires knock With what is to be said. */
export class Waiting extends LastingModal {
  static properties = {
    room: { attribute: false },
    place: { attribute: false },
    front: { attribute: false },
    said: { state: true },
  };

  constructor() {
    super();
    this.room = "";
    this.place = 1;
    /** @type {{ title?: string, topic?: string }} */
    this.front = {};
    this.said = "";
  }

  /** @override */
  render() {
    const { title = shortName(this.room), topic } = this.front;
    return this.modal(html`<form novalidate @submit=${this.#submit}>
      ${mark}
      <h1 id="title"><small>${t.waitingFor}</small> <bdi translate="no">${title}</bdi></h1>
      ${topic ? html`<p class="last"><bdi translate="no">${topic}</bdi></p>` : nothing}
      <p class="expired" role="status">${t.waitingPlace(this.place)}</p>
      ${
        this.said
          ? html`<p class="said" tabindex="-1">${t.waitingSaid} <q dir="auto" translate="no">${this.said}</q></p>`
          : html`<label for="words">${t.waitingWords}</label>
              <input id="words" dir="auto" autocomplete="off" maxlength=${MOST_SAID} data-first>`
      }
      <div class="actions">
        <button type="button" @click=${() => location.assign("/")}>${t.leaveLine}</button>
        ${this.said ? nothing : html`<button class="primary" @click=${this.#submit}>${t.send}</button>`}
      </div>
    </form>`);
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    const field = this.renderRoot.querySelector("input");
    const words = field?.value.trim() ?? "";
    if (words === "") return field?.focus();
    this.said = words;
    this.dispatchEvent(new CustomEvent("knock", { detail: words }));
    // The field is gone, and the one button left leads away.
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".said"))?.focus();
  }

  static styles = [
    base,
    modalBox,
    namePromptStyle,
    css`
      .said {
        overflow-wrap: anywhere;
      }

      .said:focus {
        outline: none;
      }
    `,
  ];
}

customElements.define("alcove-waiting", Waiting);
