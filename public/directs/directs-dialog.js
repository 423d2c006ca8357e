/**
 * All of one's private conversations in a room: who asks, with whom one talks, whom one waits for, and whom one has ignored
 * or blocked. Loaded when it is opened.
 *
 * @import { Direct } from "../client/protocol.js"
 * @import { DirectsLine } from "./directs.js"
 */

import { shownName } from "../hosting/standing.js";
import { wordsFor } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { avatar } from "../people/person.js";
import { memberColours } from "../ui/base.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { css, html, nothing, repeat } from "../ui/lit.js";

const ORDER = ["request", "open", "asked", "ignored", "blocked"];

export class DirectsDialog extends Dialog {
  static properties = { around: { attribute: false }, told: { state: true } };

  #stop = new AbortController();

  constructor() {
    super();
    this.around = /** @type {DirectsLine} */ (/** @type {unknown} */ (undefined));
    /** What has come of what was done last. */
    this.told = "";
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    const { signal } = this.#stop;
    this.around.store.addEventListener("change", () => this.requestUpdate(), { signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  /** @override */
  render() {
    const all = ORDER.flatMap((state) => this.around.directs.all.filter((each) => each.state === state));
    return this.frame(
      t.directs,
      html`<ul>
        ${repeat(
          all,
          ({ pair }) => pair,
          (each) => this.#row(each),
        )}
        </ul>
        <p role="status">${this.told || nothing}</p>`,
    );
  }

  /** @param {Direct} direct */
  #row(direct) {
    const { id, name } = direct.with;
    const shown = shownName(direct.with, this.around.store);
    const state = wordsFor(t.directState, direct.state);
    const who = html`${avatar(id, name)}<span class="name"><span translate="no">${shown}</span>${state ? html` <small>${state}</small>` : nothing}</span>`;
    const keep = () => this.around.keep(direct);
    const go = () => {
      keep();
      this.close();
    };
    return html`<li>
      ${direct.state === "open" ? html`<a href="/room/${direct.room}" aria-label=${t.writeTo(shown)} @click=${go} @auxclick=${keep}>${who}</a>` : who}
      ${this.#buttons(direct, shown)}
    </li>`;
  }

  /**
   * @param {Direct} direct
   * @param {string} name
   */
  #buttons(direct, name) {
    const { around } = this;
    const ask = () => this.#act(() => around.act({ type: "direct", to: direct.with.id }));
    const answer = (/** @type {"ignore" | "block"} */ what) => () =>
      this.#act(() => around.answer(direct, what));
    const button = (
      /** @type {string} */ words,
      /** @type {string} */ label,
      /** @type {() => unknown} */ deed,
    ) => html`<button class="outlined" aria-label=${label} @click=${deed}>${words}</button>`;
    switch (direct.state) {
      case "request":
        return html`<span class="buttons">
          ${button(t.accept, t.acceptFrom(name), ask)} ${button(t.ignore, t.ignoreFrom(name), answer("ignore"))}
          ${button(t.block, t.blockWhom(name), answer("block"))}
        </span>`;
      case "open":
        return button(t.block, t.blockWhom(name), answer("block"));
      case "ignored":
        return button(t.accept, t.acceptFrom(name), ask);
      case "blocked":
        return button(t.unblock, t.unblockWhom(name), ask);
      default:
        return nothing;
    }
  }

  /** @param {() => Promise<string>} act */
  async #act(act) {
    this.told = "";
    this.told = await act();
  }

  static styles = [
    ...dialogLook,
    memberColours,
    css`
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        min-height: 3rem;
        padding-block: var(--space-1);
      }

      li + li {
        border-block-start: 1px solid var(--line);
      }

      a {
        display: flex;
        flex: 1;
        align-items: center;
        gap: var(--space-3);
        min-width: 0;
        min-height: var(--touch);
        border-radius: var(--radius-s);
        color: inherit;
        font-weight: 550;
      }

      .name {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      small {
        display: block;
        color: var(--text-soft);
        font-weight: 400;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
    `,
  ];
}

customElements.define("alcove-directs-dialog", DirectsDialog);
