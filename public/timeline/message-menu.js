/**
 * The menu of one message, shown in a popover. It offers actions and reports the choice; it does nothing
 * itself. Loaded on first use.
 *
 * @import { Message } from "../client/protocol.js"
 *
 * @typedef {"reply" | "edit" | "copy" | "link" | "delete" | "more-emoji" | "open-link" | "copy-link" | "select" | "who"} Choice
 *
 * @typedef {object} Extra What else can be done in this room.
 * @property {string} words
 * @property {unknown} icon
 * @property {boolean} [isGrave]
 * @property {(message: Message) => void} deed Done with the message as it is once the menu is closed.
 */

import iconOpen from "lucide-static/icons/external-link.svg";
import iconSelect from "lucide-static/icons/text-select.svg";
import { hasReacted } from "../client/protocol.js";
import { exactTimeOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconLink, iconPen, iconPeople, iconReply, iconSmilePlus } from "../ui/icons.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { menuStyle } from "../ui/menu-style.js";
import { iconCopy, iconTrash } from "../ui/more-icons.js";
import { isTouch } from "../ui/writing-focus.js";

/** What people react with most. */
const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢"];

/**
 * @fires choose With a Choice.
 * @fires react With an emoji.
 * @fires extra With an Extra.
 */
export class MessageMenu extends LitElement {
  static properties = {
    message: { attribute: false },
    isOwn: { attribute: false },
    you: { attribute: false },
    hasLink: { attribute: false },
    extras: { attribute: false },
    mayReact: { attribute: false },
    name: { attribute: false },
    excerpt: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Message | undefined} */
    this.message = undefined;
    this.isOwn = false;
    this.you = "";
    /** It was opened from a link in the message. */
    this.hasLink = false;
    /** @type {readonly Extra[]} */
    this.extras = [];
    this.mayReact = true;
    this.name = "";
    this.excerpt = "";
  }

  /** @override */
  focus() {
    this.#items[0]?.focus();
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll("[role^=menuitem]")]);
  }

  /** @override */
  render() {
    const item = (/** @type {Choice} */ choice, /** @type {string} */ name, /** @type {unknown} */ icon) =>
      html`<button role="menuitem" class=${choice} tabindex="-1" @click=${() => this.#choose(choice)}>${icon}${name}</button>`;
    return html`${this.#about()}<div role="menu" aria-label=${t.actions} @keydown=${this.#key}>
        ${this.mayReact ? this.#reactions() : nothing}
        ${this.hasLink ? [item("open-link", t.openLink, iconOpen), item("copy-link", t.copyLink, iconCopy)] : nothing}
        ${item("reply", t.reply, iconReply)} ${this.isOwn ? item("edit", t.edit, iconPen) : nothing}
        ${this.message?.text === "" ? nothing : item("copy", t.copyText, iconCopy)}
        ${isTouch() && this.message?.text !== "" ? item("select", t.selectText, iconSelect) : nothing}
        ${Object.keys(this.message?.reactions ?? {}).length > 0 ? item("who", t.reactions, iconPeople) : nothing} ${item("link", t.copyMessageLink, iconLink)}
        ${this.extras.map((extra) => this.#extra(extra))}
        ${this.isOwn ? item("delete", t.remove, iconTrash) : nothing}
      </div>`;
  }

  /** What it is about, where the sheet or the finger hides it; and what a mouse is told by pointing. */
  #about() {
    const { message } = this;
    if (!message) return nothing;
    return html`<div class="about">
      <p class="of"><b translate="no"><bdi>${this.name}</bdi></b> <span dir="auto">${this.excerpt}</span></p>
      <p>${exactTimeOf(message.at)}</p>
      ${message.edited_at ? html`<p>${t.editedAt(exactTimeOf(message.edited_at))}</p>` : nothing}
    </div>`;
  }

  #reactions() {
    return html`<div class="quick" role="group" aria-label=${t.react}>
      ${QUICK.map((emoji) => this.#quick(emoji))}
      <button role="menuitem" tabindex="-1" aria-label=${t.moreEmoji} title=${t.moreEmoji} @click=${() => this.#choose("more-emoji")}>
        ${iconSmilePlus}
      </button>
    </div>`;
  }

  /** @param {string} emoji */
  #quick(emoji) {
    const isMine = hasReacted(this.message, emoji, this.you);
    return html`<button
      role="menuitemcheckbox"
      tabindex="-1"
      aria-checked=${isMine}
      aria-label=${t.reactWith(emoji)}
      @click=${() => this.#react(emoji)}
    >${emoji}</button>`;
  }

  /** @param {Extra} extra */
  #extra(extra) {
    const { words, icon, isGrave = false } = extra;
    return html`<button role="menuitem" class=${isGrave ? "delete" : ""} tabindex="-1" @click=${() => this.#tell("extra", extra)}>
      ${icon}<span class="words">${words}</span>
    </button>`;
  }

  /** @param {Choice} choice */
  #choose(choice) {
    this.#tell("choose", choice);
  }

  /** @param {string} emoji */
  #react(emoji) {
    this.#tell("react", emoji);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const items = this.#items;
    const at = items.indexOf(/** @type {HTMLElement} */ (event.composedPath()[0]));
    /** @type {Record<string, number>} */
    const moves = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: -1,
    };
    if (event.key === "Tab") event.preventDefault();
    const to = event.key === "Tab" ? at + (event.shiftKey ? -1 : 1) : moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }

  /**
   * @param {string} type
   * @param {string | Extra} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [
    base,
    menuStyle,
    css`
      :host {
        display: block;
        /* Without the edges of what it is in. */
        max-height: calc(var(--room, 100dvh) - 2px);
        overflow-y: auto;
        overscroll-behavior: contain;
      }

      [role="menu"] {
        /* As wide as the emoji want, however short the words are. */
        min-width: min(15rem, 100vw - 2px);
      }

      .about {
        display: none;
        padding: var(--space-3) var(--space-4) var(--space-2);
        border-bottom: 1px solid var(--line);
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      .of {
        color: var(--text);
      }

      @media (max-width: 40rem), (hover: none) {
        .about {
          display: block;
        }
      }

      button {
        text-align: start;
        white-space: normal;
      }

      .words {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .delete {
        color: var(--danger);
      }

      .quick {
        display: grid;
        /* In large type, of more than one row. */
        grid-template-columns: repeat(auto-fit, minmax(1.75rem, 1fr));
        padding-bottom: var(--space-1);
        margin-bottom: var(--space-1);
        border-bottom: 1px solid var(--line);
      }

      .quick button {
        justify-content: center;
        min-width: 0;
        padding: 0;
        font-size: 1.375rem;
      }

      .quick button[aria-checked="true"] {
        background: var(--accent-soft);
      }

      @media (max-width: 40rem), (max-height: 24rem) {
        .quick {
          padding-bottom: var(--space-2);
        }
      }
    `,
  ];
}

customElements.define("alcove-message-menu", MessageMenu);
