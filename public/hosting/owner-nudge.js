/**
 * One line for who owns a room by this device alone: a second owner's link can be kept elsewhere. It comes once the room is
 * used, and never again when it was put away.
 *
 * @import { RoomStore } from "../state/room-store.js"
 */

import { storage } from "../browser/preferences.js";
import { signedInAs } from "../browser/sign-in.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconClose } from "../ui/icons.js";
import { css, html, LitElement } from "../ui/lit.js";

/** Forgotten with the room. */
const putAway = (/** @type {string} */ room) => `alcove:owner-nudge:${room}`;

/**
 * An account has the key on all devices.
 * @param {string} room
 * @param {Pick<RoomStore, "room" | "connection">} store
 */
export const isToBeReminded = (room, { room: { house, count, messages, you }, connection }) =>
  house.role === "owner" &&
  connection.ownKey !== "" &&
  signedInAs() === "" &&
  (count > 1 || messages.some(({ from }) => from.id !== you?.id)) &&
  storage.getItem(putAway(room)) === null;

export const noMoreReminders = (/** @type {string} */ room) => storage.setItem(putAway(room), "off");

/** @fires over When it is put away. */
export class OwnerNudge extends LitElement {
  /** @override */
  render() {
    return html`<aside aria-label=${t.ownerNudge}>
      <p>${t.ownerNudge}</p>
      <button class="keep" aria-haspopup="dialog" @click=${this.#keep}>${t.keepOwnerLink}</button>
      <button
        class="away"
        aria-label=${t.noReminder}
        title=${t.noReminder}
        @click=${() => this.dispatchEvent(new CustomEvent("over"))}
      >${iconClose}</button>
    </aside>`;
  }

  /** @param {Event} event */
  #keep({ currentTarget }) {
    // Safari focuses no button that is pressed, and the dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    const detail = { dialog: "owner" };
    this.dispatchEvent(new CustomEvent("host", { detail, bubbles: true, composed: true }));
  }

  static styles = [
    base,
    css`
      aside {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--space-2);
        padding-inline: max(var(--space-4), env(safe-area-inset-left)) var(--space-2);
        border-block-end: 1px solid var(--line);
        background: var(--raised);
        font-size: var(--size-s);
      }

      p {
        flex: 1 1 12rem;
        padding-block: var(--space-2);
        text-wrap: pretty;
      }

      .keep {
        color: var(--accent);
      }

      .away {
        color: var(--text-soft);
      }

      @media (max-width: 32rem) {
        aside {
          display: grid;
          grid-template-columns: minmax(0, 1fr) auto;
        }

        p {
          grid-row: 1;
          padding-block-end: 0;
        }

        .keep {
          grid-row: 2;
          justify-self: start;
          margin-inline-start: calc(-1 * var(--space-3));
        }

        .away {
          grid-row: 1;
          grid-column: 2;
        }
      }
    `,
  ];
}

customElements.define("alcove-owner-nudge", OwnerNudge);
