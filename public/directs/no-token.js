/**
 * What stands in the place of a private conversation that this device has no way into. It tells nothing of whether there is
 * one.
 */

import iconLock from "lucide-static/icons/lock-keyhole.svg";
import { t } from "../i18n/strings.js";
import { shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { readPair } from "./kept.js";

export class NoToken extends LitElement {
  /** @param {string} room */
  constructor(room) {
    super();
    this.room = room;
    document.title = `${t.lostTalk} · Alcove`;
  }

  /** @override */
  render() {
    const met = readPair(this.room)?.room;
    return html`<main>
      ${iconLock}
      <h1>${t.lostTalk}</h1>
      <p>${t.lostTalkHint}</p>
      <p class="ways">
        ${met ? html`<a class="primary" href="/room/${met}">${t.toMet(`\u2068${shortName(met)}\u2069`)}</a>` : nothing}
        <a href="/">${t.toStart}</a>
      </p>
    </main>`;
  }

  static styles = [
    base,
    css`
      main {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--space-4);
        min-height: 100dvh;
        padding: var(--space-5);
        text-align: center;
      }

      .icon {
        width: 2.5rem;
        height: 2.5rem;
        color: var(--member-9);
      }

      h1 {
        font: 500 var(--size-xl) / 1.25 var(--serif);
        text-wrap: balance;
      }

      p {
        max-width: 28rem;
        color: var(--text-soft);
        text-wrap: pretty;
      }

      .ways {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: var(--space-3);
      }

      a {
        display: inline-flex;
        align-items: center;
        min-height: var(--touch);
        padding: 0 var(--space-4);
        border-radius: var(--radius-m);
        color: var(--link);
        font-weight: 550;
      }

      a.primary {
        background: var(--accent);
        color: var(--on-accent);
        text-decoration: none;
      }
    `,
  ];
}

customElements.define("alcove-no-token", NoToken);
