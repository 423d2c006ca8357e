/**
 * What is pinned, above the conversation, in one line: the newest, from where a press leads to it; and a button for all.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Popover } from "../ui/popover.js"
 */

import iconPin from "lucide-static/icons/pin.svg";
import { t } from "../i18n/strings.js";
import { nameWithSign } from "../people/person.js";
import { saidOf } from "../text/said.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { openPopover } from "../ui/popover.js";
import { PinnedList } from "./pinned-list.js";

/** @fires host With a message that is to be unpinned. */
export class PinnedLine extends LitElement {
  static properties = { store: { attribute: false }, version: { attribute: false } };

  /** @type {{ list: PinnedList, popover: Popover } | undefined} */
  #open;

  constructor() {
    super();
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    /** Another whenever something in the store may be another. */
    this.version = {};
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#open?.popover.close();
  }

  /** Those that are still there, in the order of pinning; undefined for what is on its way. @returns {[seq: number, message: Message | undefined][]} */
  get #pinned() {
    const { house } = this.store.room;
    const since = house.settings.keep > 0 ? this.store.connection.time.date - house.settings.keep * 1_000 : 0;
    return house.pinned.flatMap((seq) => {
      const message = this.store.quoted(seq);
      const isGone = message === null || message?.deleted || (message && message.at < since);
      return isGone ? [] : [[seq, message ?? undefined]];
    });
  }

  /** @override */
  render() {
    const pinned = this.#pinned;
    this.#tellList(pinned);
    const [seq, message] = pinned.at(-1) ?? [];
    if (seq === undefined) return nothing;
    const { name, excerpt } = this.#shown(message);
    const hasList = pinned.length > 1 || !this.store.denial("pin");
    return html`<section aria-label=${t.pinnedMessages}>
      <button
        class="newest"
        title=${excerpt || nothing}
        @click=${() => this.store.leapTo(seq)}
      >${iconPin}<b translate="no"><bdi>${name}</bdi></b> <span dir="auto">${excerpt}</span></button>
      ${
        hasList
          ? html`<button class="all" aria-haspopup="dialog" title=${t.pinnedAll} @click=${this.#openList}>
              ${pinned.length > 1 ? html`<span>${t.pinnedOf(1, pinned.length)}</span>` : nothing}
              <span class="vh">${t.pinnedAll}</span>${iconChevron}
            </button>`
          : nothing
      }
    </section>`;
  }

  /** @param {Message | undefined} message */
  #shown(message) {
    if (!message) return { name: "", excerpt: "…" };
    const { from } = message;
    return {
      name: nameWithSign(from.name, this.store.signOf(from.id, from.name)),
      excerpt: saidOf(message),
    };
  }

  /** @param {Event} event */
  #openList({ currentTarget }) {
    const list = new PinnedList();
    list.addEventListener("leap", (event) => {
      popover.close();
      this.store.leapTo(detail(event));
    });
    list.addEventListener("unpin", (event) => {
      const about = { seq: detail(event), on: false };
      this.dispatchEvent(
        new CustomEvent("host", { detail: { deed: "pin", about }, bubbles: true, composed: true }),
      );
    });
    this.#open = undefined;
    const popover = openPopover(list, {
      anchor: /** @type {Element} */ (currentTarget),
      label: t.pinnedMessages,
      placement: "bottom-end",
      onClose: () => {
        this.#open = undefined;
      },
    });
    this.#open = { list, popover };
    this.#tellList(this.#pinned);
  }

  /** @param {[seq: number, message: Message | undefined][]} pinned */
  #tellList(pinned) {
    if (!this.#open) return;
    const { list, popover } = this.#open;
    if (pinned.length === 0) return popover.close();
    list.mayUnpin = !this.store.denial("pin");
    list.items = pinned.map(([seq, message]) => ({ seq, ...this.#shown(message) })).reverse();
  }

  static styles = [
    base,
    css`
      section {
        display: flex;
        align-items: center;
        border-bottom: 1px solid var(--line);
        background: var(--panel);
        font-size: var(--size-s);
      }

      button {
        border-radius: 0;
        font-weight: 400;
      }

      button:focus-visible {
        outline-offset: -3px;
      }

      .newest {
        flex: 1;
        justify-content: start;
        min-width: 0;
        padding-inline: max(var(--space-4), env(safe-area-inset-left)) var(--space-2);
      }

      .newest .icon {
        width: 1rem;
        height: 1rem;
        color: var(--accent);
      }

      b {
        flex: none;
        max-width: 40%;
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
      }

      .newest span {
        min-width: 0;
        overflow: hidden;
        color: var(--text-soft);
        text-overflow: ellipsis;
      }

      .all {
        gap: var(--space-1);
        color: var(--text-soft);
        font-variant-numeric: tabular-nums;
      }

      .all .icon {
        width: 1rem;
        height: 1rem;
      }

      /* There is too little to be read anyway; and paper has no place that one could leap to. */
      @media (max-height: 24rem), print {
        section {
          display: none;
        }
      }
    `,
  ];
}

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;

customElements.define("alcove-pinned-line", PinnedLine);
