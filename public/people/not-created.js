/**
 * What one sees where a room begins only once somebody creates it, and nobody has: one may do so, or go elsewhere.
 */

import { isStored } from "../browser/is-stored.js";
import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { newKey } from "../client/new-key.js";
import { passKey } from "../client/pass-key.js";
import { t } from "../i18n/strings.js";
import { shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { mark } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";
import { modalBox } from "../ui/modal.js";
import { LastingModal } from "./lasting-modal.js";
import { namePromptStyle } from "./name-prompt-style.js";

export class NotCreated extends LastingModal {
  static properties = {
    room: { attribute: false },
    isEmbedded: { attribute: false },
    isRefused: { state: true },
  };

  constructor() {
    super();
    this.room = "";
    /** In a frame on another site's page, which the start page would not be shown in. */
    this.isEmbedded = false;
    /** The browser stores nothing, so the key would be lost. */
    this.isRefused = false;
  }

  /** @override */
  render() {
    return this.modal(html`<form novalidate @submit=${this.#create}>
      ${mark}
      <h1 id="title"><small>${t.notCreated}</small> <bdi translate="no">${shortName(this.room)}</bdi></h1>
      <p class="last">${t.notCreatedHint}</p>
      <p class="last" role="status">${this.isRefused ? t.notKept : nothing}</p>
      <div class="actions">
        <a href="/" target=${this.isEmbedded ? "_blank" : "_self"}>${t.toStart}</a>
        <button class="primary" data-first @click=${this.#create}>${t.createThis}</button>
      </div>
    </form>`);
  }

  /** The key is kept before the room is heard of: the page that comes up says the hello with it. @param {Event} event */
  #create(event) {
    event.preventDefault();
    const key = newKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
    new IdentityStore(storage, this.room).pass = { key, create: {} };
    this.isRefused = !isStored(passKey(this.room));
    if (!this.isRefused) location.reload();
  }

  static styles = [
    base,
    modalBox,
    namePromptStyle,
    css`
      /* Banners let presses through beside them. */
      dialog {
        pointer-events: auto;
      }

      h1:has(+ .last) {
        margin-bottom: var(--space-3);
      }

      /* One below the other where both do not fit. */
      .actions {
        flex-wrap: wrap;
      }

      .actions .primary {
        flex: 1 0 auto;
        max-width: 100%;
        white-space: normal;
      }

      a {
        flex: 1 0 auto;
        max-width: 100%;
        text-align: center;
        display: inline-flex;
        align-items: center;
        justify-content: center;
        min-height: var(--touch);
        padding-inline: var(--space-4);
        border-radius: var(--radius-m);
        color: inherit;
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
    `,
  ];
}

customElements.define("alcove-not-created", NotCreated);
