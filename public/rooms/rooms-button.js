/**
 * What leads from a room to the list of rooms, in the place of the mark in its bar: an arrow back where the list is a
 * screen of its own, else the button that opens it beside the room. With what is unread in the others.
 */

import iconBack from "lucide-static/icons/arrow-left.svg";
import iconPanel from "lucide-static/icons/panel-left.svg";
import { number } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { directional } from "../ui/icon.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

const MOST_SHOWN = 99;

export class RoomsButton extends LitElement {
  static properties = {
    unread: { attribute: false },
    mentions: { attribute: false },
    requests: { attribute: false },
    isBack: { attribute: false },
  };

  constructor() {
    super();
    this.unread = 0;
    this.mentions = 0;
    /** To talk in private. */
    this.requests = 0;
    /** It leads to another screen. */
    this.isBack = false;
  }

  /** @override */
  focus() {
    void this.updateComplete.then(() => this.renderRoot.querySelector("button")?.focus());
  }

  /** @override */
  render() {
    const { unread, mentions, requests, isBack } = this;
    const rooms = unread > 0 ? t.backToRooms(unread) : isBack ? t.myRooms : t.showRooms;
    const label = requests > 0 ? `${rooms} · ${t.requestsIn(requests)}` : rooms;
    const all = unread + requests;
    const count = all > MOST_SHOWN ? `${number(MOST_SHOWN)}+` : number(all);
    return html`<button aria-label=${label} title=${label} aria-expanded=${isBack ? nothing : "false"}>
      ${directional(isBack ? iconBack : iconPanel)}
      ${all > 0 ? html`<span class=${mentions + requests > 0 ? "mention" : ""} translate="no" aria-hidden="true">${count}</span>` : nothing}
    </button>`;
  }

  static styles = [
    base,
    css`
      button {
        gap: var(--space-1);
        padding: 0 0.3125rem;
      }

      span:not(.directional) {
        margin-inline-end: var(--space-1);
        min-width: 1.25rem;
        padding-inline: 0.3125rem;
        border-radius: 1rem;
        background: var(--accent);
        color: var(--on-accent);
        font-size: 0.6875rem;
        font-variant-numeric: tabular-nums;
        font-weight: 650;
        line-height: 1.25rem;
      }

      .mention {
        background: var(--danger);
        color: var(--ground);
      }
    `,
  ];
}

customElements.define("alcove-rooms-button", RoomsButton);
