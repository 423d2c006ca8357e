/**
 * The people who are here. A panel beside the conversation where there is room, else a drawer over
 * it. It shows the list it is given and asks for more; it keeps none.
 *
 * @import { Member } from "../protocol.js"
 * @import { SignOf } from "../likeness.js"
 * @import { PropertyValues } from "lit"
 */

import { base, memberColours } from "../parts/base.js";
import { iconClose, iconPen } from "../parts/icons.js";
import { css, html, LitElement, nothing, repeat } from "../parts/lit.js";
import { avatar, signed } from "../parts/person.js";
import { t } from "../parts/strings.js";

/**
 * @fires close
 * @fires rename
 * @fires more When the next page of a large roster is wanted.
 */
export class Roster extends LitElement {
  #isMoreFocused = false;

  static properties = {
    members: { attribute: false },
    you: { attribute: false },
    signOf: { attribute: false },
    count: { type: Number },
    hasMore: { type: Boolean },
    isDrawer: { type: Boolean },
  };

  constructor() {
    super();
    /** @type {ReadonlyMap<string, string>} */
    this.members = new Map();
    /** @type {Member} */
    this.you = { id: "", name: "" };
    /** @type {SignOf} */
    this.signOf = () => "";
    this.count = 0;
    this.hasMore = false;
    this.isDrawer = false;
  }

  /** A drawer gives the focus back to where it came from. */
  close() {
    if (this.isDrawer) this.renderRoot.querySelector("dialog")?.close();
    else this.#tell("close");
  }

  /** @returns {HTMLElement | null} */
  get #closeButton() {
    return this.renderRoot.querySelector(".head button");
  }

  /** @override */
  willUpdate() {
    this.#isMoreFocused = !!(/** @type {ShadowRoot} */ (this.renderRoot)?.activeElement?.matches(".more"));
  }

  /** @override */
  render() {
    if (!this.isDrawer) return html`<aside aria-label=${t.people}>${this.#people()}</aside>`;
    return html`<dialog aria-label=${t.people} @close=${() => this.#tell("close")} @click=${this.#clicked}>
      ${this.#people()}
    </dialog>`;
  }

  /** @override @param {PropertyValues<this>} changed */
  updated(changed) {
    if (changed.has("isDrawer") && this.isDrawer) this.renderRoot.querySelector("dialog")?.showModal();
    // The button that brought the last page is gone with it.
    if (this.#isMoreFocused && !this.hasMore) this.#closeButton?.focus();
  }

  #people() {
    const others = [...this.members].filter(([id]) => id !== this.you.id);
    const sorted = others.sort(([, a], [, b]) => collator.compare(a, b));
    return html`
      <div class="head">
        <h2>${t.people} <span>${t.here(this.count)}</span></h2>
        <button aria-label=${t.close} @click=${this.close}>${iconClose}</button>
      </div>
      <ul aria-label=${t.people}>
        <li>
          ${avatar(this.you.id, this.you.name)}
          <span class="name"
            ><bdi>${this.you.name}</bdi>${signed(this.signOf(this.you.id, this.you.name))} <small>(${t.you})</small></span
          >
          <button aria-label=${t.rename} @click=${this.#rename}>${iconPen}</button>
        </li>
        ${repeat(
          sorted,
          ([id]) => id,
          ([id, name]) =>
            html`<li>
              ${avatar(id, name)}
              <span class="name"><bdi>${name}</bdi>${signed(this.signOf(id, name))}</span>
            </li>`,
        )}
      </ul>
      ${this.hasMore ? html`<button class="more outlined" @click=${() => this.#tell("more")}>${t.more}</button>` : nothing}
      <slot></slot>
    `;
  }

  /**
   * A press beside the drawer, which the dialog sees as one on itself.
   * @param {MouseEvent} event
   */
  #clicked(event) {
    if (event.target === event.currentTarget) this.close();
  }

  #rename() {
    if (this.isDrawer) this.close();
    this.#tell("rename");
  }

  /** @param {string} type */
  #tell(type) {
    this.dispatchEvent(new CustomEvent(type));
  }

  static styles = [
    base,
    memberColours,
    css`
      aside {
        width: 17rem;
        height: 100%;
        padding: var(--space-3);
        border-inline-start: 1px solid var(--line);
        background: var(--panel);
        overflow-y: auto;
      }

      dialog {
        inset: 0 0 0 auto;
        width: min(20rem, 86vw);
        height: 100dvh;
        max-height: none;
        margin: 0;
        padding: max(var(--space-3), env(safe-area-inset-top)) max(var(--space-3), env(safe-area-inset-right))
          max(var(--space-3), env(safe-area-inset-bottom)) var(--space-3);
        border: 0;
        border-radius: var(--radius-l) 0 0 var(--radius-l);
        background: var(--panel);
        color: var(--text);
        box-shadow: var(--shadow-high);
        overflow-y: auto;
      }

      dialog:dir(rtl) {
        inset: 0 auto 0 0;
        border-radius: 0 var(--radius-l) var(--radius-l) 0;
      }

      dialog::backdrop {
        background: var(--veil);
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding-inline-start: var(--space-2);
      }

      h2 {
        font-size: var(--size-m);
        font-weight: 650;
      }

      h2 span {
        margin-inline-start: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
        font-weight: 400;
      }

      ul {
        margin-block: var(--space-2) var(--space-3);
      }

      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-height: 3rem;
        padding-inline: var(--space-2) 0;
      }

      .name:last-child {
        padding-inline-end: var(--space-2);
      }

      .name {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .name small:not(.alike) {
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      li button {
        color: var(--text-soft);
      }

      @media (prefers-reduced-motion: no-preference) {
        dialog[open] {
          animation: slide var(--quick) ease-out;
        }
      }

      @keyframes slide {
        from {
          transform: translateX(1.5rem);
          opacity: 0;
        }
      }
    `,
  ];
}

/** “Guest 2” comes before “Guest 10”. */
const collator = new Intl.Collator(undefined, { numeric: true });

customElements.define("alcove-roster", Roster);
