/**
 * The confirmation before “Forget me on this device”, which can't be undone. It forgets nothing itself. Loaded
 * when it is asked.
 */

import { storage } from "../browser/preferences.js";
import { signedInAs } from "../browser/sign-in.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/** Of rooms that were made here (client/identity.js). */
const OWN_KEY = "alcove:own-key:";

/**
 * @fires forget With the room; "" is all, and what else is kept.
 * @fires stay
 */
export class ForgetQuestion extends LitElement {
  static properties = {
    room: { attribute: false },
    isOneRoom: { attribute: false },
  };

  constructor() {
    super();
    /** "" where no room is meant by itself. */
    this.room = "";
    /** All rooms are not asked about. */
    this.isOneRoom = false;
  }

  /** @override */
  render() {
    const { room, isOneRoom } = this;
    return html`<div role="group" aria-label=${t.forgetMe}>
      <p id="what">${t.forgetWhat} ${t.forgetNameHint} ${room && !isOneRoom ? t.forgetAllHint : nothing} ${signedInAs() ? t.forgetInAccount : this.#isOwner() ? t.forgetOwned : nothing}</p>
      ${room ? this.#choice(t.forgetRoom, room) : nothing} ${isOneRoom ? nothing : this.#choice(t.forgetAll, "")}
      <button class="stay" @click=${() => this.#tell("stay")}>${t.cancel}</button>
    </div>`;
  }

  /** Of what may be forgotten; an account would keep that. */
  #isOwner() {
    const { room, isOneRoom } = this;
    return storage.keys().some((key) => (isOneRoom ? key === OWN_KEY + room : key.startsWith(OWN_KEY)));
  }

  /**
   * @param {string} words
   * @param {string} room
   */
  #choice(words, room) {
    return html`<button class="outlined danger" aria-describedby="what" @click=${() => this.#tell("forget", room)}>${words}</button>`;
  }

  /** @override */
  firstUpdated() {
    const stay = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".stay"));
    stay?.focus();
    stay?.scrollIntoView({ block: "nearest" });
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
    css`
      div {
        display: grid;
        gap: var(--space-2);
      }

      p {
        font-size: var(--size-s);
      }

      .danger {
        border-color: var(--danger);
        color: var(--danger);
        white-space: normal;
      }
    `,
  ];
}

customElements.define("alcove-forget-question", ForgetQuestion);
